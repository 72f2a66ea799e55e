// Making good on a real database: what the plan gives is what the rules say, nobody gets more than the caps, nobody is granted anything twice.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Adjust } from '../server/src/remediate/grants/grants.contract.ts'
import { grantPlan, takeBack } from '../server/src/remediate/grants/ledger.store.ts'
import { planLines } from '../server/src/remediate/grants/plan-lines.store.ts'
import { goodwillFor, type Hurt, owedFor } from '../server/src/remediate/policies/amounts.ts'
import { type PolicyInForce, RemedyPolicy, SlaTable } from '../server/src/remediate/policies/policy.ts'
import { type MoneyHouse, moneyHouse } from './support/money-house.ts'

let [system, declare] = [] as unknown as [MoneyHouse['system'], MoneyHouse['declare']]
beforeAll(async () => {
  const house = await moneyHouse()
  system = house.system
  declare = house.declare
})
afterAll(() => system.close())

describe('What the plan gives', () => {
  test('is what the rules give one by one: in random policies, accounts, contracts and caps', { timeout: 120_000 }, async () => {
    const crisis = await declare()
    const tiers = ['standard', 'business', 'enterprise']
    const rule = fc.record(
      {
        severity: fc.integer({ min: 1, max: 2 }),
        tiers: fc.subarray(tiers, { minLength: 1 }),
        degrees: fc.subarray(['down', 'degraded'] as const, { minLength: 1 }),
        minMinutes: fc.integer({ min: 0, max: 200 }),
        optIn: fc.boolean(),
        remedy: fc.constantFrom('credit', 'extra', 'call'),
        gives: fc.oneof(
          fc.record({ days: fc.integer({ min: 1, max: 40 }) }),
          fc.record({ percent: fc.integer({ min: 1, max: 20_000 }).map((hundredths) => hundredths / 100) }),
          fc.record({ fixed: fc.constantFrom({ EUR: 700 }, { EUR: 123, USD: 99 }) }),
          fc.constant({}),
        ),
      },
      { requiredKeys: ['remedy', 'gives'] },
    )
    const policies = fc.record({
      roundUpTo: fc.constantFrom(1, 5, 100),
      combine: fc.constantFrom('larger', 'sum'),
      caps: fc.record({ account: fc.integer({ min: 1, max: 200 }) }, { requiredKeys: [] }),
      rules: fc.array(rule, { minLength: 1, maxLength: 6 }),
      share: fc.constantFrom(100, 100, 0, 33, 150),
      sla: fc.constantFrom(true, false),
    })
    const table = SlaTable.parse({
      sentence: 'A credit by contract',
      steps: [
        { below: 99.99, percent: 10 },
        { below: 99.8, days: 9 },
      ],
      least: { EUR: 50 },
    })
    await fc.assert(
      fc.asyncProperty(policies, fc.integer({ min: 1, max: 1_000_000 }), async ({ share, sla, rules, ...given }, seed) => {
        const policy: PolicyInForce = {
          ...RemedyPolicy.parse({ version: '1', ...given, rules: rules.map(({ gives, ...each }) => ({ ...each, ...gives, sentence: 's' })) }),
          slas: sla ? { gold: table } : {},
        }
        await shuffle(crisis, seed)
        await sameAsOneByOne(crisis, policy, share, table)
      }),
      { numRuns: 60, seed: 7 },
    )
  })

  /** Other tiers, prices, currencies, times and contracts for every account. */
  async function shuffle(crisis: string, seed: number) {
    await sql`
      update accounts set tier = (array['standard', 'business', 'enterprise'])[1 + (id * ${seed} % 97)::int % 3], mrr_minor = (id * ${seed} % 7) * 1379, currency = (array['EUR', 'USD', 'JPY'])[1 + (id * ${seed} % 89)::int % 3],
             sla = case when (id * ${seed} % 83) % 2 = 0 then 'gold' end where not practice`.execute(system.db)
    await sql`
      update impact set until = since + make_interval(mins => (account_id * ${seed} % 250)::int), degree = (array['down', 'degraded'])[1 + (account_id * ${seed} % 79)::int % 2] where crisis_id = ${crisis}`.execute(
      system.db,
    )
    await sql`delete from remedy_choices`.execute(system.db)
    await sql`insert into remedy_choices select crisis_id, account_id, practice, 'extra', now() from impact where crisis_id = ${crisis} and account_id % 2 = 0`.execute(
      system.db,
    )
  }

  type Row = { accountId: number; rule: number; remedy: string; owed: boolean; amount: number; held: string | null }
  async function sameAsOneByOne(crisis: string, policy: PolicyInForce, share: number, table: SlaTable) {
    const now = new Date('2030-01-10T12:00:00Z')
    const about = {
      crisisId: crisis,
      severity: 1,
      kind: 'service-outage',
      missedPromise: false,
      timeZone: 'Etc/UTC',
      now,
      policy,
      adjust: Adjust.parse({ share }),
    }
    const { rows } =
      await sql<Row>`select account_id as "accountId", rule, remedy, owed, amount_minor as amount, held from (${await planLines(system.db, about)}) x order by 1, 2, 3`.execute(
        system.db,
      )
    const { rows: hurt } = await sql<Hurt & { id: number; sla: string | null; seconds: number }>`
      select i.account_id as id, 1 as severity, 'service-outage' as kind, a.tier, a.region, i.degree, floor(extract(epoch from i.until - i.since) / 60)::int as minutes, a.mrr_minor as "mrrMinor", a.currency, false as "missedPromise",
             array(select remedy from remedy_choices k where k.account_id = a.id) as asked, a.sla, extract(epoch from i.until - i.since)::int as seconds
        from impact i join accounts a on a.id = i.account_id where i.crisis_id = ${crisis} order by 1`.execute(system.db)
    const expected = hurt.flatMap((each): Row[] => {
      const month = { seconds: 31 * 86_400, downSeconds: each.degree === 'down' ? each.seconds : 0 }
      const contract = each.sla && policy.slas.gold ? owedFor(table, month, each, policy.roundUpTo) : 0n
      const owed = contract ?? 0n
      const { account } = policy.caps
      const cap = account === undefined || each.mrrMinor === 0 ? null : (BigInt(each.mrrMinor) * BigInt(account * 100) + 9_999n) / 10_000n
      const lines = goodwillFor(policy, each, { share, owed, cap }).map(({ rule, remedy, amount, held }) => ({
        accountId: each.id,
        rule,
        remedy,
        owed: false,
        amount: Number(amount),
        held: held === 'cap' ? 'cap-account' : held,
      }))
      const line = { accountId: each.id, rule: policy.rules.length, remedy: 'sla-credit-2030-01', owed: true, amount: Number(owed) }
      return contract === 0n ? lines : [...lines, { ...line, held: contract === null ? 'no-price' : null }]
    })
    const ordered = (list: Row[]) => list.toSorted((one, other) => one.accountId - other.accountId || one.remedy.localeCompare(other.remedy))
    expect(ordered(rows)).toEqual(ordered(expected))
  }
})

