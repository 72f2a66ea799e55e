// What a plan costs and whom it reaches, before anything is given; read from what was worked out with the plan.
import { sql } from 'kysely'
import { peopleNeeded } from '../../communicate/updates/updates.store.ts'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { mayApply } from '../policies/amounts.ts'
import type { PolicyInForce } from '../policies/policy.ts'
import { Adjust, type PlanSummary, type RemedyPlanView } from './grants.contract.ts'
import { costOfPlan } from './cost.store.ts'
import { remediesStream } from './grants.facts.ts'
import type { RemediesState } from './remedies.ts'
import { overCap, peopleFor, standsInTheWay, warningsOf } from './worth-approving.ts'

type PlanRow = {
  id: string
  revision: number
  status: RemedyPlanView['status']
  policy: PolicyInForce
  adjust: unknown
  summary: PlanSummary | null
  seal: string
  plannedAt: Date
  grantsSeen: number | null
  severity: number
  kind: string
}

/** The newest plan of a crisis, or null where none was worked out. */
export async function currentPlan(deps: Deps, crisisId: string): Promise<RemedyPlanView | null> {
  const { plan } = await deps.engine.stateOf<RemediesState>(remediesStream(crisisId))
  return plan ? viewPlan(deps, crisisId, plan.planId, plan.agreed) : null
}

async function viewPlan(deps: Deps, crisisId: string, planId: string, agreed: string[]): Promise<RemedyPlanView | null> {
  const { db } = deps
  const [{ rows }, earlier, playbook, person] = await Promise.all([
    sql<PlanRow>`
      select p.id, p.revision, p.status, p.policy, p.adjust, p.summary, p.seal, p.planned_at as "plannedAt", p.grants_seen as "grantsSeen", c.severity, c.kind
        from remedy_plans p join crises c on c.id = p.crisis_id where p.id = ${planId}`.execute(db),
    earlierPlans(db, crisisId),
    peopleNeeded(db, crisisId, 'remedies'),
    namesOf(deps, agreed),
  ])
  const [row] = rows
  if (!row) return null
  const { policy, severity, kind, summary: stored, grantsSeen, ...plan } = row
  const adjust = Adjust.parse(row.adjust)
  const open = plan.status === 'proposed'
  const cost = open ? await costOfPlan(db, { crisisId, planId, grantsSeen, cost: stored?.cost }) : (stored?.cost ?? stored?.totals ?? [])
  const summary = { ...nothingKnown, ...stored, cost }
  const limits = { ...policy, caps: policy.caps ?? {} }
  const needed = peopleFor(cost, policy, playbook)
  return {
    ...summary,
    ...plan,
    plannedAt: plan.plannedAt.toISOString(),
    adjust,
    policy: policy.rules.filter((rule) => mayApply(rule, { severity, kind, missedPromise: true })).map(({ remedy, sentence }) => ({ remedy, sentence })),
    lossTimesPrice: policy.lossTimesPrice ?? 50,
    approvedBy: agreed.map(person),
    approvalsMissing: open ? Math.max(0, needed.people - agreed.length) : 0,
    approvalsWhy: needed.why,
    refused: open ? standsInTheWay({ ...summary, totals: cost }, { policy: limits, adjust }) : [],
    overCap: open ? overCap(cost, limits.caps).map(({ currency }) => currency) : [],
    warnings: warningsOf(summary),
    earlier,
  }
}

/** Of a plan that an older version made. */
const nothingKnown: PlanSummary = {
  accounts: 0,
  totals: [],
  cost: [],
  owed: [],
  withoutRevenue: 0,
  held: [],
  byTier: [],
  distribution: [],
  loss: [],
  unknownSlas: [],
  outliers: 0,
  largest: [],
}

/** What other crises led to, the newest first. */
async function earlierPlans(db: Db, crisisId: string): Promise<RemedyPlanView['earlier']> {
  const { rows } = await sql<Omit<RemedyPlanView['earlier'][number], 'at'> & { at: Date }>`
    select c.id as "crisisId", c.number, c.title, c.severity, coalesce((p.summary->>'accounts')::int, 0) as accounts, coalesce(p.summary->'totals', '[]') as totals,
           (select max((l->>'percent')::int) from jsonb_array_elements(p.summary->'loss') l) as "percentOfLoss", p.planned_at as at
      from crises c
      join lateral (select * from remedy_plans p where p.crisis_id = c.id and p.status = 'executed' and p.summary is not null order by p.revision desc limit 1) p on true
     where c.id <> ${crisisId} and c.practice = (select practice from crises where id = ${crisisId}) order by p.planned_at desc limit 5`.execute(db)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
