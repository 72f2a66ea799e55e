// What everything else stands on: streams refuse a second writer, timers fire once and late rather than never, readers miss nothing.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { factsAfter, placeNow } from '../server/src/platform/events/follow.ts'
import { createEngine } from '../server/src/platform/events/engine.ts'
import { streamKind } from '../server/src/platform/events/kinds.ts'
import { minutesAfter } from '../server/src/platform/clock.ts'
import { createPresence } from '../server/src/platform/queue/worker.ts'
import { setCrisisClock } from '../server/src/platform/timers/crisis-clock.ts'
import { overdueTimers, tick } from '../server/src/platform/timers/tick.ts'
import { seal, sign, unseal, verify } from '../server/src/platform/secrets/seal.ts'
import { type Connection, connect } from '../server/src/platform/database/connect.ts'
import { settled, testDatabase } from './support/database.ts'

type Counted = { type: 'Counted'; at: Date }
const counter = streamKind<{ count: number; wake?: Date }, { type: 'Count'; now: Date }, Counted>({
  name: 'counter',
  schemaVersion: 1,
  facts: z.object({ type: z.literal('Counted'), at: z.coerce.date() }),
  wake: (now) => ({ type: 'Count', now }),
  decider: {
    initial: { count: 0 },
    decide: ({ now }) => [{ type: 'Counted', at: now }],
    evolve: (state, fact) => ({ count: state.count + 1, wake: minutesAfter(fact.at, 10) }),
    wakeAt: (state) => (state.count < 3 ? state.wake : undefined),
  },
})

describe('The platform', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>
  let other: Connection
  let now = new Date('2030-01-01T09:00:00Z')
  const clock = () => now
  beforeAll(async () => {
    database = await testDatabase()
    other = connect(database.url, 8, 'other')
  })
  afterAll(async () => {
    await other.close()
    await database.close()
  })
  const engine = () => createEngine(database.db, clock, [{ kinds: [counter] }])
  const count = async (stream: string) =>
    (await sql<{ count: number }>`select count(*)::int as count from events where stream = ${stream}`.execute(database.db)).rows[0]?.count

  test('twenty writers at once on one stream: each fact is stored once, in order', async () => {
    await Promise.all(Array.from({ length: 6 }, () => engine().tell('counter/race', { type: 'Count', now }, { actor: 'x' })))
    expect(await count('counter/race')).toBe(6)
    const { rows } = await sql<{ version: number }>`select version from events where stream = 'counter/race' order by version`.execute(database.db)
    expect(rows.map((row) => row.version)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('two processes tick at once: each timer fires once', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, i) => engine().tell(`counter/t${i}`, { type: 'Count', now }, { actor: 'x' })))
    now = minutesAfter(now, 11)
    const [one, two] = await Promise.all([tick(database.db, engine(), clock), tick(other.db, createEngine(other.db, clock, [{ kinds: [counter] }]), clock)])
    expect(one.woken + two.woken).toBe(50)
    expect(await count('counter/t7')).toBe(2)
  })

  test('a timer that a dead process held fires when its lease has run out', async () => {
    await engine().tell('counter/held', { type: 'Count', now }, { actor: 'x' })
    now = minutesAfter(now, 11)
    await sql`update timers set leased_until = ${minutesAfter(now, 0.5)}::timestamptz where stream = 'counter/held'`.execute(database.db)
    await tick(database.db, engine(), clock)
    expect(await count('counter/held')).toBe(1)
    now = minutesAfter(now, 1)
    await tick(database.db, engine(), clock)
    expect(await count('counter/held')).toBe(2)
  })

  test('the auditor counts timers that should have fired', async () => {
    await engine().tell('counter/late', { type: 'Count', now }, { actor: 'x' })
    expect(await overdueTimers(database.db, minutesAfter(now, 10.5))).toBe(0)
    expect(await overdueTimers(database.db, minutesAfter(now, 30))).toBeGreaterThan(0)
  })

  test('a crisis’s clock at 60× brings its timers closer, and a pause holds them', async () => {
    const crisisId = '00000000-0000-7000-8000-000000000001'
    await engine().tell('counter/fast', { type: 'Count', now }, { actor: 'x', crisisId })
    const wakeAt = async () =>
      (await sql<{ wake_at: Date | number }>`select wake_at from timers where stream = 'counter/fast'`.execute(database.db)).rows[0]?.wake_at
    await setCrisisClock(database.db, crisisId, { anchorReal: now, anchorCrisis: now, rate: 60 })
    expect(await wakeAt()).toEqual(minutesAfter(now, 10 / 60))
    await setCrisisClock(database.db, crisisId, { anchorReal: now, anchorCrisis: now, rate: 0 })
    expect(await wakeAt()).toBe(Number.POSITIVE_INFINITY)
  })

  test('a reader does not skip a fact that commits late', async () => {
    await settled(database)
    const place = await placeNow(database.db)
    const client = await other.pool.connect()
    await client.query('begin')
    await client.query(
      `insert into events (stream, version, type, data, actor, occurred_at, recorded_at) values ('slow/1', 1, 'Slow', '{}', 'x', now(), now())`,
    )
    await engine().tell('counter/quick', { type: 'Count', now }, { actor: 'x' })
    expect(await factsAfter(database.db, place)).toEqual([])
    await client.query('commit')
    client.release()
    // Open transactions of other databases on the same server hold readers back too: other tests run beside this one.
    await vi.waitFor(async () => expect((await factsAfter(database.db, place)).map((fact) => fact.stream).sort()).toEqual(['counter/quick', 'slow/1']), {
      timeout: 60_000,
    })
  })

  test('the jobs of a dead process are released', async () => {
    await sql`select graphile_worker.add_job('anything')`.execute(database.db)
    await sql`update graphile_worker._private_jobs set locked_by = 'worker-dead', locked_at = now()`.execute(database.db)
    await sql`insert into processes (id, worker_ids, started_at, last_seen_at) values ('dead', '{worker-dead}', ${now}, ${minutesAfter(now, -1)}::timestamptz)`.execute(
      database.db,
    )
    await createPresence(database, clock, 'alive').beat()
    const { rows } = await sql<{ locked_by: string | null }>`select locked_by from graphile_worker._private_jobs`.execute(database.db)
    expect(rows).toEqual([{ locked_by: null }])
  })

  test('secrets are sealed, and a token is valid for its purpose, its text and its time only', () => {
    const key = Buffer.alloc(32, 7)
    const sealed = seal(key, 'hunter2')
    expect(sealed.toString('latin1')).not.toContain('hunter2')
    expect(unseal(key, sealed)).toBe('hunter2')
    expect(() => unseal(Buffer.alloc(32, 8), sealed)).toThrow()
    const token = sign(key, 'sign-off', { a: 1 }, minutesAfter(now, 5))
    expect(verify(key, 'sign-off', token, now)).toMatchObject({ a: 1 })
    expect(verify(key, 'other', token, now)).toBeUndefined()
    expect(verify(key, 'sign-off', `x${token}`, now)).toBeUndefined()
    expect(verify(key, 'sign-off', token, minutesAfter(now, 6))).toBe('expired')
  })
})
