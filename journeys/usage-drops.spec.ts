// Two months of use, told day by day; then customers of one region stay away: each of them fares worse, and together they are a suspicion.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { refreshHealth } from '../server/src/detect/health/refresh.store.ts'
import { lookTogether } from '../server/src/detect/health/together.store.ts'
import { lookAtAffected } from '../server/src/detect/suspicions/affected.store.ts'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Customers who use less', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let key: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T12:00:00Z' })
    company = await smallCompany(system, 40)
    ann = await system.person('Ann', 'administrator')
    key = (await ann.post('/api/signal-sources', { name: 'Product', kind: 'signals', brand: company.slug })).body.key
    for (let day = 0; day < 45; day += 1) await tell(dayFrom('2030-03-01', day), () => true)
  })
  afterAll(() => system.close())

  const dayFrom = (day: string, more: number) => new Date(Date.parse(day) + more * 86_400_000).toISOString().slice(0, 10)
  /** At noon everybody who comes that day has used something. */
  const tell = async (day: string, comes: (account: number) => boolean) => {
    await system.at(`${day}T12:00:00Z`)
    await createFolder(system.deps).look()
    const payload = Array.from({ length: 40 }, (_, n) => n + 1)
      .filter(comes)
      .map((n) => ({
        name: 'product.actions',
        kind: 'usage',
        measure: 'count',
        value: 20 + ((n * 7 + day.charCodeAt(9)) % 5),
        account: `A${n}`,
        at: `${day}T11:00:00Z`,
      }))
    const { statusCode } = await system.web.console.inject({ method: 'POST', url: '/api/signals', headers: { authorization: `Bearer ${key}` }, payload })
    expect(statusCode).toBe(202)
    await system.at(`${day}T12:02:00Z`)
    await createFolder(system.deps).look()
    await refreshHealth(system.deps)
    await lookTogether(system.deps)
  }
  const suspicions = async () => (await ann.get('/api/suspicions')).body
  const healthOf = async (account: string) => {
    const { rows } = await sql<{ id: number }>`select id from accounts where key = ${account}`.execute(system.db)
    return (await ann.get(`/api/accounts/${rows[0]?.id}/health`)).body
  }

  test('as long as all come there is nothing to say', async () => {
    expect(await suspicions()).toEqual([])
    expect(await healthOf('A2')).toMatchObject({ score: 100, risk: 'low', against: [] })
    expect((await healthOf('A2')).usage).toHaveLength(45)
  })
  test('many of one region who stay away are a suspicion on the day after, by a witness of their own', async () => {
    await tell('2030-04-15', (n) => n % 2 === 1)
    expect(await suspicions()).toEqual([])
    await tell('2030-04-16', (n) => n % 2 === 1)
    expect(await suspicions()).toEqual([
      expect.objectContaining({
        title: 'Mail: many customers use less',
        services: [{ id: company.mail, name: 'Mail' }],
        regions: ['east'],
        evidence: [
          expect.objectContaining({
            kind: 'usage',
            witness: 'customers',
            sentence: '20 of 20 customers of Mail, east used less than half of their usual on Monday 15 April; 0 do so on other days.',
          }),
        ],
      }),
    ])
  })
  test('it says whom it touches: those of its service and region, the vulnerable first, then by revenue', async () => {
    expect((await suspicions())[0].affected).toBeNull()
    expect(await lookAtAffected(system.deps)).toBe(1)
    const [{ affected }] = await suspicions()
    expect(affected).toMatchObject({ accounts: 20, vulnerable: 2, revenue: [{ amountMinor: 420_000, currency: 'EUR' }] })
    expect(affected.first.map(({ key }: { key: string }) => key)).toEqual(['A40', 'A20', 'A38', 'A36', 'A34', 'A32', 'A30', 'A28', 'A26', 'A24'])
    expect(await lookAtAffected(system.deps)).toBe(0)
  })
  test('told once a day, whoever looks', async () => {
    expect(await lookTogether(system.deps)).toBe(false)
    expect(await suspicions()).toHaveLength(1)
  })
  test('each of them is at risk, with the day since when; the others are not', async () => {
    await tell('2030-04-17', (n) => n % 2 === 1)
    expect(await healthOf('A2')).toMatchObject({
      score: 55,
      risk: 'medium',
      against: [{ reason: 'usage', points: 45, sentence: 'uses nothing any more since 15 April' }],
    })
    expect(await healthOf('A1')).toMatchObject({ score: 100 })
  })
  test('where no numbers come in at all, nobody is said to use less: the pipe is broken, not the customers', async () => {
    await system.at('2030-04-27T12:00:00Z')
    await refreshHealth(system.deps)
    expect(await healthOf('A1')).toMatchObject({ score: 100 })
  })
  test('when they are back it is over', async () => {
    for (const day of ['2030-04-27', '2030-04-28']) await tell(day, () => true)
    expect((await suspicions())[0].evidence[0].overAt).not.toBeNull()
  })
  test('a single account that stays away feeds its health alone', async () => {
    const before = (await suspicions()).length
    for (let day = 0; day < 4; day += 1) await tell(dayFrom('2030-04-29', day), (n) => n !== 7)
    expect((await healthOf('A7')).against).toMatchObject([{ reason: 'usage' }])
    expect((await suspicions()).length).toBeLessThanOrEqual(before)
  })
  test('what an exercise tells hides no broken pipe', async () => {
    const drill = await smallCompany(system, 5, true)
    const { key: by } = (await ann.post('/api/signal-sources', { name: 'Drill', kind: 'signals', brand: drill.slug, practice: true })).body
    const { rows } = await sql<{ key: string }>`select key from accounts where practice limit 1`.execute(system.db)
    for (let day = 0; day < 4; day += 1) {
      const at = `${dayFrom('2030-05-03', day)}T11:00:00Z`
      await system.at(`${dayFrom('2030-05-03', day)}T12:00:00Z`)
      const payload = { name: 'product.actions', kind: 'usage', measure: 'count', value: 3, account: rows[0]?.key, at }
      await system.web.console.inject({ method: 'POST', url: '/api/signals', headers: { authorization: `Bearer ${by}` }, payload })
      await createFolder(system.deps).look()
      await system.at(`${dayFrom('2030-05-03', day)}T12:02:00Z`)
      await createFolder(system.deps).look()
      await refreshHealth(system.deps)
    }
    const used = await sql`select from account_usage where account_id < 0`.execute(system.db)
    expect(used.rows).toHaveLength(1)
    expect(await healthOf('A1')).toMatchObject({ score: 100 })
  })
})
