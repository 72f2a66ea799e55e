// A number that is not as it usually is: from what is sent, over the minutes, to a suspicion that says what was expected; also through a restart.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { createWatch, type Watch } from '../server/src/detect/series/watch.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const minuteMs = 60_000

describe('Anomalies', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let key: string
  let watch: Watch
  let folder: ReturnType<typeof createFolder>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-07T09:00:00Z' })
    const company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    key = (await ann.post('/api/signal-sources', { name: 'Shop', kind: 'signals', brand: company.slug })).body.key
    folder = createFolder(system.deps)
    watch = createWatch(system.deps)
  })
  afterAll(async () => {
    watch.stop()
    await system.close()
  })
  const send = async (signals: object[]) => {
    const { statusCode } = await system.web.console.inject({
      method: 'POST',
      url: '/api/signals',
      headers: { authorization: `Bearer ${key}` },
      payload: signals,
    })
    expect(statusCode).toBe(202)
  }
  const usual = (at: number) => 40 + Math.round(6 * Math.sin(at / 7 / minuteMs) + 3 * Math.cos(at / 3 / minuteMs))
  const point = (at: number, value: number) => ({ name: 'checkout.errors', value, measure: 'count', at })
  const look = async () => {
    await folder.look()
    return watch.look()
  }
  const pass = async (minutes: number, value: (at: number) => number) => {
    for (let i = 0; i < minutes; i += 1) {
      const at = system.now().getTime()
      // Five in a minute and more: a busy series.
      await send([...Array.from({ length: 5 }, () => point(at, 0)), point(at, value(at))])
      await system.at(new Date(at + minuteMs).toISOString())
      // Three more seconds, in which late ones still land.
      await system.at(new Date(at + minuteMs + 4_000).toISOString())
      await look()
      await system.at(new Date(at + minuteMs).toISOString())
    }
  }
  const suspicions = async () => (await ann.get('/api/suspicions')).body

  test('what was sent of the hours before is learned from, and what goes on as usual raises nothing', async () => {
    await look()
    const now = system.now().getTime()
    const before = Array.from({ length: 400 }, (_, i) => now - (i + 1) * minuteMs).flatMap((at) => [
      ...Array.from({ length: 5 }, () => point(at, 0)),
      point(at, usual(at)),
    ])
    for (let from = 0; from < before.length; from += 800) await send(before.slice(from, from + 800))
    await pass(5, usual)
    expect(watch.size()).toBe(1)
    expect(await suspicions()).toEqual([])
  })
  test('what is unusual is a suspicion within the minute, in words that say what was expected', async () => {
    await pass(1, () => 400)
    const [suspicion, ...others] = await suspicions()
    expect(others).toEqual([])
    expect(suspicion).toMatchObject({
      title: 'checkout.errors: unusually high',
      evidence: [{ kind: 'anomaly', sentence: expect.stringMatching(/^checkout\.errors: 400 against \d+ ± \d+ expected for a Monday 09:00/) }],
    })
  })
  test('another process waits for its turn, and goes on where the first one stood', async () => {
    const other = createWatch(system.deps)
    await system.at(new Date(system.now().getTime() + 4_000).toISOString())
    expect(await other.look()).toBe(0)
    watch.stop()
    watch = other
    await system.at(new Date(Math.floor(system.now().getTime() / minuteMs) * minuteMs).toISOString())
    await pass(2, () => 400)
    expect(await suspicions()).toHaveLength(1)
  })
  test('as usual again for a while, it is over and calms down', async () => {
    await pass(12, usual)
    const [suspicion] = await suspicions()
    expect(suspicion?.evidence).toMatchObject([{ overAt: expect.any(String) }])
    await pass(12, usual)
    expect(await suspicions()).toEqual([])
  })
})
