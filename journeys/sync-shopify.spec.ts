// Customers and orders from a server that behaves like a Shopify shop, and what becomes of customers who are at two providers.
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createReaders } from '../server/src/prepare/registry/sync/readers.ts'
import { sync } from '../server/src/prepare/registry/sync/run-sync.ts'
import { smallCompany } from './support/company.ts'
import { type FakeShopify, startFakeShopify } from './support/fake-shopify.ts'
import { type FakeStripe, priced, startFakeStripe } from './support/fake-stripe.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Customers from Shopify', () => {
  let system: TestSystem
  let shop: FakeShopify
  let stripe: FakeStripe
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let link: string
  let billing: string
  beforeAll(async () => {
    system = await testSystem()
    shop = (await startFakeShopify({ points: 1e6, restoreRate: 1e6, now: system.now })) as FakeShopify
    stripe = await startFakeStripe()
    await smallCompany(system, 5)
    ann = await system.person('Ann', 'administrator')
  })
  afterAll(async () => {
    shop.close()
    stripe.close()
    await system.close()
  })
  afterEach(() => shop.fails(() => undefined))

  const given = (more: object = {}) => ({
    ...{
      provider: 'shopify',
      name: 'Shop',
      brand: 'acme-real',
      token: shop.token,
      hookSecret: shop.secret,
      shop: 'acme.myshopify.com',
      keyField: 'crm.key',
      ordersOf: 'shop-real',
      url: shop.url,
    },
    ...more,
  })
  const look = (most = 40) => sync(system.deps, createReaders({ outgoingAllow: ['127.0.0.0/8'] }, 500), new AbortController().signal, most)
  const view = async (id = link) => (await ann.get('/api/sync-links')).body.find((each: { id: string }) => each.id === id)
  const rowsOf = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(system.db)).rows
  const account = async (system_: string, id: string) =>
    (
      await rowsOf(
        sql<
          Record<string, unknown>
        >`select a.id, a.key, a.name, a.kind, a.mrr_minor, a.currency from account_aliases x join accounts a on a.id = x.account_id where x.system = ${system_} and x.external_id = ${id}`,
      )
    )[0]
  const hear = (topic: string, body: object) => system.web.console.inject({ method: 'POST', url: `/api/sync-hooks/${link}`, ...shop.hook(topic, body) })
  const readAll = async (id = link) => {
    expect((await ann.post(`/api/sync-links/${id}/run`)).status).toBe(202)
    await look()
  }
  const doubles = async () => (await ann.get('/api/account-doubles')).body.items

  test('a connection needs a shop, a version and a service that there are', async () => {
    expect((await ann.post('/api/sync-links', given({ shop: null }))).status).toBe(422)
    for (const wrong of [
      { shop: 'evil.example' },
      { shop: 'a.myshopify.com.evil.example' },
      { shop: 'a.myshopify.com/x' },
      { version: 'latest' },
      { version: '2026-02' },
      { url: 'ftp://x' },
      { url: 'https://u:p@x' },
      { token: 'a b' },
      { keyField: 'a b' },
    ])
      expect((await ann.post('/api/sync-links', given(wrong))).status, JSON.stringify(wrong)).toBe(400)
    expect((await ann.post('/api/sync-links', given({ ordersOf: 'nothing' }))).status).toBe(422)
    expect((await ann.post('/api/sync-links', given({ brand: 'nothing' }))).status).toBe(422)
    expect((await ann.post('/api/sync-links', given({ token: undefined }))).status).toBe(422)
    const { status, body } = await ann.post('/api/sync-links', given())
    expect(status).toBe(201)
    link = body.id
    expect((await ann.put(`/api/sync-links/${link}`, given({ provider: 'stripe' }))).status).toBe(422)
    expect((await ann.post(`/api/sync-links/${link}/test`)).body.works).toBe(true)
  })

  test('customers and orders are read page by page; what was ordered is what an account depends on', async () => {
    for (let n = 1; n <= 130; n += 1) shop.customer(n)
    for (let n = 1; n <= 60; n += 1) shop.order(n, n, 1_999, { skus: [`SKU-${n % 3}`, `SKU-${n % 3}`, 'BAG'] })
    shop.order(61, null, 500)
    shop.order(62, 2, 100, { skus: Array.from({ length: 30 }, (_, n) => `LONG-${n}`) })
    await readAll()
    expect((await view()).run).toMatchObject({
      state: 'done',
      counts: [
        { subject: 'customers', read: 130, added: 130, bad: 0 },
        { subject: 'orders', read: 62, added: 61, bad: 1 },
        { subject: 'subscriptions', read: 0 },
      ],
    })
    expect((await ann.get(`/api/sync-links/${link}/problems`)).body).toMatchObject([{ subject: 'orders', externalId: 'gid://shopify/Order/61' }])
    const buyer = await account('shopify', 'gid://shopify/Customer/2')
    expect(buyer).toMatchObject({ name: 'Buyer 2', kind: 'person', mrr_minor: 0 })
    const { body } = await ann.get(`/api/accounts/${buyer?.id}`)
    expect(
      body.exposures
        .filter((each: { orderRef: string }) => each.orderRef === '#2')
        .map((each: { sku: string }) => each.sku)
        .sort(),
    ).toEqual(['BAG', 'SKU-2'])
    expect(body.exposures.filter((each: { orderRef: string }) => each.orderRef === '#62')).toHaveLength(30)
    expect(await rowsOf(sql`select number, total_minor, currency, refunded_minor, fulfilment from orders where external_id = 'gid://shopify/Order/2'`)).toEqual(
      [{ number: '#2', total_minor: 1_999, currency: 'EUR', refunded_minor: 0, fulfilment: 'unfulfilled' }],
    )
    await readAll()
    expect((await view()).run).toMatchObject({
      counts: [{ read: 130, same: 130 }, { read: 62, same: 61, bad: 1 }, { read: 0 }],
    })
  })

  test('an order that is refunded, sent or cancelled follows, in whatever order that is told', async () => {
    const order = shop.orders.get('gid://shopify/Order/5') as { refunds: object[]; fulfilment: string; cancelledAt: string | null }
    order.refunds.push({ id: 'r', note: null, minor: 500 })
    order.fulfilment = 'FULFILLED'
    order.cancelledAt = '2030-01-01T08:00:00Z'
    for (const topic of ['orders/cancelled', 'orders/create', 'orders/updated']) expect((await hear(topic, { id: 5 })).json()).toEqual({ toRead: 1 })
    expect((await hear('refunds/create', { id: 9, order_id: 5 })).json()).toEqual({ toRead: 1 })
    expect((await hear('carts/update', { id: 5 })).json()).toEqual({ toRead: 0 })
    await look()
    expect(await rowsOf(sql`select refunded_minor, fulfilment, cancelled_at from orders where external_id = 'gid://shopify/Order/5'`)).toEqual([
      { refunded_minor: 500, fulfilment: 'fulfilled', cancelled_at: new Date('2030-01-01T08:00:00Z') },
    ])
    expect(await rowsOf(sql`select distinct until from exposures where order_ref = '#5'`)).toEqual([{ until: new Date('2030-01-01T08:00:00Z') }])
  })

  test('a webhook that the shop did not sign, or that is no JSON, is refused', async () => {
    const right = shop.hook('customers/update', { id: 1 })
    const send = (more: { payload?: string; headers?: object }) =>
      system.web.console.inject({ method: 'POST', url: `/api/sync-hooks/${link}`, ...right, ...more, headers: { ...right.headers, ...more.headers } })
    for (const signature of ['', 'x', 'AAAA']) expect((await send({ headers: { 'x-shopify-hmac-sha256': signature } })).statusCode).toBe(403)
    expect((await send({ payload: '{"id":2}' })).statusCode).toBe(403)
    for (const body of ['null', '[]', '3', '{"id":"x"}', '{"id":1e99}', '{"id":-1}']) {
      const signature = createHmac('sha256', shop.secret).update(body).digest('base64')
      expect((await send({ payload: body, headers: { 'x-shopify-hmac-sha256': signature } })).json(), body).toEqual({ toRead: 0 })
    }
    expect(
      (await send({ payload: '{', headers: { 'x-shopify-hmac-sha256': createHmac('sha256', shop.secret).update('{').digest('base64') } })).statusCode,
    ).toBe(422)
    await ann.put(`/api/sync-links/${link}`, given({ hookSecret: null }))
    expect((await send({})).statusCode).toBe(403)
    await ann.put(`/api/sync-links/${link}`, given())
  })

  test('points that are spent, failures and garbage are waited out; a customer who is deleted there is closed, not lost', async () => {
    shop.fails(() => 'throttle')
    await ann.post(`/api/sync-links/${link}/run`)
    await look()
    expect(await view()).toMatchObject({ run: { state: 'running' }, waitsWhy: 'The shop wants fewer requests for a moment.' })
    for (const trouble of ['garbage-after', 'fail', 'drop', 'hang-after'] as const) {
      await system.at((await view()).waitsUntil)
      shop.fails(() => trouble)
      await look()
      expect((await view()).waitsWhy, trouble).toMatch(/^The shop/)
    }
    shop.fails(() => undefined)
    shop.customers.delete('gid://shopify/Customer/130')
    await system.at((await view()).waitsUntil)
    await look()
    expect(await view()).toMatchObject({ run: { state: 'done' }, waitsWhy: null, due: 0 })
    expect(await rowsOf(sql`select external_id from synced_customers where deleted_at is not null`)).toEqual([{ external_id: 'gid://shopify/Customer/130' }])
    expect(await account('shopify', 'gid://shopify/Customer/130')).toBeDefined()
  })

  test('the same person at both is proposed as a double, and merged by a click: subscriptions, orders and prices go along', async () => {
    stripe.customer('cus_1', { email: 'buyer1@shop.example' })
    stripe.subscription('sub_1', 'cus_1', [priced(900)])
    stripe.customer('cus_2', { email: 'nobody@else.example' })
    billing = (await ann.post('/api/sync-links', { provider: 'stripe', name: 'Billing', brand: 'acme-real', token: stripe.token, url: stripe.url })).body.id
    await readAll(billing)
    const [pair, ...rest] = await doubles()
    expect(rest).toEqual([])
    expect(pair).toMatchObject({
      why: 'email',
      said: 'buyer1@shop.example',
      sure: false,
      provider: 'stripe',
      into: { name: 'Buyer 1' },
      account: { key: 'cus_1' },
    })
    expect((await ann.post(`/api/account-doubles/${pair.id}/merger`)).status).toBe(200)
    expect((await ann.post(`/api/account-doubles/${pair.id}/merger`)).status).toBe(200)
    expect((await ann.post(`/api/account-doubles/${pair.id}/dismissal`)).status).toBe(409)
    expect(await doubles()).toEqual([])
    const [one, other] = [await account('stripe', 'cus_1'), await account('shopify', 'gid://shopify/Customer/1')]
    expect(one).toEqual(other)
    expect(one).toMatchObject({ name: 'Buyer 1', mrr_minor: 900, currency: 'EUR' })
    // Read again, it stays one; and what changes there changes the one that is left.
    stripe.subscription('sub_1', 'cus_1', [priced(1_100)])
    await readAll(billing)
    await readAll()
    expect(await account('stripe', 'cus_1')).toMatchObject({ id: one?.id, mrr_minor: 1_100 })
    expect(
      await rowsOf(
        sql`select distinct account_id from (select account_id from subscriptions where external_id = 'sub_1' union select account_id from orders where external_id = 'gid://shopify/Order/1') x`,
      ),
    ).toEqual([{ account_id: one?.id }])
  })

  test('two who are not one are said to be two, and never proposed again', async () => {
    stripe.customer('cus_2', { email: 'buyer2@shop.example' })
    await readAll(billing)
    const [pair] = await doubles()
    expect((await ann.post(`/api/account-doubles/${pair.id}/dismissal`)).status).toBe(200)
    stripe.customer('cus_2', { email: 'buyer2@shop.example', name: 'Another name' })
    await readAll(billing)
    expect(await doubles()).toEqual([])
    expect((await ann.post('/api/account-doubles/999999/merger')).status).toBe(404)
  })

  test('where our own key stands at the provider: a person decides, or the connection by itself', async () => {
    shop.customer(201, { metafield: { value: 'A1' }, defaultEmailAddress: null })
    shop.customer(202, { metafield: { value: 'NEW-KEY' }, defaultEmailAddress: null })
    await readAll()
    expect(await account('shopify', 'gid://shopify/Customer/202')).toMatchObject({ key: 'NEW-KEY' })
    expect(await doubles()).toMatchObject([{ why: 'key', said: 'A1', sure: true, into: { key: 'A1' } }])
    await ann.put(`/api/sync-links/${link}`, given({ mergeBy: 'itself' }))
    await look()
    expect(await doubles()).toEqual([])
    expect(await account('shopify', 'gid://shopify/Customer/201')).toMatchObject({ key: 'A1', name: 'Account 1' })
    shop.customer(203, { metafield: { value: 'A2' }, defaultEmailAddress: null })
    shop.customer(204, { defaultEmailAddress: { emailAddress: 'a3@real.example' } })
    shop.customer(205, { defaultEmailAddress: { emailAddress: 'a4@real.example' }, verifiedEmail: false })
    await readAll()
    expect(await account('shopify', 'gid://shopify/Customer/203')).toMatchObject({ key: 'A2' })
    expect(await account('shopify', 'gid://shopify/Customer/204')).toMatchObject({ key: 'A3' })
    // An address that nobody vouches for is a person's to decide.
    expect(await doubles()).toMatchObject([{ why: 'email', said: 'a4@real.example', sure: false }])
  })

  test('a connection that is removed asks no more, and what was read stays', async () => {
    expect((await ann.post(`/api/sync-links/${link}/removal`)).status).toBe(200)
    expect((await ann.post(`/api/sync-links/${link}/removal`)).status).toBe(404)
    expect((await ann.post(`/api/sync-links/${link}/run`)).status).toBe(404)
    expect((await hear('customers/update', { id: 1 })).statusCode).toBe(404)
    expect(await view()).toBeUndefined()
    expect((await rowsOf(sql`select 1 from orders`)).length).toBe(61)
  })
})
