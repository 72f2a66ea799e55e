// Hours, for longer than minutes are kept: each out of its minutes once, again where one comes late, dropped by the month; and what people look at stays right while it is shared and kept.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { createHours } from '../server/src/detect/series/hours.store.ts'
import { createReplays } from '../server/src/detect/series/replays.store.ts'
import { minutesOf } from '../server/src/detect/series/minutes.store.ts'
import type { SeriesMinutes } from '../server/src/detect/series/series.contract.ts'
import { decodeSketch, quantile } from '../server/src/detect/series/sketch.ts'
import { keepDays } from '../server/src/detect/signals/days.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const minuteMs = 60_000
const begin = Date.parse('2030-01-07T00:00:00Z')
const iso = (minute: number) => new Date(begin + minute * minuteMs).toISOString()

describe('Hours of series', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let folder: ReturnType<typeof createFolder>
  let hours: ReturnType<typeof createHours>
  let key = ''
  let id = 0
  beforeAll(async () => {
    system = await testSystem({ at: iso(185) })
    const company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    key = (await ann.post('/api/signal-sources', { name: 'Shop', kind: 'signals', brand: company.slug })).body.key
    folder = createFolder(system.deps)
    hours = createHours(system.deps)
  })
  afterAll(() => system.close())
  const send = async (signals: object[]) => {
    for (let from = 0; from < signals.length; from += 2_000)
      expect(
        (
          await system.web.console.inject({
            method: 'POST',
            url: '/api/signals',
            headers: { authorization: `Bearer ${key}` },
            payload: signals.slice(from, from + 2_000),
          })
        ).statusCode,
      ).toBe(202)
  }
  const orders = (minute: number, value = 1) => ({ name: 'orders', value, measure: 'count', at: begin + minute * minuteMs })
  const latency = (minute: number, value: number) => ({ name: 'latency', value, measure: 'gauge', at: begin + minute * minuteMs })
  const until = async (minute: number) => {
    await system.at(new Date(begin + minute * minuteMs + 4_000).toISOString())
    await folder.look()
  }
  const kept = async (name: string) =>
    (
      await sql<{ at: Date; count: number; sum: number; min: number; max: number; sketch: Buffer | null }>`
        select h.* from hours h join series s on s.id = h.series_id where s.name = ${name} order by h.at`.execute(system.db)
    ).rows
  const minutes = async (from: number, to: number): Promise<SeriesMinutes> => (await ann.get(`/api/series/${id}/minutes?from=${iso(from)}&to=${iso(to)}`)).body

  test('are worked out of their minutes when they are over, each once, whoever does it, and from the middle on', async () => {
    await send(Array.from({ length: 180 }, (_, minute) => [orders(minute), orders(minute, 2), ...(minute < 60 ? [latency(minute, minute + 1)] : [])]).flat())
    await until(183)
    expect(await kept('orders')).toEqual([])
    // What is cut off in the middle goes on there.
    await sql`select signal_months(${system.now()}, 400)`.execute(system.db)
    await Promise.all([hours.look(), createHours(system.deps).look()])
    while ((await hours.look()) > 0) {
      /* until nothing is due */
    }
    expect((await kept('orders')).map(({ at, count, sum, min, max }) => [at.toISOString(), count, sum, min, max])).toEqual([
      [iso(0), 120, 180, 1, 2],
      [iso(60), 120, 180, 1, 2],
    ])
    const [first] = await kept('latency')
    expect([first?.count, first?.sum, first?.min, first?.max]).toEqual([60, 1_830, 1, 60])
    expect(Math.abs((quantile(decodeSketch(first?.sketch as Buffer), 0.5) as number) - 30)).toBeLessThan(2)
    // Somebody listens all the time.
    for (let minute = 184; minute <= 190; minute += 1) await until(minute)
    expect(await hours.look()).toBe(1)
    expect(await hours.look()).toBe(0)
    expect(await kept('orders')).toHaveLength(3)
  })

  test('a minute that comes late is in its hour as well, once', async () => {
    await send([orders(10, 100), orders(10, 100), latency(70, 5)])
    await until(192)
    await hours.look()
    await hours.look()
    expect((await kept('orders')).map(({ count, sum }) => [count, sum])).toEqual([
      [122, 380],
      [120, 180],
      [120, 180],
    ])
    expect((await kept('latency')).map(({ count, sum }) => [count, sum])).toEqual([
      [60, 1_830],
      [1, 5],
    ])
  })

  test('what people look at is kept between looks, shared, and right: also when a minute comes late', async () => {
    id = (await ann.get('/api/series?search=orders')).body.items[0].id
    const fresh = async () => minutesOf(system.deps, createReplays(system.deps), id, { from: new Date(iso(0)), to: new Date(iso(200)) })
    const [one, other] = await Promise.all([minutes(0, 200), minutes(0, 200)])
    expect(one).toEqual(other)
    expect(one.points).toEqual((await fresh()).points)
    expect(one.points[10]?.value).toBe(203)
    await send([orders(100, 50), orders(185, 7)])
    for (let minute = 193; minute <= 195; minute += 1) await until(minute)
    const after = await minutes(0, 200)
    const at = (minute: number) => after.points.find((point) => point.at === iso(minute))?.value
    // Two in a minute are few: it is looked at every ten.
    expect([after.stepMinutes, at(100), at(180)]).toEqual([10, 80, 7])
    expect(after.points).toEqual((await fresh()).points)
  })

  test('asked for before anything of it is counted, it shows what it said before it was known, once that is', async () => {
    const past = Array.from({ length: 180 }, (_, n) => ({ name: 'history', value: n + 1, measure: 'gauge', at: begin + n * minuteMs }))
    await send(past)
    const { id: made } = (await ann.get('/api/series?search=history')).body.items[0]
    const ask = async (): Promise<SeriesMinutes> => (await ann.get(`/api/series/${made}/minutes?from=${iso(0)}&to=${iso(200)}`)).body
    expect((await ask()).points).toEqual([])
    await until(196)
    const { points } = await ask()
    expect(points).toEqual((await minutesOf(system.deps, createReplays(system.deps), made, { from: new Date(iso(0)), to: new Date(iso(200)) })).points)
    expect([points[0]?.at, points.length]).toEqual([iso(0), expect.any(Number)])
    expect(points.length).toBeGreaterThan(17)
  })

  test('memory is bounded: those that nobody asked for longest go, and are worked out again', async () => {
    const replays = createReplays(system.deps, 20_000)
    const asked = (series: number) => minutesOf(system.deps, replays, series, { from: new Date(iso(0)), to: new Date(iso(60)) })
    const all = (await ann.get('/api/series')).body.items.map((series: { id: number }) => series.id) as number[]
    const before = await asked(all[0] as number)
    for (const series of all) await asked(series)
    expect(replays.bytes()).toBeLessThan(40_000)
    expect(await asked(all[0] as number)).toEqual(before)
  })

  test('minutes stay until their hours are worked out; when they are gone the hours are there, for 400 days: by the hour, and by the day where it is long', async () => {
    await until(20 * 1_440)
    // As if somebody had listened all the time.
    await sql`delete from signal_gaps`.execute(system.db)
    await keepDays()(system.db, system.now())
    expect((await sql`select from buckets where at < ${iso(300)}`.execute(system.db)).rows.length).toBeGreaterThan(0)
    while ((await hours.look()) > 0) {
      /* until nothing is due */
    }
    await keepDays()(system.db, system.now())
    expect((await sql`select from buckets where at < ${iso(300)}`.execute(system.db)).rows).toEqual([])
    const old = await minutes(0, 240)
    expect([old.by, old.points.map(({ value }) => Math.round((value * 60) / old.stepMinutes))]).toEqual(['hour', [380, 230, 180, 7]])
    expect(old.points.every(({ middle, low, high }) => middle === null && low === null && high === null)).toBe(true)
    const across = await minutes(0, 20 * 1_440)
    expect([across.by, across.points.length]).toEqual(['hour', 480])
    await until(200 * 1_440)
    await sql`delete from signal_gaps`.execute(system.db)
    const long = await minutes(0, 199 * 1_440)
    expect([long.by, long.points.length]).toEqual(['day', 199])
  })

  test('months go as a whole', async () => {
    await system.at(new Date(begin + 440 * 1_440 * minuteMs).toISOString())
    await createHours(system.deps).look()
    expect((await sql`select from pg_class where relname = 'hours_203001'`.execute(system.db)).rows).toEqual([])
    expect((await sql`select from pg_class where relname = 'hours_203103'`.execute(system.db)).rows).toHaveLength(1)
  })
})
