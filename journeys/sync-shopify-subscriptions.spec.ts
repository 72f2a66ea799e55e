// Subscriptions of a Shopify shop: read with the rest, an account's price follows from them, webhooks tell of what changed; a token that may not read them stops nothing else.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReaders } from '../server/src/prepare/registry/sync/readers.ts'
import { sync } from '../server/src/prepare/registry/sync/run-sync.ts'
import { smallCompany } from './support/company.ts'
import { type FakeShopify, startFakeShopify } from './support/fake-shopify.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Subscriptions from Shopify', () => {
  let system: TestSystem
  let shop: FakeShopify
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let link: string
  beforeAll(async () => {
    system = await testSystem()
    shop = (await startFakeShopify({ points: 1e6, restoreRate: 1e6, now: system.now })) as FakeShopify
    const { slug } = await smallCompany(system, 5)
    ann = await system.person('Ann', 'administrator')
    const body = { provider: 'shopify', name: 'Shop', brand: slug, token: shop.token, hookSecret: shop.secret, shop: 'acme.myshopify.com', url: shop.url }
    link = (await ann.post('/api/sync-links', body)).body.id
    for (let n = 1; n <= 40; n += 1) shop.customer(n)
    for (let n = 1; n <= 30; n += 1) shop.contract(n, n, [{ quantity: 2, amount: '9.99' }])
    shop.contract(31, null, [{ quantity: 1, amount: '5.00' }])
    shop.contract(32, 32, [{ quantity: 1, amount: '120.00' }], { every: { interval: 'YEAR', intervalCount: 1 } })
    shop.contract(
      33,
      33,
      Array.from({ length: 50 }, () => ({ quantity: 1, amount: '1.00' })),
    )
    shop.contract(34, 34, [{ quantity: 1, amount: '8.00' }], { status: 'PAUSED' })
    shop.order(1, 1, 1_999)
  })
  afterAll(async () => {
    shop.close()
    await system.close()
  })

  const look = () => sync(system.deps, createReaders({ outgoingAllow: ['127.0.0.0/8'] }, 2_000), new AbortController().signal, 40)
  const readAll = async () => {
    expect((await ann.post(`/api/sync-links/${link}/run`)).status).toBe(202)
    await look()
  }
  const view = async () => (await ann.get('/api/sync-links')).body[0]
  const counts = async () => Object.fromEntries((await view()).run.counts.map(({ subject, ...each }: { subject: string }) => [subject, each]))
  const priceOf = async (n: number) => {
    const { rows } = await sql<{ minor: number; currency: string; from: string | null; note: string | null }>`
      select a.mrr_minor as minor, a.currency, a.price_from as from, a.price_note as note from account_aliases x join accounts a on a.id = x.account_id
       where x.system = 'shopify' and x.external_id = ${`gid://shopify/Customer/${n}`}`.execute(system.db)
    return rows[0]
  }
  const hear = (topic: string, body: object) => system.web.console.inject({ method: 'POST', url: `/api/sync-hooks/${link}`, ...shop.hook(topic, body) })
  const problems = async () => (await ann.get(`/api/sync-links/${link}/problems`)).body

  test('a token that may not read them reads the rest, and says what it lacks', async () => {
    shop.scopes.contracts = false
    expect((await ann.post(`/api/sync-links/${link}/test`)).body.works).toBe(true)
    await readAll()
    expect((await view()).run.state).toBe('done')
    expect(await counts()).toMatchObject({ customers: { added: 40 }, subscriptions: { read: 1, bad: 1 }, orders: { added: 1 } })
    expect(await problems()).toMatchObject([{ subject: 'subscriptions', reason: expect.stringContaining('read_own_subscription_contracts') }])
    expect(await priceOf(1)).toMatchObject({ minor: 0, from: null })
  })

  test('once it may, they are read page by page, and an account pays what its subscription costs in a month', async () => {
    shop.scopes.contracts = true
    await readAll()
    expect(await counts()).toMatchObject({ customers: { same: 40 }, subscriptions: { read: 34, added: 33, bad: 1 }, orders: { same: 1 } })
    expect(await problems()).toMatchObject([{ subject: 'subscriptions', externalId: 'gid://shopify/SubscriptionContract/31' }])
    expect(await priceOf(1)).toEqual({ minor: 1_998, currency: 'EUR', from: 'shopify', note: null })
    expect(await priceOf(32)).toMatchObject({ minor: 1_000 })
    expect(await priceOf(33)).toMatchObject({ minor: 5_000 })
    expect(await priceOf(34)).toMatchObject({ minor: 0, from: 'shopify' })
    expect(await priceOf(40)).toMatchObject({ from: null })
    const { rows } =
      await sql`select status, every_count, every_unit, current_period_end from subscriptions where external_id = 'gid://shopify/SubscriptionContract/1'`.execute(
        system.db,
      )
    expect(rows).toEqual([{ status: 'active', every_count: 1, every_unit: 'month', current_period_end: new Date('2030-02-01') }])
    await readAll()
    expect(await counts()).toMatchObject({ subscriptions: { read: 34, same: 33, bad: 1 } })
  })

  test('what changes is told by webhook, late, twice and in whatever order', async () => {
    shop.contract(1, 1, [{ quantity: 3, amount: '9.99' }])
    shop.contract(2, 2, [{ quantity: 2, amount: '9.99' }], { status: 'CANCELLED' })
    for (const [topic, id] of [
      ['create', 1],
      ['update', 1],
      ['update', 1],
      ['cancel', 2],
    ] as const)
      expect((await hear(`subscription_contracts/${topic}`, { id })).json()).toEqual({ toRead: 1 })
    expect((await hear('subscription_contracts/update', { id: 'x' })).json()).toEqual({ toRead: 0 })
    await look()
    expect(await priceOf(1)).toMatchObject({ minor: 2_997 })
    expect(await priceOf(2)).toMatchObject({ minor: 0 })
  })

  test('one of a customer nobody told of waits for that customer; one that is gone is over', async () => {
    shop.customer(99)
    shop.contract(99, 99, [{ quantity: 1, amount: '4.00' }])
    shop.contracts.delete('gid://shopify/SubscriptionContract/3')
    await hear('subscription_contracts/create', { id: 99 })
    await hear('subscription_contracts/update', { id: 3 })
    await look()
    await look()
    expect(await priceOf(99)).toMatchObject({ minor: 400 })
    expect(await priceOf(3)).toMatchObject({ minor: 0 })
    expect((await view()).due).toBe(0)
  })
})
