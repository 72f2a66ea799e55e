// What a plan costs and whom it reaches, before anything is given.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { peopleNeeded } from '../../communicate/updates/updates.store.ts'
import type { RemedyPolicy } from '../policies/policy.ts'
import type { RemedyPlanView } from './grants.contract.ts'
import { remediesStream } from './grants.facts.ts'
import type { RemediesState } from './remedies.ts'

type PlanRow = { id: string; revision: number; status: RemedyPlanView['status']; policy: RemedyPolicy; seal: string; plannedAt: Date; severity: number }
type TierRow = { tier: string; currency: string; accounts: number; total: number; median: number; highest: number }

/** The newest plan of a crisis, or null where none was worked out. */
export async function currentPlan(deps: Deps, crisisId: string): Promise<RemedyPlanView | null> {
  const { plan } = await deps.engine.stateOf<RemediesState>(remediesStream(crisisId))
  return plan ? viewPlan(deps, crisisId, plan.planId, plan.agreed) : null
}

async function viewPlan(deps: Deps, crisisId: string, planId: string, agreed: string[]): Promise<RemedyPlanView | null> {
  const { db } = deps
  const {
    rows: [plan],
  } = await sql<PlanRow>`
    select p.id, p.revision, p.status, p.policy, p.seal, p.planned_at as "plannedAt", c.severity from remedy_plans p join crises c on c.id = p.crisis_id where p.id = ${planId}`.execute(
    db,
  )
  if (!plan) return null
  const perAccount = sql`select e.account_id, e.currency, least(sum(e.amount_minor), ${Number.MAX_SAFE_INTEGER})::bigint as amount from entitlements e where e.plan_id = ${planId} group by 1, 2`
  const [tiers, counts, distribution, largest, people, person] = await Promise.all([
    sql<TierRow>`
      select a.tier, x.currency, count(*)::int as accounts, least(sum(x.amount), ${Number.MAX_SAFE_INTEGER})::bigint as total, percentile_disc(0.5) within group (order by x.amount) as median, max(x.amount) as highest
        from (${perAccount}) x join accounts a on a.id = x.account_id group by 1, 2 order by 4 desc`.execute(db),
    sql<{ accounts: number; without: number }>`
      select (select count(distinct account_id) from entitlements where plan_id = ${planId})::int as accounts,
             (select count(*) from impact i join accounts a on a.id = i.account_id where i.crisis_id = ${crisisId} and a.mrr_minor = 0)::int as without`.execute(
      db,
    ),
    sql<{ from: number; to: number; accounts: number; currency: string }>`
      select (case when amount = 0 then 0 else p * lower end)::bigint as from, (case when amount = 0 then 0 else p * upper end)::bigint as to, count(*)::int as accounts, currency
        from (${perAccount}) x
        cross join lateral (select power(10::numeric, floor(log(greatest(amount, 1)::numeric))) as p) magnitude
        cross join lateral (select case when amount >= 5 * p then 5 when amount >= 2 * p then 2 else 1 end as lower, case when amount >= 5 * p then 10 when amount >= 2 * p then 5 else 2 end as upper) steps
       group by 1, 2, 4 order by 4, 1`.execute(db),
    sql<{ accountId: number; name: string; tier: string; amount: number; currency: string; minutes: number; sentence: string }>`
      select e.account_id as "accountId", a.name, a.tier, e.amount_minor as amount, e.currency, (e.why->>'minutes')::int as minutes, e.why->>'sentence' as sentence
        from entitlements e join accounts a on a.id = e.account_id where e.plan_id = ${planId} order by e.amount_minor desc, e.account_id limit 10`.execute(db),
    peopleNeeded(db, crisisId, 'remedies'),
    namesOf(deps, agreed),
  ])
  const totals = new Map<string, number>()
  for (const row of tiers.rows) totals.set(row.currency, (totals.get(row.currency) ?? 0) + row.total)
  return {
    id: plan.id,
    revision: plan.revision,
    status: plan.status,
    plannedAt: plan.plannedAt.toISOString(),
    seal: plan.seal,
    accounts: counts.rows[0]?.accounts ?? 0,
    withoutRevenue: counts.rows[0]?.without ?? 0,
    totals: [...totals].map(([currency, amountMinor]) => ({ currency, amountMinor })).sort((a, b) => b.amountMinor - a.amountMinor),
    byTier: tiers.rows.map(({ tier, currency, accounts, total, median, highest }) => ({
      tier,
      accounts,
      total: { amountMinor: total, currency },
      median: { amountMinor: Number(median), currency },
      highest: { amountMinor: highest, currency },
    })),
    distribution: distribution.rows,
    policy: plan.policy.rules.filter((rule) => rule.severity === plan.severity).map((rule) => ({ remedy: rule.remedy, sentence: rule.sentence })),
    approvedBy: agreed.map(person),
    approvalsMissing: plan.status === 'proposed' ? Math.max(0, people - agreed.length) : 0,
    largest: largest.rows.map(({ amount, currency, minutes, sentence, ...row }) => ({
      ...row,
      amount: { amountMinor: amount, currency },
      sentence: `${sentence}; affected for ${minutes} minutes.`,
    })),
  }
}
