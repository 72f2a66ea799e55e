// Plans that wait while others give: nobody is given the same twice, and no cap is passed, in whatever order they are approved.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { moneyHouse } from './support/money-house.ts'

const house = await moneyHouse()
const { system, ann, bo, cara, declare, planOf, approve, givenTo } = house
afterAll(() => system.close())

let shipped = ''
beforeAll(async () => {
  shipped = (await ann.get('/api/remedy-policies')).body.yaml
})
beforeEach(async () => {
  await sql`update accounts set mrr_minor = 10000, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
})

const again = { status: 409, body: { detail: expect.stringMatching('Work it out again') } }
const idOf = async (key: string) => (await sql<{ id: number }>`select id from accounts where key = ${key}`.execute(system.db)).rows[0]?.id as number
/** What an account, with those merged into it, has from whatever crisis. */
async function hasNow(key: string, owed: boolean): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    select coalesce(sum(g.amount_minor), 0)::bigint as amount from grants g join accounts a on a.id = g.account_id where coalesce(a.merged_into, a.id) = ${await idOf(key)} and g.owed = ${owed}`.execute(
    system.db,
  )
  return rows[0]?.amount ?? 0
}
const policy = async (lines: string) => {
  const { revision } = (await ann.get('/api/remedy-policies')).body
  const yaml = shipped.replace(/( {2}standard:\n {4}version: "1"\n)/, `$1${lines}`)
  expect((await ann.put('/api/remedy-policies', { yaml, note: 'For this test.', revision })).status).toBe(200)
}
/** Hurt for so many hours of January, from a day on. */
async function hurt(title: string, day: number, hours: number): Promise<string> {
  const crisis = await declare({ title })
  await sql`update impact set since = make_timestamptz(2030, 1, ${day}, 0, 0, 0, 'UTC'), until = make_timestamptz(2030, 1, ${day}, 0, 0, 0, 'UTC') + make_interval(hours => ${hours}) where crisis_id = ${crisis}`.execute(
    system.db,
  )
  return crisis
}

describe('Two crises of one month', () => {
  test('lead to its credit once, however both plans are approved', async () => {
    await sql`update accounts set sla = 'uptime-99-9' where key = 'A1'`.execute(system.db)
    const [first, second] = [await hurt('First', 3, 20), await hurt('Second', 4, 20)]
    const [one, other] = [(await planOf(first)).body, (await planOf(second)).body]
    expect([one.owed, other.owed]).toEqual([[{ amountMinor: 10_000, currency: 'EUR' }], [{ amountMinor: 10_000, currency: 'EUR' }]])
    expect((await approve(one)).body.status).toBe('executed')
    expect(await approve(other)).toMatchObject(again)
    expect(await givenTo(second, 'A1')).toEqual([])
    expect((await approve((await planOf(second)).body)).body.status).toBe('executed')
    expect(await hasNow('A1', true)).toBe(10_000)
  })
  test('approved at the same moment, one of them is worked out again', async () => {
    await sql`update accounts set sla = 'uptime-99-9' where key = 'A2'`.execute(system.db)
    const crises = [await hurt('Left', 5, 20), await hurt('Right', 6, 20)]
    const plans = await Promise.all(crises.map(async (crisis) => (await planOf(crisis)).body))
    for (const { id, seal } of plans) await bo.post(`/api/remedies/${id}/approvals`, { seal })
    const answers = await Promise.all(plans.map(({ id, seal }) => cara.post(`/api/remedies/${id}/approvals`, { seal })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await hasNow('A2', true)).toBe(10_000)
  })
  test('give goodwill within the cap of a year, however both plans are approved', async () => {
    await policy('    caps: { accountYear: 150 }\n')
    const before = await hasNow('A3', false)
    await sql`update accounts set mrr_minor = ${Math.round(before / 1.5) + 10_000} where not practice`.execute(system.db)
    const [first, second] = [await hurt('Year', 7, 2), await hurt('Same year', 8, 2)]
    const [one, other] = [(await planOf(first)).body, (await planOf(second)).body]
    expect((await approve(other)).body.status).toBe('executed')
    expect(await approve(one)).toMatchObject({ status: 409, body: { detail: expect.stringMatching('were given goodwill since') } })
    expect((await approve((await planOf(first)).body)).body.status).toBe('executed')
    expect(await hasNow('A3', false)).toBe(before + 15_000)
    await policy('')
  })
})

describe('The limit of one person', () => {
  test('is of all that the crisis costs: two plans for half of the customers each are not two small ones', async () => {
    await policy('    twoPeopleAbove: { EUR: 30000 }\n')
    await sql`update accounts set tier = 'enterprise' where id % 2 = 0 and not practice`.execute(system.db)
    const crisis = await declare({ title: 'Split', severity: 3 })
    await sql`update impact set until = since + interval '2 hours' where crisis_id = ${crisis}`.execute(system.db)
    const half = (tier: string) => planOf(crisis, { adjust: { leaveOutTiers: [tier], reason: 'In two parts.' } })
    const one = (await half('enterprise')).body
    expect(one).toMatchObject({ approvalsMissing: 1, totals: [{ amountMinor: 12 * 2_334 }], cost: [{ amountMinor: 12 * 2_334 }] })
    expect((await bo.post(`/api/remedies/${one.id}/approvals`, { seal: one.seal })).body.status).toBe('executed')
    const other = (await half('standard')).body
    expect(other).toMatchObject({
      ...{ approvalsMissing: 2, totals: [{ amountMinor: 12 * 2_334 }], cost: [{ amountMinor: 24 * 2_334 }] },
      approvalsWhy: expect.stringMatching('the crisis costs more with it'),
    })
    expect((await bo.post(`/api/remedies/${other.id}/approvals`, { seal: other.seal })).body).toMatchObject({ status: 'proposed', approvalsMissing: 1 })
    expect((await cara.post(`/api/remedies/${other.id}/approvals`, { seal: other.seal })).body.status).toBe('executed')
    await policy('')
  })
})

describe('A plan that waits', () => {
  test('is worked out again where something that it gives was taken back meanwhile', async () => {
    const crisis = await hurt('Taken back', 9, 2)
    await approve((await planOf(crisis)).body)
    await sql`update accounts set mrr_minor = 12000 where not practice`.execute(system.db)
    const more = (await planOf(crisis)).body
    const [{ granted }] = (await ann.get(`/api/crises/${crisis}/remedies/lines/${await idOf('A4')}`)).body
    expect((await bo.post(`/api/crises/${crisis}/grants/${granted[0].grantId}/reversal`, { reason: 'It was another company.' })).status).toBe(200)
    expect(await approve(more)).toMatchObject(again)
    await approve((await planOf(crisis)).body)
    expect(await givenTo(crisis, 'A4')).toEqual([{ remedy: 'service-credit', owed: false, amount: 0 }])
    expect(await givenTo(crisis, 'A5')).toEqual([{ remedy: 'service-credit', owed: false, amount: 12_000 }])
  })
  test('is worked out again where an account of it was merged into another', async () => {
    const crisis = await hurt('Merged', 10, 2)
    await approve((await planOf(crisis)).body)
    await sql`update accounts set mrr_minor = 12000 where not practice`.execute(system.db)
    const more = (await planOf(crisis)).body
    expect((await ann.post(`/api/accounts/${await idOf('A6')}/merger`, { into: await idOf('A7') })).status).toBe(200)
    expect(await approve(more)).toMatchObject(again)
    expect((await approve((await planOf(crisis)).body)).body.status).toBe('executed')
    expect([...(await givenTo(crisis, 'A6')), ...(await givenTo(crisis, 'A7'))].map(({ amount }) => amount)).toEqual([10_000, 10_000])
  })
  test('is not held up by what others were given that it does not give', async () => {
    const [crisis, other] = [await hurt('Waits', 11, 2), await hurt('Elsewhere', 11, 2)]
    const plan = (await planOf(crisis)).body
    await approve((await planOf(other)).body)
    expect((await approve(plan)).body.status).toBe('executed')
  })
})
