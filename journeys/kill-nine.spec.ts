// The app is killed (SIGKILL) in the middle of a 10,000-recipient update and started again: nobody twice, nobody forgotten, the unknown ones counted.
import { type ChildProcess, spawn } from 'node:child_process'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { submitUpdate } from '../server/src/communicate/updates/submit.ts'
import { insertDraft } from '../server/src/communicate/updates/updates.store.ts'
import { newId } from '../server/src/platform/ids.ts'
import { declareCrisis } from '../server/src/stabilize/crisis/declare.ts'
import { smallCompany } from './support/company.ts'
import { postOffice } from './support/post-office.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const recipients = 10_000

describe('Killed in the middle of a dispatch', () => {
  let system: TestSystem
  let post: Awaited<ReturnType<typeof postOffice>>
  let updateId: string
  const children: ChildProcess[] = []
  beforeAll(async () => {
    system = await testSystem({ at: new Date().toISOString(), web: false })
    post = await postOffice()
    const company = await smallCompany(system, recipients)
    const { id } = await declareCrisis(
      system.deps,
      {
        title: 'Down',
        kind: 'service-outage',
        practice: false,
        scope: [{ serviceId: company.mail, regions: null, degree: 'down' }],
        answers: { customersHurt: 'some', canWork: 'no', dataSafetyOrLaw: false, moneyWrong: false },
      },
      'tester',
    )
    await assessImpact(system.deps, id)
    updateId = newId(system.now())
    await insertDraft(
      system.db,
      updateId,
      id,
      { phase: 'investigating', holding: false, parts: { title: 'Down', happened: 'x' }, locale: 'en', nextUpdateAt: null },
      'tester',
      system.now(),
    )
    await submitUpdate(system.deps, updateId, 'tester')
  }, 120_000)
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
    const { rows } = await sql<{
      state: string
      count: number
    }>`select state::text, count(*)::int as count from deliveries where update_id = ${updateId} group by 1`.execute(system.db)
    return Object.fromEntries(rows.map((row) => [row.state, row.count])) as Record<string, number>
  }

  test('every recipient has exactly one row, none is lost, none is told twice', async () => {
    const first = start()
    await vi.waitFor(() => expect(post.received.size).toBeGreaterThan(2_000), { timeout: 60_000, interval: 20 })
    first.kill('SIGKILL')
    const atKill = post.received.size
    expect(atKill).toBeLessThan(recipients)
    start()
    await vi.waitFor(async () => expect(await states()).not.toHaveProperty('planned'), { timeout: 45_000, interval: 500 })
    await vi.waitFor(
      async () => {
        const now = await states()
        expect((now.sending ?? 0) + (now.queued ?? 0)).toBe(0)
      },
      { timeout: 60_000, interval: 500 },
    )

    const { accepted = 0, unknown = 0, ...others } = await states()
    expect(others).toEqual({})
    expect(accepted + unknown).toBe(recipients)
    // In flight: one wave of twice the mail connections (10 by default).
    expect(unknown).toBeLessThanOrEqual(20)
    expect([...post.received.values()].filter((times) => times > 1)).toEqual([])
    const { rows } = await sql<{ destination: string }>`select destination from deliveries where update_id = ${updateId} and state <> 'unknown'`.execute(
      system.db,
    )
    expect(rows.filter((row) => !post.received.has(row.destination))).toEqual([])
  }, 240_000)

  test('the milestone says the sums', async () => {
    const { accepted, unknown } = await states()
    await vi.waitFor(
      async () => {
        const { rows } = await sql<{ data: object }>`select data from events where type = 'DeliveriesFinished' order by position desc limit 1`.execute(
          system.db,
        )
        expect(rows[0]?.data).toMatchObject({ total: recipients, accepted, unknown: unknown ?? 0 })
      },
      { timeout: 30_000, interval: 200 },
    )
  })
})
