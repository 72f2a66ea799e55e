// Calendars that programs fetch without a session: a signed address per rotation and per person, which can be taken back.
import { sql } from 'kysely'
import { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'
import { type CalendarEvent, calendarOf } from '../../platform/calendar.ts'
import { overridesOf, peopleHere, rotationsOf } from './on-call.store.ts'
import { shiftsBetween } from './rotation.ts'

const ById = z.object({ id: Id })
const Link = z.object({ url: z.string() })
const Claims = z.object({ s: z.string(), r: z.number().int() })
const dayMs = 86_400_000
const [daysBack, daysAhead, validYears] = [30, 120, 10]

export function calendarRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock, key, config } = deps

  app.get(
    '/calendar/:token',
    { config: may('public'), schema: { params: z.object({ token: z.string().max(1_000) }), hide: true } },
    async ({ params }, reply) => {
      const claims = Claims.safeParse(verify(key, 'calendar', params.token.replace(/\.ics$/, ''), clock())).data
      const valid = claims && (await revisionOf(claims.s)) === claims.r
      const calendar = valid ? await calendarText(claims.s) : undefined
      reply.header('cache-control', 'private, max-age=300')
      if (!calendar) return reply.code(404).type('text/plain; charset=utf-8').send('This calendar is no longer here. Copy its address anew in Leeward.\n')
      return reply.type('text/calendar; charset=utf-8').send(calendar)
    },
  )

  app.get(
    '/api/rotations/:id/calendar-link',
    { config: may('read'), schema: { operationId: 'readRotationCalendar', params: ById, response: { 200: Link } } },
    async ({ params }) => linkOf(await rotation(params.id)),
  )
  /** The old address ends at once. */
  app.post(
    '/api/rotations/:id/calendar-link',
    { config: may('on-call'), schema: { operationId: 'renewRotationCalendar', params: ById, body: Empty, response: { 200: Link } } },
    async ({ params }) => renewed(await rotation(params.id)),
  )
  app.get('/api/me/calendar-link', { config: may('signed-in'), schema: { operationId: 'readMyCalendar', response: { 200: Link } } }, (request) =>
    linkOf(`person/${asker(request).id}`),
  )
  app.post('/api/me/calendar-link', { config: may('signed-in'), schema: { operationId: 'renewMyCalendar', body: Empty, response: { 200: Link } } }, (request) =>
    renewed(`person/${asker(request).id}`),
  )

  async function rotation(id: string): Promise<string> {
    if ((await rotationsOf(db, [id])).length === 0) throw new Refused('not-found', 'There is no such rotation.')
    return `rotation/${id}`
  }
  const revisionOf = async (subject: string) =>
    (await sql<{ revision: number }>`select revision from calendar_links where subject = ${subject}`.execute(db)).rows[0]?.revision ?? 1
  async function linkOf(subject: string) {
    const token = sign(
      key,
      'calendar',
      { s: subject, r: await revisionOf(subject) },
      new Date(Math.ceil(clock().getTime() / (365 * dayMs)) * 365 * dayMs + validYears * 365 * dayMs),
    )
    return { url: `${config.consoleUrl}/calendar/${token}.ics` }
  }
  async function renewed(subject: string) {
    await sql`insert into calendar_links (subject, revision) values (${subject}, 2) on conflict (subject) do update set revision = calendar_links.revision + 1`.execute(
      db,
    )
    return linkOf(subject)
  }

  /** A rotation's shifts, or a person's in all rotations; undefined where there is no such rotation or person any more. */
  async function calendarText(subject: string): Promise<string | undefined> {
    const [kind, id = ''] = subject.split('/')
    const people = await peopleHere(db)
    if (kind === 'person' && !people.has(id)) return undefined
    const rotations = await rotationsOf(db, kind === 'rotation' ? [id] : undefined)
    if (kind === 'rotation' && rotations.length === 0) return undefined
    const now = clock()
    const [from, until] = [new Date(now.getTime() - daysBack * dayMs), new Date(now.getTime() + daysAhead * dayMs)]
    const overrides = await overridesOf(
      db,
      rotations.map((each) => each.id),
      from,
      until,
    )
    const name = await namesOf(deps, [...people.keys()])
    const events = rotations.flatMap((each) =>
      shiftsBetween(each, overrides.get(each.id) ?? [], from, until, (person) => people.has(person))
        .filter((shift) => (kind === 'person' ? shift.person === id : shift.person !== null))
        .map(
          (shift): CalendarEvent => ({
            id: `${each.id}-${shift.from.getTime()}@leeward`,
            from: shift.from,
            until: shift.until,
            title: kind === 'person' ? `On call: ${each.name}` : `${name(shift.person as string).name} (${each.name})`,
            ...(shift.insteadOf ? { description: `Instead of ${people.get(shift.insteadOf)?.name ?? 'somebody who has left'}` } : {}),
          }),
        ),
    )
    const title = kind === 'person' ? `On call: ${people.get(id)?.name}` : `On call: ${rotations[0]?.name}`
    return calendarOf(title, events, now)
  }
}
