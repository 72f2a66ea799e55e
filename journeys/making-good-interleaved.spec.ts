// Two crises at once, in whatever order plans are worked out and approved: nobody gets more than a cap or a contract allows, and the ledger adds up line by line.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { owedFor } from '../server/src/remediate/policies/amounts.ts'
import { SlaTable } from '../server/src/remediate/policies/policy.ts'
import { moneyHouse } from './support/money-house.ts'

const house = await moneyHouse()
const { system, ann, bo, cara, declare, planOf } = house
const agent = await system.person('Agent', 'customer-success')
afterAll(() => system.close())

const caps = { account: 80, accountYear: 130, crisis: 150_000 }
const steps = [
  { below: 99.9, percent: 10 },
  { below: 99, percent: 25 },
  { below: 95, percent: 100 },
]
beforeAll(async () => {
  const { yaml, revision } = (await ann.get('/api/remedy-policies')).body
  const ours = `    caps: { account: ${caps.account}, accountYear: ${caps.accountYear}, crisis: { EUR: ${caps.crisis} } }\n`
  const limited = yaml.replace(/( {2}standard:\n {4}version: "1"\n)/, `$1${ours}`)
  expect((await ann.put('/api/remedy-policies', { yaml: limited, note: 'Caps.', revision })).status).toBe(200)
  const { id } = (await agent.get('/api/session')).body
  expect((await ann.put('/api/goodwill/budgets', { person: id, currency: 'EUR', onceMinor: 1_000_000, monthMinor: 1_000_000_000 })).status).toBe(200)
})

const who = fc.nat(4)
const which = fc.nat(1)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('plan' as const), of: fc.constantFrom([0], [1], [0, 1], [1, 0]) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('approve' as const), which }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('both' as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('longer' as const), which, hours: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('goodwill' as const), who, which: fc.option(which), amount: fc.integer({ min: 1, max: 30_000 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('takeBack' as const), nth: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('merge' as const), who, into: who }) },
)

test('whatever is planned, approved, given, taken back and merged in between', { timeout: 240_000 }, async () => {
  let run = 0
  const seen = { granted: 0, again: 0, waiting: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 20, size: 'max' }), async (taken) => {
      run += 1
      const world = await worldOf(run)
      for (const each of taken) {
        const outcome = await take(world, each)
        if (outcome) seen[outcome] += 1
        await holds(world)
      }
    }),
    { numRuns: 12, seed: 15 },
  )
  // What is refused was tried, and what is allowed was done.
  expect(
    Object.values(seen).every((times) => times > 3),
    JSON.stringify(seen),
  ).toBe(true)
})

type Plan = { id: string; seal: string; status: string }
type World = { crises: string[]; accounts: number[]; keys: string[]; plans: (Plan | undefined)[] }
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Five customers of their own for each run, three of them with a contract, hurt by two crises of the same month. */
async function worldOf(run: number): Promise<World> {
  const crises = [(await declare({ title: `One ${run}` })) as string, (await declare({ title: `Other ${run}` })) as string]
  const keys = [0, 1, 2, 3, 4].map((nth) => `R${run}-${nth}`)
  const { rows } = await sql<{ id: number }>`
    insert into accounts (key, name, tier, mrr_minor, currency, sla) select k, k, 'standard', 10000 * nth, 'EUR', case when nth > 2 then 'uptime-99-9' end from unnest(${keys}::text[]) with ordinality x (k, nth) returning id`.execute(
    system.db,
  )
  const accounts = rows.map(({ id }) => id)
  await sql`delete from impact where crisis_id = any (${crises}::uuid[])`.execute(system.db)
  await sql`insert into impact (crisis_id, account_id, practice, since, until, degree)
    select c, a, false, make_timestamptz(2030, 1, 2 + nth::int, 12, 0, 0, 'UTC'), make_timestamptz(2030, 1, 2 + nth::int, 13, 0, 0, 'UTC'), 'down' from unnest(${crises}::uuid[]) with ordinality x (c, nth), unnest(${accounts}::bigint[]) a`.execute(
    system.db,
  )
  return { crises, accounts, keys, plans: [] }
}

async function take(world: World, step: Step): Promise<'granted' | 'again' | 'waiting' | undefined> {
  const { crises, accounts, keys, plans } = world
  switch (step.type) {
    case 'plan': {
      for (const nth of step.of) {
        const { status, body } = await planOf(crises[nth] as string)
        if (status === 201) plans[nth] = body
      }
      return
    }
    case 'approve':
      return approve(world, step.which)
    case 'both': {
      const agreed = await Promise.all([0, 1].map((nth) => first(plans[nth])))
      const answers = await Promise.all([0, 1].map((nth) => (agreed[nth] ? approve(world, nth, false) : undefined)))
      return answers.find((each) => each === 'granted') ?? answers[0]
    }
    case 'longer':
      await sql`update impact set until = until + make_interval(hours => ${step.hours}) where crisis_id = ${crises[step.which]}`.execute(system.db)
      return
    case 'goodwill': {
      const { body } = await agent.post('/api/goodwill', {
        ...{ account: keys[step.who], amountMinor: step.amount, currency: 'EUR', reason: 'Waited for us.' },
        ...(step.which === null ? {} : { crisisId: crises[step.which] }),
      })
      return body.state
    }
    case 'takeBack': {
      const { rows } = await sql<{ id: number; crisis: string }>`
        select id, crisis_id as crisis from grants g where crisis_id = any (${crises}::uuid[]) and plan_id is not null and amount_minor > 0 and not exists (select from grants r where r.reverses = g.id) order by id`.execute(
        system.db,
      )
      const line = rows[step.nth % Math.max(1, rows.length)]
      if (line) expect((await bo.post(`/api/crises/${line.crisis}/grants/${line.id}/reversal`, { reason: 'A mistake.' })).status).toBe(200)
      return
    }
    case 'merge': {
      const [id, into] = [accounts[step.who], accounts[step.into]]
      const { status } = await ann.post(`/api/accounts/${id}/merger`, { into })
      // What both paid is what the one pays that is left.
      if (status === 200)
        await sql`update accounts s set mrr_minor = s.mrr_minor + g.mrr_minor, sla = coalesce(s.sla, g.sla) from accounts g where s.id = ${into} and g.id = ${id} and g.merged_into = s.id and g.id <> s.id`.execute(
          system.db,
        )
      return
    }
  }
}

