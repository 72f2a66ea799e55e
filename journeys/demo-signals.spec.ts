// The demo's company sends signals: a newcomer finds days of them on the board, one suspicion to judge, and two of the past.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoTasks, loadDemo } from '../server/src/demo/demo.ts'
import { demoSignals } from '../server/src/demo/shape.ts'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { createWatch, type Watch } from '../server/src/detect/series/watch.store.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const minuteMs = 60_000

describe('The demo’s signals', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let folder: ReturnType<typeof createFolder>
  let watch: Watch
  let sent: number | undefined
  let tasks: ReturnType<typeof demoTasks>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-08T14:00:27Z', env: { LEEWARD_DEMO_ACCOUNTS: '300', LEEWARD_DEMO_SIGNALS: '1' } })
    await loadDemo(system.deps, system.auth, () => {})
    await system.tick()
    ann = await system.person('Ann', 'administrator')
    folder = createFolder(system.deps)
    watch = createWatch(system.deps)
    tasks = demoTasks(system.deps)
  }, 120_000)
  afterAll(async () => {
    watch.stop()
    await system.close()
  })
  const pulse = async () => {
    await tasks['demo-pulse']?.({ sent }, new AbortController().signal)
    sent = (
      await sql<{ sent: number }>`select (payload->>'sent')::bigint as sent from graphile_worker._private_jobs where key = 'demo-pulse'`.execute(system.db)
    ).rows[0]?.sent
    if (sent !== undefined) sent = Number(sent)
  }
  const pass = async (minutes: number) => {
    for (let n = 0; n < minutes * 6; n += 1) {
      await system.at(new Date(system.now().getTime() + 10_000).toISOString())
      await pulse()
      if (n % 6 === 5) {
        await folder.look()
        await watch.look()
      }
    }
  }
  const suspicions = async (state = 'now') => (await ann.get(`/api/suspicions?state=${state}`)).body

  test('a newcomer finds one suspicion to judge, one that was dismissed with a reason, and one that calmed down', async () => {
    const [open, ...others] = await suspicions()
    expect(others).toEqual([])
    expect(open).toMatchObject({ title: expect.any(String), state: 'open', practice: false, services: [{ name: 'Billing' }] })
    expect(open.evidence.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['anomaly', 'threshold'])
    expect(await suspicions('dismissed')).toMatchObject([
      { services: [{ name: 'Uploads' }], reason: expect.stringContaining('upload queue'), decidedBy: { name: 'Mara Lind' } },
    ])
    expect(await suspicions('calm')).toMatchObject([{ services: [{ name: 'Sign-in' }] }])
  })

  test('four days of every series stands on the board, busier by day than by night, with what was expected', async () => {
    const { items } = (await ann.get('/api/series?limit=200')).body
    expect(items).toHaveLength(demoSignals.length)
    const { rows } = await sql<{ minutes: number; days: number }>`select count(*)::int as minutes, count(distinct at::date)::int as days from buckets`.execute(
      system.db,
    )
    expect(rows[0]?.days).toBe(5)
    expect(rows[0]?.minutes).toBeGreaterThan(60_000)
    const id = items.find(({ name }: { name: string }) => name === 'api.requests').id
    const { points } = (await ann.get(`/api/series/${id}/minutes?from=2030-01-07T00:00:00Z&to=2030-01-08T00:00:00Z`)).body
    const mean = (hour: number) => points.slice(hour * 60, hour * 60 + 60).reduce((sum: number, { value }: { value: number }) => sum + value, 0) / 60
    expect(mean(15) / mean(3)).toBeGreaterThan(1.5)
    expect(points.every(({ middle }: { middle: number | null }) => middle !== null)).toBe(true)
  })

  test('it goes on, minute by minute, by the same way as anybody’s signals; the suspicion stays until it is judged', async () => {
    await pass(8)
    const { rows } = await sql<{ series: number; minutes: number; least: number }>`
      select count(distinct series_id)::int as series, count(distinct at)::int as minutes, min(count)::int as least from buckets where at >= '2030-01-08T14:00:00Z'`.execute(
      system.db,
    )
    expect(rows[0]?.minutes).toBeGreaterThanOrEqual(8)
    expect(rows[0]?.series).toBe(demoSignals.length)
    expect(await suspicions()).toMatchObject([{ services: [{ name: 'Billing' }] }])
  })

  test('made a crisis and restored, or dismissed, payments work again and what spoke for it is over', async () => {
    const [open] = await suspicions()
    expect((await ann.post(`/api/suspicions/${open.id}/dismissal`, { reason: 'The bank had a short outage.', noise: false })).status).toBe(200)
    await pass(12)
    expect((await ann.get('/api/thresholds')).body).toMatchObject([{ name: 'Card payments fail', open: 0 }])
    expect(await suspicions()).toEqual([])
  })

  test('after a night in which nothing ran, the night is there as if it had run, and raises nothing', async () => {
    watch.stop()
    await system.at(new Date(system.now().getTime() + 9 * 60 * minuteMs).toISOString())
    sent = undefined
    await loadDemo(system.deps, system.auth, () => {})
    folder = createFolder(system.deps)
    watch = createWatch(system.deps)
    await pass(3)
    const { rows } = await sql<{
      minutes: number
    }>`select count(distinct at)::int as minutes from buckets where at >= ${new Date(system.now().getTime() - 9 * 60 * minuteMs)}`.execute(system.db)
    expect(rows[0]?.minutes).toBeGreaterThan(535)
    expect(await suspicions()).toEqual([])
  })

  test('nothing of it is of an exercise', async () =>
    expect((await sql`select from series where practice union all select from suspicions where practice`.execute(system.db)).rows).toEqual([]))
})
