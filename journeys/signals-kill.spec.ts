// The process that takes and folds signals is killed (SIGKILL) again and again: what was acknowledged is counted, once, for series and for accounts.
import { type ChildProcess, fork } from 'node:child_process'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countActivity } from '../server/src/detect/health/activity.store.ts'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { addSource } from '../server/src/detect/signals/sources.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const [kills, requestsEach, each] = [3, 30, 50]

describe('Killed while signals come in', () => {
  let system: TestSystem
  let key: string
  let child: ChildProcess
  beforeAll(async () => {
    system = await testSystem({ at: new Date().toISOString(), web: false })
    const { slug } = await smallCompany(system, 1)
    const source = { name: 'x', kind: 'signals' as const, brand: slug, practice: false, service: null, region: null, keptAMinute: 100, settings: null }
    key = (await addSource(system.deps, source, 'tester')).key ?? ''
  })
  afterAll(async () => {
    child?.kill('SIGKILL')
    await system.close()
  })
  const start = () =>
    new Promise<number>((ready) => {
      child = fork(new URL('./support/intake-until-killed.ts', import.meta.url).pathname, [system.url, system.config.dataDir])
      child.once('message', (port) => ready(port as number))
    })

  test('nothing that was acknowledged is lost or counted twice, also where the sender sends again', async () => {
    let acknowledged = 0
    let request = 0
    for (let kill = 0; kill <= kills; kill += 1) {
      const port = await start()
      const last = request + requestsEach
      while (request < last) {
        // Killed somewhere among them, with requests on their way.
        if (kill < kills && request === last - 7) setTimeout(() => child.kill('SIGKILL'), kill * 3)
        const signals = Array.from({ length: each }, (_, i) => ({
          id: `${request}/${i}`,
          name: `n${i % 5}`,
          value: 1,
          ...(i % 10 === 0 ? { kind: 'usage', account: 'A1' } : {}),
        }))
        const answer = await fetch(`http://127.0.0.1:${port}/api/signals`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify(signals),
        }).catch(() => undefined)
        const { taken, twice } = answer?.ok ? ((await answer.json().catch(() => ({}))) as { taken?: number; twice?: number }) : {}
        if (taken === undefined || twice === undefined) break
        expect(taken + twice).toBe(each)
        acknowledged += each
        request += 1
      }
    }
    const later = createFolder({ ...system.deps, clock: () => new Date(Date.now() + 7_200_000 + 3_600_000 * 20) })
    child.kill('SIGKILL')
    await later.look()
    const { rows } = await sql<{ count: number; minutes: number }>`select sum(count)::int as count, count(distinct at)::int as minutes from buckets`.execute(
      system.db,
    )
    // The request that was on its way at the kill may have arrived: it was sent again with the same ids.
    expect(rows[0]?.count).toBe(acknowledged)
    expect(rows[0]?.minutes).toBeGreaterThan(1)
    await countActivity(system.db)
    const { rows: used } = await sql<{ used: number }>`select sum(r)::int as used from account_usage, unnest(ring) r`.execute(system.db)
    expect(used[0]?.used).toBe(acknowledged / 10)
  }, 120_000)
})
