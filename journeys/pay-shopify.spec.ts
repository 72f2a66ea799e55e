// What people decide of lines that a Shopify shop carries out: the shop is looked at before anything is called again, however long ago it was.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type FakeShopify, startFakeShopify } from './support/fake-shopify.ts'
import { accountsOf, crisisOf, grant, payoutOf } from './support/granted.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Carried out at a shop', () => {
  let system: TestSystem
  let shop: FakeShopify
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let accounts: number[]
  let payer: string
  const crisis = crisisOf()
  beforeAll(async () => {
    shop = (await startFakeShopify({ points: 1e6, restoreRate: 1e6, now: () => system.now() })) as FakeShopify
    system = await testSystem({ at: '2030-01-01T09:00:00Z', env: { LEEWARD_SHOPIFY_URL: `${shop.url}/?rate=1000&timeout=2000&settle=60000` } })
    const { slug } = await smallCompany(system, 8)
    accounts = await accountsOf(system)
    for (const [nth, id] of accounts.entries()) {
      shop.customer(nth + 1)
      await sql`insert into account_aliases (practice, system, external_id, account_id) values (false, 'shopify', ${String(nth + 1)}, ${id})`.execute(system.db)
    }
    ann = await system.person('Ann', 'administrator')
    const wanted = { kind: 'shopify', name: 'Shop', brand: slug, shop: 'ours.myshopify.com', token: shop.token, live: true }
    payer = (await ann.post('/api/payers', wanted)).body.id
  })
  afterAll(async () => {
    shop.close()
    await system.close()
  })
  const pay = () => system.tasks.pay?.({}, new AbortController().signal)
  const account = (nth: number) => accounts[nth] as number
  const creditOf = (nth: number) => grant(system, crisis, { account: account(nth), means: 'store-credit', payer, amountMinor: 1_205 })
  const creditsOf = (nth: number) => shop.transactions.filter(({ customer }) => customer === `gid://shopify/Customer/${nth + 1}`)
  /** It is credited, and nobody hears of it. */
  async function silently(nth: number): Promise<number> {
    const id = await creditOf(nth)
    shop.fails(({ name }) => (name === 'storeCreditAccountCredit' ? 'drop-after' : undefined))
    await pay()
    shop.fails(() => undefined)
    expect(await payoutOf(system, id)).toMatchObject({ state: 'unknown', attempt: 1 })
    expect(creditsOf(nth)).toHaveLength(1)
    return id
  }

  test('a credit that somebody took for not done is looked for before it is given again, days later as well', async () => {
    const id = await silently(0)
    expect((await ann.post(`/api/payouts/${id}/settlement`, { outcome: 'not-applied', evidence: 'I did not see it.' })).body.state).toBe('failed')
    await system.at('2030-01-05T09:00:00Z')
    expect((await ann.post(`/api/payouts/${id}/retry`, { reason: 'They miss it.' })).body).toMatchObject({ state: 'unknown', attempt: 1 })
    await pay()
    await pay()
    expect(await payoutOf(system, id)).toMatchObject({ state: 'applied', attempt: 1, answer: 'found there by a look-up' })
    expect(creditsOf(0)).toHaveLength(1)
  })

  test('a credit that waits for a person can be looked for again', async () => {
    const id = await silently(1)
    await sql`update payouts set due_at = null, answer = 'A person must say whether it was done.' where grant_id = ${id}`.execute(system.db)
    expect((await ann.post(`/api/payouts/${id}/retry`, { reason: 'The shop answers again.' })).status).toBe(200)
    await pay()
    expect(await payoutOf(system, id)).toMatchObject({ state: 'applied', attempt: 1 })
    expect(creditsOf(1)).toHaveLength(1)
  })

  test('what the shop refused and does not have is called at once, as another attempt', async () => {
    const id = await creditOf(2)
    shop.customers.delete('gid://shopify/Customer/3')
    await pay()
    expect(await payoutOf(system, id)).toMatchObject({ state: 'failed', answer: 'The shop has no such customer.' })
    shop.customer(3)
    await system.at('2030-01-05T10:00:00Z')
    await ann.post(`/api/payouts/${id}/retry`, { reason: 'They are there now.' })
    await pay()
    await pay()
    expect(await payoutOf(system, id)).toMatchObject({ state: 'applied', attempt: 2 })
    expect(creditsOf(2)).toHaveLength(1)
  })

  test('cards and refunds are compared with the ledger; of credits the shop keeps nothing that shows whose they are', async () => {
    const plan = '0195c0de-0000-7000-8000-000000000007'
    const order = shop.order(71, 4, 5_000)
    const line = (nth: number, means: string, more: object = {}) => grant(system, crisis, { account: account(nth), means, payer, plan, remedy: means, ...more })
    const [card, lost, back, other] = [
      await line(3, 'gift-card'),
      await line(4, 'gift-card'),
      await line(3, 'refund', { more: { order }, amountMinor: 1_000 }),
      await line(5, 'gift-card', { amountMinor: 700 }),
    ]
    await line(3, 'store-credit')
    await pay()
    for (const id of [card, lost, back, other]) expect(await payoutOf(system, id)).toMatchObject({ state: 'applied' })
    shop.cards.delete((await payoutOf(system, lost))?.providerId as string)
    ;(shop.cards.get((await payoutOf(system, other))?.providerId as string) as { minor: number }).minor = 900
    shop.orders.get(order)?.refunds.push({ id: 'gid://shopify/Refund/9', note: `leeward:${crisis}/${account(3)}/stranger/1`, minor: 5 })
    const { id } = (await ann.post('/api/reconciliations', { payer, plan })).body
    await system.tasks.reconcile?.({}, new AbortController().signal)
    expect((await ann.get(`/api/reconciliations/${id}`)).body).toMatchObject({
      state: 'done',
      matched: 2,
      differences: { missingThere: 1, missingHere: 1, amountsDiffer: 1, unsettled: 0 },
    })
  })
})
