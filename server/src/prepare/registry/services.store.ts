// What customers depend on, where, and how many of them.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import type { PutService, ServiceView } from './registry.contract.ts'

export type ListServices = (db: Db) => Promise<ServiceView[]>

/**
 * Lists services with the regions and the number of real accounts (no practice ones) that depend on them. Regions are exact: the index is
 * skipped through, one probe per region. Counting distinct accounts reads every exposure: while that takes under 100 ms it is done each time,
 * else a count is kept for twenty times as long as it took, at most a minute, and renewed behind the answer that is given meanwhile.
 */
export function createServicesList(now: () => number = () => performance.now()): ListServices {
  let kept: { counts: Map<string, number>; until: number } | undefined
  let counting: Promise<Map<string, number>> | undefined
  const count = (db: Db) => {
    counting ??= countAccounts(db, now)
      .then((counted) => {
        kept = counted
        return counted.counts
      })
      .finally(() => {
        counting = undefined
      })
    return counting
  }
  return async (db) => {
    const stale = !kept || kept.until <= now()
    const fresh = stale ? count(db) : undefined
    // A failure behind an answer is heard at the next one.
    fresh?.catch(() => {})
    const counts = kept && kept.until > 0 ? kept.counts : await fresh
    const { rows } = await sql<ServiceView>`
      select s.id, s.key, s.name, s.description, b.slug as brand, ${regions} as regions, 0 as accounts
        from services s join brands b on b.id = s.brand_id order by s.position, s.name, s.key`.execute(db)
    return rows.map((row) => ({ ...row, accounts: counts?.get(row.id) ?? 0 }))
  }
}

const regions = sql`array(
  with recursive each as (
    (select region from exposures where service_id = s.id and region > '' and not practice order by region limit 1)
    union all
    select (select e.region from exposures e where e.service_id = s.id and e.region > each.region and not practice order by e.region limit 1) from each where each.region is not null)
  select region from each where region is not null)`

async function countAccounts(db: Db, now: () => number) {
  const from = now()
  const { rows } = await sql<{ id: string; accounts: number }>`
    select service_id as id, count(*) as accounts from (select distinct service_id, account_id from exposures where not practice) each group by 1`.execute(db)
  const took = now() - from
  return { counts: new Map(rows.map((row) => [row.id, row.accounts])), until: took < 100 ? 0 : now() + Math.min(60_000, took * 20) }
}

/** Stores a service under its key; a new one without a brand belongs to the first. */
export async function putService(db: Db, key: string, service: PutService, now: Date): Promise<void> {
  const {
    rows: [brand],
  } = await sql<{ id: string }>`
    select id from brands where ${service.brand ?? null}::text is null or slug = ${service.brand ?? null} order by created_at, id limit 1`.execute(db)
  if (!brand)
    throw new Refused(
      'not-valid',
      service.brand ? `There is no brand with the slug ${service.brand}.` : 'There is no brand yet, and a service belongs to one. Set up a brand first.',
    )
  await sql`
    insert into services (id, brand_id, key, name, description, position, created_at) values (${newId(now)}, ${brand.id}, ${key}, ${service.name}, ${service.description || null}, ${service.position}, ${now})
    on conflict (key) do update set name = excluded.name, description = excluded.description, position = excluded.position,
      brand_id = case when ${service.brand ?? null}::text is null then services.brand_id else excluded.brand_id end`.execute(db)
}
