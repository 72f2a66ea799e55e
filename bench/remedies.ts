// A million accounts are hurt: how long until ten policy lines are worked out for all of them, and how many times as long as the statement written by hand for this one case?
import { sql } from 'kysely'
import type { Deps } from '../server/src/deps.ts'
import { storeLines } from '../server/src/remediate/grants/grants.plan.ts'
import { approveRemedies, planRemedies, previewRemedies } from '../server/src/remediate/grants/grants.plan.ts'
import { Adjust } from '../server/src/remediate/grants/grants.contract.ts'
import type { PlanFor } from '../server/src/remediate/grants/plan-terms.store.ts'
import { type PolicyInForce, RemedyPolicy } from '../server/src/remediate/policies/policy.ts'
import type { Context, Figure } from './run.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchCrisis, benchSystem, median, residentMegabytes, round, seconds } from './support/system.ts'

const policy: PolicyInForce = {
  slas: {},
  ...RemedyPolicy.parse({
    version: '1',
    roundUpTo: 5,
    caps: { account: 90 },
    rules: [
      ...['standard', 'business', 'enterprise'].flatMap((tier, nth) => [
        { severity: 1, tiers: [tier], maxMinutes: 60, remedy: 'service-credit', days: 1 + nth, sentence: 'Some days of service as a credit' },
        { severity: 1, tiers: [tier], minMinutes: 60, maxMinutes: 120, remedy: 'service-credit', days: 7 + nth, sentence: 'A week of service as a credit' },
        { severity: 1, tiers: [tier], minMinutes: 120, remedy: 'service-credit', percent: 95, sentence: 'Almost a month of service as a credit' },
      ]),
      { severity: 1, tiers: ['enterprise'], minMinutes: 120, remedy: 'executive-call', sentence: 'A call from a member of the executive team' },
    ],
  }),
}

