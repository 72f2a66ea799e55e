// What the rules say of a running crisis, from its answers and its impact as last assessed; said as a fact where it is a new opinion.
import { sql } from 'kysely'
import { type Deps, tellCrisis } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { crisisStream } from '../../stabilize/crisis/crisis.facts.ts'
import type { CrisisState } from '../../stabilize/crisis/crisis.ts'
import type { ImpactTotals } from '../impact/impact.contract.ts'
import { impactTotals } from '../impact/impact.totals.ts'
import { decimalsOf } from '../../prepare/registry/import/cells.ts'
import { type SeverityFacts, SeverityPlan, type SeverityProposal } from './severity.contract.ts'
import { judge } from './severity.ts'

export async function proposeSeverity(deps: Deps, crisisId: string, by = 'leeward'): Promise<SeverityProposal> {
  const { db, engine } = deps
  const state = await engine.stateOf<CrisisState>(crisisStream(crisisId))
  if (state.status === 'none') throw new Refused('not-found', 'There is no such crisis.')
  // Crises of an older version kept no answers: nothing can be proposed for them.
  if (!state.answers) return { severity: state.severity, reasons: state.reasons }
  const [totals, plan] = await Promise.all([impactTotals(db, crisisId), severityPlanOf(deps, crisisId)])
  const proposed = judge(state.answers, plan, totals ? factsOf(totals) : undefined)
  if (state.status !== 'closed') await tellCrisis(deps, crisisStream(crisisId), crisisId, by, (now) => ({ type: 'ProposeSeverity', ...proposed, now }))
  return proposed
}

/** The plan of the playbook that the crisis began with; one of an older version has none of its own. */
async function severityPlanOf({ db }: Deps, crisisId: string): Promise<SeverityPlan> {
  const { rows } = await sql<{ plan: unknown }>`select body->'severity' as plan from crisis_playbooks where crisis_id = ${crisisId}`.execute(db)
  return SeverityPlan.parse(rows[0]?.plan ?? {})
}

/** Revenue counts in the currency in which it is the largest, in that currency’s major units. */
const factsOf = (totals: ImpactTotals): SeverityFacts => ({
  affectedPercent: totals.ofAccounts > 0 ? (100 * totals.accounts) / totals.ofAccounts : 0,
  affectedAccounts: totals.accounts,
  vulnerableAccounts: totals.vulnerable,
  monthlyRevenue: Math.max(0, ...totals.revenue.map(({ amountMinor, currency }) => amountMinor / 10 ** decimalsOf(currency))),
})