const first = async (plan: Plan | undefined) => plan !== undefined && (await bo.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })).status === 200

/** By two people; what the plan gives is then in the ledger line by line, and no more. */
async function approve({ plans }: World, nth: number, both = true): Promise<'granted' | 'again' | undefined> {
  const plan = plans[nth]
  if (!plan || (both && !(await first(plan)))) return undefined
  const before = await inLedger(plan.id)
  const { status, body } = await cara.post(`/api/remedies/${plan.id}/approvals`, { seal: plan.seal })
  if (status !== 200) {
    expect([status, body.code ?? body.type]).toEqual([409, expect.anything()])
    return 'again'
  }
  expect(body.status).toBe('executed')
  for (const [line, { wanted, given }] of await inLedger(plan.id)) expect([line, given]).toEqual([line, Math.max(wanted, before.get(line)?.given ?? 0)])
  return 'granted'
}

/** Of each line of a plan what it gives, and what its account (with those merged into it) has of it. */
async function inLedger(plan: string): Promise<Map<string, { wanted: number; given: number }>> {
  const { rows } = await sql<{ line: string; wanted: number; given: number }>`
    select l.account_id || '/' || l.remedy as line, l.amount_minor as wanted,
           (select coalesce(sum(g.amount_minor), 0)::bigint from grants g join accounts a on a.id = g.account_id where coalesce(a.merged_into, a.id) = l.account_id and g.crisis_id = l.crisis_id and g.remedy = l.remedy) as given
      from remedy_lines l where l.plan_id = ${plan}`.execute(system.db)
  return new Map(rows.map(({ line, ...each }) => [line, each]))
}

async function holds({ crises, accounts }: World) {
  const { rows } = await sql<{ id: number; mrrMinor: number; once: number; year: number; least: number; owed: number; sla: string | null; down: number }>`
    with theirs as (select a.id, coalesce(a.merged_into, a.id) as account from accounts a where a.id = any (${accounts}::bigint[])),
    lines as (select t.account, g.* from theirs t join grants g on g.account_id = t.id)
    select a.id, a.mrr_minor as "mrrMinor", a.sla,
           (select coalesce(max(s), 0)::bigint from (select sum(amount_minor) as s from lines l where l.account = a.id and not owed and crisis_id is not null group by crisis_id) x) as once,
           (select coalesce(sum(amount_minor), 0)::bigint from lines l where l.account = a.id and not owed) as year,
           (select coalesce(min(s), 0)::bigint from (select sum(amount_minor) as s from lines l where l.account = a.id group by crisis_id, remedy) x) as least,
           (select coalesce(sum(amount_minor), 0)::bigint from lines l where l.account = a.id and owed) as owed,
           (select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0)::int from (
              select unnest(range_agg(tstzrange(i.since, i.until) * tstzrange('2030-01-01T00:00:00Z', '2030-02-01T00:00:00Z'))) as r from theirs t join impact i on i.account_id = t.id where t.account = a.id) x) as down
      from accounts a where a.id = any (${accounts}::bigint[]) and a.merged_into is null`.execute(system.db)
  const table = SlaTable.parse({ sentence: 's', steps })
  for (const { id, mrrMinor, once, year, least, owed, sla, down } of rows) {
    const contract = sla ? owedFor(table, { seconds: 31 * 86_400, downSeconds: down }, { mrrMinor, currency: 'EUR' }, 1) : 0n
    const about = `account ${id}`
    expect(once, about).toBeLessThanOrEqual((mrrMinor * caps.account) / 100)
    expect(year, about).toBeLessThanOrEqual((mrrMinor * caps.accountYear) / 100)
    expect(least, about).toBeGreaterThanOrEqual(0)
    expect(owed, about).toBeLessThanOrEqual(Number(contract))
  }
  const { rows: sums } = await sql<{ cost: number; withoutPayout: number }>`
    select sum(amount_minor)::bigint as cost, count(*) filter (where not exists (select from payouts p where p.grant_id = g.id))::int as "withoutPayout" from grants g where crisis_id = any (${crises}::uuid[]) group by crisis_id`.execute(
    system.db,
  )
  for (const { cost, withoutPayout } of sums) expect([cost <= caps.crisis, withoutPayout]).toEqual([true, 0])
}
