// Owed and goodwill apart; what was approved is what is granted; lines that are taken back; who carries what out.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MoneyHouse, moneyHouse } from './support/money-house.ts'

let house: MoneyHouse
let [system, ann, bo, cara] = [] as unknown as [MoneyHouse['system'], MoneyHouse['ann'], MoneyHouse['bo'], MoneyHouse['cara']]
beforeAll(async () => {
  house = await moneyHouse()
  system = house.system
  ann = house.ann
  bo = house.bo
  cara = house.cara
})
afterAll(() => system.close())

const declare = (more?: object) => house.declare(more)
const planOf = (crisis: string, body?: object) => house.planOf(crisis, body)
const approve = (plan: { id: string; seal: string }) => house.approve(plan)
const givenTo = (crisis: string, key: string) => house.givenTo(crisis, key)

describe('Owed and goodwill', () => {
  let crisis = ''
  beforeAll(async () => {
    crisis = await declare({ title: 'Owed' })
    await sql`update accounts set mrr_minor = 10000, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
    await sql`update accounts set sla = 'uptime-99-9' where key in ('A1', 'A2')`.execute(system.db)
    await sql`update accounts set sla = 'no-such-table' where key = 'A3'`.execute(system.db)
  })
  test('are kept apart, and the larger is what they get; a table that is missing is named', async () => {
    await sql`update impact set until = since + interval '20 hours' where crisis_id = ${crisis}`.execute(system.db)
    const plan = (await planOf(crisis)).body
    expect(plan.unknownSlas).toEqual(['no-such-table'])
    const { rows } = await sql<{ key: string; remedy: string; owed: boolean; amount: number; held: string | null }>`
      select a.key, l.remedy, l.owed, l.amount_minor as amount, l.held from remedy_lines l join accounts a on a.id = l.account_id where l.plan_id = ${plan.id} and a.key in ('A1', 'A4') order by 1, 2`.execute(
      system.db,
    )
    expect(rows).toEqual([
      { key: 'A1', remedy: 'service-credit', owed: false, amount: 7_500, held: 'smaller' },
      { key: 'A1', remedy: 'sla-credit-2030-01', owed: true, amount: 2_500, held: null },
      { key: 'A4', remedy: 'service-credit', owed: false, amount: 10_000, held: null },
    ])
    const account = (await sql<{ id: number }>`select id from accounts where key = 'A1'`.execute(system.db)).rows[0]?.id
    const lines = (await ann.get(`/api/crises/${crisis}/remedies/lines/${account}`)).body
    expect(lines.map((line: { why: string }) => line.why)).toEqual([
      expect.stringMatching(/2030-01, and your contract says what follows from that\. That is €25\.00\.$/),
      expect.stringMatching(
        /^30 days of service as a credit, because you were affected for 20 hours\. That is €75\.00\. It would be €100\.00; what your contract gives you is taken off/,
      ),
    ])
  })
  test('an account without a price stops the approval, until it is left out with a reason', async () => {
    await sql`update accounts set mrr_minor = 0 where key = 'A5'`.execute(system.db)
    const plan = (await planOf(crisis)).body
    expect(plan.refused[0]).toMatch(/^One account has no known price/)
    expect((await approve(plan)).status).toBe(409)
    expect((await ann.get(`/api/crises/${crisis}/remedies/lines?held=no-price`)).body.items).toMatchObject([{ key: 'A5', amount: { amountMinor: 0 } }])
    expect((await planOf(crisis, { adjust: { withoutPrice: 'leave-out' } })).status).toBe(422)
    const other = (await planOf(crisis, { adjust: { withoutPrice: 'leave-out', reason: 'It pays nothing.' } })).body
    expect(other.refused).toEqual([])
    expect((await approve(other)).body.status).toBe('executed')
    expect(await givenTo(crisis, 'A5')).toEqual([])
    expect(await givenTo(crisis, 'A1')).toEqual([
      { remedy: 'service-credit', owed: false, amount: 7_500 },
      { remedy: 'sla-credit-2030-01', owed: true, amount: 2_500 },
    ])
  })
  test('what was owed and is taken back is not given again by a later plan', async () => {
    const { rows } = await sql<{ id: number }>`
      select g.id from grants g join accounts a on a.id = g.account_id where g.crisis_id = ${crisis} and g.owed and a.key = 'A2'`.execute(system.db)
    expect((await bo.post(`/api/crises/${crisis}/grants/${rows[0]?.id}/reversal`, { reason: 'Their contract had ended.' })).status).toBe(200)
    await approve((await planOf(crisis)).body)
    expect((await givenTo(crisis, 'A2')).find(({ owed }) => owed)).toMatchObject({ amount: 0 })
    expect((await givenTo(crisis, 'A1')).find(({ owed }) => owed)).toMatchObject({ amount: 2_500 })
  })
  test('a second crisis of the month owes only what the month owes more', async () => {
    const second = await declare({ title: 'Owed again', onsetAt: '2030-01-09T07:00:00Z' })
    await sql`update impact set since = '2030-01-14T00:00:00Z', until = '2030-01-14T01:00:00Z' where crisis_id = ${second}`.execute(system.db)
    const plan = (await planOf(second, { adjust: { withoutPrice: 'leave-out', reason: 'It pays nothing.' } })).body
    const { rows } =
      await sql`select 1 from remedy_lines l join accounts a on a.id = l.account_id where l.plan_id = ${plan.id} and l.owed and a.key = 'A1'`.execute(system.db)
    expect(rows).toHaveLength(0)
  })
})

describe('An approved plan', () => {
  let crisis = ''
  const line = async (key: string) => {
    const { rows } = await sql<{ id: number }>`select id from accounts where key = ${key}`.execute(system.db)
    return `/api/crises/${crisis}/remedies/lines/${rows[0]?.id}`
  }
  beforeAll(async () => {
    crisis = await declare({ title: 'Sealed' })
    await sql`update accounts set mrr_minor = 10000, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
  })
  test('edited after somebody agreed is another plan: the seal that was agreed to is refused, and all must agree again', async () => {
    const plan = (await planOf(crisis)).body
    expect((await bo.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })).body.status).toBe('proposed')
    const edited = await ann.put(await line('A1'), { remedy: 'service-credit', amountMinor: 4_200, reason: 'They were on a trial.' })
    expect(edited.body).toMatchObject({ approvedBy: [], approvalsMissing: 2, held: [{ why: 'edited', accounts: 1 }] })
    expect((await cara.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })).status).toBe(409)
    expect((await approve(edited.body)).body.status).toBe('executed')
    expect(await givenTo(crisis, 'A1')).toEqual([{ remedy: 'service-credit', owed: false, amount: 4_200 }])
    expect((await ann.get(await line('A1'))).body[0].why).toMatch('A person set it: They were on a trial.')
  })
  test('tampered with in the database is refused when it is granted', async () => {
    await sql`update accounts set mrr_minor = 12000 where not practice`.execute(system.db)
    const plan = (await planOf(crisis)).body
    await bo.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })
    await sql`update remedy_lines set amount_minor = amount_minor + 1 where plan_id = ${plan.id} and account_id = (select min(account_id) from remedy_lines where plan_id = ${plan.id})`.execute(
      system.db,
    )
    expect((await cara.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })).status).toBe(409)
    const { rows } = await sql`select 1 from grants where plan_id = ${plan.id}`.execute(system.db)
    expect(rows).toHaveLength(0)
  })
  test('keeps the policy that it was made by, also where that is changed before somebody agrees', async () => {
    const other = await declare({ title: 'In the middle' })
    await sql`update accounts set mrr_minor = 10000 where not practice`.execute(system.db)
    const before = (await planOf(other)).body
    const { yaml, revision } = (await ann.get('/api/remedy-policies')).body
    await ann.put('/api/remedy-policies', {
      yaml: yaml.replace('severity: 1, remedy: service-credit, days: 30', 'severity: 1, remedy: service-credit, days: 3'),
      note: 'Less.',
      revision,
    })
    expect((await approve(before)).body.status).toBe('executed')
    expect(await givenTo(other, 'A4')).toEqual([{ remedy: 'service-credit', owed: false, amount: 10_000 }])
    const after = (await planOf(other)).body
    expect(after.totals[0].amountMinor * 10).toBe(before.totals[0].amountMinor)
    await approve(after)
    expect(await givenTo(other, 'A4')).toEqual([{ remedy: 'service-credit', owed: false, amount: 10_000 }])
    await ann.post('/api/remedy-policies/reset', { note: 'Back.', revision: revision + 1 })
    await sql`update accounts set mrr_minor = 12000 where not practice`.execute(system.db)
  })
  test('is under the cap of the crisis with all that was given before, also to accounts that it does not hurt any more', async () => {
    const other = await declare({ title: 'Capped' })
    await sql`update accounts set mrr_minor = 10000 where not practice`.execute(system.db)
    const first = (await planOf(other)).body
    await approve(first)
    const { yaml, revision } = (await ann.get('/api/remedy-policies')).body
    const capped = yaml.replace(/( {2}standard:\n {4}version: "1"\n)/, `$1    caps: { crisis: { EUR: ${first.totals[0].amountMinor} } }\n`)
    expect((await ann.put('/api/remedy-policies', { yaml: capped, note: 'A cap.', revision })).status).toBe(200)
    await sql`delete from impact where crisis_id = ${other} and account_id in (select id from accounts where key in ('A1', 'A2'))`.execute(system.db)
    await sql`update accounts set mrr_minor = 10400 where not practice`.execute(system.db)
    const second = (await planOf(other)).body
    expect(second.totals[0].amountMinor).toBeLessThan(first.totals[0].amountMinor)
    expect(await approve(second)).toMatchObject({ status: 409, body: { detail: expect.stringMatching('caps what one crisis may cost in EUR') } })
    await ann.post('/api/remedy-policies/reset', { note: 'Back.', revision: revision + 1 })
    await sql`update accounts set mrr_minor = 12000 where not practice`.execute(system.db)
  })
  test('a line is taken back once, by a line of its own, with a reason; later plans do not give it again', async () => {
    const [{ granted }] = (await ann.get(await line('A2'))).body
    const url = `/api/crises/${crisis}/grants/${granted[0].grantId}/reversal`
    expect((await bo.post(url, {})).status).toBe(400)
    const back = await bo.post(url, { reason: 'It was another company.' })
    expect(back.status).toBe(200)
    expect((await bo.post(url, { reason: 'Again.' })).status).toBe(409)
    expect(await givenTo(crisis, 'A2')).toEqual([{ remedy: 'service-credit', owed: false, amount: 0 }])
    const plan = (await planOf(crisis)).body
    await approve(plan)
    expect(await givenTo(crisis, 'A2')).toEqual([{ remedy: 'service-credit', owed: false, amount: 0 }])
    expect(await givenTo(crisis, 'A3')).toEqual([{ remedy: 'service-credit', owed: false, amount: 12_000 }])
    for (const [grant, status] of [
      ['999999999', 404],
      ['x', 400],
      ['-1', 400],
    ] as const)
      expect((await bo.post(`/api/crises/${crisis}/grants/${grant}/reversal`, { reason: 'x' })).status).toBe(status)
  })
  test('an account that was merged into another is not paid a second time', async () => {
    const { rows } = await sql<{ id: number }>`select id from accounts where key in ('A6', 'A7') order by key`.execute(system.db)
    expect((await ann.post(`/api/accounts/${rows[0]?.id}/merger`, { into: rows[1]?.id })).status).toBe(200)
    await system.runJobs()
    await sql`update accounts set mrr_minor = 15000 where not practice`.execute(system.db)
    const plan = (await planOf(crisis)).body
    await approve(plan)
    const { rows: sums } = await sql<{ amount: number }>`
      select sum(g.amount_minor)::bigint as amount from grants g join accounts a on a.id = g.account_id where g.crisis_id = ${crisis} and a.key in ('A6', 'A7')`.execute(
      system.db,
    )
    expect(sums[0]?.amount).toBe(24_000)
  })
  test('an account whose currency changed waits for a person', async () => {
    await sql`update accounts set currency = 'USD' where key = 'A8'`.execute(system.db)
    const plan = (await planOf(crisis)).body
    expect(plan.refused[0]).toMatch('another currency')
    expect((await approve(plan)).status).toBe(409)
    await sql`update accounts set currency = 'EUR' where key = 'A8'`.execute(system.db)
  })
  test('the ledger opens in a spreadsheet as it is: exact decimals, names of who approved, no cell that starts a formula', async () => {
    await sql`update accounts set name = '=HYPERLINK("x")' where key = 'A9'`.execute(system.db)
    const csv = (await bo.get('/api/ledger.csv?from=2030-01-01T00:00:00Z&to=2031-01-01T00:00:00Z')).body as string
    expect(csv.startsWith('\uFEFFline,granted_at,crisis')).toBe(true)
    const lines = csv.slice(1).trim().split('\r\n')
    expect(lines.find((each) => each.includes(',A2,') && each.includes(',-100.00,'))).toMatch(/takes|Bo/)
    expect(lines.find((each) => each.includes(',A9,'))).toContain(`"'=HYPERLINK(""x"")"`)
    const cells = lines.flatMap((each) => each.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []).map((cell) => cell.replace(/^"|"?,?$/g, ''))
    expect(cells.filter((cell) => /^[=+@\t]/.test(cell) || (/^-/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell)))).toEqual([])
  })
})