describe('Whatever the order', () => {
  test('of longer times, taken-back lines, merged accounts and repeats, no account gets more than its entitlement, and each currency adds up line by line', {
    timeout: 120_000,
  }, async () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('plan' as const), days: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ type: fc.constant('repeat' as const) }),
      fc.record({ type: fc.constant('takeBack' as const), nth: fc.nat(50) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const crisis = await declare({ title: 'Again' })
        await sql`update accounts set mrr_minor = 3000 + id * 10, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
        let [most, last] = [0, '']
        for (const each of steps) {
          if (each.type === 'plan') {
            most = Math.max(most, each.days)
            last = await granted(crisis, each.days)
          } else if (each.type === 'repeat' && last)
            await system.db.transaction().execute((tx) => grantPlan(tx, { crisisId: crisis, planId: last, by: ['x'], at: system.now() }))
          else if (each.type === 'takeBack') await takeOneBack(crisis, each.nth)
        }
        await adds(crisis, most)
      }),
      { numRuns: 25, seed: 11 },
    )
  })

  /** A plan of so many days for everybody, granted as its approval would. */
  async function granted(crisis: string, days: number): Promise<string> {
    const policy = { ...RemedyPolicy.parse({ version: '1', rules: [{ remedy: 'credit', days, sentence: 's' }] }), slas: {} }
    const about = {
      crisisId: crisis,
      severity: 1,
      kind: 'service-outage',
      missedPromise: false,
      timeZone: 'Etc/UTC',
      now: system.now(),
      policy,
      adjust: Adjust.parse({}),
    }
    const { rows } = await sql<{ id: string }>`
      insert into remedy_plans (id, crisis_id, practice, revision, status, policy, seal, planned_at)
      values (gen_random_uuid(), ${crisis}, false, 1, 'executed', ${JSON.stringify(policy)}, '', now()) returning id`.execute(system.db)
    const planId = rows[0]?.id as string
    await system.db.transaction().execute(async (tx) => {
      await sql`insert into remedy_lines (plan_id, crisis_id, account_id, practice, rule, minutes, remedy, owed, currency, full_minor, amount_minor, held, month)
        select ${planId}, ${crisis}, x.account_id, x.practice, x.rule, x.minutes, x.remedy, x.owed, x.currency, x.full_minor, x.amount_minor, x.held, x.month from (${await planLines(tx, about)}) x`.execute(
        tx,
      )
      await grantPlan(tx, { crisisId: crisis, planId, by: ['x'], at: system.now() })
    })
    return planId
  }

  async function takeOneBack(crisis: string, nth: number) {
    const { rows } = await sql<{ id: number }>`
      select id from grants g where crisis_id = ${crisis} and amount_minor > 0 and not exists (select from grants r where r.reverses = g.id) order by id`.execute(
      system.db,
    )
    const line = rows[nth % Math.max(1, rows.length)]
    if (line) await system.db.transaction().execute((tx) => takeBack(tx, { grantId: line.id, crisisId: crisis, at: system.now(), by: 'x' }))
  }

  async function adds(crisis: string, most: number) {
    const { rows } = await sql<{ over: number; negative: number; withoutPayout: number; lines: number }>`
      select (select count(*) from (select g.account_id from grants g join accounts a on a.id = g.account_id where g.crisis_id = ${crisis} group by g.account_id, a.mrr_minor
                having sum(g.amount_minor) > (a.mrr_minor * ${most}::int + 29) / 30) x)::int as over,
             (select count(*) from (select account_id from grants where crisis_id = ${crisis} group by 1 having sum(amount_minor) < 0) x)::int as negative,
             (select count(*) from grants g where g.crisis_id = ${crisis} and not exists (select from payouts p where p.grant_id = g.id))::int as "withoutPayout",
             (select count(*) from grants where crisis_id = ${crisis})::int as lines`.execute(system.db)
    expect(rows[0]).toMatchObject({ over: 0, negative: 0, withoutPayout: 0 })
    const { rows: sums } = await sql<{ same: boolean }>`
      select (select coalesce(sum(amount_minor), 0) from grants where crisis_id = ${crisis} and currency = c.currency)
           = (select coalesce(sum(s), 0) from (select sum(amount_minor) as s from grants where crisis_id = ${crisis} and currency = c.currency group by account_id, remedy) x) as same
        from (select distinct currency from grants where crisis_id = ${crisis}) c`.execute(system.db)
    expect(sums.every(({ same }) => same)).toBe(true)
  }
})
