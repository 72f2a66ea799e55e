// Who asked for what in a crisis, the newest first, and whether the newest plan gives it.
import { sql } from 'kysely'
import { playbookOf } from '../../communicate/updates/updates.store.ts'
import { type Deps, namesOf } from '../../deps.ts'
import { policyInForce } from '../policies/policies.store.ts'
import { calledOf } from './asking.ts'
import type { AskedRemedies } from './asking.contract.ts'

type Row = Omit<AskedRemedies['items'][number], 'askedAt' | 'sentence' | 'way' | 'by'> & { askedAt: Date; askedBy: string | null; contact: string | null }

/** A crisis that has no plan yet has none of them in it. */
export async function whoAsked(deps: Deps, crisisId: string, { cursor, limit }: { cursor?: number | undefined; limit: number }): Promise<AskedRemedies> {
  const newest = sql`(select id from remedy_plans where crisis_id = ${crisisId} and status <> 'discarded' order by planned_at desc, revision desc limit 1)`
  const inPlan = sql`exists (
    select from remedy_lines l join remedy_plans p on p.id = l.plan_id
     where l.plan_id = ${newest} and l.account_id = coalesce(a.merged_into, a.id) and coalesce(p.policy->'rules'->l.rule->>'remedy', l.remedy) = k.remedy)`
  const [{ rows }, { rows: counted }, policy] = await Promise.all([
    sql<Row>`
      select k.id::int8 as id, jsonb_build_object('id', s.id, 'key', s.key, 'name', s.name, 'tier', s.tier) as account, k.remedy, k.chosen_at as "askedAt", k.asked_by as "askedBy",
             (select coalesce(c.name, c.email) from contacts c where c.id = k.contact_id) as contact, ${inPlan} as "inPlan"
        from remedy_choices k join accounts a on a.id = k.account_id join accounts s on s.id = coalesce(a.merged_into, a.id)
       where k.crisis_id = ${crisisId} ${cursor === undefined ? sql`` : sql`and k.id < ${cursor}`} order by k.id desc limit ${limit + 1}`.execute(deps.db),
    sql<{ total: number; outsidePlan: number }>`
      select count(*)::int as total, count(*) filter (where not ${inPlan})::int as "outsidePlan"
        from remedy_choices k join accounts a on a.id = k.account_id where k.crisis_id = ${crisisId}`.execute(deps.db),
    playbookOf(deps.db, crisisId).then(({ remedies }) => policyInForce(deps, remedies)),
  ])
  const items = rows.slice(0, limit)
  const person = await namesOf(
    deps,
    items.map(({ askedBy }) => askedBy),
  )
  return {
    items: items.map(({ askedAt, askedBy, contact, ...row }) => ({
      ...row,
      id: Number(row.id),
      sentence: calledOf(policy, row.remedy).sentence,
      askedAt: askedAt.toISOString(),
      way: askedBy === null ? 'unknown' : askedBy === 'customer' ? 'my-page' : 'person',
      by: askedBy === null || askedBy === 'customer' ? contact : person(askedBy).name,
    })),
    next: rows.length > limit ? String(items.at(-1)?.id) : null,
    total: counted[0]?.total ?? 0,
    outsidePlan: counted[0]?.outsidePlan ?? 0,
  }
}
