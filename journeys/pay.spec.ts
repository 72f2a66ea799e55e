// What is granted is carried out at Stripe by its own SDK: every means, a dry run, a payer that is let in no more, lines taken back, people's word.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stripeling, type Stripeling } from '../bench/support/stripe.ts'
import { smallCompany } from './support/company.ts'
import { accountsOf, aliased, crisisOf, grant, payoutOf } from './support/granted.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Carried out at Stripe', () => {
  let system: TestSystem
  let stripe: Stripeling
  let fay: Awaited<ReturnType<TestSystem['person']>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let accounts: number[]
  let slug: string
  let payer: string
  const crisis = crisisOf()
  const periodEnd = '2030-02-01T00:00:00.000Z'
  beforeAll(async () => {
    stripe = await stripeling({ rate: 100_000 }, { rate: 1_000, connections: 5, timeout: 2_000, grace: 60_000 })
    system = await testSystem({ at: '2030-01-01T09:00:00Z', env: { LEEWARD_STRIPE_URL: stripe.url } })
    slug = (await smallCompany(system, 20)).slug
    accounts = await accountsOf(system)
    for (const id of accounts.slice(0, 15)) await aliased(system, id, `cus_${id}`)
    ann = await system.person('Ann', 'administrator')
    fay = await system.person('Fay', 'finance')
  })
  afterAll(async () => {
    stripe.close()
    await system.close()
  })
  const pay = () => system.tasks.pay?.({}, new AbortController().signal)
  const account = (nth: number) => accounts[nth] as number
  const subscription = async (id: string) =>
    (await fetch(new URL(`/v1/subscriptions/${id}`, stripe.url), { headers: { authorization: 'Bearer sk_test_eyes' } })).json() as Promise<{
      trial_end: number
      discounts: object[]
    }>
  const bookOf = async (reference: string) => (await stripe.book()).book.filter((line) => line.reference === reference)
  const reference = (nth: number, remedy: string, revision = 1) => `${crisis}/${account(nth)}/${remedy}/${revision}`

  test('a payer is set up by an administrator; its key goes in and never comes out', async () => {
    const body = { kind: 'stripe', name: 'Stripe', brand: slug, key: 'sk_test_ours' }
    expect((await fay.post('/api/payers', body)).status).toBe(403)
    expect((await ann.post('/api/payers', { ...body, key: 'pk_test_public' })).status).toBe(400)
    const added = await ann.post('/api/payers', body)
    expect(added).toMatchObject({
      status: 201,
      body: { live: false, hasSecret: true, paused: null, can: ['balance', 'credit-note', 'refund', 'extension', 'discount'] },
    })
    payer = added.body.id
    expect(JSON.stringify((await ann.get('/api/payers')).body)).not.toContain('sk_test')
    expect((await ann.post('/api/payers', body)).status).toBe(409)
    expect((await ann.post(`/api/payers/${payer}/test`)).body).toEqual({ ok: true, says: 'Stripe lets this key in.' })
  })

  test('not live, it shows what would be called, and calls nothing', async () => {
    const id = await grant(system, crisis, { account: account(0), means: 'balance', amountMinor: 1_234, payer, remedy: 'dry' })
    await pay()
    expect(await payoutOf(system, id)).toMatchObject({ state: 'approved' })
    expect((await stripe.book()).book).toEqual([])
    const [shown] = (await fay.get(`/api/payers/${payer}/rehearsal`)).body
    expect(shown).toMatchObject({
      customer: `cus_${account(0)}`,
      refused: null,
      call: { method: 'POST', path: `/v1/customers/cus_${account(0)}/balance_transactions`, body: { amount: -1_234, currency: 'eur' } },
    })
    expect((await ann.put(`/api/payers/${payer}`, { live: true })).body.live).toBe(true)
    await pay()
    expect(await bookOf(reference(0, 'dry'))).toMatchObject([{ amount: 1_234 }])
  })

  test('every means is done with what it needs, once', async () => {
    const ids = {
      balance: await grant(system, crisis, { account: account(1), means: 'balance', payer }),
      refund: await grant(system, crisis, { account: account(1), means: 'refund', payer, remedy: 'refund', more: { paymentIntent: 'pi_1' } }),
      note: await grant(system, crisis, { account: account(1), means: 'credit-note', payer, remedy: 'note', more: { invoice: 'in_open_200' } }),
      days: await grant(system, crisis, {
        account: account(1),
        means: 'extension',
        payer,
        remedy: 'days',
        amountMinor: 0,
        more: { subscription: 'sub_1', periodEnd, days: 3 },
      }),
      percent: await grant(system, crisis, {
        account: account(1),
        means: 'discount',
        payer,
        remedy: 'percent',
        amountMinor: 0,
        more: { subscription: 'sub_1', percent: 20, months: 3 },
      }),
      other: await grant(system, crisis, { account: account(1), means: 'discount', payer, remedy: 'other', amountMinor: 700, more: { subscription: 'sub_1' } }),
    }
    await pay()
    await pay()
    for (const [name, id] of Object.entries(ids)) expect(await payoutOf(system, id), name).toMatchObject({ state: 'applied', attempt: 1 })
    expect(await payoutOf(system, ids.days)).toMatchObject({ providerId: 'sub_1', answer: 'until 2030-02-04' })
    expect((await stripe.book()).book.filter(({ reference }) => reference.includes(`/${account(1)}/`))).toHaveLength(3)
    expect(await subscription('sub_1')).toMatchObject({ trial_end: Date.parse('2030-02-04T00:00:00Z') / 1_000, discounts: [{}, {}] })
  })

  test('what the provider will never do has failed in words, and nobody else waits for it', async () => {
    const missing = await grant(system, crisis, { account: account(2), means: 'balance', payer, remedy: 'gone', more: { customer: 'cus_missing_1' } })
    const currency = await grant(system, crisis, { account: account(1), means: 'balance', payer, remedy: 'dollars', currency: 'USD' })
    const tooMuch = await grant(system, crisis, {
      account: account(2),
      means: 'refund',
      payer,
      remedy: 'much',
      amountMinor: 10_001,
      more: { paymentIntent: 'pi_2' },
    })
    const nobody = await grant(system, crisis, { account: account(16), means: 'balance', payer })
    const long = await grant(system, crisis, {
      account: account(2),
      means: 'extension',
      payer,
      remedy: 'long',
      amountMinor: 0,
      more: { subscription: 'sub_2', periodEnd, days: 731 },
    })
    await pay()
    expect(await payoutOf(system, missing)).toMatchObject({ state: 'failed', answer: expect.stringContaining('does not know it') })
    expect(await payoutOf(system, currency)).toMatchObject({ state: 'failed', answer: expect.stringContaining('currency') })
    expect(await payoutOf(system, tooMuch)).toMatchObject({ state: 'failed' })
    expect(await payoutOf(system, nobody)).toMatchObject({ state: 'failed', answer: expect.stringContaining('has no customer at Stripe') })
    expect(await payoutOf(system, long)).toMatchObject({ state: 'failed', answer: expect.stringContaining('730') })

    // Its customer is known by now: another try looks first, and pays under a new key at once, since the call before was answered.
    expect((await fay.post(`/api/payouts/${nobody}/retry`, { reason: 'linked now' })).body).toMatchObject({
      state: 'unknown',
      decisions: [{ what: 'retry', by: { name: 'Fay' } }],
    })
    await aliased(system, account(16), 'cus_16')
    await pay()
    await pay()
    expect(await payoutOf(system, nobody)).toMatchObject({ state: 'applied', attempt: 2 })
    expect((await fay.post(`/api/payouts/${nobody}/retry`, { reason: 'again' })).status).toBe(409)
  })

  test('a line that was done is taken back; one that was never called ends with what takes it back', async () => {
    const done = await grant(system, crisis, { account: account(3), means: 'balance', payer, amountMinor: 900 })
    const days = await grant(system, crisis, {
      account: account(3),
      means: 'extension',
      payer,
      remedy: 'days',
      amountMinor: 0,
      more: { subscription: 'sub_3', periodEnd, days: 5 },
    })
    const kept = await grant(system, crisis, {
      account: account(3),
      means: 'discount',
      payer,
      remedy: 'kept',
      amountMinor: 0,
      more: { subscription: 'sub_3', percent: 5 },
    })
    const percent = await grant(system, crisis, {
      account: account(3),
      means: 'discount',
      payer,
      remedy: 'percent',
      amountMinor: 0,
      more: { subscription: 'sub_3', percent: 10 },
    })
    const note = await grant(system, crisis, { account: account(3), means: 'credit-note', payer, remedy: 'note', more: { invoice: 'in_3' } })
    const refund = await grant(system, crisis, { account: account(3), means: 'refund', payer, remedy: 'refund', more: { charge: 'ch_3' } })
    await pay()
    const never = await grant(system, crisis, { account: account(4), means: 'balance', payer })
    const back = async (of: number, means: string, remedy = 'credit', nth = 3, amountMinor = 0) =>
      grant(system, crisis, { account: account(nth), means, payer, remedy, reverses: of, revision: 2, amountMinor: -amountMinor })
    const backs = {
      done: await back(done, 'balance', 'credit', 3, 900),
      days: await back(days, 'extension', 'days'),
      percent: await back(percent, 'discount', 'percent'),
      note: await back(note, 'credit-note', 'note', 3, 500),
    }
    const [refundBack, neverBack] = [await back(refund, 'refund', 'refund', 3, 500), await back(never, 'balance', 'credit', 4, 500)]
    await pay()
    for (const [name, id] of Object.entries(backs)) expect(await payoutOf(system, id), name).toMatchObject({ state: 'applied' })
    for (const id of [done, days, percent, note]) expect(await payoutOf(system, id)).toMatchObject({ state: 'reversed' })
    expect(await payoutOf(system, kept)).toMatchObject({ state: 'applied' })
    expect(await subscription('sub_3')).toMatchObject({
      trial_end: Date.parse(periodEnd) / 1_000,
      discounts: [{ source: { coupon: (await payoutOf(system, kept))?.providerId } }],
    })
    expect(await payoutOf(system, refundBack)).toMatchObject({ state: 'failed', answer: expect.stringContaining('cannot be taken back') })
    expect(await payoutOf(system, refund)).toMatchObject({ state: 'applied' })
    expect([await payoutOf(system, never), await payoutOf(system, neverBack)]).toMatchObject([{ state: 'expired' }, { state: 'expired' }])
    const moved = [...(await bookOf(reference(3, 'credit'))), ...(await bookOf(reference(3, 'credit', 2)))]
    expect(moved.reduce((sum, { amount }) => sum + amount, 0)).toBe(0)
    expect((await stripe.book()).book.filter(({ customer }) => customer === `cus_${account(4)}`)).toEqual([])
    expect((await bookOf(reference(3, 'note')))[0]).toMatchObject({ gone: true })
  })

  test('free days come behind those of another crisis and a period that was billed since; only the last ones are taken back', async () => {
    const more = { subscription: 'sub_13', periodEnd, days: 7 }
    const [one, other] = [crisis, crisisOf()]
    const days = (of: string, line: object = {}) => grant(system, of, { account: account(13), means: 'extension', payer, remedy: 'days', more, ...line })
    const endOf = async () => new Date((await subscription('sub_13')).trial_end * 1_000).toISOString().slice(0, 10)
    const [first, second] = [await days(one), await days(other)]
    await pay()
    await pay()
    expect(await payoutOf(system, second)).toMatchObject({ state: 'applied', answer: 'until 2030-02-15' })
    expect(await endOf()).toBe('2030-02-15')

    const back = (of: string, reverses: number) => days(of, { reverses, revision: 2, amountMinor: -500, more: {} })
    const firstBack = await back(one, first)
    await pay()
    expect(await payoutOf(system, firstBack)).toMatchObject({
      state: 'failed',
      answer: expect.stringContaining('runs until 2030-02-15 and not until 2030-02-08'),
    })
    expect([await endOf(), (await payoutOf(system, first))?.state]).toEqual(['2030-02-15', 'applied'])
    const secondBack = await back(other, second)
    await pay()
    expect(await payoutOf(system, secondBack)).toMatchObject({ state: 'applied', answer: 'until 2030-02-08' })
    await fay.post(`/api/payouts/${firstBack}/retry`, { reason: 'Nothing is behind it any more.' })
    await pay()
    await pay()
    expect(await payoutOf(system, firstBack)).toMatchObject({ state: 'applied' })
    expect(await endOf()).toBe('2030-02-01')

    // The period goes on to another end before the call: the days are given whole.
    await fetch(new URL('/v1/subscriptions/sub_13', stripe.url), {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_ours', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ trial_end: String(Date.parse('2030-03-01T00:00:00Z') / 1_000) }),
    })
    const late = await days(crisisOf(), { more: { ...more, days: 35 } })
    await pay()
    expect(await payoutOf(system, late)).toMatchObject({ state: 'applied', answer: 'until 2030-04-05' })
  })

  test('a payer that is let in no more pauses itself and says why; what waits is paid once it is back', async () => {
    const ids = await Promise.all([5, 6, 7].map((nth) => grant(system, crisis, { account: account(nth), means: 'balance', payer })))
    const unknown = await grant(system, crisis, { account: account(11), means: 'balance', payer })
    await sql`update payouts set state = 'unknown', doubt = 'look-up', called_at = ${system.now()}, due_at = ${system.now()} where grant_id = ${unknown}`.execute(
      system.db,
    )
    await stripe.bar(401)
    await pay()
    expect(await payoutOf(system, unknown)).toMatchObject({ state: 'unknown', attempt: 1 })
    const { paused } = (await fay.get('/api/payers')).body[0]
    expect(paused.why).toContain('Stripe refuses the key')
    for (const id of ids) expect(await payoutOf(system, id)).toMatchObject({ state: 'approved', attempt: 1 })
    await stripe.bar(0)
    await pay()
    expect(await payoutOf(system, ids[0] as number)).toMatchObject({ state: 'approved' })
    expect((await fay.post(`/api/payers/${payer}/resumption`)).body.paused).toBeNull()
    await pay()
    for (const id of ids) expect(await payoutOf(system, id)).toMatchObject({ state: 'applied' })
    expect((await fay.post(`/api/payers/${payer}/pause`, { why: 'we look at the sums' })).body.paused.why).toBe('Fay: we look at the sums')
    expect((await fay.post(`/api/payers/${payer}/pause`, {})).status).toBe(400)
    await fay.post(`/api/payers/${payer}/resumption`)
  })

  test('a customer that changed meanwhile is looked up where it was called, and not paid again elsewhere', async () => {
    const id = await grant(system, crisis, { account: account(12), means: 'balance', payer })
    await fetch(new URL(`/v1/customers/cus_${account(12)}/balance_transactions`, stripe.url), {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_ours', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ amount: '-500', currency: 'eur', 'metadata[leeward_grant]': reference(12, 'credit') }),
    })
    await sql`update payouts set state = 'unknown', doubt = 'look-up', customer = ${`cus_${account(12)}`}, called_at = ${system.now()}, due_at = ${system.now()} where grant_id = ${id}`.execute(
      system.db,
    )
    await sql`update account_aliases set external_id = 'cus_of_the_other' where account_id = ${account(12)} and system = 'stripe'`.execute(system.db)
    await system.at('09:20')
    await pay()
    await pay()
    expect(await payoutOf(system, id)).toMatchObject({ state: 'applied', attempt: 1, answer: 'found there by a look-up' })
    expect(await bookOf(reference(12, 'credit'))).toHaveLength(1)
  })

  test('practice is done by itself and reaches no payer', async () => {
    await smallCompany(system, 1, true)
    const [rehearsing] = await accountsOf(system, true)
    const calls = (await stripe.book()).counts.calls
    const id = await grant(system, `8${crisis.slice(1)}`, { account: rehearsing as number, practice: true, means: 'practice' })
    await pay()
    expect(await payoutOf(system, id)).toMatchObject({ state: 'applied', answer: 'practice: nothing was called' })
    expect((await stripe.book()).counts.calls).toBe(calls)
    await expect(grant(system, `8${crisis.slice(1)}`, { account: rehearsing as number, practice: true, means: 'balance', payer, revision: 2 })).rejects.toThrow(
      /practice_by_id/,
    )
  })

  test('a person says what became of a line that nobody can look up; the progress adds up to the lines', async () => {
    const plan = '0195c0de-0000-7000-8000-000000000001'
    const [one, file, unknown] = [
      await grant(system, crisis, { account: account(8), means: 'balance', payer, plan }),
      await grant(system, crisis, { account: account(9), means: 'file', plan }),
      await grant(system, crisis, { account: account(10), means: 'balance', payer, plan }),
    ]
    await sql`update payouts set state = 'unknown', doubt = 'look-up', called_at = ${system.now()}, answer = 'A person must say whether it was done.' where grant_id = ${unknown}`.execute(
      system.db,
    )
    await pay()
    const progress = async () => (await fay.get(`/api/remedies/${plan}/progress`)).body
    expect(await progress()).toMatchObject({ lines: 3, done: 1, remaining: 0, forPeople: 2, states: { applied: 1, approved: 1, unknown: 1 } })
    expect((await fay.get(`/api/payouts?plan=${plan}&forPeople=true`)).body.items.map(({ grantId }: { grantId: number }) => grantId)).toEqual([file, unknown])
    expect((await fay.post(`/api/payouts/${unknown}/settlement`, { outcome: 'applied' })).status).toBe(400)
    expect((await fay.post(`/api/payouts/${one}/settlement`, { outcome: 'applied', evidence: 'x' })).status).toBe(409)
    const settled = await fay.post(`/api/payouts/${unknown}/settlement`, { outcome: 'applied', evidence: 'Seen on the dashboard', providerId: 'cbtxn_x' })
    expect(settled.body).toMatchObject({
      state: 'applied',
      providerId: 'cbtxn_x',
      decisions: [{ what: 'applied', evidence: 'Seen on the dashboard', by: { name: 'Fay' } }],
    })
    expect((await fay.post(`/api/payouts/${file}/settlement`, { outcome: 'not-applied', evidence: 'The bank sent it back' })).body.state).toBe('failed')
    const after = await progress()
    expect(after).toMatchObject({ lines: 3, done: 2, forPeople: 0, states: { applied: 2, failed: 1 } })
    expect(Object.values(after.states as Record<string, number>).reduce((sum, each) => sum + each, 0)).toBe(after.lines)
    expect((await ann.get(`/api/payouts/${unknown}`)).status).toBe(200)
    expect((await (await system.person('Olga', 'observer')).get(`/api/payouts/${unknown}`)).status).toBe(403)
  })

  test('the list goes on where it stood, and knows whom to ask', async () => {
    const first = (await fay.get(`/api/payouts?crisis=${crisis}&limit=5`)).body
    const second = (await fay.get(`/api/payouts?crisis=${crisis}&limit=5&cursor=${first.next}`)).body
    expect(first.items).toHaveLength(5)
    expect(second.items[0].grantId).toBeGreaterThan(first.items[4].grantId)
    expect((await fay.get(`/api/payouts?account=${account(3)}&state=reversed`)).body.items).toHaveLength(4)
    expect((await fay.get('/api/payouts/999999')).status).toBe(404)
  })
})