export default async function remedies({ serverUrl, tmp, size = 1_000_000 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const { db } = deps
  await fillRegistry(db, { accounts: size, exposuresPerAccount: 1 })
  const crisisId = await benchCrisis(deps, 1, null)
  await sql`
    insert into impact (crisis_id, account_id, practice, since, until, degree)
    select ${crisisId}::uuid, a.id, false, c.onset_at, c.onset_at + make_interval(mins => (20 + a.id * 37 % 200)::int), case when a.id % 4 = 0 then 'degraded' else 'down' end
      from accounts a, crises c where c.id = ${crisisId} on conflict do nothing`.execute(db)
  await sql`create table lines_by_hand (like remedy_lines including all)`.execute(db)
  await sql`vacuum analyze impact, accounts`.execute(db)
  await sql`checkpoint`.execute(db)
  const wanted = wantedFor(crisisId)
  const plans: { ours: number; hand: number }[] = []
  for (let round = 0; round < 3; round += 1) {
    await sql`truncate remedy_lines, lines_by_hand`.execute(db)
    await sql`checkpoint`.execute(db)
    const hand = await seconds(() => byHand(deps, crisisId))
    await sql`checkpoint`.execute(db)
    const ours = await seconds(() => db.transaction().execute((tx) => storeLines(tx, wanted, planId)))
    plans.push({ ours, hand })
  }
  await mustBeTheSame(deps)
  const figures = await wholePlan(deps, crisisId, wanted)
  await deps.close()
  const ratios = plans.map(({ ours, hand }) => ours / hand)
  return [
    { name: 'lines of a plan', value: round(median(plans.map(({ ours }) => ours))), unit: 's', limit: 1.5, ratio: round(median(ratios)), most: 6 },
    ...figures,
    { name: 'resident memory', value: residentMegabytes(), unit: 'MB', limit: 1, ratio: round(residentMegabytes() / 400) },
  ]
}

const planId = '00000000-0000-7000-8000-000000000001'.replace('8000', '7000')

/** What somebody would write who has only this crisis and this policy. */
const byHand = ({ db }: Deps, crisisId: string) =>
  sql`
  insert into lines_by_hand (plan_id, crisis_id, account_id, practice, rule, minutes, remedy, owed, currency, full_minor, amount_minor, held, month)
  with hurt as (
    select i.account_id, i.practice, i.degree, floor(date_part('epoch', i.until - i.since) / 60)::int as minutes, a.tier, a.region, a.mrr_minor, a.currency
      from impact i join accounts a on a.id = i.account_id where i.crisis_id = ${crisisId}),
  lines as (
    select h.*, (n * 3 + case when minutes < 60 then 0 when minutes < 120 then 1 else 2 end)::smallint as rule, 'service-credit' as remedy,
           (case when minutes < 60 then (mrr_minor * (1 + n) + 29) / 30 when minutes < 120 then (mrr_minor * (7 + n) + 29) / 30 else (mrr_minor * 9500 + 9999) / 10000 end + 4) / 5 * 5 as full_minor
      from hurt h cross join lateral (select case tier when 'standard' then 0 when 'business' then 1 else 2 end as n) t where tier in ('standard', 'business', 'enterprise')
    union all select h.*, 9, 'executive-call', 0 from hurt h where tier = 'enterprise' and minutes >= 120),
  sums as (
    select *, sum(full_minor) over (partition by account_id order by rule) as so_far, case when mrr_minor > 0 then (mrr_minor * 9000 + 9999) / 10000 else 9007199254740991 end as cap from lines)
  select ${planId}::uuid, ${crisisId}::uuid, account_id, practice, rule, minutes, remedy, false, currency, case when mrr_minor = 0 and rule < 9 then 0 else full_minor end, least(so_far, cap) - least(so_far - full_minor, cap),
         case when mrr_minor = 0 and rule < 9 then 'no-price'::line_held when least(so_far, cap) - least(so_far - full_minor, cap) < full_minor then 'cap-account' end::line_held, null
    from sums`.execute(db)

async function mustBeTheSame({ db }: Deps) {
  const { rows } = await sql<{ lines: number; other: number }>`
    select (select count(*) from remedy_lines)::int as lines, (select count(*) from (select * from remedy_lines except select * from lines_by_hand) x)::int as other`.execute(
    db,
  )
  const [found] = rows
  const { rows: hand } = await sql<{ lines: number }>`select count(*)::int as lines from lines_by_hand`.execute(db)
  process.stdout.write(`remedies: ${found?.lines} lines\n`)
  if (!found || found.lines !== hand[0]?.lines || found.other > 0)
    throw new Error(`${found?.other} of ${found?.lines} lines differ from those by hand (${hand[0]?.lines})`)
}

/** What a person waits for: the plan with its sums and seal, a what-if, and the approval that writes the ledger. */
async function wholePlan(deps: Deps, crisisId: string, wanted: PlanFor): Promise<Figure[]> {
  const { db } = deps
  await sql`truncate remedy_lines`.execute(db)
  await sql`update accounts set mrr_minor = 1000 where mrr_minor = 0`.execute(db)
  await sql`checkpoint`.execute(db)
  const lines = await seconds(() => db.transaction().execute((tx) => storeLines(tx, wanted, planId)))
  await sql`truncate remedy_lines`.execute(db)
  let plan = ''
  const whole = await seconds(async () => {
    plan = await planRemedies(deps, crisisId, 'bench')
  })
  const whatIf = await seconds(() => previewRemedies(deps, crisisId, Adjust.parse({ share: 80 })))
  const { rows } = await sql<{ seal: string }>`select seal from remedy_plans where id = ${plan}`.execute(db)
  const granted = await seconds(async () => {
    for (const by of ['bench-1', 'bench-2']) await approveRemedies(deps, plan, rows[0]?.seal ?? '', by)
  })
  return [
    { name: 'plan with sums and seal, shipped policy', value: round(whole), unit: 's', limit: 3, ratio: round(whole / lines) },
    { name: 'what-if', value: round(whatIf), unit: 's', limit: 3, ratio: round(whatIf / lines) },
    { name: 'approved: the ledger written', value: round(granted), unit: 's', limit: 10, ratio: round(granted / lines) },
  ]
}

export const wantedFor = (crisisId: string): PlanFor => ({
  crisisId,
  severity: 1,
  kind: 'service-outage',
  missedPromise: false,
  timeZone: 'Etc/UTC',
  now: new Date(),
  policy,
  adjust: Adjust.parse({}),
})
