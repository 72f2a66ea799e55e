// Bounds that a person sets: passed for so many minutes they are evidence, whatever comes late; back for so many they are over; and what one would have raised is seen before it is saved.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { createWatch, type Watch } from '../server/src/detect/series/watch.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const minuteMs = 60_000
const begin = Date.parse('2030-01-07T09:00:00Z')

describe('Thresholds', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let bo: typeof ann
  let company: Awaited<ReturnType<typeof smallCompany>>
  let folder: ReturnType<typeof createFolder>
  let watch: Watch
  let [key, drillKey] = ['', '']
  let now = 0
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-07T09:00:00Z' })
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'observer')
    key = (await ann.post('/api/signal-sources', { name: 'Shop', kind: 'signals', brand: company.slug })).body.key
    drillKey = (await ann.post('/api/signal-sources', { name: 'Drill', kind: 'signals', brand: company.slug, practice: true })).body.key
    folder = createFolder(system.deps)
    watch = createWatch(system.deps)
  })
  afterAll(async () => {
    watch.stop()
    await system.close()
  })
  const send = async (signals: object[], by = key) =>
    expect(
      (await system.web.console.inject({ method: 'POST', url: '/api/signals', headers: { authorization: `Bearer ${by}` }, payload: signals })).statusCode,
    ).toBe(202)
  const latency = (minute: number, value: number, region = 'eu') => ({
    ...{ name: 'checkout.latency', value, measure: 'gauge', service: 'shop-real', region, at: begin + minute * minuteMs },
  })
  /** Until so many minutes are over, and looked at. */
  const until = async (minute: number) => {
    for (now = Math.min(now + 1, minute); ; now += 1) {
      await system.at(new Date(begin + now * minuteMs + 4_000).toISOString())
      await folder.look()
      await watch.look()
      if (now >= minute) return
    }
  }
  const rule = (more: object = {}) => ({
    ...{
      name: 'Checkout is slow',
      brand: company.slug,
      when: 'above',
      figure: 'mean',
      value: 500,
      unit: 'ms',
      forMinutes: 3,
      backMinutes: 2,
      severity: 'error',
    },
    ...{ series: { name: 'checkout.*', service: 'shop-real', region: null, labels: {} }, ...more },
  })
  const suspicions = async () =>
    (await ann.get('/api/suspicions')).body as { id: string; title: string; evidence: Record<string, unknown>[]; services: { id: string }[] }[]
  const evidence = async () => (await suspicions()).flatMap((each) => each.evidence)
  const thresholds = async () => (await bo.get('/api/thresholds')).body

  test('what makes no sense is refused with the field and a sentence, and who may not set things up is told so', async () => {
    for (const [more, detail] of [
      [{ brand: 'nobody' }, 'brand: there is no such brand.'],
      [{ series: { name: 'x', service: 'nothing' } }, 'service: this brand has no such service.'],
    ] as const) {
      for (const path of ['/api/thresholds', '/api/thresholds/trial']) {
        const { status, body } = await ann.post(path, rule(more))
        expect([status, body.detail]).toEqual([422, detail])
      }
    }
    for (const more of [
      { value: null },
      { forMinutes: 0 },
      { forMinutes: 1_000 },
      { when: 'sideways' },
      { series: { name: '' } },
      { quantile: 2 },
      { value: 'x' },
    ])
      expect((await ann.post('/api/thresholds', rule(more))).status).toBe(400)
    expect((await bo.post('/api/thresholds', rule())).status).toBe(403)
    expect((await ann.put('/api/thresholds/00000000-0000-4000-8000-000000000000', rule())).status).toBe(404)
    expect((await ann.post('/api/thresholds/00000000-0000-4000-8000-000000000000/removal', {})).status).toBe(404)
    expect(await thresholds()).toEqual([])
  })

  test('one is tried on the past before it is saved, and says what it would have raised', async () => {
    const slow = [600, 610, 620, 630, 100, 100, 100, 700, 100, 800, 810, 820]
    await send(slow.map((value, n) => latency(n - 12, value)))
    await send(Array.from({ length: 12 }, (_, n) => latency(n - 12, 100, 'us')))
    await until(1)
    const { status, body } = await ann.post('/api/thresholds/trial', rule())
    expect(status).toBe(200)
    expect(body).toMatchObject({ matches: 2, tried: 2, from: new Date(begin - 12 * minuteMs).toISOString(), count: 2 })
    expect(body.episodes).toEqual([
      {
        series: { id: expect.any(Number), name: 'checkout.latency', where: 'Shop, eu' },
        from: new Date(begin - 3 * minuteMs).toISOString(),
        to: null,
        sentence: 'the mean above 500 ms for 3 minutes: 800, 810, 820',
      },
      {
        series: { id: expect.any(Number), name: 'checkout.latency', where: 'Shop, eu' },
        from: new Date(begin - 12 * minuteMs).toISOString(),
        to: new Date(begin - 8 * minuteMs).toISOString(),
        sentence: 'the mean above 500 ms for 4 minutes: 600, 610, 620, 630',
      },
    ])
    expect((await ann.post('/api/thresholds/trial', rule({ series: { name: 'nothing.*' } }))).body).toEqual({
      matches: 0,
      tried: 0,
      from: null,
      count: 0,
      episodes: [],
    })
    // Characters that mean something to a database mean themselves.
    for (const name of ['checkout_latency', 'check%', '\\*', '.*'])
      expect((await ann.post('/api/thresholds/trial', rule({ series: { name } }))).body.matches).toBe(0)
    expect(await suspicions()).toEqual([])
  })

  test('saved, it looks at each minute that is over; passed for so long it is evidence that explains itself', async () => {
    const { status, body } = await ann.post('/api/thresholds', rule())
    expect([status, body.matches, body.open, body.sentence]).toEqual([201, 2, 0, 'checkout.* the mean above 500 ms for 3 minutes'])
    await send([latency(1, 100), latency(2, 600), latency(3, 620)])
    await until(4)
    expect(await suspicions()).toEqual([])
    await send([latency(4, 640)])
    await until(5)
    expect(await evidence()).toEqual([
      expect.objectContaining({
        kind: 'threshold',
        witness: 'machines',
        weight: 0.6,
        sentence: 'Checkout is slow: checkout.latency (Shop, eu) the mean above 500 ms for 3 minutes: 600, 620, 640.',
        overAt: null,
      }),
    ])
    const [suspicion] = await suspicions()
    expect([suspicion?.title, suspicion?.services.map(({ id }) => id)]).toEqual(['Checkout is slow', [company.shop]])
    expect((await thresholds())[0].open).toBe(1)
  })

  test('told once, and after a restart as well', async () => {
    const facts = async () => (await sql<{ n: number }>`select count(*)::int as n from events where type = 'EvidenceJoined'`.execute(system.db)).rows[0]?.n
    const before = await facts()
    watch.stop()
    watch = createWatch(system.deps)
    await send([latency(5, 640)])
    await until(6)
    expect(await facts()).toBe(before)
    expect((await thresholds())[0].open).toBe(1)
  })

  test('a second region is a piece of its own; back for so many minutes each is over', async () => {
    await send([6, 7, 8].flatMap((minute) => [latency(minute, 600), latency(minute, 900, 'us')]))
    await until(9)
    expect((await evidence()).map(({ region }) => region).sort()).toEqual(['eu', 'us'])
    await send([latency(9, 100), latency(9, 900, 'us')])
    await until(10)
    expect((await thresholds())[0].open).toBe(2)
    await send([latency(10, 100), latency(10, 900, 'us')])
    await until(11)
    expect((await thresholds())[0].open).toBe(1)
    expect((await evidence()).map(({ region, overAt }) => [region, overAt !== null])).toEqual([
      ['us', false],
      ['eu', true],
    ])
  })

  test('values that come late count: they begin it, and they take back what was missing only', async () => {
    await send([latency(11, 100, 'us'), latency(12, 100, 'us')])
    await until(20)
    expect((await thresholds())[0].open).toBe(0)
    // Three minutes late, all of them.
    await send([16, 17, 18, 19].map((minute) => latency(minute, 700)))
    await until(21)
    expect((await thresholds())[0].open).toBe(1)
    await send([20, 21].map((minute) => latency(minute, 100)))
    await until(22)
    expect((await thresholds())[0].open).toBe(0)

    const orders = (minute: number) => ({ name: 'orders', value: 9, measure: 'count', at: begin + minute * minuteMs })
    await send([20, 21].map(orders))
    await until(23)
    const { body } = await ann.post(
      '/api/thresholds',
      rule({ name: 'No orders', when: 'below', figure: 'sum', value: 5, unit: '', series: { name: 'orders' }, backMinutes: 1 }),
    )
    await until(26)
    expect((await thresholds()).find(({ id }: { id: string }) => id === body.id).open).toBe(1)
    await send([22, 23, 24, 25].map(orders))
    await until(27)
    expect((await thresholds()).find(({ id }: { id: string }) => id === body.id).open).toBe(0)
    await ann.post(`/api/thresholds/${body.id}/removal`, {})
  })

  test('silence is nothing for so long, and over with what comes', async () => {
    const { body } = await ann.post(
      '/api/thresholds',
      rule({ name: 'Orders stop', when: 'silent', value: null, forMinutes: 4, backMinutes: 1, series: { name: 'orders' } }),
    )
    const open = async () => (await thresholds()).find(({ id }: { id: string }) => id === body.id).open
    await until(29)
    expect(await open()).toBe(0)
    await until(30)
    expect(await open()).toBe(1)
    expect((await evidence()).map(({ sentence }) => sentence)).toContain('Orders stop: orders nothing for 4 minutes, since 09:26 UTC.')
    await send([{ name: 'orders', value: 1, measure: 'count', at: begin + 30 * minuteMs }])
    await until(31)
    expect(await open()).toBe(0)
    await ann.post(`/api/thresholds/${body.id}/removal`, {})
  })

  test('what an exercise sends passes no real threshold, and the other way round', async () => {
    await send(
      [31, 32, 33].map((minute) => latency(minute, 900)),
      drillKey,
    )
    await until(34)
    expect((await thresholds())[0].open).toBe(0)
    const { body } = await ann.post('/api/thresholds', rule({ name: 'Drill', practice: true }))
    expect(body.matches).toBe(1)
    await send([latency(34, 900)], drillKey)
    await until(35)
    expect((await suspicions()).filter(({ title }) => title === 'Drill')).toMatchObject([{ practice: true }])
    expect((await ann.put(`/api/thresholds/${body.id}`, rule({ name: 'Drill' }))).status).toBe(404)
    expect((await ann.post(`/api/thresholds/${body.id}/removal`, {})).status).toBe(200)
  })

  test('changed, what no longer holds is over with the next minute; removed, it is over at once', async () => {
    await send([35, 36, 37].map((minute) => latency(minute, 900)))
    await until(38)
    const [{ id }] = await thresholds()
    expect((await thresholds())[0].open).toBe(1)
    expect((await ann.put(`/api/thresholds/${id}`, rule({ value: 1_000 }))).body.value).toBe(1_000)
    await until(39)
    expect((await thresholds())[0].open).toBe(0)
    await ann.put(`/api/thresholds/${id}`, rule({ value: 800 }))
    await send([38, 39].map((minute) => latency(minute, 900)))
    await until(40)
    expect((await thresholds())[0].open).toBe(1)
    expect((await ann.post(`/api/thresholds/${id}/removal`, {})).status).toBe(200)
    expect(await thresholds()).toEqual([])
    expect((await evidence()).filter(({ overAt }) => overAt === null)).toEqual([])
    expect((await ann.post(`/api/thresholds/${id}/removal`, {})).status).toBe(404)
    await until(now + 1)
  })
})
