// Processes that read customers are killed again and again, two at a time: everything is read, once, and the counts add up.
import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type FakeStripe, priced, startFakeStripe } from './support/fake-stripe.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const customers = 6_000
const kills = 8

describe('Reading customers, killed', () => {
  let system: TestSystem
  let stripe: FakeStripe
  const children: ChildProcess[] = []
  beforeAll(async () => {
    system = await testSystem()
    stripe = await startFakeStripe()
    await smallCompany(system, 2)
    for (let n = 1; n <= customers; n += 1) stripe.customer(`cus_${n}`)
    for (let n = 1; n <= customers; n += 1) stripe.subscription(`sub_${n}`, `cus_${n}`, [priced(n)])
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    stripe.close()
    await system.close()
  })
  const start = () =>
    new Promise<ChildProcess>((ready) => {
      const child = fork(new URL('./support/sync-until-killed.ts', import.meta.url).pathname, [system.url, system.config.dataDir])
      children.push(child)
      child.once('message', () => ready(child))
    })
  const one = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(system.db)).rows[0] as T
  const run = () => one(sql<{ state: string; stage: string }>`select state, stage from sync_runs`)

  test('nothing is skipped, nothing is doubled, whenever it dies', async () => {
    const ann = await system.person('Ann', 'administrator')
    const { body } = await ann.post('/api/sync-links', { provider: 'stripe', name: 'Billing', brand: 'acme-real', token: stripe.token, url: stripe.url })
    await ann.post(`/api/sync-links/${body.id}/run`)
    const other = await start()
    let killed = 0
    for (let kill = 0; kill < kills && (await run()).state === 'running'; kill += 1) {
      const child = await start()
      await wait(60 + kill * 40)
      child.kill('SIGKILL')
      // The place of one that lives may be with either of them.
      if (kill === 2) other.kill('SIGKILL')
      killed += 1
    }
    expect(killed).toBeGreaterThan(0)
    await start()
    for (let tries = 0; (await run()).state === 'running' && tries < 600; tries += 1) await wait(100)
    expect(await run()).toMatchObject({ state: 'done' })
    const counts = (
      await sql<Record<string, unknown>>`select subject, read, added, changed, same, bad from sync_counts where run_id is not null order by subject`.execute(
        system.db,
      )
    ).rows
    expect(counts).toEqual([
      { subject: 'customers', read: customers, added: customers, changed: 0, same: 0, bad: 0 },
      { subject: 'subscriptions', read: customers, added: customers, changed: 0, same: 0, bad: 0 },
    ])
    expect(await one(sql`select count(*)::int as n, sum(mrr_minor)::bigint as minor from accounts where price_from = 'stripe'`)).toEqual({
      n: customers,
      minor: (customers * (customers + 1)) / 2,
    })
    expect(await one(sql`select count(*)::int as n from contacts where email like 'cus%'`)).toEqual({ n: customers })
  }, 180_000)
})
