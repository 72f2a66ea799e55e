// 2 June 2019, as users reported it: the suspicion is raised, it becomes a crisis, and the first update is out before the provider's own first word at 19:25:37.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { createWatch } from '../server/src/detect/series/watch.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const file = join(process.env.LEEWARD_SAMPLES ?? '../shared/data', 'outagereport/user_reports_20min.csv.gz')
const minuteMs = 60_000
const [learnFrom, from, theirFirstWord] = ['2019-05-21T00:00:00Z', '2019-06-02T18:00:00Z', '2019-06-02T19:25:37Z'].map(Date.parse) as [number, number, number]

describe.skipIf(!existsSync(file))(`The second of June, from ${file}`, () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let key: string
  let reports: { at: number; count: number }[]
  beforeAll(async () => {
    system = await testSystem({ at: new Date(from).toISOString() })
    const company = await smallCompany(system, 20)
    ann = await system.person('Ann', 'administrator')
    key = (await ann.post('/api/signal-sources', { name: 'Reports', kind: 'signals', brand: company.slug })).body.key
    reports = gunzipSync(readFileSync(file))
      .toString('utf8')
      .split('\n')
      .flatMap((line) => {
        const [vendor, at = '', count] = line.split(',')
        return vendor === 'youtube' ? [{ at: Date.parse(at), count: Number(count) }] : []
      })
  })
  afterAll(() => system.close())

  /** They are told in bins of twenty minutes; in each minute of it comes its share. */
  const minutes = (since: number, until: number) =>
    reports
      .filter(({ at }) => at >= since && at < until)
      .flatMap(({ at, count }) =>
        Array.from({ length: 20 }, (_, i) => ({ at: at + i * minuteMs, value: Math.floor(((i + 1) * count) / 20) - Math.floor((i * count) / 20) })),
      )
      .filter(({ at, value }) => value > 0 && at < until)
  const send = async (signals: { at: number; value: number }[]) => {
    for (let i = 0; i < signals.length; i += 1_000) {
      const payload = signals.slice(i, i + 1_000).map((each) => ({ name: 'reports', measure: 'count', ...each }))
      const { statusCode } = await system.web.console.inject({ method: 'POST', url: '/api/signals', headers: { authorization: `Bearer ${key}` }, payload })
      expect(statusCode).toBe(202)
    }
  }

  test('is seen, declared and told of before the provider’s own first word', async () => {
    const [folder, watch] = [createFolder(system.deps), createWatch(system.deps)]
    await folder.look()
    await watch.look()
    await send(minutes(learnFrom, from))
    const storm = minutes(from, theirFirstWord)
    let suspicion: { id: string; title: string; raisedAt: string; evidence: { sentence: string }[] } | undefined
    let published: Date | undefined
    for (let now = from + minuteMs; now < theirFirstWord && !published; now += minuteMs) {
      await system.at(new Date(now).toISOString())
      await send(storm.filter(({ at }) => at >= now - minuteMs && at < now))
      await system.at(new Date(now + 4_000).toISOString())
      await folder.look()
      await watch.look()
      const [first] = (await ann.get('/api/suspicions')).body
      if (!first) continue
      suspicion ??= first
      const { body: promoted } = await ann.post(`/api/suspicions/${first.id}/promotion`, {})
      const draft = { phase: 'investigating', parts: { title: 'Videos do not play', happened: 'Videos break off for many of you.' }, holding: true }
      const { body } = await ann.post(`/api/crises/${promoted.crisisId}/updates`, draft)
      expect((await ann.post(`/api/updates/${body.id}/submission`)).body.status).toBe('published')
      published = system.now()
    }
    watch.stop()
    expect(suspicion?.evidence[0]?.sentence).toMatch(/^reports: \d+ against \d/)
    expect(published?.getTime()).toBeLessThan(theirFirstWord - 20 * minuteMs)
  }, 120_000)
})
