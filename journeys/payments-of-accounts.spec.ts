// What Stripe and Shopify tell of payments and orders counts for the account, also where it names no customer: as the shops really send it.
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refreshHealth } from '../server/src/detect/health/refresh.store.ts'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { newId } from '../server/src/platform/ids.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const secret = 'whsec_secret'

describe('Payments of accounts', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  const keys: Record<string, string> = {}
  beforeAll(async () => {
    system = await testSystem()
    const company = await smallCompany(system, 12)
    ann = await system.person('Ann', 'administrator')
    for (const kind of ['stripe', 'shopify']) keys[kind] = (await ann.post('/api/signal-sources', { name: kind, kind, brand: company.slug, secret })).body.key
    for (const provider of ['stripe', 'shopify']) {
      const link = newId(system.now())
      await sql`
        insert into sync_links (id, provider, name, brand_id, settings, sealed, made_by, made_at)
        select ${link}::uuid, ${provider}, ${provider}, id, '{}', '\\x00', 'ann', ${system.now()}::timestamptz from brands where slug = ${company.slug}`.execute(
        system.db,
      )
      if (provider === 'stripe')
        await sql`
          insert into subscriptions (account_id, link_id, provider, external_id, customer, status, currency, payment_ref, updated_at)
          select id, ${link}::uuid, 'stripe', 'sub_2', 'cus_2', 'active', 'EUR', 'pi_2', ${system.now()}::timestamptz from accounts where key = 'A2'`.execute(
          system.db,
        )
      else
        await sql`
          insert into orders (account_id, link_id, provider, external_id, number, currency, total_minor, fulfilment, placed_at, updated_at)
          select id, ${link}::uuid, 'shopify', 'gid://shopify/Order/820', '#820', 'EUR', 1200, 'unfulfilled', ${system.now()}::timestamptz, ${system.now()}::timestamptz from accounts where key = 'A4'`.execute(
          system.db,
        )
    }
    await alias('A1', 'stripe', 'cus_1')
    await alias('A3', 'shopify', 'gid://shopify/Customer/77')
  })
  afterAll(() => system.close())

  const alias = async (key: string, kind: string, externalId: string) => {
    const { rows } = await sql<{ id: number }>`select id from accounts where key = ${key}`.execute(system.db)
    expect((await ann.put(`/api/accounts/${rows[0]?.id}/aliases/${kind}`, { externalId })).status).toBeLessThan(300)
  }
  const send = async (kind: string, headers: (body: string) => Record<string, string>, given: object) => {
    const body = JSON.stringify(given)
    const { statusCode, payload } = await system.web.console.inject({
      method: 'POST',
      url: `/api/signals/hooks/${keys[kind]}`,
      headers: { 'content-type': 'application/json', ...headers(body) },
      payload: body,
    })
    expect(statusCode, payload).toBe(202)
  }
  const seconds = () => Math.floor(system.now().getTime() / 1_000)
  const stripe = (id: string, type: string, object: object) =>
    send('stripe', (body) => ({ 'stripe-signature': `t=${seconds()},v1=${createHmac('sha256', secret).update(`${seconds()}.${body}`).digest('hex')}` }), {
      id,
      type,
      created: seconds(),
      data: { object },
    })
  const shopify = (id: string, topic: string, body: object) =>
    send(
      'shopify',
      (raw) => ({ 'x-shopify-topic': topic, 'x-shopify-webhook-id': id, 'x-shopify-hmac-sha256': createHmac('sha256', secret).update(raw).digest('base64') }),
      body,
    )
  const counted = async () => {
    await createFolder(system.deps).look()
    await system.at(new Date(system.now().getTime() + 65_000).toISOString())
    await createFolder(system.deps).look()
    await refreshHealth(system.deps)
  }
  const events = async (key: string) =>
    (
      await sql<object>`select e.leaving, e.failed, e.disputes from account_events e join accounts a on a.id = e.account_id where a.key = ${key} and not a.practice`.execute(
        system.db,
      )
    ).rows

  test('of Stripe: a failed payment by its customer, a dispute, which names none, by its payment', async () => {
    await stripe('evt_1', 'invoice.payment_failed', { customer: 'cus_1', amount_due: 1200, currency: 'eur' })
    const dispute = { id: 'dp_1', object: 'dispute', amount: 1200, currency: 'eur', charge: 'ch_9', payment_intent: 'pi_2', reason: 'fraudulent' }
    await stripe('evt_2', 'charge.dispute.created', dispute)
    await stripe('evt_2', 'charge.dispute.created', dispute)
    await counted()
    // The next month's payment stands in its place, and the one before is disputed once more.
    await sql`update subscriptions set payment_ref = 'pi_3' where external_id = 'sub_2'`.execute(system.db)
    await stripe('evt_2b', 'charge.dispute.created', { ...dispute, id: 'dp_2' })
    await counted()
    expect(await events('A1')).toEqual([{ leaving: 0, failed: 1, disputes: 0 }])
    expect(await events('A2')).toEqual([{ leaving: 0, failed: 0, disputes: 2 }])
  })
  test('of Shopify: by the number of a customer as webhooks have it, and by the order', async () => {
    await shopify('w1', 'order_transactions/create', { id: 9, order_id: 820, kind: 'sale', status: 'failure', amount: '12.00', currency: 'EUR' })
    await shopify('w2', 'order_transactions/create', { id: 10, order_id: 820, kind: 'sale', status: 'success', amount: '12.00', currency: 'EUR' })
    await shopify('w3', 'disputes/create', { id: 11, order_id: 820, amount: '12.00', currency: 'EUR', reason: 'fraudulent', status: 'needs_response' })
    await shopify('w4', 'orders/create', { id: 821, customer: { id: 77 }, total_price: '5.00', currency: 'EUR' })
    await counted()
    expect(await events('A4')).toEqual([{ leaving: 0, failed: 1, disputes: 1 }])
    const { rows } = await sql<{ name: string; account: string; title: string }>`
      select name, account_key as account, title from signals where name like 'shopify.%' order by external_id`.execute(system.db)
    expect(rows).toEqual([
      { name: 'shopify.order_transactions.create.failed', account: 'gid://shopify/Order/820', title: 'Payment failed, 12.00 EUR' },
      { name: 'shopify.order_transactions.create', account: 'gid://shopify/Order/820', title: 'Payment, 12.00 EUR' },
      { name: 'shopify.disputes.create', account: 'gid://shopify/Order/820', title: 'Disputed payment, 12.00 EUR' },
      { name: 'shopify.orders.create', account: '77', title: 'Order, 5.00 EUR' },
    ])
  })
  test('what nobody here knows is said beside the source', async () => {
    await stripe('evt_3', 'charge.dispute.created', { amount: 1, currency: 'eur', charge: 'ch_7', payment_intent: 'pi_unknown' })
    await shopify('w5', 'disputes/create', { id: 12, order_id: 'not a number' })
    await shopify('w6', 'orders/create', { id: 822, customer: { id: 78 } })
    await stripe('evt_4', 'customer.subscription.deleted', { customer: { id: 'odd' }, payment_intent: ['odd'], charge: 5 })
    await counted()
    const sources = (await ann.get('/api/signal-sources')).body as { kind: string; strangers: unknown }[]
    expect(sources.find(({ kind }) => kind === 'stripe')?.strangers).toMatchObject({ signals: 2 })
  })
})
