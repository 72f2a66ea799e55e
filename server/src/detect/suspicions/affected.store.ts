// The accounts that a suspicion touches: its services and regions since its beginning, found as the impact of a crisis is found; worked out when its evidence changes, and kept.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { hitAccounts } from '../../assess/impact/hit.store.ts'
import { forSets } from '../../assess/impact/impact.store.ts'
import type { Db } from '../../platform/database/connect.ts'
import type { Affected } from './suspicions.contract.ts'

export const affectedLock = 7_301_005
const atOnce = 20
const shown = 10
const mostSeconds = 20

/** Of suspicions whose evidence changed since. @returns how many were worked out */
export async function lookAtAffected({ db, clock, log }: Pick<Deps, 'db' | 'clock' | 'log'>): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from suspicions where affected_stale and state in ('open', 'snoozed') order by raised_at limit ${atOnce}`.execute(db)
  for (const { id } of rows)
    await keepAffected(db, id, clock()).catch((error: { code?: string }) => {
      if (error.code !== '57014') throw error
      log.warn(`the accounts that suspicion ${id} touches were not worked out within ${mostSeconds} s`)
      return sql`update suspicions set affected_stale = false where id = ${id}`.execute(db)
    })
  return rows.length
}

type Placed = { practice: boolean; version: string; service: string | null; regions: string[] | null; since: Date }

/** Nothing is held meanwhile: where evidence joined while it was worked out, it stays stale, and is looked at once more. */
async function keepAffected(db: Db, id: string, now: Date): Promise<void> {
  // Where anything speaks of a service without a region, it is every region of it.
  const { rows } = await sql<Placed>`
    select s.practice, s.xmin::text as version, e.service_id as service, case when bool_and(e.region is not null) then array_agg(distinct e.region) end as regions,
           (select min(x.at) from suspicion_evidence x where x.suspicion_id = s.id) as since
      from suspicions s left join suspicion_evidence e on e.suspicion_id = s.id where s.id = ${id} group by s.id, s.practice, s.xmin::text, e.service_id`.execute(
    db,
  )
  const scope = rows.flatMap(({ service, regions }) =>
    service ? [{ serviceId: service, regions, degree: 'degraded' as const, since: null, until: null }] : [],
  )
  const [first] = rows
  const affected = first && scope.length > 0 ? await affectedBy(db, first, scope, now) : null
  await sql`
    update suspicions set affected = ${affected && JSON.stringify(affected)}::jsonb, affected_stale = xmin::text is distinct from ${first?.version ?? null}::text where id = ${id}`.execute(
    db,
  )
}

type Scope = Parameters<typeof hitAccounts>[0]['scope']
async function affectedBy(db: Db, { practice, since }: Placed, scope: Scope, now: Date): Promise<Affected> {
  const hit = hitAccounts({ practice, onsetAt: since, restoredAt: null, everyoneInScope: true, scope, conditions: [], lists: [], services: new Map() })
  const found = sql<Omit<Affected, 'at'>>`
    with hit as materialized (select a.id, a.key, a.name, a.tier, a.vulnerability, a.mrr_minor, a.currency from (${hit}) h join accounts a on a.id = h.account_id),
         sums as (select currency, sum(mrr_minor) as amount from hit group by currency)
    select (select count(*) from hit)::int as accounts, (select count(vulnerability) from hit)::int as vulnerable,
           (select coalesce(jsonb_agg(jsonb_build_object('amountMinor', least(amount, ${Number.MAX_SAFE_INTEGER}), 'currency', currency) order by amount desc), '[]') from sums where amount > 0) as revenue,
           (select coalesce(jsonb_agg(jsonb_build_object('accountId', id, 'key', key, 'name', name, 'tier', tier, 'vulnerability', vulnerability, 'revenue', jsonb_build_object('amountMinor', mrr_minor, 'currency', currency))
              order by vulnerability is null, mrr_minor desc, id), '[]') from (select * from hit order by vulnerability is null, mrr_minor desc, id limit ${shown}) f) as first`
  const { rows } = await db
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`select set_config('statement_timeout', ${`${mostSeconds}s`}, true)`.execute(tx)
      await forSets(tx)
      return found.execute(tx)
    })
  return { ...(rows[0] as Omit<Affected, 'at'>), at: now.toISOString() }
}
