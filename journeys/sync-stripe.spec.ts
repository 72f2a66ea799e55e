// Customers, prices and what changes of them, from a server that behaves like Stripe into a real database.
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createReaders } from '../server/src/prepare/registry/sync/readers.ts'
import { sync } from '../server/src/prepare/registry/sync/run-sync.ts'
import { smallCompany } from './support/company.ts'
import { type FakeStripe, priced, startFakeStripe } from './support/fake-stripe.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Customers from Stripe', () => {
  let system: TestSystem
  let stripe: FakeStripe
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let link: string
  beforeAll(async () => {
    system = await testSystem()
    stripe = await startFakeStripe()
    await smallCompany(system, 5)
    await smallCompany(system, 5, true)
    ann = await system.person('Ann', 'administrator')
  })
  afterAll(async () => {
    stripe.close()
    await system.close()
  })
  afterEach(() => stripe.fails(() => undefined))

  const given = () => ({ provider: 'stripe', name: 'Billing', brand: 'acme-real', token: stripe.token, hookSecret: stripe.secret, url: stripe.url })
  const look = (most = 40) => sync(system.deps, createReaders({ outgoingAllow: ['127.0.0.0/8'] }, 500), new AbortController().signal, most)
  const view = async () => (await ann.get('/api/sync-links')).body.find(({ id }: { id: string }) => id === link)
  const account = async (customer: string) => {
    const { rows } = await sql<Record<string, unknown>>`
      select a.id, a.key, a.name, a.kind, a.mrr_minor, a.currency, a.price_from, a.price_note from account_aliases x join accounts a on a.id = x.account_id where x.system = 'stripe' and x.external_id = ${customer}`.execute(
      system.db,
    )
    return rows[0]
  }
  const count = async (table: string) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(system.db)).rows[0]?.n
  const hear = (type: string, object: object, at = system.now()) =>
    system.web.console.inject({ method: 'POST', url: `/api/sync-hooks/${link}`, ...stripe.hook(type, object, at) })
  const readAll = async () => {
    expect((await ann.post(`/api/sync-links/${link}/run`)).status).toBe(202)
    await look()
  }

  test('a connection keeps its keys to itself, and says whether they work', async () => {
    const { status, body } = await ann.post('/api/sync-links', given())
    expect(status).toBe(201)
    expect(JSON.stringify(body)).not.toContain(stripe.token)
    expect(body).toMatchObject({ signed: true, state: 'on', run: null, hookUrl: expect.stringContaining(`/api/sync-hooks/${body.id}`) })
    link = body.id
    const { rows } = await sql<{ row: string }>`select l::text as row from sync_links l`.execute(system.db)
    expect(rows[0]?.row).not.toContain(stripe.token)
    expect((await ann.post(`/api/sync-links/${link}/test`)).body).toEqual({ works: true, sentence: 'Leeward can read there.' })
    await ann.put(`/api/sync-links/${link}`, { ...given(), token: 'rk_wrong' })
    expect((await ann.post(`/api/sync-links/${link}/test`)).body).toMatchObject({ works: false, sentence: expect.stringContaining('does not know this key') })
    await ann.put(`/api/sync-links/${link}`, { ...given(), url: 'http://10.0.0.1:1' })
    expect((await ann.post(`/api/sync-links/${link}/test`)).body).toMatchObject({ works: false, sentence: expect.stringContaining('may not be called') })
    expect((await ann.put(`/api/sync-links/${link}`, { ...given(), token: undefined })).status).toBe(200)
    await ann.put(`/api/sync-links/${link}`, given())
  })

  test('everything is read page by page, each once, and the counts add up', async () => {
    for (let n = 1; n <= 230; n += 1) stripe.customer(`cus_${n}`)
    for (let n = 1; n <= 230; n += 1) stripe.subscription(`sub_${n}`, `cus_${n}`, [priced(1_000, { quantity: 2 })])
    await readAll()
    expect((await view()).run).toMatchObject({
      state: 'done',
      counts: [
        { subject: 'customers', read: 230, added: 230, changed: 0, same: 0, bad: 0 },
        { subject: 'subscriptions', read: 230, added: 230, changed: 0, same: 0, bad: 0 },
      ],
    })
    expect(stripe.asked.filter((path) => path.startsWith('/v1/customers?')).length).toBeGreaterThanOrEqual(3)
    expect(await account('cus_7')).toMatchObject({
      key: 'cus_7',
      name: 'Customer cus_7',
      mrr_minor: 2_000,
      currency: 'EUR',
      price_from: 'stripe',
      price_note: null,
    })
    expect((await ann.get('/api/accounts?search=cus_7%40customer.example')).body.items).toMatchObject([{ key: 'cus_7' }])
    await readAll()
    expect((await view()).run).toMatchObject({
      state: 'done',
      counts: [
        { read: 230, added: 0, same: 230 },
        { read: 230, added: 0, same: 230 },
      ],
    })
    expect(await count('subscriptions')).toBe(230)
  })

  test('a process that dies between two pages is gone on from where it was, and nothing is doubled', async () => {
    for (let n = 231; n <= 450; n += 1) stripe.customer(`cus_${n}`)
    await ann.post(`/api/sync-links/${link}/run`)
    await look(1)
    const before = (await sql<{ cursor: string }>`select cursor from sync_runs where state = 'running'`.execute(system.db)).rows[0]?.cursor
    expect(before).toBe('cus_351')
    // Between the request and its transaction: the page is asked for, and never stored.
    let asked = 0
    const dies = () => {
      asked += 1
      if (asked > 3) throw new Error('killed')
      return system.now()
    }
    await sync({ ...system.deps, clock: dies }, createReaders({ outgoingAllow: ['127.0.0.0/8'] }), new AbortController().signal)
    expect(asked).toBe(4)
    expect((await sql<{ cursor: string }>`select cursor from sync_runs where state = 'running'`.execute(system.db)).rows[0]?.cursor).toBe(before)
    await look()
    expect((await view()).run).toMatchObject({ state: 'done', counts: [{ read: 450, added: 220, same: 230 }, { read: 230 }] })
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from account_aliases where system = 'stripe' and not practice`.execute(system.db)
    expect(rows[0]?.n).toBe(450)
  })

  test('limits, failures, garbage and silence are waited out, longer each time, and say so', async () => {
    await ann.post(`/api/sync-links/${link}/run`)
    const asked = stripe.asked.length
    stripe.fails(() => ({ status: 429, headers: { 'retry-after': '30' } }))
    await look()
    expect(await view()).toMatchObject({
      waitsWhy: 'Stripe wants fewer requests for a moment.',
      waitsUntil: '2030-01-01T09:00:30.000Z',
      run: { state: 'running' },
    })
    await look()
    expect(stripe.asked.length).toBe(asked + 1)
    await system.at('2030-01-01T09:00:30Z')
    for (const [trouble, seconds] of [
      ['drop', 2],
      ['garbage', 4],
      [{ status: 500 }, 8],
      ['hang', 16],
    ] as const) {
      stripe.fails(() => trouble)
      await look()
      const { waitsUntil, waitsWhy } = await view()
      expect(Date.parse(waitsUntil) - system.now().getTime(), String(trouble)).toBe(seconds * 1_000)
      expect(waitsWhy).toMatch(/^Stripe (was not heard|answers 500|could not be read)/)
      await system.at(waitsUntil)
    }
    stripe.fails(() => undefined)
    await look()
    expect(await view()).toMatchObject({ waitsWhy: null, waitsUntil: null, run: { state: 'done' } })
  })

  test('a key that may no longer read ends the reading with what to do', async () => {
    await ann.post(`/api/sync-links/${link}/run`)
    stripe.fails((path) => (path.startsWith('/v1/subscriptions') ? { status: 403 } : undefined))
    await look()
    expect((await view()).run).toMatchObject({ state: 'failed', failure: expect.stringContaining('must be allowed to read customers') })
    expect((await ann.get(`/api/sync-links/${link}/problems`)).body).toEqual([])
    stripe.fails(() => undefined)
    await readAll()
    expect((await view()).run.state).toBe('done')
  })

  test('webhooks that come twice, late, in the wrong order or about nothing do no harm: the thing itself is read', async () => {
    stripe.customer('cus_1', { name: 'Newest name' })
    const old = { id: 'cus_1', object: 'customer', name: 'Oldest name' }
    for (const body of [old, { ...old, name: 'Newest name' }, old, old]) expect((await hear('customer.updated', body)).json()).toEqual({ toRead: 1 })
    expect((await hear('customer.updated', { id: 'cus_none' })).statusCode).toBe(202)
    expect((await hear('charge.refunded', { id: 'ch_1' })).json()).toEqual({ toRead: 0 })
    expect((await hear('invoice.paid', { id: 'in_1', parent: { subscription_details: { subscription: 'sub_1' } } })).json()).toEqual({ toRead: 1 })
    expect((await view()).due).toBe(3)
    const asked = stripe.asked.length
    await look()
    expect(stripe.asked.length - asked).toBe(3)
    expect(await account('cus_1')).toMatchObject({ name: 'Newest name' })
    expect((await view()).due).toBe(0)
  })

  test('a webhook without a right signature, of long ago, or of nobody is refused', async () => {
    const right = stripe.hook('customer.updated', { id: 'cus_1' }, system.now())
    const send = (id: string, more: { payload?: string; headers?: object } = {}) =>
      system.web.console.inject({ method: 'POST', url: `/api/sync-hooks/${id}`, ...right, ...more, headers: { ...right.headers, ...more.headers } })
    expect((await send(link, { payload: right.payload.replace('cus_1', 'cus_2') })).statusCode).toBe(403)
    for (const signature of ['', 't=1', 't=x,v1=y', `t=${'9'.repeat(40)},v1=${'a'.repeat(64)}`])
      expect((await send(link, { headers: { 'stripe-signature': signature } })).statusCode).toBe(403)
    expect((await hear('customer.updated', { id: 'cus_1' }, new Date(system.now().getTime() - 400_000))).statusCode).toBe(403)
    expect((await send('00000000-0000-7000-8000-000000000000')).statusCode).toBe(404)
    expect((await send('x')).statusCode).toBe(400)
    expect((await send(link, { headers: { 'content-type': 'text/plain' } })).statusCode).toBe(415)
    const huge = stripe.hook('customer.updated', { id: 'cus_1', note: 'x'.repeat(5_000_000) }, system.now())
    expect((await send(link, huge)).statusCode).toBe(413)
    for (const odd of [null, 3, 'x', [], { id: {} }, { id: '\0' }, { id: 'x'.repeat(300) }])
      expect((await hear('customer.updated', odd as object)).statusCode).toBe(202)
    await look()
    expect((await view()).due).toBe(0)
  })

  test('what was told while a customer was unknown waits for that customer', async () => {
    stripe.customer('cus_late')
    stripe.subscription('sub_late', 'cus_late', [priced(500)])
    await hear('customer.subscription.created', { id: 'sub_late' })
    await look()
    expect(await account('cus_late')).toMatchObject({ mrr_minor: 500 })
    expect(await view()).toMatchObject({ due: 0, problems: 0 })
  })

  test('prices follow: a change of quantity, of currency, several currencies, tiers and usage, and the end', async () => {
    const put = async (prices: object[], more: object = {}, id = 'sub_1') => {
      stripe.subscription(id, 'cus_1', prices, more)
      await hear('customer.subscription.updated', { id })
      await look()
      return account('cus_1')
    }
    expect(await put([priced(12_000, { interval: 'year', quantity: 3 })])).toMatchObject({ mrr_minor: 3_000, currency: 'EUR', price_note: null })
    expect(await put([priced(700, { currency: 'usd' })], { currency: 'usd' })).toMatchObject({ mrr_minor: 700, currency: 'USD', price_note: null })
    expect(await put([priced(90_000, { currency: 'jpy' })], { currency: 'jpy' }, 'sub_1b')).toMatchObject({
      mrr_minor: 90_000,
      currency: 'JPY',
      price_note: 'currencies',
    })
    expect(await put([priced(90_000, { currency: 'jpy' })], { currency: 'jpy', status: 'canceled', ended_at: 1_800_000_000 }, 'sub_1b')).toMatchObject({
      mrr_minor: 700,
      currency: 'USD',
      price_note: null,
    })
    expect(await put([priced(700), priced(3, { metered: true })])).toMatchObject({ mrr_minor: 700, currency: 'EUR', price_note: 'part' })
    expect(await put([priced(3, { tiered: true })])).toMatchObject({ mrr_minor: 0, currency: 'EUR', price_note: 'unknown' })
    expect(await put([priced(700)], { status: 'paused' })).toMatchObject({ mrr_minor: 0, price_note: null })
    const [{ rows }] = await Promise.all([
      sql<Record<string, unknown>>`select status, price_minor, every_unit, current_period_end from subscriptions where external_id = 'sub_1'`.execute(
        system.db,
      ),
    ])
    expect(rows[0]).toMatchObject({ status: 'paused', price_minor: 700, every_unit: 'month', current_period_end: new Date(1_900_000_000_000) })
  })

  test('the last paid invoice is kept, and an older one never takes its place', async () => {
    const paid = (id: string, at: number, status = 'paid') => ({
      ...{ id, object: 'invoice', status, currency: 'eur', amount_paid: 700, status_transitions: { paid_at: status === 'paid' ? at : null } },
      payments: { data: [{ status: 'paid', payment: { type: 'payment_intent', payment_intent: `pi_${id}` } }] },
    })
    const paidNow = async (invoice: object) => {
      stripe.subscription('sub_2', 'cus_2', [priced(700)], { latest_invoice: invoice })
      await hear('invoice.paid', { id: 'in', parent: { subscription_details: { subscription: 'sub_2' } } })
      await look()
      return (await sql<Record<string, unknown>>`select invoice_ref, payment_ref, paid_minor from subscriptions where external_id = 'sub_2'`.execute(system.db))
        .rows[0]
    }
    expect(await paidNow(paid('in_2', 1_880_000_000))).toEqual({ invoice_ref: 'in_2', payment_ref: 'pi_in_2', paid_minor: 700 })
    expect(await paidNow(paid('in_3', 0, 'open'))).toMatchObject({ invoice_ref: 'in_2' })
    expect(await paidNow(paid('in_1', 1_870_000_000))).toMatchObject({ invoice_ref: 'in_2' })
    expect(await paidNow(paid('in_3', 1_890_000_000))).toMatchObject({ invoice_ref: 'in_3' })
  })

  test('a customer who is deleted pays nothing any more, and keeps their history', async () => {
    const before = await account('cus_3')
    expect(before).toMatchObject({ mrr_minor: 2_000 })
    stripe.customers.set('cus_3', { id: 'cus_3', object: 'customer', deleted: true })
    for (let twice = 0; twice < 2; twice += 1) await hear('customer.deleted', { id: 'cus_3' })
    await look()
    expect(await account('cus_3')).toMatchObject({ id: before?.id, mrr_minor: 0, currency: 'EUR' })
    const { rows } = await sql<{ status: string }>`select status from subscriptions where external_id = 'sub_3'`.execute(system.db)
    expect(rows).toEqual([{ status: 'canceled' }])
    expect((await ann.get('/api/accounts?search=cus_3%40customer.example')).body.items).toHaveLength(1)
  })

  test('one whose deletion nobody heard of is found by the next reading of everything', async () => {
    stripe.customers.set('cus_4', { id: 'cus_4', object: 'customer', deleted: true })
    stripe.subscriptions.set('sub_4', { ...(stripe.subscriptions.get('sub_4') as { id: string }), status: 'canceled', ended_at: 1_800_000_000 })
    await readAll()
    expect(await account('cus_4')).toMatchObject({ mrr_minor: 0 })
    const { rows } = await sql<{ external_id: string }>`select external_id from synced_customers where deleted_at is not null order by 1`.execute(system.db)
    expect(rows.map((row) => row.external_id)).toEqual(['cus_3', 'cus_4'])
  })

  test('what people changed here stays; an address that changed there changes here', async () => {
    const id = (await account('cus_5'))?.id as number
    await sql`update accounts set name = 'Ours' where id = ${id}`.execute(system.db)
    stripe.customer('cus_5', { name: 'Theirs', email: 'New@Customer.example' })
    await hear('customer.updated', { id: 'cus_5' })
    await look()
    expect(await account('cus_5')).toMatchObject({ name: 'Ours' })
    const { rows } = await sql<{ email: string }>`select email from contacts where account_id = ${id}`.execute(system.db)
    expect(rows).toEqual([{ email: 'new@customer.example' }])
  })

  test('what cannot be stored is counted and shown, and everything else goes on', async () => {
    stripe.customer('cus_odd', { name: '\0\ud800', email: 'no address', metadata: { account_key: 7 }, preferred_locales: ['xx-lang'] })
    stripe.subscription('sub_odd', 'cus_odd', [priced(1)], { currency: 'zzz' })
    stripe.subscription('sub_lost', 'cus_unknown', [priced(1)])
    await readAll()
    expect(await account('cus_odd')).toMatchObject({ name: '�' })
    const { run, problems } = await view()
    for (const { read, added, changed, same, bad } of run.counts) expect(read).toBe(added + changed + same + bad)
    expect(problems).toBe(2)
    expect((await ann.get(`/api/sync-links/${link}/problems`)).body.map((each: { externalId: string }) => each.externalId).sort()).toEqual([
      'sub_lost',
      'sub_odd',
    ])
    stripe.subscription('sub_odd', 'cus_odd', [priced(1)])
    stripe.subscriptions.delete('sub_lost')
    await readAll()
    expect((await view()).problems).toBe(1)
  })

  test('a contract’s table comes by file, for accounts that were read as well; where their price is from is shown', async () => {
    const file = 'key,name,sla\ncus_7,Customer cus_7,gold\nOURS,Ours,\n'
    const { id: imported } = (await ann.post('/api/imports/accounts', file, { 'content-type': 'text/csv' })).body
    await vi.waitFor(async () =>
      expect((await ann.get(`/api/imports/${imported}`)).body).toMatchObject({ status: 'done', rowsAdded: 1, rowsChanged: 1, rowsBad: 0 }),
    )
    const id = (await account('cus_7'))?.id
    expect((await ann.get(`/api/accounts/${id}`)).body).toMatchObject({
      sla: 'gold',
      priceFrom: 'stripe',
      priceNote: null,
      revenue: { amountMinor: 2_000, currency: 'EUR' },
    })
    const put = { name: 'Ours', sla: 'silver' }
    expect((await ann.put('/api/accounts/by-key/OURS', put)).body).toMatchObject({ sla: 'silver', priceFrom: null })
    expect((await ann.put('/api/accounts/by-key/OURS', { ...put, sla: 'x'.repeat(61) })).status).toBe(400)
  })

  test('one thing that cannot be read does not hold up the others, and is tried again later', async () => {
    stripe.fails((path) => (path.startsWith('/v1/customers/cus_8?') ? { status: 500 } : undefined))
    await hear('customer.updated', { id: 'cus_8' })
    await look()
    await ann.post(`/api/sync-links/${link}/run`)
    stripe.customer('cus_9', { name: 'Nine' })
    await hear('customer.updated', { id: 'cus_9' })
    await look()
    expect(await account('cus_9')).toMatchObject({ name: 'Nine' })
    expect(await view()).toMatchObject({ due: 1, run: { state: 'done' } })
    stripe.fails(() => undefined)
    await system.at(new Date(system.now().getTime() + 301_000).toISOString())
    await look()
    expect((await view()).due).toBe(0)
  })

  test('paused, nothing is asked; practice accounts were never touched', async () => {
    await ann.put(`/api/sync-links/${link}/pause`, { paused: true })
    await hear('customer.updated', { id: 'cus_1' })
    const asked = stripe.asked.length
    await look()
    expect(stripe.asked.length).toBe(asked)
    await ann.put(`/api/sync-links/${link}/pause`, { paused: false })
    await look()
    expect(stripe.asked.length).toBe(asked + 1)
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from accounts where practice and (price_from is not null or updated_at > '2029-12-31' and key like 'cus%')`.execute(system.db)
    expect(rows[0]?.n).toBe(0)
  })
})
