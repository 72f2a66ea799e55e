// What a crisis will have cost: what its caps and the number of people who must agree go by.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { PlanSummary } from './grants.contract.ts'
import { given } from './plan-lines.store.ts'

type Costs = PlanSummary['cost']
type Planned = { crisisId: string; planId: string }

/** Of a stored plan: what was worked out with it, unless something was given since. Plans of older versions know neither. */
export async function costOfPlan(db: Db, { crisisId, planId, ...known }: Planned & { cost: Costs | undefined; grantsSeen: number | null }): Promise<Costs> {
  const { rows } = await sql`select from grants where crisis_id = ${crisisId} and id > ${known.grantsSeen ?? 0} limit 1`.execute(db)
  return known.cost && rows.length === 0 ? known.cost : costOf(db, crisisId, linesOf(planId))
}

/** Of a plan that is being worked out, whose lines add up to `totals`. */
export async function costOfNew(db: Db, { crisisId, planId }: Planned, totals: Costs): Promise<Costs> {
  const { rows } = await sql`select from grants where crisis_id = ${crisisId} limit 1`.execute(db)
  return rows.length === 0 ? totals : costOf(db, crisisId, linesOf(planId))
}

const linesOf = (planId: string) => sql`(select * from remedy_lines where plan_id = ${planId}::uuid)`

/** Lines of a plan, and what was given before to whoever is not in it any more, goodwill of agents as well. */
export async function costOf(db: Db, crisisId: string, lines: RawBuilder<unknown>): Promise<Costs> {
  const { rows } = await sql<Costs[number]>`
    with ${given({ crisisId })}
    select currency, sum(greatest(coalesce(g.amount, 0), coalesce(l.amount_minor, 0)))::bigint as "amountMinor"
      from ${lines} l full join given g using (account_id, remedy, currency) group by 1 having sum(greatest(coalesce(g.amount, 0), coalesce(l.amount_minor, 0))) > 0 order by 2 desc`.execute(
    db,
  )
  return rows
}
