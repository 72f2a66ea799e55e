// What was approved is granted only while it is still right: what was given, taken back or merged since the plan was worked out makes it another plan.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import type { PolicyInForce } from '../policies/policy.ts'
import { costOfPlan } from './cost.store.ts'
import type { PlanSummary } from './grants.contract.ts'
import { countsInYear } from './plan-lines.store.ts'
import { type Fragment, partOf } from './plan-terms.store.ts'
import { overCap, peopleFor } from './worth-approving.ts'

type Plan = { policy: PolicyInForce; cost: PlanSummary['cost'] | null; grantsSeen: number | null }
type Granting = { crisisId: string; planId: string; agreed: string[]; at: Date }

/** Refused where it is not. Only right while nobody else adds to the ledger: see `aloneInLedger`. */
export async function mustStillHold(tx: Db, granting: Granting): Promise<void> {
  const { crisisId, planId, agreed } = granting
  const { rows } = await sql<Plan>`select policy, summary->'cost' as cost, grants_seen as "grantsSeen" from remedy_plans where id = ${planId}`.execute(tx)
  const { policy, ...known } = rows[0] as Plan
  const { merged, back, twice } = await sinceThen(tx, granting)
  if (merged) throw again('Accounts of this plan were merged into others since it was worked out.')
  if (back) throw again('Something that this plan gives was taken back since it was worked out.')
  if (twice) throw again('Another crisis has led to what is owed for the same month or order since this plan was worked out.')
  if (await overCaps(tx, granting, policy.caps ?? {}))
    throw again('Customers of this plan were given goodwill since it was worked out, and with both they would get more than the policy allows.')
  if (!policy.caps?.crisis && !policy.twoPeopleAbove) return
  const cost = await costOfPlan(tx, { crisisId, planId, ...known, cost: known.cost ?? undefined })
  if (overCap(cost, policy.caps ?? {}).length > 0)
    throw again('More was given for this crisis since the plan was worked out, and together it costs more than the policy allows.')
  if (peopleFor(cost, policy, 1).people > agreed.length)
    throw new Refused('changed-meanwhile', 'More was given for this crisis meanwhile, so that two people must agree to this plan. Approve it once more.')
}

const again = (why: string) => new Refused('changed-meanwhile', `${why} Work it out again, and approve that.`)

/** What the ledger got since the plan was worked out, under the accounts of today. */
const newer = ({ crisisId, planId }: Granting): Fragment => sql`newer as materialized (
  select coalesce(a.merged_into, g.account_id) as account_id, g.crisis_id is not distinct from ${crisisId}::uuid as ours, g.remedy, g.owed, g.currency, g.amount_minor, g.reverses
    from grants g join accounts a on a.id = g.account_id where g.id > (select coalesce(grants_seen, 0) from remedy_plans where id = ${planId}::uuid))`

async function sinceThen(tx: Db, granting: Granting): Promise<{ merged: boolean; back: boolean; twice: boolean }> {
  const given = (more: Fragment) => sql`exists (select from remedy_lines l where l.plan_id = ${granting.planId}::uuid and ${more})`
  const same = given(sql`l.account_id = n.account_id and l.remedy = n.remedy and l.amount_minor > 0`)
  const { rows } = await sql<{ merged: boolean; back: boolean; twice: boolean }>`
    with ${newer(granting)},
    twice as (select account_id, remedy from newer where owed and not ours group by account_id, remedy, currency having sum(amount_minor) > 0)
    select exists (select from accounts a where a.merged_into is not null and ${given(sql`l.account_id = a.id`)}) as merged,
           exists (select from newer n where ours and reverses is not null and ${same}) as back,
           exists (select from twice n where ${same}) as twice`.execute(tx)
  return rows[0] as { merged: boolean; back: boolean; twice: boolean }
}

/** Whether somebody who was given goodwill since would get more than a cap, by today's price. Who has no price has no cap. */
async function overCaps(tx: Db, granting: Granting, { account, accountYear }: PolicyInForce['caps']): Promise<boolean> {
  const { crisisId, planId, at } = granting
  const over = (cap: number | undefined, before: string) =>
    cap === undefined ? sql`false` : sql`p.amount + coalesce(${sql.ref(before)}, 0) > ${partOf(sql`a.mrr_minor`, sql.lit(Math.round(cap * 100)))}`
  if (account === undefined && accountYear === undefined) return false
  const { rows } = await sql<{ over: boolean }>`
    with ${newer(granting)},
    touched as materialized (select distinct account_id from newer where not owed and (not ours or remedy = 'goodwill') and amount_minor > 0),
    theirs as (select account_id, account_id as id from touched union all select t.account_id, a.id from touched t join accounts a on a.merged_into = t.account_id),
    given as (
      select t.account_id, g.currency, sum(g.amount_minor) filter (where ${countsInYear({ crisisId, now: at })}) as year, sum(g.amount_minor) filter (where g.crisis_id = ${crisisId} and g.remedy = 'goodwill') as once
        from theirs t join grants g on g.account_id = t.id where not g.owed group by 1, 2),
    planned as (
      select l.account_id, l.currency, sum(l.amount_minor) as amount from touched join remedy_lines l using (account_id) where l.plan_id = ${planId}::uuid and not l.owed group by 1, 2)
    select exists (
      select from planned p join given g using (account_id, currency) join accounts a on a.id = p.account_id
       where p.amount > 0 and a.mrr_minor > 0 and (${over(account, 'g.once')} or ${over(accountYear, 'g.year')})) as over`.execute(tx)
  return rows[0]?.over === true
}
