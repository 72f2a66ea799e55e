// Commands per second on distinct streams, against transactions that write the same rows bare over the same connections; and how fast a timeline of 5,000 facts opens.
import { sql } from 'kysely'
import { timeline } from '../server/src/stabilize/crisis/timeline.ts'
import type { Context, Figure } from './run.ts'
import { benchCrisis, benchSystem, median, residentMegabytes, round, seconds } from './support/system.ts'

const writers = 8

export default async function append({ serverUrl, tmp, size = 6_000 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const { db, engine } = deps
  await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values (gen_random_uuid(), 'bench', 'Bench', 'a@bench.example', 'Bench', now())`.execute(
    db,
  )
  const crisisId = await benchCrisis(deps, 0, null)
  const now = new Date()
  const policy = { 1: { 'first-message': 15 } }
  // The command sets a policy and starts a clock: two facts and one timer. The bare transaction writes the same two rows and the timer.
  const command = (i: number) => engine.tell(`clocks/bench-${i}`, { type: 'StartClocks', policy, severity: 1, now }, { actor: 'bench' })
  const bare = async (i: number) => {
    await db.transaction().execute(async (tx) => {
      const stream = `clocks/bare-${i}`
      await sql`insert into events (stream, version, type, data, actor, occurred_at, recorded_at) values (${stream}, 1, 'ClocksSet', ${JSON.stringify({ policy, severity: 1 })}::jsonb, 'bench', ${now}, ${now}),
        (${stream}, 2, 'ClockStarted', ${JSON.stringify({ clock: 'first-message', kind: 'first-message', deadline: now })}::jsonb, 'bench', ${now}, ${now})`.execute(
        tx,
      )
      await sql`insert into timers (stream, due_at, wake_at) values (${stream}, ${now}, ${now})`.execute(tx)
    })
  }
  // In turns, so that a noisy moment hits both alike.
  const [ours, plain]: [number[], number[]] = [[], []]
  const part = Math.ceil(size / 6)
  for (let round = 0; round < 6; round += 1) {
    plain.push(part / (await seconds(() => inParallel(part, (i) => bare(round * part + i)))))
    ours.push(part / (await seconds(() => inParallel(part, (i) => command(round * part + i)))))
  }
  await sql`
    insert into events (crisis_id, stream, version, type, data, actor, occurred_at, recorded_at)
    select ${crisisId}::uuid, 'crisis/' || ${crisisId}::text, 100 + n, 'NoteWritten', '{}', 'bench', now(), now() from generate_series(1, 5000) n`.execute(db)
  await timeline(deps, crisisId, { limit: 100 })
  const opened = await seconds(() => timeline(deps, crisisId, { limit: 5_000 }))
  await deps.close()
  return [
    { name: 'commands per second', value: Math.round(median(ours)), unit: '/s', limit: 0.6, ratio: round(median(ours) / median(plain)), atLeast: true },
    { name: 'a timeline of 5,000 facts', value: Math.round(opened * 1_000), unit: 'ms', limit: 1, ratio: round((opened * 1_000) / 300), most: 300 },
    { name: 'resident memory', value: residentMegabytes(), unit: 'MB', limit: 1, ratio: round(residentMegabytes() / 400) },
  ]
}

async function inParallel(count: number, act: (i: number) => Promise<unknown>) {
  let next = 0
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (next < count) await act(next++)
    }),
  )
}
