// Tidewater's people on call: two rotations, one override, two policies, and how they are reached.
import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { newId } from '../platform/ids.ts'

type People = { mara: string; jonas: string; ines: string }

/** As it stood when the demo's crisis began, an hour ago. */
export async function putOnCall({ db }: Deps, { mara, jonas, ines }: People, services: Map<string, string>, began: Date) {
  const [video, leads] = [newId(began), newId(began)]
  const day = (days: number) => new Date(began.getTime() + days * 86_400_000)
  const date = (days: number) => day(days).toISOString().slice(0, 10)
  await sql`
    insert into rotations (id, name, time_zone, every, unit, hand_off_at, starts_on, members, duty, created_at, changed_at, changed_by) values
      (${leads}, 'Crisis leads', 'Europe/Berlin', 1, 'weeks', '09:00', ${date(-3)}, ${[mara, ines]}, null, ${began}, ${began}, ${mara}),
      (${video}, 'Video engineers', 'America/New_York', 12, 'hours', '08:00', ${date(-2)}, ${[jonas, mara]}, null, ${began}, ${began}, ${jonas}),
      (${newId(began)}, 'Customer care, office hours', 'Europe/Berlin', 1, 'days', '09:00', ${date(-2)}, ${[ines, jonas]}, ${JSON.stringify([{ days: [1, 2, 3, 4, 5], from: '09:00', until: '18:00' }])}::jsonb, ${began}, ${began}, ${ines})`.execute(
    db,
  )
  await sql`
    insert into rotation_overrides (id, rotation_id, from_at, until_at, person, instead_of, created_at, created_by)
    values (${newId(began)}, ${leads}, ${day(2)}, ${day(3)}, ${jonas}, null, ${began}, ${mara})`.execute(db)
  const policies = [
    {
      name: 'Live video',
      filter: { severities: [1, 2], kinds: [], services: ['live-video', 'uploads'].map((key) => services.get(key)) },
      steps: [
        { afterMinutes: 0, targets: [{ kind: 'rotation', id: leads }] },
        {
          afterMinutes: 5,
          targets: [
            { kind: 'rotation', id: leads },
            { kind: 'rotation', id: video },
          ],
        },
        { afterMinutes: 10, targets: [{ kind: 'group', group: 'commander' }] },
      ],
    },
    {
      name: 'Everything else',
      filter: { severities: [], kinds: [], services: [] },
      steps: [
        { afterMinutes: 0, targets: [{ kind: 'rotation', id: leads }] },
        { afterMinutes: 10, targets: [{ kind: 'group', group: 'commander' }] },
      ],
    },
  ]
  for (const [position, { name, ...body }] of policies.entries())
    await sql`
      insert into escalation_policies (id, name, position, body, created_at, changed_at, changed_by)
      values (${newId(began)}, ${name}, ${position}, ${JSON.stringify({ ...body, repeats: 2, repeatAfterMinutes: 10 })}::jsonb, ${began}, ${began}, ${mara})`.execute(
      db,
    )
  for (const [person, email] of [
    [mara, 'mara.phone@tidewater.example'],
    [jonas, 'jonas.phone@tidewater.example'],
  ])
    await sql`
      insert into contact_methods (id, person, position, channel, destination, verified_at, created_at)
      values (${newId(began)}, ${person}, 1, 'email', ${email}, ${began}, ${began})`.execute(db)
}
