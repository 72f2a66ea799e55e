// The plan for everybody who was hurt, in one statement; sealed by a hash over every line.
import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import { peopleNeeded, playbookOf } from '../../communicate/updates/updates.store.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import type { RemedyPolicy } from '../policies/policy.ts'
import { remediesStream } from './grants.facts.ts'
import type { RemediesState } from './remedies.ts'

/** Works out what the policy gives to every affected account; a new plan takes the place of one not yet granted. */
export async function planRemedies(deps: Deps, crisisId: string, by: string): Promise<string> {
  const { db, engine, clock, shelf } = deps
  const now = await crisisNow(deps, crisisId)
  const policy = shelf.policy((await playbookOf(db, crisisId)).remedies)
  const { revision } = await engine.stateOf<RemediesState>(remediesStream(crisisId))
  const planId = newId(clock())
  await db.transaction().execute(async (tx) => {
    await sql`
      insert into remedy_plans (id, crisis_id, practice, revision, status, policy, seal, planned_at)
      select ${planId}::uuid, id, practice, ${revision + 1}::int, 'proposed', ${JSON.stringify(policy)}::jsonb, '', ${now}::timestamptz from crises where id = ${crisisId}`.execute(
      tx,
    )
    const lines = await insertLines(tx, crisisId, planId, policy, now)
    if (lines === 0) throw new Refused('out-of-order', 'The policy gives nobody anything: either no account is affected yet, or none for long enough.')
    await sql`update remedy_plans set seal = ${sealOf(planId)} where id = ${planId}`.execute(tx)
  })
  const {
    rows: [plan],
  } = await sql<{ seal: string; accounts: number }>`
    select p.seal, (select count(distinct account_id)::int from entitlements e where e.plan_id = p.id) as accounts from remedy_plans p where id = ${planId}`.execute(
    db,
  )
  const command = { type: 'Plan', planId, revision: revision + 1, seal: plan?.seal ?? '', accounts: plan?.accounts ?? 0, now }
  await engine.tell(remediesStream(crisisId), command, { actor: by, crisisId }).catch(async (error) => {
    // Somebody else's plan came first: this one is nobody's.
    await sql`update remedy_plans set status = 'discarded' where id = ${planId}`.execute(db)
    throw error
  })
  return planId
}

async function insertLines(tx: Db, crisisId: string, planId: string, policy: RemedyPolicy, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into entitlements (crisis_id, account_id, practice, remedy, basis, plan_id, amount_minor, currency, why)
    select i.crisis_id, i.account_id, i.practice, r.remedy, 'goodwill', ${planId}::uuid,
           case when r.days is null then 0 else ((a.mrr_minor * r.days + ${30 * policy.roundUpTo - 1}) / ${30 * policy.roundUpTo}) * ${policy.roundUpTo} end,
           a.currency, jsonb_build_object('sentence', r.sentence, 'severity', c.severity, 'tier', a.tier, 'minutes', m.minutes, 'policy', ${policy.version}::text)
      from impact i
      join crises c on c.id = i.crisis_id
      join accounts a on a.id = i.account_id
      cross join lateral (select greatest(0, extract(epoch from coalesce(i.until, ${now}::timestamptz) - i.since) / 60)::int as minutes) m
      join jsonb_to_recordset(${JSON.stringify(policy.rules.map((rule) => ({ ...rule, min_minutes: rule.minMinutes ?? 0, tiers: rule.tiers ?? null })))}::jsonb)
        as r(severity int, tiers text[], remedy text, days int, min_minutes int, sentence text)
        on r.severity = c.severity and m.minutes >= r.min_minutes and (r.tiers is null or a.tier = any (r.tiers))
     where i.crisis_id = ${crisisId} and (r.days is null or a.mrr_minor > 0)`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** SHA-256 over every line of a plan, in order. */
export const sealOf = (planId: string) => sql`(
  select encode(sha256(coalesce(string_agg(account_id || '|' || remedy || '|' || basis || '|' || amount_minor || '|' || currency, E'\n' order by account_id, remedy, basis), '')::bytea), 'hex')
    from entitlements where plan_id = ${planId}::uuid)`

export async function approveRemedies(deps: Deps, planId: string, seal: string, by: string) {
  const {
    rows: [plan],
  } = await sql<{ crisisId: string }>`select crisis_id as "crisisId" from remedy_plans where id = ${planId}`.execute(deps.db)
  if (!plan) throw new Refused('not-found', 'There is no such plan.')
  const { crisisId } = plan
  await deps.engine.tell(
    remediesStream(crisisId),
    { type: 'Approve', planId, seal, by, people: await peopleNeeded(deps.db, crisisId, 'remedies'), now: await crisisNow(deps, crisisId) },
    { actor: by, crisisId },
  )
  return crisisId
}
