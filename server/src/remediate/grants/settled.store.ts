// When every line of a plan was carried out, has failed or has ended, the timeline gets the fact, once.
import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import { remediesStream } from './grants.facts.ts'

type Settled = { planId: string; crisisId: string; done: number; failed: number; ended: number }

/** Looks at the plans that were granted and not settled yet; lines are counted only where none is open any more. */
export async function noteSettled(deps: Pick<Deps, 'db' | 'engine' | 'clock'>): Promise<void> {
  const { rows } = await sql<Settled>`
    with over as materialized (
      select p.id, p.crisis_id from remedy_plans p where p.status = 'executed' and p.settled_at is null
         and not exists (select from payouts o join grants g on g.id = o.grant_id where o.crisis_id = p.crisis_id and o.state in ('approved', 'executing', 'unknown') and g.plan_id = p.id))
    select p.id as "planId", p.crisis_id as "crisisId", n.done, n.failed, n.ended from over p
     cross join lateral (
       select count(*) filter (where o.state in ('applied', 'reversed'))::int as done, count(*) filter (where o.state = 'failed')::int as failed, count(*) filter (where o.state = 'expired')::int as ended, count(*) as lines
         from grants g join payouts o on o.grant_id = g.id where g.plan_id = p.id) n
     where n.lines > 0`.execute(deps.db)
  for (const { crisisId, ...counts } of rows) {
    const now = await crisisNow(deps, crisisId)
    await deps.engine.tell(remediesStream(crisisId), { type: 'Settle', ...counts, now }, { actor: 'leeward', crisisId })
  }
}