describe('Who carries it out', () => {
  test('follows from where the customer is known: credit, free days and a discount at Stripe, a refund of the order that was hit, else people with a file', async () => {
    const crisis = await declare({ title: 'Ways' })
    await sql`update accounts set mrr_minor = 10000, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
    const brand = sql`(select brand_id from crises where id = ${crisis})`
    await sql`insert into payers (id, kind, name, brand_id, live, made_by, made_at) values (gen_random_uuid(), 'stripe', 'Stripe', ${brand}, true, 'x', now()), (gen_random_uuid(), 'shopify', 'Shop', ${brand}, true, 'x', now())`.execute(
      system.db,
    )
    await sql`insert into sync_links (id, provider, name, brand_id, settings, sealed, made_by, made_at) values (gen_random_uuid(), 'stripe', 'Stripe', ${brand}, '{}', '\\x00', 'x', now()), (gen_random_uuid(), 'shopify', 'Shop', ${brand}, '{}', '\\x00', 'x', now())`.execute(
      system.db,
    )
    await sql`insert into account_aliases (practice, system, external_id, account_id) select false, 'stripe', 'cus_' || key, id from accounts where key in ('A10', 'A11')
      union all select false, 'shopify', '77', id from accounts where key = 'A12'
      union all select false, x.system, x.customer, id from accounts, (values ('stripe', 'cus_A13'), ('shopify', '78')) x (system, customer) where key = 'A13'`.execute(
      system.db,
    )
    await sql`insert into subscriptions (account_id, link_id, provider, external_id, customer, status, price_minor, currency, current_period_end, updated_at)
      select id, (select id from sync_links where provider = 'stripe'), 'stripe', 'sub_1', 'cus_A10', 'active', 10000, 'EUR', '2030-02-01T00:00:00Z', now() from accounts where key = 'A10'`.execute(
      system.db,
    )
    await sql`insert into orders (account_id, link_id, provider, external_id, number, currency, total_minor, refunded_minor, fulfilment, placed_at, updated_at)
      select id, (select id from sync_links where provider = 'shopify'), 'shopify', case key when 'A12' then '901' else '902' end, case key when 'A12' then '#1001' else '#1002' end, 'EUR', 5000, 1000, 'unfulfilled', now(), now() from accounts where key in ('A12', 'A13')`.execute(
      system.db,
    )
    await sql`insert into exposures (account_id, practice, service_id, order_ref) select id, false, ${house.company.mail}, case key when 'A12' then '#1001' else '#1002' end from accounts where key in ('A12', 'A13')`.execute(
      system.db,
    )
    await ann.put('/api/remedy-policies', { yaml: await withRules(), note: 'For this test.', revision: (await ann.get('/api/remedy-policies')).body.revision })
    const plan = (await planOf(crisis)).body
    expect((await approve(plan)).body.status).toBe('executed')
    const { rows } = await sql<{ key: string; remedy: string; means: string; by: string | null; more: object; amount: number }>`
      select a.key, regexp_replace(g.remedy, '[0-9]+$', 'N') as remedy, p.means, y.kind as by, p.more, g.amount_minor as amount
        from grants g join accounts a on a.id = g.account_id join payouts p on p.grant_id = g.id left join payers y on y.id = p.payer_id where g.crisis_id = ${crisis} and a.key in ('A10', 'A11', 'A12', 'A13') order by 1, 2`.execute(
      system.db,
    )
    expect(rows).toEqual([
      { key: 'A10', remedy: 'call', means: 'task', by: null, more: {}, amount: 0 },
      { key: 'A10', remedy: 'credit', means: 'balance', by: 'stripe', more: {}, amount: 10_000 },
      {
        key: 'A10',
        remedy: 'free-days',
        means: 'extension',
        by: 'stripe',
        more: { days: 3, subscription: 'sub_1', customer: 'cus_A10', periodEnd: expect.stringContaining('2030-02-01') },
        amount: 1_000,
      },
      { key: 'A11', remedy: 'call', means: 'task', by: null, more: {}, amount: 0 },
      { key: 'A11', remedy: 'credit', means: 'balance', by: 'stripe', more: {}, amount: 10_000 },
      { key: 'A11', remedy: 'free-days', means: 'file', by: null, more: { days: 3 }, amount: 1_000 },
      { key: 'A12', remedy: 'call', means: 'task', by: null, more: {}, amount: 0 },
      { key: 'A12', remedy: 'credit', means: 'file', by: null, more: {}, amount: 10_000 },
      { key: 'A12', remedy: 'free-days', means: 'file', by: null, more: { days: 3 }, amount: 1_000 },
      { key: 'A12', remedy: 'refund-N', means: 'refund', by: 'shopify', more: { order: '901', paymentIntent: null }, amount: 4_000 },
      { key: 'A13', remedy: 'call', means: 'task', by: null, more: {}, amount: 0 },
      { key: 'A13', remedy: 'credit', means: 'balance', by: 'stripe', more: {}, amount: 10_000 },
      { key: 'A13', remedy: 'free-days', means: 'file', by: null, more: { days: 3 }, amount: 1_000 },
      // Stripe knows this account too, and not its order.
      { key: 'A13', remedy: 'refund-N', means: 'refund', by: 'shopify', more: { order: '902', paymentIntent: null }, amount: 4_000 },
    ])
  })

  test('what is only for those who ask is given to those who asked', async () => {
    const crisis = await declare({ title: 'Asked' })
    const { revision } = (await ann.get('/api/remedy-policies')).body
    await ann.put('/api/remedy-policies', {
      yaml: await withRules('      - { remedy: help, optIn: true, sentence: A person who helps you }\n'),
      note: 'Help for those who ask.',
      revision,
    })
    const choose = (body: object) => ann.put(`/api/crises/${crisis}/remedies/choices`, body)
    expect((await choose({ account: 'A3', remedy: 'credit' })).status).toBe(422)
    expect((await choose({ account: 'nobody', remedy: 'help' })).status).toBe(404)
    await choose({ account: 'A4', remedy: 'help' })
    for (let times = 0; times < 2; times += 1) expect((await choose({ account: 'A3', remedy: 'help' })).body).toEqual({ remedy: 'help', accounts: 2 })
    expect((await choose({ account: 'A4', remedy: 'help', wants: false })).body.accounts).toBe(1)
    const plan = (await planOf(crisis)).body
    const { rows } = await sql<{
      key: string
    }>`select a.key from remedy_lines l join accounts a on a.id = l.account_id where l.plan_id = ${plan.id} and l.remedy = 'help'`.execute(system.db)
    expect(rows).toEqual([{ key: 'A3' }])
  })

  /** The shipped policies, with other rules for an outage. */
  async function withRules(more = ''): Promise<string> {
    const { yaml } = (await ann.get('/api/remedy-policies')).body
    const rules = `    rules:
      - { remedy: credit, days: 30, sentence: 30 days of service as a credit }
      - { remedy: free-days, days: 3, as: extension, sentence: Three days more }
      - { remedy: refund, percent: 100, as: refund, sentence: The price of your order }
      - { remedy: call, sentence: A call }
${more}`
    return yaml.replace(/( {2}standard:[\s\S]*?) {4}rules:\n[\s\S]*?\n\n/, (_: string, head: string) => `${head}${rules}\n`)
  }
})
