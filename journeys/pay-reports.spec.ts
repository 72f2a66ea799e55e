// What comes back from those who paid: Stripe's signed reports, the ledger against its book, and a company's own system that pays by webhook.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signHook } from '../bench/support/stripe-hooks.ts'
import { stripeling, type Stripeling } from '../bench/support/stripe.ts'
import { smallCompany } from './support/company.ts'
import { accountsOf, aliased, crisisOf, grant, payoutOf } from './support/granted.ts'
import { receiver } from './support/receiver.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const hookSecret = 'whsec_reports'

describe('What those who paid say', () => {
  let system: TestSystem
  let stripe: Stripeling
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let accounts: number[]
  let slug: string
  let payer: string
  const crisis = crisisOf()
  beforeAll(async () => {
    stripe = await stripeling({ rate: 100_000 }, { rate: 1_000, connections: 5, timeout: 2_000, grace: 60_000 })
    system = await testSystem({ at: '2030-01-01T09:00:00Z', env: { LEEWARD_STRIPE_URL: stripe.url } })
    slug = (await smallCompany(system, 12)).slug
    accounts = await accountsOf(system)
    for (const id of accounts) await aliased(system, id, `cus_${id}`)
    ann = await system.person('Ann', 'administrator')
    payer = (await ann.post('/api/payers', { kind: 'stripe', name: 'Stripe', brand: slug, key: 'sk_test_ours', hookSecret, live: true })).body.id
  })
  afterAll(async () => {
    stripe.close()
    await system.close()
  })
  const run = (task: string) => system.tasks[task]?.({}, new AbortController().signal)
  const account = (nth: number) => accounts[nth] as number
  const report = (event: object | string, signature?: string, at = system.now()) => {
    const body = typeof event === 'string' ? event : JSON.stringify(event)
    return system.web.console.inject({
      method: 'POST',
      url: `/api/payers/${payer}/reports`,
      headers: { 'content-type': 'application/json', 'stripe-signature': signature ?? signHook(hookSecret, body, at) },
      payload: body,
    })
  }
  const failed = (id: string, event = `evt_${id}`) => ({
    id: event,
    type: 'refund.failed',
    data: { object: { id, object: 'refund', status: 'failed', failure_reason: 'expired_or_canceled_card' } },
  })

  test('a report that nobody signed, was signed long ago, or is none, is refused', async () => {
    const body = JSON.stringify(failed('re_x'))
    expect((await report(body, 'nonsense')).statusCode).toBe(403)
    expect((await report(body, '')).statusCode).toBe(403)
    expect((await report(body, signHook('whsec_other', body, system.now()))).statusCode).toBe(403)
    expect((await report(body, undefined, new Date(system.now().getTime() - 400_000))).statusCode).toBe(403)
    for (const odd of ['[]', 'null', '{}', '{"id":1}', '{', '"x"', '']) expect([403, 422], odd).toContain((await report(odd)).statusCode)
    expect((await sql`select 1 from payer_reports`.execute(system.db)).rows).toEqual([])
  })

  test('a refund that fails later has failed, in words; said twice, or before we know of it, it is the same', async () => {
    const [one, early] = [
      await grant(system, crisis, { account: account(0), means: 'refund', payer, remedy: 'refund', more: { paymentIntent: 'pi_1' } }),
      await grant(system, crisis, { account: account(1), means: 'refund', payer, remedy: 'refund', more: { paymentIntent: 'pi_2' } }),
    ]
    // The second one's report comes before its call is made: the number that it will have is known in this test.
    expect((await report(failed('re_000000002'))).statusCode).toBe(200)
    await run('pay')
    expect(await payoutOf(system, early)).toMatchObject({ state: 'applied', providerId: 're_000000002' })
    await stripe.failRefund('re_000000002')
    await run('pay')
    expect(await payoutOf(system, early)).toMatchObject({ state: 'failed', answer: 'The refund failed later: expired or canceled card' })
    const id = (await payoutOf(system, one))?.providerId as string
    await stripe.failRefund(id)
    for (let times = 0; times < 2; times += 1) expect((await report(failed(id))).statusCode).toBe(200)
    expect(await payoutOf(system, one)).toMatchObject({ state: 'failed' })

    // Tried again: the failed one is not taken for a payment, and the late report of it does no harm to the next.
    await ann.post(`/api/payouts/${one}/retry`, { reason: 'the customer has a new card' })
    await system.at('09:05')
    await run('pay')
    await report(failed(id, 'evt_again'))
    expect(await payoutOf(system, one)).toMatchObject({ state: 'applied', attempt: 2 })
  })

  test('a credit note that we took back ourselves has not failed', async () => {
    const note = await grant(system, crisis, { account: account(2), means: 'credit-note', payer, remedy: 'note', more: { invoice: 'in_1' } })
    await run('pay')
    const back = await grant(system, crisis, {
      account: account(2),
      means: 'credit-note',
      payer,
      remedy: 'note',
      reverses: note,
      revision: 2,
      amountMinor: -500,
    })
    await run('pay')
    const id = (await payoutOf(system, note))?.providerId as string
    await report({ id: 'evt_void', type: 'credit_note.voided', data: { object: { id } } })
    expect([await payoutOf(system, note), await payoutOf(system, back)]).toMatchObject([{ state: 'reversed' }, { state: 'applied' }])
  })

  test('the ledger against Stripe’s book: what agrees, what is missing there, what is missing here', async () => {
    const plan = '0195c0de-0000-7000-8000-000000000002'
    const ids = await Promise.all(
      [3, 4, 5, 6].map((nth) => grant(system, crisis, { account: account(nth), means: 'balance', payer, plan, amountMinor: 100 * nth })),
    )
    await run('pay')
    // One that Stripe never heard of, one that Stripe was told by somebody else, and one of another amount.
    const lost = await grant(system, crisis, { account: account(7), means: 'balance', payer, plan })
    await sql`update payouts set state = 'applied', provider_id = 'cbtxn_nowhere' where grant_id = ${lost}`.execute(system.db)
    await book(account(3), 700, `${crisis}/${account(3)}/extra/1`)
    await book(account(4), 1, `${crisis}/${account(4)}/credit/1`)
    const asked = await ann.post('/api/reconciliations', { payer, plan })
    expect(asked).toMatchObject({ status: 201, body: { state: 'running', accounts: 5 } })
    await run('reconcile')
    expect((await ann.get(`/api/reconciliations/${asked.body.id}`)).body).toMatchObject({
      state: 'done',
      lookedAt: 5,
      matched: 3,
      differences: { missingThere: 1, missingHere: 1, amountsDiffer: 1, unsettled: 0 },
    })
    const { items } = (await ann.get(`/api/reconciliations/${asked.body.id}/differences`)).body
    expect(items.map(({ kind, providerMinor }: { kind: string; providerMinor: number | null }) => [kind, providerMinor])).toEqual([
      ['missing-here', 700],
      ['amounts-differ', 401],
      ['missing-there', null],
    ])
    const csv = await ann.get(`/api/reconciliations/${asked.body.id}/differences.csv`)
    expect(csv.body.split('\r\n')[0]).toBe('kind,account,reference,provider id,ledger (minor units),provider (minor units),currency,note')
    expect(csv.body).toContain(`it is there 2 times`)
    // Nothing was corrected by it.
    for (const id of [...ids, lost]) expect(await payoutOf(system, id)).toMatchObject({ state: 'applied' })
    expect((await ann.post('/api/reconciliations', { payer })).status).toBe(400)
    expect((await ann.post('/api/reconciliations', { payer, plan: crisisOf() })).status).toBe(422)
    const ofToday = await ann.post('/api/reconciliations', { payer, from: '2030-01-01T00:00:00Z', until: '2030-01-02T00:00:00Z' })
    await run('reconcile')
    expect((await ann.get(`/api/reconciliations/${ofToday.body.id}`)).body).toMatchObject({ state: 'done', differences: { missingThere: 1, amountsDiffer: 1 } })
  })

  const book = (customer: number, amount: number, reference: string) =>
    fetch(new URL(`/v1/customers/cus_${customer}/balance_transactions`, stripe.url), {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_other', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ amount: String(-amount), currency: 'eur', 'metadata[leeward_grant]': reference }),
    })

  test('a company’s own system pays by webhook: done with an id, looked up before any repeat', async () => {
    const hooks = await receiver()
    const answers: Record<string, string> = {}
    hooks.answers((path) => {
      const reference = decodeURIComponent(path.split('/done/')[1] ?? '')
      if (reference) return { status: 200, body: answers[reference] ?? JSON.stringify({ reference, done: false }) }
      return { status: 201, body: JSON.stringify({ id: 'booking-1' }) }
    })
    const wanted = { kind: 'webhook', name: 'Our system', brand: slug, url: `${hooks.url}/pay`, lookUp: `${hooks.url}/done/{reference}`, live: true }
    expect((await ann.post('/api/payers', { ...wanted, lookUp: `${hooks.url}/done` })).status).toBe(422)
    expect((await ann.post('/api/payers', { ...wanted, url: 'file:///etc/passwd' })).status).toBe(422)
    const { id: webhook, secret } = (await ann.post('/api/payers', wanted)).body
    hooks.secrets.set('/pay', secret)
    const paid = await grant(system, crisis, { account: account(8), means: 'webhook', payer: webhook })
    await run('pay')
    expect(await payoutOf(system, paid)).toMatchObject({ state: 'applied', providerId: 'booking-1' })
    expect(hooks.received.find(({ path }) => path === '/pay')).toMatchObject({
      id: `leeward:${crisis}/${account(8)}/credit/1:1`,
      body: { type: 'payout.granted', data: { amountMinor: 500, account: 'A9' } },
    })

    // Refused, mended, tried again: known at once, since the refusal was an answer.
    let allowed = false
    hooks.answers((path) => {
      const reference = decodeURIComponent(path.split('/done/')[1] ?? '')
      if (reference) return { status: 200, body: JSON.stringify({ reference, done: false }) }
      return allowed ? { status: 201, body: JSON.stringify({ id: 'booking-r' }) } : { status: 422, body: 'no such customer' }
    })
    const refused = await grant(system, crisis, { account: account(10), means: 'webhook', payer: webhook })
    await run('pay')
    expect(await payoutOf(system, refused)).toMatchObject({ state: 'failed', answer: expect.stringContaining('no such customer') })
    allowed = true
    expect((await ann.post(`/api/payouts/${refused}/retry`, { reason: 'the customer is there now' })).body.state).toBe('unknown')
    await run('pay')
    await run('pay')
    expect(await payoutOf(system, refused)).toMatchObject({ state: 'applied', attempt: 2, providerId: 'booking-r' })

    // What lands a moment after nobody heard an answer is known at the next look, not after ten minutes.
    let landed = false
    hooks.answers((path) => {
      const reference = decodeURIComponent(path.split('/done/')[1] ?? '')
      if (path === '/pay') return 'drop'
      return { status: 200, body: JSON.stringify(landed ? { reference, id: 'booking-late' } : { reference, done: false }) }
    })
    const late = await grant(system, crisis, { account: account(11), means: 'webhook', payer: webhook })
    await run('pay')
    expect(await payoutOf(system, late)).toMatchObject({ state: 'unknown' })
    landed = true
    await system.at(new Date(system.now().getTime() + 10_000).toISOString())
    await run('pay')
    expect(await payoutOf(system, late)).toMatchObject({ state: 'applied', attempt: 1, providerId: 'booking-late' })

    // No answer is heard: it is asked, waited for, and only then paid under a new key.
    hooks.answers((path) =>
      path === '/pay' ? 'drop' : { status: 200, body: JSON.stringify({ reference: decodeURIComponent(path.split('/done/')[1] ?? ''), done: false }) },
    )
    const silent = await grant(system, crisis, { account: account(9), means: 'webhook', payer: webhook })
    await run('pay')
    expect(await payoutOf(system, silent)).toMatchObject({ state: 'unknown', attempt: 1 })
    await system.at('09:07')
    await run('pay')
    expect(await payoutOf(system, silent)).toMatchObject({ state: 'unknown', attempt: 1 })
    hooks.answers((path) => ({
      status: 200,
      body: JSON.stringify(path === '/pay' ? { id: 'booking-2' } : { reference: decodeURIComponent(path.split('/done/')[1] ?? ''), done: false }),
    }))
    await system.at('09:30')
    await run('pay')
    await run('pay')
    expect(await payoutOf(system, silent)).toMatchObject({ state: 'applied', attempt: 2, providerId: 'booking-2' })
    hooks.close()
  })
})
