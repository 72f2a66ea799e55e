// The plan for everybody who was hurt, in one statement; sealed by a hash over every line, so that what was looked at is what is granted.
import { sql } from 'kysely'
import { peopleNeeded, playbookOf } from '../../communicate/updates/updates.store.ts'
import { crisisNow, type Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { isPracticeId, newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import type { PolicyInForce } from '../policies/policy.ts'
import { policyInForce } from '../policies/policies.store.ts'
import { costOfNew, costOfPlan } from './cost.store.ts'
import { Adjust, type PlanSummary, type PlanSums } from './grants.contract.ts'
import { remediesStream } from './grants.facts.ts'
import { manyLines } from './ledger.store.ts'
import { planLines } from './plan-lines.store.ts'
import { missedPromise, type PlanFor } from './plan-terms.store.ts'
import type { RemediesState } from './remedies.ts'
import { summaryOf } from './summary.store.ts'
import { peopleFor, standsInTheWay, warningsOf } from './worth-approving.ts'

export type PlanDeps = Pick<Deps, 'db' | 'engine' | 'clock' | 'shelf'>

/** Works out what the policy gives to every affected account; a new plan takes the place of one not yet granted. Without `adjust`, that of the plan before. */
export async function planRemedies(deps: PlanDeps, crisisId: string, by: string, adjust?: Adjust): Promise<string> {
  const { db, engine, clock } = deps
  const { revision } = await engine.stateOf<RemediesState>(remediesStream(crisisId))
  const planId = newId(clock(), isPracticeId(crisisId))
  const { seal, summary } = await db.transaction().execute(async (tx) => {
    const wanted = await planFor({ ...deps, db: tx }, crisisId, adjust ?? (await lastAdjust(tx, crisisId)))
    await sql`
      insert into remedy_plans (id, crisis_id, practice, revision, status, policy, adjust, seal, planned_at, grants_seen)
      select ${planId}::uuid, id, practice, ${revision + 1}::int, 'proposed', ${JSON.stringify(kept(wanted.policy))}::jsonb, ${JSON.stringify(wanted.adjust)}::jsonb, '', ${wanted.now}::timestamptz,
             (select coalesce(max(g.id), 0) from grants g)
        from crises where id = ${crisisId}`.execute(tx)
    if ((await storeLines(tx, wanted, planId)) > manyLines) await sql`analyze remedy_lines`.execute(tx)
    const sums = await summaryOf(tx, sql`(select * from remedy_lines where plan_id = ${planId}::uuid)`, sentencesOf(wanted.policy))
    const summary: PlanSummary = { ...sums, unknownSlas: await slasWithoutTable(tx, wanted), cost: await costOfNew(tx, { crisisId, planId }, sums.totals) }
    if (summary.accounts === 0 && summary.withoutRevenue === 0)
      throw new Refused('out-of-order', 'The policy gives nobody anything: either no account is affected yet, or none for long enough.')
    const { rows } = await sql<{ seal: string }>`
      update remedy_plans set seal = ${sealOf(planId)}, summary = ${JSON.stringify(summary)}::jsonb where id = ${planId} returning seal`.execute(tx)
    return { summary, seal: rows[0]?.seal ?? '' }
  })
  const command = { type: 'Plan', planId, revision: revision + 1, seal, accounts: summary.accounts, now: await crisisNow(deps, crisisId) }
  await engine.tell(remediesStream(crisisId), command, { actor: by, crisisId }).catch(async (error) => {
    // Somebody else's plan came first: this one is nobody's.
    await sql`update remedy_plans set status = 'discarded' where id = ${planId}`.execute(db)
    throw error
  })
  return planId
}

/** Stores the lines of a plan; one statement, whatever the number of accounts. @returns how many */
export async function storeLines(tx: Db, wanted: PlanFor, planId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into remedy_lines (plan_id, crisis_id, account_id, practice, rule, minutes, remedy, owed, currency, full_minor, amount_minor, held, month)
    select ${planId}::uuid, ${wanted.crisisId}::uuid, x.account_id, x.practice, x.rule, x.minutes, x.remedy, x.owed, x.currency, x.full_minor, x.amount_minor, x.held, x.month
      from (${await planLines(tx, wanted)}) x`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** What another adjustment would cost; nothing is stored. */
export async function previewRemedies(deps: PlanDeps, crisisId: string, adjust: Adjust): Promise<PlanSums & { warnings: string[] }> {
  return deps.db.transaction().execute(async (tx) => {
    const wanted = await planFor({ ...deps, db: tx }, crisisId, adjust)
    await sql`create temp table what_if on commit drop as ${await planLines(tx, wanted)}`.execute(tx)
    const summary = await summaryOf(tx, sql`what_if`, sentencesOf(wanted.policy))
    return { ...summary, warnings: warningsOf(summary) }
  })
}

/** What the plan is made from: the crisis as it stands, the policy of its playbook as in force. */
export async function planFor(deps: PlanDeps, crisisId: string, adjust: Adjust): Promise<PlanFor> {
  const now = await crisisNow(deps, crisisId)
  const { rows } = await sql<{ severity: number; kind: string; timeZone: string; missedPromise: boolean }>`
    select c.severity, c.kind, b.time_zone as "timeZone",
           ${missedPromise} as "missedPromise"
      from crises c join brands b on b.id = c.brand_id where c.id = ${crisisId}`.execute(deps.db)
  const [crisis] = rows
  if (!crisis) throw new Refused('not-found', 'There is no such crisis.')
  const policy = await policyInForce(deps, (await playbookOf(deps.db, crisisId)).remedies)
  return { ...crisis, crisisId, now, policy, adjust }
}

/** A contract that names a table which the policies do not have owes nothing here: people must know. */
async function slasWithoutTable(db: Db, { crisisId, policy }: PlanFor): Promise<string[]> {
  const { rows } = await sql<{ sla: string }>`
    select distinct a.sla from impact i join accounts a on a.id = i.account_id
     where i.crisis_id = ${crisisId} and a.sla <> all (${Object.keys(policy.slas)}::text[]) limit 20`.execute(db)
  return rows.map(({ sla }) => sla)
}

export async function lastAdjust(db: Db, crisisId: string): Promise<Adjust> {
  const { rows } = await sql<{
    adjust: unknown
  }>`select adjust from remedy_plans where crisis_id = ${crisisId} order by planned_at desc, revision desc limit 1`.execute(db)
  return Adjust.parse(rows[0]?.adjust ?? {})
}

/** What is owed stands behind the rules, so that every line's place finds its sentence. */
const kept = (policy: PolicyInForce) => ({ ...policy, sentences: sentencesOf(policy).sentences })
const sentencesOf = (policy: PolicyInForce) => ({
  lossTimesPrice: policy.lossTimesPrice,
  sentences: [...policy.rules.map(({ sentence }) => sentence), ...Object.values(policy.slas).map(({ sentence }) => sentence)],
})

/** SHA-256 over every line of a plan in order, by groups of accounts: a million lines are never one text. */
export const sealOf = (planId: string) => sql`(
  select encode(sha256(coalesce(string_agg(hash, '' order by part), '')::bytea), 'hex') from (
    select account_id / 1000 as part, encode(sha256(string_agg(account_id || '|' || remedy || '|' || owed || '|' || amount_minor || '|' || currency, E'\n' order by account_id, remedy)::bytea), 'hex') as hash
      from remedy_lines where plan_id = ${planId}::uuid group by 1) parts)`

export async function approveRemedies(deps: Deps, planId: string, seal: string, by: string) {
  const { rows } = await sql<{ crisisId: string; policy: PolicyInForce; adjust: Adjust; summary: PlanSummary | null; grantsSeen: number | null }>`
    select p.crisis_id as "crisisId", p.policy, p.adjust, p.summary, p.grants_seen as "grantsSeen"
      from remedy_plans p where id = ${planId}`.execute(deps.db)
  const [plan] = rows
  if (!plan) throw new Refused('not-found', 'There is no such plan.')
  const { crisisId, policy, summary } = plan
  if (!summary) throw new Refused('changed-meanwhile', 'This plan was made by an older version of Leeward. Work it out again.')
  const totals = await costOfPlan(deps.db, { crisisId, planId, grantsSeen: plan.grantsSeen, cost: summary.cost })
  const [obstacle] = standsInTheWay({ ...summary, totals }, { policy, adjust: Adjust.parse(plan.adjust) })
  if (obstacle) throw new Refused('out-of-order', obstacle)
  const people = peopleFor(totals, policy, await peopleNeeded(deps.db, crisisId, 'remedies')).people
  await deps.engine.tell(remediesStream(crisisId), { type: 'Approve', planId, seal, by, people, now: await crisisNow(deps, crisisId) }, { actor: by, crisisId })
  return crisisId
}
