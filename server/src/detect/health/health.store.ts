// How one account fares, for those who look at it.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { type Facts, healthOf } from './health.ts'
import type { AccountHealth } from './health.contract.ts'
import { trendDays } from './refresh.store.ts'
import { dayOf } from './score.store.ts'
import { trendOf } from './trend.ts'

export const factColumns = sql`
  h.usage_drop as "usageDrop", h.usage_since::text as "usageSince", h.conversations, h.angry, h.leaving_on::text as "leavingOn", h.failed_on::text as "failedOn", h.disputed_on::text as "disputedOn",
  h.crisis_since as "crisisSince"`
const shownDays = 56

/** Null where nothing is known of it; of a merged account, its survivor. */
export async function accountHealth({ db, clock }: Pick<Deps, 'db' | 'clock'>, id: number): Promise<AccountHealth | null> {
  const now = clock()
  const { rows } = await sql<Facts & { id: number; since: string; changedAt: Date; changes: { day: string; score: number; before: number | null }[] }>`
    select h.account_id as id, ${factColumns}, h.known_since::text as since, h.changed_at as "changedAt",
           (select coalesce(jsonb_agg(jsonb_build_object('day', s.day, 'score', s.score, 'before', s.before) order by s.day), '[]') from account_scores s
             where s.account_id = h.account_id and s.day > ${dayOf(now)}::date - ${trendDays}::int) as changes
      from account_health h where h.account_id = (select coalesce(merged_into, id) from accounts where id = ${id})`.execute(db)
  const [found] = rows
  if (!found) {
    const { rows: known } = await sql`select from accounts where id = ${id}`.execute(db)
    if (known.length === 0) throw new Refused('not-found', 'There is no such account.')
    return null
  }
  const { rows: used } = await sql<{ day: string; used: number }>`
    select (${dayOf(now)}::date - n)::text as day, case when ${dayOf(now)}::date - n > u.through then 0 else u.ring[1 + (${dayOf(now)}::date - n - '2000-01-01'::date) % 64] end as used
      from account_usage u, generate_series(${shownDays - 1}::int, 0, -1) n where u.account_id = ${found.id} and ${dayOf(now)}::date - n >= u.since`.execute(db)
  const health = healthOf(found, now)
  return {
    ...health,
    trend: trendOf(found.changes, health.score, found.since, dayOf(now), trendDays),
    usage: used,
    changedAt: found.changedAt.toISOString(),
  }
}
