// Looks once a day at whose use fell on the last whole day, by service, region and tier. One statement; the account's row says what it used, the registry what it depends on.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { inTurn } from '../../platform/database/alone.ts'
import { watchLock } from '../suspicions/alerts.store.ts'
import { endEvidence, takeEvidence } from '../suspicions/take-evidence.store.ts'
import { placesFrom } from './days-told.ts'
import { daysTold, usageDay } from './score.store.ts'
import { type Group, halfOf, togetherOf } from './together.ts'

/** Of the day before the newest that anything is known of: that one is whole. Found without holding anybody up; told in turn. @returns whether there was a new day to look at */
export async function lookTogether(deps: Deps): Promise<boolean> {
  const { db, clock } = deps
  const now = clock()
  const { rows } = await sql<{ day: string }>`
    select (${await usageDay(db, now)}::date - 1)::text as day from health_place, account_fold
     where newest is not null and dropped_on is distinct from ${await usageDay(db, now)}::date - 1`.execute(db)
  const day = rows[0]?.day
  if (!day) return false
  const told = await daysTold(db)
  // Of a day that nobody told of, nothing is said.
  const found = told.has(day) ? togetherOf(await groupsOn(db, day, told), day, now) : undefined
  if (found) await inTurn(db, watchLock, () => tell(deps, found))
  await sql`update health_place set dropped_on = ${day}::date`.execute(db)
  return true
}

async function tell(deps: Deps, found: ReturnType<typeof togetherOf>): Promise<void> {
  for (const { evidence, ...about } of found) await takeEvidence(deps, about, evidence)
  await endOthers(
    deps,
    found.map(({ evidence }) => evidence.key),
  )
}

/** Whoever is back says no more; it is said again on each day on which they are not. */
async function endOthers(deps: Deps, still: string[]): Promise<void> {
  const { rows } = await sql<{ key: string; brandId: string; practice: boolean }>`
    select distinct e.key, s.brand_id as "brandId", s.practice from suspicion_evidence e join suspicions s on s.id = e.suspicion_id
     where e.kind = 'usage' and e.key like 'together/%' and e.over_at is null and s.state in ('open', 'snoozed', 'promoted') and not (e.key = any (${still}::text[]))`.execute(
    deps.db,
  )
  for (const { key, ...about } of rows) await endEvidence(deps, about, 'usage', key)
}

/** How many used less than half of the median of the same weekdays on that day, and what share of them on the seven days before. */
async function groupsOn(db: Db, day: string, told: ReadonlySet<string>): Promise<Group[]> {
  const places = placesFrom(day, told)
  const used = (back: number) => `r[${places[back]}]::float8`
  const usual = (back: number) => {
    const past = [7, 14, 21, 28].map((more) => used(back + more))
    return `(${past.join(' + ')} - greatest(${past.join(', ')}) - least(${past.join(', ')})) / 2`
  }
  const days = Array.from({ length: 8 }, (_, back) => back)
  const { rows } = await sql<Group>`
    with each as (
      select account_id, ${sql.raw(days.map((back) => `(u${back} > 0)::int as k${back}, (u${back} > 0 and v${back} < ${halfOf} * u${back})::int as d${back}`).join(', '))} from (
        select account_id, ${sql.raw(days.map((back) => `${usual(back)} as u${back}, ${used(back)} as v${back}`).join(', '))} from (
          select account_id, case when through >= ${day}::date then ring else ring_add(ring, through, ${day}::date, '{}', '{}') end as r
            from account_usage where since <= ${day}::date - 35 and through > ${day}::date - 35 offset 0) r offset 0) u),
    flagged as materialized (
      select account_id, k0, d0, ${sql.raw(
        `${days
          .slice(1)
          .map((back) => `k${back}`)
          .join(' + ')} as k, ${days
          .slice(1)
          .map((back) => `d${back}`)
          .join(' + ')} as d`,
      )} from each),
    inforce as materialized (
      select distinct f.account_id, k0, d0, k, d, x.service_id, x.region, x.practice from flagged f join exposures x on x.account_id = f.account_id
       where (x.since is null or x.since <= ${day}::date) and (x.until is null or x.until > ${day}::date)),
    grouped as (
      select service_id, practice, region, null as tier, ${counted} from inforce where region is not null group by service_id, practice, region
      union all
      select service_id, x.practice, null, a.tier, ${counted} from (select distinct account_id, k0, d0, k, d, service_id, practice from inforce) x join accounts a on a.id = x.account_id
       group by grouping sets ((service_id, x.practice, a.tier), (service_id, x.practice)))
    select v.brand_id as "brandId", g.practice, g.service_id as service, v.name as "serviceName", g.region, g.tier, g.accounts, g.dropped, g."usualShare"
      from grouped g join services v on v.id = g.service_id where g.dropped > 0`.execute(db)
  return rows
}

const counted = sql`sum(k0)::int as accounts, sum(d0)::int as dropped, sum(d)::float8 / greatest(sum(k), 1) as "usualShare"`
