// Goodwill of agents is under the caps of the policy: beyond them somebody agrees, and a plan gives what is left.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { moneyHouse } from './support/money-house.ts'

const house = await moneyHouse()
const { system, ann, bo, declare, planOf, approve, givenTo } = house
afterAll(() => system.close())

const agent = await system.person('Agent', 'customer-success')
let shipped = ''
beforeAll(async () => {
  shipped = (await ann.get('/api/remedy-policies')).body.yaml
  const { id } = (await agent.get('/api/session')).body
  expect((await ann.put('/api/goodwill/budgets', { person: id, currency: 'EUR', onceMinor: 50_000, monthMinor: 10_000_000 })).status).toBe(200)
  await sql`update accounts set mrr_minor = 10000, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
})
beforeEach(() => policy(''))

const policy = async (lines: string) => {
  const { revision } = (await ann.get('/api/remedy-policies')).body
  const yaml = shipped.replace(/( {2}standard:\n {4}version: "1"\n)/, `$1${lines}`)
  expect((await ann.put('/api/remedy-policies', { yaml, note: 'For this test.', revision })).status).toBe(200)
}
const give = async (account: string, amountMinor: number, crisisId?: string) =>
  (await agent.post('/api/goodwill', { account, amountMinor, currency: 'EUR', reason: 'Waited two days for us.', ...(crisisId ? { crisisId } : {}) })).body
const amountsOf = async (crisis: string, key: string) => Object.fromEntries((await givenTo(crisis, key)).map(({ remedy, amount }) => [remedy, amount]))
const granted = { state: 'granted' }
const waiting = (why: string) => ({ state: 'waiting', why: expect.stringMatching(why) })

test('what a plan gave counts towards the most that an account gets for one crisis', async () => {
  await policy('    caps: { account: 120 }\n')
  const crisis = await declare({ title: 'A plan first' })
  expect((await approve((await planOf(crisis)).body)).body.status).toBe('executed')
  expect(await give('A1', 2_000, crisis)).toMatchObject(granted)
  const one = await give('A1', 1, crisis)
  expect(one).toMatchObject(waiting('more goodwill for this crisis than the policy allows: somebody who approves remedies must agree'))
  expect(await give('A1', 1)).toMatchObject(granted)
  expect((await bo.post(`/api/goodwill/${one.id}/decision`, { agree: true })).body).toMatchObject(granted)
})

test('what an agent gave counts as well, also while a plan waits', async () => {
  await policy('    caps: { account: 100 }\n')
  const crisis = await declare({ title: 'An agent first' })
  expect(await give('A2', 4_000, crisis)).toMatchObject(granted)
  const plan = (await planOf(crisis)).body
  expect(plan.held).toContainEqual({ why: 'cap-account', accounts: 1 })
  expect(await give('A3', 500, crisis)).toMatchObject(granted)
  expect(await approve(plan)).toMatchObject({ status: 409, body: { detail: expect.stringMatching('were given goodwill since') } })
  expect((await approve((await planOf(crisis)).body)).body.status).toBe('executed')
  expect([await amountsOf(crisis, 'A2'), await amountsOf(crisis, 'A3')]).toEqual([
    { goodwill: 4_000, 'service-credit': 6_000 },
    { goodwill: 500, 'service-credit': 9_500 },
  ])
})

test('the most of a year holds whatever it is given for; of no crisis the lowest of all policies counts', async () => {
  await policy('    caps: { accountYear: 120 }\n')
  const crisis = await declare({ title: 'A year' })
  // Two plans gave 100.00 each before.
  await sql`update accounts set mrr_minor = 30000 where key = 'A4'`.execute(system.db)
  expect(await give('A4', 16_001)).toMatchObject(waiting('within a year'))
  expect(await give('A4', 16_000)).toMatchObject(granted)
  expect(await give('A4', 1, crisis)).toMatchObject(waiting('within a year'))
  await sql`update accounts set mrr_minor = 0 where key = 'A5'`.execute(system.db)
  expect(await give('A5', 20_000)).toMatchObject(granted)
  await sql`update accounts set mrr_minor = 10000 where key = 'A5'`.execute(system.db)
})

test('a crisis costs no more than it may without somebody who agrees, and what is beyond the budget as well is said', async () => {
  await policy('    caps: { crisis: { EUR: 1000 } }\n')
  const crisis = await declare({ title: 'Costs' })
  expect(await give('A6', 600, crisis)).toMatchObject(granted)
  expect(await give('A7', 401, crisis)).toMatchObject(waiting('this crisis costs more than the policy allows'))
  expect(await give('A7', 50_001, crisis)).toMatchObject(waiting('^This is more than you may give at a time.*this crisis costs more'))
  expect(await give('A7', 400, crisis)).toMatchObject(granted)
})
