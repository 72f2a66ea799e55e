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
      select s.id, s.key, s.name, s.description, b.slug as brand, s.position, g.name as "group", s.on_page as "onPage", ${regions} as regions, 0 as accounts
        from services s join brands b on b.id = s.brand_id left join service_groups g on g.id = s.group_id order by s.position, s.name, s.key`.execute(db)
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

/**
 * Stores a service under its key; a new one without a brand belongs to the first.
 * @returns the brands whose status page it changes: its own, and the one it stood with before
 */
export async function putService(db: Db, key: string, service: PutService, now: Date): Promise<string[]> {
  const {
    rows: [brand],
  } = await sql<{ id: string }>`
    select id from brands where ${service.brand ?? null}::text is null or slug = ${service.brand ?? null} order by created_at, id limit 1`.execute(db)
  if (!brand)
    throw new Refused(
      'not-valid',
      service.brand ? `There is no brand with the slug ${service.brand}.` : 'There is no brand yet, and a service belongs to one. Set up a brand first.',
    )
  const { rows: before } = await sql<{ brandId: string }>`select brand_id as "brandId" from services where key = ${key} for update`.execute(db)
  const brandId = service.brand ? brand.id : (before[0]?.brandId ?? brand.id)
  const group = service.group === null ? null : await groupOf(db, brandId, service.group, now)
  await sql`
    insert into services (id, brand_id, key, name, description, position, group_id, on_page, created_at)
    values (${newId(now)}, ${brandId}, ${key}, ${service.name}, ${service.description || null}, ${service.position}, ${group}, ${service.onPage}, ${now})
    on conflict (key) do update set name = excluded.name, description = excluded.description, position = excluded.position, group_id = excluded.group_id, on_page = excluded.on_page, brand_id = excluded.brand_id`.execute(
    db,
  )
  return [...new Set([brandId, ...before.map((row) => row.brandId)])]
}

/**
 * The services of a brand in a new order, all of them.
 * @returns the brand whose status page it changes
 */
export async function orderServices(db: Db, slug: string, keys: string[]): Promise<string> {
  const {
    rows: [brand],
  } = await sql<{ id: string }>`select id from brands where slug = ${slug}`.execute(db)
  if (!brand) throw new Refused('not-found', 'There is no such brand.')
  const { rows: there } = await sql<{ key: string }>`select key from services where brand_id = ${brand.id} order by id for update`.execute(db)
  const given = new Set(keys)
  if (given.size < keys.length) throw new Refused('not-valid', 'services: names one twice.')
  if (there.length !== given.size || there.some(({ key }) => !given.has(key)))
    throw new Refused('changed-meanwhile', 'These are not all the services of the brand: some were added or moved meanwhile. Load them again, then order them.')
  await sql`
    update services s set position = o.nth - 1 from unnest(${keys}::text[]) with ordinality o(key, nth) where s.key = o.key and s.brand_id = ${brand.id}`.execute(
    db,
  )
  return brand.id
}

/** The group of that name at the brand, made where there is none yet. */
export async function groupOf(db: Db, brandId: string, name: string, now: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into service_groups (id, brand_id, name) values (${newId(now)}, ${brandId}, ${name}) on conflict (brand_id, name) do update set name = excluded.name returning id`.execute(
    db,
  )
  return (rows[0] as { id: string }).id
}
