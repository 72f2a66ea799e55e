// Lines of people are settled wherever they are shown: also those of a plan that a newer one has taken the place of.
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { moneyHouse } from './support/money-house.ts'

const house = await moneyHouse()
const { system, ann, bo, declare, planOf, approve } = house
afterAll(() => system.close())

const evidence = 'Invoice run of 10 January'
const granted = async (crisis: string) => (await ann.get(`/api/crises/${crisis}/remedies/granted`)).body
const revisions = async (crisis: string) => (await granted(crisis)).map(({ revision, open }: { revision: number; open: boolean }) => [revision, open])

test('every granted plan of a crisis is listed, with whether something of it waits; a proposed one is not', async () => {
  const crisis = await declare()
  expect(await granted(crisis)).toEqual([])
  await sql`update accounts set mrr_minor = 12000 where not practice`.execute(system.db)
  const first = (await planOf(crisis)).body
  expect(await granted(crisis)).toEqual([])
  await approve(first)
  expect(await revisions(crisis)).toEqual([[1, true]])
  // A higher price: another plan tops up, and is looked at first.
  await sql`update accounts set mrr_minor = 15000 where not practice`.execute(system.db)
  const second = (await planOf(crisis)).body
  expect(await revisions(crisis)).toEqual([[1, true]])

  // All of the first but one are said to be done while the second is looked at; its file and its list are there as before.
  const csv = (await bo.get(`/api/remedies/${first.id}/by-people.csv`)).body as string
  const lines = csv.trim().split('\r\n').length - 1
  expect(lines).toBeGreaterThan(20)
  const { items } = (await bo.get(`/api/payouts?plan=${first.id}&limit=1`)).body
  expect((await bo.post(`/api/payouts/${items[0].grantId}/settlement`, { outcome: 'not-applied', evidence: 'Account closed.' })).status).toBe(200)
  expect((await bo.post(`/api/remedies/${first.id}/carried-out`, { evidence })).body.lines).toBeGreaterThan(20)

  await approve(second)
  expect((await revisions(crisis)).map(([revision]: [number]) => revision)).toEqual([2, 1])
  // Tasks of the first are left: a call each.
  const tasks = (await bo.get(`/api/remedy-tasks?whose=all&plan=${first.id}&limit=200`)).body.items
  for (const { grantId } of tasks) expect((await bo.post(`/api/remedy-tasks/${grantId}/outcome`, { done: true, words: 'They are content.' })).status).toBe(200)
  expect(await revisions(crisis)).toEqual([
    [2, true],
    [1, false],
  ])
  expect((await bo.post(`/api/remedies/${second.id}/carried-out`, { evidence })).status).toBe(200)
  expect((await revisions(crisis))[0]).toEqual([2, false])
  expect((await granted(crisis)).every(({ settledAt }: { settledAt: string | null }) => settledAt !== null)).toBe(true)
})

test('of a crisis that is none it says so, and others may read it', async () => {
  expect((await ann.get(`/api/crises/${crypto.randomUUID()}/remedies/granted`)).status).toBe(404)
  expect((await ann.get('/api/crises/x/remedies/granted')).status).toBe(400)
  const olga = await system.person('Olga', 'observer')
  expect((await olga.get(`/api/crises/${crypto.randomUUID()}/remedies/granted`)).status).toBe(404)
})

test('my tasks are those of every crisis that I have in hand or look after; those of nobody are apart', async () => {
  const cas = await system.person('Cas', 'customer-success')
  await sql`update accounts set tier = 'enterprise', owner_email = case when key = 'A1' then ${cas.email} end where key in ('A1', 'A2') and not practice`.execute(
    system.db,
  )
  for (const title of ['One', 'Two']) await approve((await planOf(await declare({ title }))).body)
  const list = async (query = '') =>
    (await cas.get(`/api/remedy-tasks?limit=100${query}`)).body.items as { grantId: number; account: { key: string }; crisis: { number: string } }[]
  const mine = await list()
  expect(mine.map(({ account }) => account.key)).toEqual(['A1', 'A1'])
  expect(new Set(mine.map(({ crisis }) => crisis.number)).size).toBe(2)
  const free = (await list('&whose=nobody')).filter(({ account }) => account.key === 'A2')
  expect(free).toHaveLength(2)
  expect((await cas.post(`/api/remedy-tasks/${free[0]?.grantId}/taking`, { taken: true })).status).toBe(200)
  expect((await list()).map(({ account }) => account.key).toSorted()).toEqual(['A1', 'A1', 'A2'])
})
