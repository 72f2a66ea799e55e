// The app is killed (SIGKILL) while 5,000 subscribers are told of planned work, and started again: nobody twice, nobody forgotten, the unknown ones counted.
import { type ChildProcess, spawn } from 'node:child_process'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { announce } from '../server/src/communicate/maintenance/maintenance.store.ts'
import { minutesAfter } from '../server/src/platform/clock.ts'
import { smallCompany } from './support/company.ts'
import { postOffice } from './support/post-office.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const subscribers = 5_000

describe('Killed while subscribers are told of planned work', () => {
  let system: TestSystem
  let post: Awaited<ReturnType<typeof postOffice>>
  const children: ChildProcess[] = []
  beforeAll(async () => {
    system = await testSystem({ at: new Date().toISOString(), web: false })
    post = await postOffice()
    const company = await smallCompany(system, 1)
    await sql`
      insert into subscribers (id, brand_id, channel, destination, email, asked_at, letter, letter_at, confirmed_at)
      select gen_random_uuid(), ${company.brandId}, 'email', 's' || n || '@visitor.example', 's' || n || '@visitor.example', now(), 'sent', now(), now() from generate_series(1, ${subscribers}) n`.execute(
      system.db,
    )
    const now = system.now()
    const work = { title: 'New storage', services: [company.mail], body: 'Mail may pause.', brand: undefined, endsByItself: false }
    await announce(system.deps, { ...work, startsAt: minutesAfter(now, 1_440), endsAt: minutesAfter(now, 1_500) }, 'tester')
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await post.close()
    await system.close()
  })
  const start = () => {
    const child = spawn(process.execPath, ['server/src/main.ts'], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: system.url,
        LEEWARD_DATA_DIR: system.config.dataDir,
        LEEWARD_SMTP_URL: `smtp://127.0.0.1:${post.port}`,
        LEEWARD_ROLES: 'worker',
        LEEWARD_DEMO: '0',
        LEEWARD_LOG: 'error',
      },
    })
    children.push(child)
    return child
  }
  const states = async () => {
    const { rows } = await sql<{ state: string; count: number }>`select state::text, count(*)::int as count from news_deliveries group by 1`.execute(system.db)
    return Object.fromEntries(rows.map((row) => [row.state, row.count])) as Record<string, number>
  }

  test('every subscriber has exactly one row, none is lost, none is told twice', async () => {
    const first = start()
    await vi.waitFor(() => expect(post.received.size).toBeGreaterThan(1_000), { timeout: 60_000, interval: 20 })
    first.kill('SIGKILL')
    expect(post.received.size).toBeLessThan(subscribers)
    start()
    await vi.waitFor(
      async () => {
        const now = await states()
        expect((now.planned ?? 0) + (now.queued ?? 0) + (now.sending ?? 0)).toBe(0)
      },
      { timeout: 90_000, interval: 500 },
    )
    const { accepted = 0, unknown = 0, ...others } = await states()
    expect(others).toEqual({})
    expect(accepted + unknown).toBe(subscribers)
    // In flight: one wave of twice the mail connections (10 by default).
    expect(unknown).toBeLessThanOrEqual(20)
    expect([...post.received.values()].filter((times) => times > 1)).toEqual([])
    const { rows } = await sql<{ destination: string }>`select destination from news_deliveries where state <> 'unknown'`.execute(system.db)
    expect(rows.filter((row) => !post.received.has(row.destination))).toEqual([])
    expect((await sql`select 1 from page_news where rows = ${subscribers}`.execute(system.db)).rows).toHaveLength(1)
  }, 200_000)
})
