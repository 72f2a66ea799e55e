// Series as people look at them: what there is, what each said, and what was expected, worked out again from the kept minutes.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import type { SeriesMinutes, SeriesView } from '../server/src/detect/series/series.contract.ts'
import { createWatch, type Watch } from '../server/src/detect/series/watch.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const minuteMs = 60_000
const begin = Date.parse('2030-01-07T00:00:00Z')
const hours = 10
const iso = (minute: number) => new Date(begin + minute * minuteMs).toISOString()

describe('Series, looked at', () => {
  let system: TestSystem
  let bo: Awaited<ReturnType<TestSystem['person']>>
  let ann: typeof bo
  let company: Awaited<ReturnType<typeof smallCompany>>
  let key: string
  let watch: Watch
  let folder: ReturnType<typeof createFolder>
  beforeAll(async () => {
    system = await testSystem({ at: iso(0) })
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'observer')
    folder = createFolder(system.deps)
    watch = createWatch(system.deps)
  })
  afterAll(async () => {
    watch.stop()
    await system.close()
  })
  const send = async (signals: object[]) => {
    for (let from = 0; from < signals.length; from += 2_000) {
      const { statusCode } = await system.web.console.inject({
        method: 'POST',
        url: '/api/signals',
        headers: { authorization: `Bearer ${key}` },
        payload: signals.slice(from, from + 2_000),
      })
      expect(statusCode).toBe(202)
    }
  }
  const usual = (minute: number) => 40 + Math.round(6 * Math.sin(minute / 7) + 3 * Math.cos(minute / 3))
  const counted = (name: string, minute: number, value: number) => [
    ...Array.from({ length: 5 }, () => ({ name, value: 0, measure: 'count', region: 'eu', at: begin + minute * minuteMs })),
    { name, value, measure: 'count', region: 'eu', at: begin + minute * minuteMs },
  ]
  const list = async (more = ''): Promise<{ items: SeriesView[]; next: string | null }> => (await bo.get(`/api/series?${more}`)).body
  const minutes = async (id: number, from: number, to: number): Promise<SeriesMinutes> =>
    (await bo.get(`/api/series/${id}/minutes?from=${iso(from)}&to=${iso(to)}`)).body
  const only = async () => (await list('search=checkout')).items[0] as SeriesView

  test('where nothing sends yet there is nothing, and it says so in figures', async () => {
    expect(await list()).toEqual({ items: [], next: null })
    expect((await bo.get('/api/watching')).body).toEqual({ sources: 0, series: 0, checks: 0, lastAt: null })
  })
  test('what makes no sense is refused with a sentence, and who is not signed in sees nothing', async () => {
    for (const [query, sentence] of [
      [`from=${iso(10)}&to=${iso(10)}`, 'from: must be earlier than to.'],
      [`from=${iso(-401 * 1_440)}&to=${iso(0)}`, 'from: ask for 400 days at most.'],
      [`from=${iso(-420 * 1_440)}&to=${iso(-410 * 1_440)}`, 'to: hours are kept for 400 days. Ask for a later time.'],
    ]) {
      const { status, body } = await bo.get(`/api/series/1/minutes?${query}`)
      expect([status, body.detail]).toEqual([422, sentence])
    }
    expect((await bo.get('/api/series/1/minutes')).status).toBe(404)
    for (const path of ['/api/series/x/minutes', '/api/series/0/minutes', '/api/series/99999999999/minutes', '/api/series/1/minutes?from=yesterday'])
      expect((await bo.get(path)).status).toBe(400)
    for (const path of ['/api/series?limit=0', '/api/series?limit=201', '/api/series?service=shop', '/api/series?search=%00'])
      expect((await bo.get(path)).status).toBe(400)
    expect((await bo.get('/api/series?cursor=made-up')).status).toBe(422)
    for (const url of ['/api/series', '/api/series/1/minutes', '/api/watching'])
      expect((await system.web.console.inject({ method: 'GET', url })).statusCode).toBe(401)
  })
  test('they stand in the order of their names, page by page, each with its last minute', async () => {
    key = (await ann.post('/api/signal-sources', { name: 'Shop', kind: 'signals', brand: company.slug })).body.key
    await system.at(iso(hours * 60))
    const all = Array.from({ length: hours * 60 }, (_, minute) => minute)
    await send(
      all.flatMap((minute) => [
        ...counted('checkout.errors', minute, minute >= 500 && minute < 520 ? 400 : usual(minute)),
        ...counted('logins', minute, usual(minute)),
      ]),
    )
    await send([
      { name: 'Basket_size', value: 3, measure: 'gauge', at: begin + (hours * 60 - 1) * minuteMs },
      { name: 'basketXsize', value: 3, measure: 'gauge', at: begin },
      { name: 'Disk full', title: 'Disk full', state: 'firing', at: begin + (hours * 60 - 1) * minuteMs },
    ])
    await system.at(new Date(begin + hours * 60 * minuteMs + 4_000).toISOString())
    await folder.look()
    await watch.look()
    const first = await list('limit=3')
    expect(first.items.map(({ name }) => name)).toEqual(['Basket_size', 'basketXsize', 'checkout.errors'])
    const { items, next } = await list(`limit=3&cursor=${first.next}`)
    expect(items.map(({ name, watched }) => [name, watched])).toEqual([
      ['Disk full', false],
      ['logins', true],
    ])
    expect(next).toBeNull()
    expect(first.items.map(({ last }) => last?.value)).toEqual([3, undefined, usual(hours * 60 - 1)])
    expect((await list('search=basket_')).items.map(({ name }) => name)).toEqual(['Basket_size'])
    expect((await list(`service=${company.shop}`)).items).toEqual([])
    expect((await bo.get('/api/watching')).body).toEqual({ sources: 1, series: 4, checks: 0, lastAt: expect.any(String) })
  })
  test('a period shows what was said, what was expected, and where something unusual began', async () => {
    const { id, open } = await only()
    expect(open).toBe(false)
    const { points, stepMinutes, by } = await minutes(id, 440, 540)
    expect([points.length, stepMinutes, by]).toEqual([100, 1, 'step'])
    expect(points.filter(({ raised }) => raised).map(({ at }) => at)).toEqual([iso(500)])
    const [before] = points
    expect(before?.value).toBe(usual(440))
    expect(before?.low).toBeLessThan(before?.middle as number)
    expect(before?.high).toBeLessThan(100)
    expect(points.find(({ raised }) => raised)).toMatchObject({ value: 400 })
  })
  test('in its first hour a series is only learned from, and nothing is said of minutes that are not over', async () => {
    const { id } = await only()
    const early = await minutes(id, -60, 30)
    expect([early.points.length, early.points[0]?.at, early.points[0]?.middle]).toEqual([30, iso(0), null])
    const late = await minutes(id, hours * 60 - 2, hours * 60 + 30)
    expect(late.points.map(({ at }) => at)).toEqual([iso(hours * 60 - 2), iso(hours * 60 - 1)])
  })
  test('asked twice, and for another period, it is the same', async () => {
    const { id } = await only()
    const whole = await minutes(id, 300, 600)
    expect(await minutes(id, 300, 600)).toEqual(whole)
    expect((await minutes(id, 480, 530)).points).toEqual(whole.points.slice(180, 230))
  })
  test('what is looked at every ten minutes has a value for each ten', async () => {
    const { id } = (await list('search=Basket_')).items[0] as SeriesView
    await system.at(new Date(begin + (hours * 60 + 121) * minuteMs).toISOString())
    await send(Array.from({ length: 121 }, (_, i) => hours * 60 + i).flatMap((minute) => counted('logins', minute, usual(minute))))
    await send(Array.from({ length: 12 }, (_, i) => ({ name: 'Basket_size', value: i, measure: 'gauge', at: begin + (hours * 60 + i * 10) * minuteMs })))
    await system.at(new Date(begin + (hours * 60 + 121) * minuteMs + 4_000).toISOString())
    await folder.look()
    while ((await watch.look()) > 0) {
      /* until every minute was seen */
    }
    const { points, stepMinutes } = await minutes(id, hours * 60 + 70, hours * 60 + 120)
    expect(stepMinutes).toBe(10)
    expect(points.map(({ at, value }) => [at, value])).toEqual([7, 8, 9, 10, 11].map((i) => [iso(hours * 60 + i * 10), i]))
  })
  test('while something unusual goes on, the list says so', async () => {
    const now = hours * 60 + 121
    await send(counted('logins', now, 900))
    await system.at(new Date(begin + (now + 1) * minuteMs + 4_000).toISOString())
    await folder.look()
    await watch.look()
    expect((await list('search=logins')).items[0]).toMatchObject({ open: true, last: { value: 900 } })
  })
  test('fourteen days are told by the hour, and never more than two thousand points', async () => {
    const { id } = await only()
    await system.at(new Date(begin + 10 * 1_440 * minuteMs + 4_000).toISOString())
    await folder.look()
    // As if somebody had listened all the time: nothing came, and that is 0.
    await sql`delete from signal_gaps`.execute(system.db)
    const { points, by } = await minutes(id, 0, 10 * 1_440)
    expect(by).toBe('hour')
    expect(points).toHaveLength(240)
    expect(points.filter(({ raised }) => raised).map(({ at }) => at)).toContain(iso(8 * 60))
  })
})
