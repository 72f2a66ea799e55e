// The calendar that detectors go by: a list is read, checked, saved; what is expected of a holiday is what a Sunday is like, from the next minute on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { createWatch, type Watch } from '../server/src/detect/series/watch.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const minuteMs = 60_000
const begin = Date.parse('2030-04-29T04:00:00Z')
const ics = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'DTSTART;VALUE=DATE:20000429',
  'RRULE:FREQ=YEARLY',
  'SUMMARY:Day of the ferry',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n')

describe('Holidays', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let bo: typeof ann
  let company: Awaited<ReturnType<typeof smallCompany>>
  let folder: ReturnType<typeof createFolder>
  let watch: Watch
  let key = ''
  beforeAll(async () => {
    system = await testSystem({ at: new Date(begin + 300 * minuteMs).toISOString() })
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'observer')
    key = (await ann.post('/api/signal-sources', { name: 'Shop', kind: 'signals', brand: company.slug })).body.key
    folder = createFolder(system.deps)
    watch = createWatch(system.deps)
  })
  afterAll(async () => {
    watch.stop()
    await system.close()
  })
  const usual = (minute: number) => 40 + Math.round(6 * Math.sin(minute / 7) + 3 * Math.cos(minute / 3))
  const send = async (minutes: number[], value = usual) => {
    const payload = minutes.flatMap((minute) =>
      [...Array.from({ length: 5 }, () => 0), value(minute)].map((part) => ({
        name: 'orders.failed',
        value: part,
        measure: 'count',
        at: begin + minute * minuteMs,
      })),
    )
    expect((await system.web.console.inject({ method: 'POST', url: '/api/signals', headers: { authorization: `Bearer ${key}` }, payload })).statusCode).toBe(
      202,
    )
  }
  const until = async (minute: number) => {
    await system.at(new Date(begin + minute * minuteMs + 4_000).toISOString())
    await folder.look()
    await watch.look()
  }
  const path = () => `/api/brands/${company.slug}/holidays`

  test('a calendar and a table are read, with what is wrong by its line, and nothing is saved by that', async () => {
    const read = await ann.post('/api/holidays/reading', { text: ics })
    expect(read.body.days).toHaveLength(8)
    expect(read.body.days[1]).toEqual({ date: '2030-04-29', name: 'Day of the ferry', kind: 'holiday' })
    expect((await ann.post('/api/holidays/reading', { text: '2030-11-29,Sale\n29.11.2031,Sale', kind: 'special' })).body).toMatchObject({
      days: [{ date: '2030-11-29', kind: 'special' }],
      wrong: [{ line: 2 }],
    })
    expect((await bo.get(path())).body).toEqual({ brand: company.slug, zone: 'Etc/UTC', revision: null, days: [], changedBy: null, changedAt: null })
  })

  test('what makes no sense is refused, and so is what somebody else changed meanwhile', async () => {
    const day = { date: '2030-12-25', name: 'Christmas' }
    for (const days of [[{ ...day, date: '2030-02-30' }], [{ ...day, name: '' }], [{ ...day, kind: 'odd' }], 'x'])
      expect((await ann.put(path(), { days, revision: null })).status).toBe(400)
    expect((await ann.put(path(), { days: [day, day], revision: null })).status).toBe(422)
    expect((await ann.put('/api/brands/nobody/holidays', { days: [], revision: null })).status).toBe(404)
    expect((await bo.put(path(), { days: [day], revision: null })).status).toBe(403)
    expect((await ann.put(path(), { days: [day], revision: '00000000-0000-4000-8000-000000000000' })).status).toBe(409)
    expect((await ann.post('/api/holidays/reading', { text: 'x'.repeat(600_000) })).status).toBe(400)
  })

  test('taken in while it runs: what is expected next is what a holiday is like', async () => {
    await send(Array.from({ length: 300 }, (_, minute) => minute))
    await until(300)
    const { status, body } = await ann.put(path(), { days: [{ date: '2030-04-29', name: 'Day of the ferry', kind: 'holiday' }], revision: null })
    expect([status, body.days.length, body.changedBy.name]).toEqual([200, 1, 'Ann'])
    expect((await ann.put(path(), { days: [], revision: null })).status).toBe(409)
    await send([300, 301])
    await send([302], () => 400)
    await until(302)
    await until(303)
    const [suspicion] = (await ann.get('/api/suspicions')).body
    expect(suspicion.evidence[0].sentence).toMatch(/^orders\.failed: 400 against \d+ ± \d+ expected for a holiday 09:00/)
  })

  test('on a special day of the company only what is very surprising is raised', async () => {
    const { revision } = (await ann.get(path())).body
    await ann.put(path(), { days: [{ date: '2030-04-29', name: 'Sale', kind: 'special' }], revision })
    await system.at(new Date(system.now().getTime() + minuteMs).toISOString())
    expect((await ann.get('/api/series')).body.items[0].sensitivity).toBe('low')
    await system.at('2030-04-30T00:00:00Z')
    expect((await ann.get('/api/series')).body.items[0].sensitivity).toBe('medium')
  })
  test('of several who change it in the same moment one does; the others are told', async () => {
    for (const round of [1, 2, 3]) {
      const { revision } = (await ann.get(path())).body
      const all = await Promise.all([1, 2, 3, 4].map((n) => ann.put(path(), { days: [{ date: `2030-0${round}-0${n}`, name: `Day ${n}` }], revision })))
      expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
      const winner = all.find(({ status }) => status === 200)
      expect((await ann.get(path())).body.days).toEqual(winner?.body.days)
    }
  })
})
