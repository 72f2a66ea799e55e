// What is owed stays exact: where no price is known, where accounts are merged or pay in another currency, and where a refund was read back.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { priceAccounts } from '../server/src/prepare/registry/sync/account-prices.store.ts'
import { closeCustomers } from '../server/src/prepare/registry/sync/customers.store.ts'
import type { Link } from '../server/src/prepare/registry/sync/links.ts'
import { moneyHouse } from './support/money-house.ts'

const house = await moneyHouse()
const { system, ann, declare, planOf, approve, givenTo, company } = house
afterAll(() => system.close())

let shipped = ''
beforeAll(async () => {
  shipped = (await ann.get('/api/remedy-policies')).body.yaml
  await sql`update accounts set mrr_minor = 10000, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
})

const idOf = async (key: string) => (await sql<{ id: number }>`select id from accounts where key = ${key}`.execute(system.db)).rows[0]?.id as number
const accounts = (set: string, ...keys: string[]) =>
  sql`update accounts set ${sql.raw(set)} where key = any (${keys}::text[]) and not practice`.execute(system.db)
/** The standard policy with these rules only. */
const rules = async (...lines: string[]) => {
  const { revision } = (await ann.get('/api/remedy-policies')).body
  const yaml = shipped.replace(
    /( {2}standard:[\s\S]*?) {4}rules:\n[\s\S]*?\n\n/,
    (_: string, head: string) => `${head}    rules:\n${lines.map((line) => `      - { ${line} }\n`).join('')}\n`,
  )
  expect((await ann.put('/api/remedy-policies', { yaml, note: 'For this test.', revision })).status).toBe(200)
}
const call = 'remedy: call, sentence: A call'
const credit = 'remedy: credit, days: 30, sentence: A month as a credit'
/** Hurts everybody for so many hours of January, from a day on. */
async function hurt(title: string, day: number, hours: number): Promise<string> {
  const crisis = await declare({ title })
  await sql`update impact set since = make_timestamptz(2030, 1, ${day}, 0, 0, 0, 'UTC'), until = make_timestamptz(2030, 1, ${day}, 0, 0, 0, 'UTC') + make_interval(hours => ${hours}) where crisis_id = ${crisis}`.execute(
    system.db,
  )
  return crisis
}
const linesOf = async (crisis: string, key: string) =>
  (await ann.get(`/api/crises/${crisis}/remedies/lines/${await idOf(key)}`)).body.map(
    ({ remedy, held, amount }: { remedy: string; held: string | null; amount: { amountMinor: number; currency: string } }) => [
      ...[remedy.replace(/\d+$/, (digits) => (remedy.startsWith('refund') ? 'N' : digits)), amount.amountMinor, held],
    ],
  )
const write = async (crisis: string, key: string, remedy: string, amountMinor: number) =>
  ann.put(`/api/crises/${crisis}/remedies/lines/${await idOf(key)}`, { remedy, amountMinor, reason: 'As we agreed with them.' })

describe('What a contract owes for a month', () => {
  test('is held where no price is known, until a price is, or a person writes how much', async () => {
    await rules(call)
    await accounts(`mrr_minor = 0, sla = 'uptime-99-9'`, 'A1')
    const crisis = await hurt('No price', 3, 2)
    const plan = (await planOf(crisis)).body
    expect(plan).toMatchObject({ withoutRevenue: 1, refused: [expect.stringMatching(/^One account has no known price/)] })
    expect((await approve(plan)).status).toBe(409)
    expect((await ann.get(`/api/crises/${crisis}/remedies/lines?held=no-price`)).body.items.map(({ key }: { key: string }) => key)).toContain('A1')
    expect(await linesOf(crisis, 'A1')).toEqual([
      ['sla-credit-2030-01', 0, 'no-price'],
      ['call', 0, null],
    ])
    const written = (await write(crisis, 'A1', 'sla-credit-2030-01', 700)).body
    expect(written).toMatchObject({ withoutRevenue: 0, refused: [], owed: [{ amountMinor: 700 }] })
    expect((await approve(written)).body.status).toBe('executed')
    expect((await givenTo(crisis, 'A1')).find(({ owed }) => owed)).toMatchObject({ amount: 700 })
    await accounts('mrr_minor = 10000, sla = null', 'A1')
  })
  test('of accounts that were merged is what the month owes the one that is left, less what each was given', async () => {
    await accounts(`sla = 'uptime-99-9'`, 'A2', 'A3')
    const first = await hurt('Before the merger', 4, 20)
    expect((await approve((await planOf(first)).body)).body.status).toBe('executed')
    const second = await hurt('After it', 6, 1)
    expect((await ann.post(`/api/accounts/${await idOf('A2')}/merger`, { into: await idOf('A3') })).status).toBe(200)
    await accounts('mrr_minor = 30000', 'A3')
    await planOf(second)
    // A quarter of 300.00, of which 25.00 was given to each.
    expect(await linesOf(second, 'A3')).toEqual([
      ['sla-credit-2030-01', 2_500, null],
      ['call', 0, null],
    ])
    expect((await write(second, 'A3', 'sla-credit-2030-01', 1)).status).toBe(404)
  })
  test('in a currency that changed waits for a person, who may write that there is no more', async () => {
    await rules(credit)
    await accounts(`sla = 'uptime-99-9'`, 'A6')
    const first = await hurt('In euros', 8, 20)
    expect((await approve((await planOf(first)).body)).body.status).toBe('executed')
    await accounts(`currency = 'USD'`, 'A6')
    const second = await hurt('In dollars', 9, 1)
    const plan = (await planOf(second)).body
    expect(plan.refused).toEqual([expect.stringMatching('another currency')])
    expect(await linesOf(second, 'A6')).toContainEqual(['sla-credit-2030-01', 0, 'currency'])
    expect((await write(second, 'A6', 'sla-credit-2030-01', 0)).body.refused).toEqual([])
    await planOf(first)
    await write(first, 'A6', 'sla-credit-2030-01', 0)
    const settled = (await write(first, 'A6', 'credit', 0)).body
    expect(settled.refused).toEqual([])
    expect((await approve(settled)).body.status).toBe('executed')
    const { rows } = await sql<{ currency: string }>`
      select distinct g.currency from grants g join accounts a on a.id = g.account_id where a.key = 'A6' and g.crisis_id = ${first} and g.amount_minor <> 0`.execute(
      system.db,
    )
    expect(rows).toEqual([{ currency: 'EUR' }])
    await accounts(`currency = 'EUR'`, 'A6')
  })
})

describe('What people wrote or took back', () => {
  test('holds for the account that is left after a merger', async () => {
    await rules(credit)
    const crisis = await hurt('Written', 10, 2)
    await planOf(crisis)
    await write(crisis, 'A7', 'credit', 4_200)
    expect((await ann.post(`/api/accounts/${await idOf('A7')}/merger`, { into: await idOf('A8') })).status).toBe(200)
    const plan = (await planOf(crisis)).body
    expect(await linesOf(crisis, 'A8')).toEqual([['credit', 4_200, 'edited']])
    expect((await ann.get(`/api/crises/${crisis}/remedies/lines/${await idOf('A8')}`)).body[0].why).toMatch('A person set it: As we agreed with them.')
    expect((await approve(plan)).body.status).toBe('executed')
    expect(await givenTo(crisis, 'A8')).toEqual([{ remedy: 'credit', owed: false, amount: 4_200 }])
  })
})

describe('A customer who left', () => {
  test('has no price any more: nothing is given without a person, and what was given stays', async () => {
    await rules(credit)
    const link = crypto.randomUUID()
    await sql`insert into sync_links (id, provider, name, brand_id, settings, sealed, made_by, made_at) select ${link}, 'stripe', 'Stripe', id, '{}', '\\x00', 'x', now() from brands limit 1`.execute(
      system.db,
    )
    await sql`insert into synced_customers (link_id, external_id, account_id, name, verified, first_at) values (${link}, 'cus_9', ${await idOf('A9')}, 'Nine', false, now()), (${link}, 'cus_10', ${await idOf('A10')}, 'Ten', false, now())`.execute(
      system.db,
    )
    await sql`insert into subscriptions (account_id, link_id, provider, external_id, customer, status, price_minor, currency, updated_at)
      select a.id, ${link}, 'stripe', 'sub_' || a.key, 'cus_' || substr(a.key, 2), 'active', 10000, 'EUR', now() from accounts a where a.key in ('A9', 'A10') and not practice`.execute(
      system.db,
    )
    const [before, after] = [await hurt('While they were here', 11, 2), await hurt('After they left', 12, 2)]
    expect((await approve((await planOf(before)).body)).body.status).toBe('executed')
    await system.db.transaction().execute(async (tx) => {
      const { accounts: gone } = await closeCustomers(tx, { id: link, provider: 'stripe' } as Link, ['cus_9', 'cus_10'], system.now())
      await priceAccounts(tx, gone, system.now())
    })
    const plan = (await planOf(after)).body
    expect(plan).toMatchObject({ withoutRevenue: 2, refused: [expect.stringMatching(/^2 accounts have no known price/)] })
    expect(await linesOf(after, 'A9')).toEqual([['credit', 0, 'no-price']])
    await write(after, 'A9', 'credit', 3_000)
    const rest = (await planOf(after, { adjust: { withoutPrice: 'leave-out', reason: 'They left.' } })).body
    expect((await approve(rest)).body.status).toBe('executed')
    const left = { remedy: 'credit', owed: false }
    expect([await givenTo(after, 'A9'), await givenTo(after, 'A10')]).toEqual([[{ ...left, amount: 3_000 }], []])
    expect([await givenTo(before, 'A9'), await givenTo(before, 'A10')]).toEqual([[{ ...left, amount: 10_000 }], [{ ...left, amount: 10_000 }]])
    await accounts('mrr_minor = 10000', 'A9', 'A10')
  })
})

describe('A refund', () => {
  const refund = (percent: number) => `remedy: refund, percent: ${percent}, as: refund, sentence: A part of the price of your order`
  const order = (set: string) => sql`update orders set ${sql.raw(set)}, updated_at = now() where number = '#1001'`.execute(system.db)
  let crisis = ''
  beforeAll(async () => {
    await sql`insert into sync_links (id, provider, name, brand_id, settings, sealed, made_by, made_at) select gen_random_uuid(), 'shopify', 'Shop', id, '{}', '\\x00', 'x', now() from brands limit 1`.execute(
      system.db,
    )
    await sql`insert into orders (account_id, link_id, provider, external_id, number, currency, total_minor, fulfilment, placed_at, updated_at)
      select ${await idOf('A12')}, id, 'shopify', '901', '#1001', 'EUR', 10000, 'unfulfilled', now(), now() from sync_links limit 1`.execute(system.db)
    await sql`insert into exposures (account_id, practice, service_id, order_ref) values (${await idOf('A12')}, false, ${company.mail}, '#1001')`.execute(
      system.db,
    )
    await rules(call, refund(50))
    crisis = await declare({ title: 'Refunds' })
    expect((await approve((await planOf(crisis)).body)).body.status).toBe('executed')
  })
  const refunds = async (of: string) => (await givenTo(of, 'A12')).filter(({ remedy }) => remedy.startsWith('refund'))
  const carriedOut = (of: string, payer: string | null, calledAt: Date | null) =>
    sql`update payouts p set state = 'applied', payer_id = ${payer}, called_at = ${calledAt} from grants g where g.id = p.grant_id and g.remedy like 'refund-%' and g.crisis_id = ${of}`.execute(
      system.db,
    )

  test('is topped up also once the shop says what was paid back by us', async () => {
    await carriedOut(crisis, null, null)
    await order('refunded_minor = 5000')
    await rules(call, refund(80))
    const plan = (await planOf(crisis)).body
    expect(await linesOf(crisis, 'A12')).toContainEqual(['refund-N', 8_000, null])
    expect((await approve(plan)).body.status).toBe('executed')
    expect(await refunds(crisis)).toMatchObject([{ amount: 8_000 }])
  })
  test('of another crisis is of what is left, also of what is only on its way', async () => {
    const other = await declare({ title: 'Refunds again' })
    await planOf(other)
    expect(await linesOf(other, 'A12')).toContainEqual(['refund-N', 2_000, null])
  })
  test('that the shop did not say yet is not taken for one of somebody else, nor the other way round', async () => {
    await rules(call, refund(100))
    await order('refunded_minor = 1500')
    await carriedOut(crisis, crypto.randomUUID(), new Date('2999-01-01T00:00:00Z'))
    await planOf(crisis)
    expect(await linesOf(crisis, 'A12')).toContainEqual(['refund-N', 8_500, null])
  })
})
