// Many streams woken at once: one transaction where that works, and whoever is broken is alone with it.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { testDatabase } from '../../../../journeys/support/database.ts'
import { tick } from '../timers/tick.ts'
import { createEngine, type Feature } from './engine.ts'
import { streamKind } from './kinds.ts'

type Rang = { type: 'Rang'; said: string; at: Date }
const at = z.coerce.date()
const start = new Date('2030-01-01T09:00:00Z')
const later = new Date('2030-01-01T09:10:00Z')

describe('Waking many', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>
  let informed: number[] = []
  let projected: string[][] = []
  let meanwhile: ((streams: string[]) => Promise<void>) | undefined
  beforeAll(async () => {
    database = await testDatabase()
  })
  beforeEach(async () => {
    ;[informed, projected, meanwhile] = [[], [], undefined]
    await sql`truncate events, timers`.execute(database.db)
  })
  afterAll(() => database.close())

  test('what five hundred streams must know is asked once a batch, and rows are moved once a batch', async () => {
    await ring(500)
    ;[informed, projected] = [[], []]
    expect(await wake()).toMatchObject({ woken: 500, failures: [] })
    expect(informed).toEqual([250, 250])
    expect(projected.map((streams) => streams.length)).toEqual([250, 250])
    expect(await rings()).toEqual({ once: 0, twice: 500, more: 0 })
  })

  test('a stream whose rule fails holds up nobody, and is tried again when its lease ends', async () => {
    await ring(20, (i) => (i === 7 ? 'broken' : 'fine'))
    const { woken, failures } = await wake()
    expect([woken, failures.map((error) => error.message)]).toEqual([19, ['this one is broken']])
    expect(await rings()).toEqual({ once: 1, twice: 19, more: 0 })
    expect(await wake()).toMatchObject({ woken: 0 })
    const { rows } = await sql`select 1 from timers where stream = 'bell/7' and leased_until is not null`.execute(database.db)
    expect(rows).toHaveLength(1)
  })

  test('a stream whose rows cannot be moved holds up nobody', async () => {
    await ring(20, (i) => (i === 7 ? 'unmovable' : 'fine'))
    const { woken, failures } = await wake()
    expect([woken, failures.map((error) => error.message)]).toEqual([19, ['these rows cannot be moved']])
    expect(await rings()).toEqual({ once: 1, twice: 19, more: 0 })
  })

  test('a stream whose facts cannot be read holds up nobody', async () => {
    await ring(20)
    await sql`update events set data = '{}' where stream = 'bell/7'`.execute(database.db)
    expect(await wake()).toMatchObject({ woken: 19 })
  })

  test('a stream that somebody else moved in the same moment is decided anew, and the others with it', async () => {
    await ring(20)
    meanwhile = async (streams) => {
      if (streams.length < 2) return
      meanwhile = undefined
      await sql`insert into events (stream, version, type, data, actor, occurred_at, recorded_at) values ('bell/7', 2, 'Rang', '{"said":"fine"}', 'other', ${later}, ${later})`.execute(
        database.db,
      )
    }
    expect(await wake()).toMatchObject({ woken: 20, failures: [] })
    expect(await rings()).toEqual({ once: 0, twice: 20, more: 0 })
  })

  test('a stream that woke for nothing keeps the timer that somebody set for it meanwhile', async () => {
    await ring(3)
    const soon = new Date('2030-01-01T09:01:00Z')
    await sql`update timers set wake_at = ${start}`.execute(database.db)
    meanwhile = async () => {
      meanwhile = undefined
      await engine(soon).tell('bell/1', { type: 'Ring', said: 'again', now: soon }, { actor: 'x' })
    }
    await tick(database.db, engine(soon), () => soon)
    const { rows } = await sql<{ stream: string; due_at: Date }>`select stream, due_at from timers order by stream`.execute(database.db)
    expect(rows.map((row) => row.due_at.toISOString().slice(11, 16))).toEqual(['09:05', '09:06', '09:05'])
  })

  test('streams of one batch that tell the same other stream see what those before them told it', async () => {
    await ring(10, () => 'tells')
    await wake()
    const { rows } = await sql<{ heard: number; last: number }>`
      select count(*)::int as heard, max(version) as last from events where stream = 'bell/tower'`.execute(database.db)
    expect(rows[0]?.heard).toBe(rows[0]?.last)
    // Twenty brought to it; and its own timer may have come first in the batch.
    expect([20, 21]).toContain(rows[0]?.heard)
  })

  const bell = streamKind<{ rings: number; said: string; next?: Date }, { type: 'Ring'; said?: string; now: Date }, Rang>({
    name: 'bell',
    schemaVersion: 1,
    facts: z.object({ type: z.literal('Rang'), said: z.string(), at }),
    wake: (now) => ({ type: 'Ring', now }),
    inform: async (_, asked) => {
      informed.push(asked.length)
      await meanwhile?.(asked.map(({ stream }) => stream))
      return asked.map(({ command }) => command)
    },
    decider: {
      initial: { rings: 0, said: '' },
      decide: ({ now, said }, state) => {
        if (state.rings === 1 && state.said === 'broken') throw new Error('this one is broken')
        return said !== undefined || (state.next && state.next <= now) ? [{ type: 'Rang', said: said ?? state.said, at: now }] : []
      },
      evolve: (state, fact) => ({ rings: state.rings + 1, said: fact.said, next: new Date(fact.at.getTime() + 300_000) }),
      wakeAt: (state) => state.next,
    },
  })
  const feature: Feature = {
    kinds: [bell],
    reactions: {
      Rang: (fact: Rang & { stream: string }) =>
        fact.said === 'tells' ? [{ tell: 'bell/tower', command: { type: 'Ring', said: 'heard', now: fact.at } }] : [],
    },
    sets: [
      {
        of: ['Rang'],
        project: async (_, facts: (Rang & { stream: string; version: number })[]) => {
          if (facts.some((fact) => fact.said === 'unmovable' && fact.version > 1)) throw new Error('these rows cannot be moved')
          projected.push(facts.map((fact) => fact.stream))
        },
      },
    ],
  }
  const engine = (now: Date) => createEngine(database.db, () => now, [feature])
  const wake = () => tick(database.db, engine(later), () => later)
  async function ring(count: number, say: (i: number) => string = () => 'fine') {
    for (let i = 0; i < count; i += 1) await engine(start).tell(`bell/${i}`, { type: 'Ring', said: say(i), now: start }, { actor: 'x' })
  }
  async function rings() {
    const { rows } = await sql<{ once: number; twice: number; more: number }>`
      select count(*) filter (where n = 1)::int as once, count(*) filter (where n = 2)::int as twice, count(*) filter (where n > 2)::int as more
        from (select count(*) as n from events group by stream) e`.execute(database.db)
    return rows[0]
  }
})
