// Which accounts a crisis hurts, since when: one statement over the exposures, whatever their number.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { ImpactExplanation } from './impact.contract.ts'

export type Recomputed = { accounts: number; added: number; removed: number; vulnerable: number }

/**
 * Brings the impact to what scope and exposures now say: new accounts come in, changed ones move, those no longer hit go out;
 * what stays the same is not written. An exposure counts while it is in force during the crisis; several of one account are
 * one line with the earliest since. A second assessment of the same crisis at the same time waits for the first.
 */
export async function recomputeImpact(db: Db, crisisId: string): Promise<Recomputed> {
  const counts = await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`impact/${crisisId}`}, 0))`.execute(tx)
    const {
      rows: [before],
    } = await sql<{ empty: boolean }>`select not exists (select 1 from impact where crisis_id = ${crisisId}) as empty`.execute(tx)
    return before?.empty ? firstImpact(tx, crisisId) : changedImpact(tx, crisisId)
  })
  const {
    rows: [row],
  } = await sql<{ vulnerable: number }>`
    select count(*)::int as vulnerable from accounts a join impact i on i.crisis_id = ${crisisId} and i.account_id = a.id where a.vulnerability is not null`.execute(
    db,
  )
  return { ...counts, vulnerable: row?.vulnerable ?? 0 }
}

async function firstImpact(tx: Db, crisisId: string) {
  const { numAffectedRows } = await sql`
    insert into impact (crisis_id, account_id, practice, since, until, degree)
    select ${crisisId}::uuid, account_id, practice, since, until, degree from (${hitAccounts(crisisId)}) hit`.execute(tx)
  return { accounts: Number(numAffectedRows), added: Number(numAffectedRows), removed: 0 }
}

async function changedImpact(tx: Db, crisisId: string) {
  const { rows } = await sql<Omit<Recomputed, 'vulnerable'>>`
    with hit as materialized (${hitAccounts(crisisId)}),
    gone as (
      delete from impact i where i.crisis_id = ${crisisId} and not exists (select 1 from hit where hit.account_id = i.account_id) returning 1),
    differs as (
      select hit.*, i.account_id is null as fresh from hit left join impact i on i.crisis_id = ${crisisId} and i.account_id = hit.account_id
       where i.account_id is null or (i.since, i.until, i.degree) is distinct from (hit.since, hit.until, hit.degree)),
    put as (
      insert into impact (crisis_id, account_id, practice, since, until, degree)
      select ${crisisId}::uuid, account_id, practice, since, until, degree from differs
      on conflict (crisis_id, account_id) do update set since = excluded.since, until = excluded.until, degree = excluded.degree)
    select (select count(*) from hit)::int as accounts, (select count(*) from differs where fresh)::int as added, (select count(*) from gone)::int as removed`.execute(
    tx,
  )
  return rows[0] as Omit<Recomputed, 'vulnerable'>
}

/** The statement that says who is hit, for a crisis: also what `npm run bench -- impact` compares with. */
const hitAccounts = (crisisId: string) => sql`
  select e.account_id, e.practice,
         min(greatest(e.since, coalesce(s.since, c.onset_at))) as since,
         case when bool_or(least(e.until, c.restored_at) is null) then null else max(least(e.until, c.restored_at)) end as until,
         case min(case s.degree when 'down' then 1 when 'degraded' then 2 else 3 end) when 1 then 'down' when 2 then 'degraded' else 'at-risk' end as degree
    from crises c
    join crisis_scope s on s.crisis_id = c.id
    join exposures e on e.service_id = s.service_id and e.practice = c.practice and (s.regions is null or e.region = any (s.regions))
   where c.id = ${crisisId}
     and (e.since is null or c.restored_at is null or e.since <= c.restored_at)
     and (e.until is null or e.until > coalesce(s.since, c.onset_at))
   group by e.account_id, e.practice`

type AffectedRow = Omit<ImpactExplanation, 'because' | 'told' | 'revenue' | 'since' | 'until'> & {
  since: Date
  until: Date | null
  mrr_minor: number
  currency: string
  rank: number
}

/** A page of affected accounts: the vulnerable first, then by tier and revenue. */
export const affectedAccounts = async (
  db: Db,
  crisisId: string,
  now: Date,
  after: { rank: number; mrr: number; id: number } | undefined,
  limit: number,
  search = '',
) =>
  (
    await sql<AffectedRow>`${affected(crisisId, now)}
     and (${search} = '' or a.key ilike ${`${escapeLike(search)}%`} or a.name ilike ${`%${escapeLike(search)}%`})
     ${after ? sql`and (${rank}, -a.mrr_minor, a.id) > (${after.rank}, ${-after.mrr}, ${after.id})` : sql``}
   order by ${rank}, -a.mrr_minor, a.id limit ${limit}`.execute(db)
  ).rows

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (character) => `\\${character}`)
const rank = sql`(case when a.vulnerability is not null then 0 else 1 end)`
const affected = (crisisId: string, now: Date) => sql`
  select a.id as "accountId", a.key, a.name, a.tier, a.region, a.vulnerability, a.mrr_minor, a.currency, a.owner_email as "ownerEmail", i.since, i.until, i.degree, ${rank} as rank,
         greatest(0, extract(epoch from coalesce(i.until, ${now}::timestamptz) - i.since) / 60)::int as minutes
    from impact i join accounts a on a.id = i.account_id where i.crisis_id = ${crisisId}`

/** Why one account is in, and what it was told; undefined where it is not in. */
export async function explainAccount(db: Db, crisisId: string, accountId: number, now: Date) {
  const {
    rows: [account],
  } = await sql<AffectedRow>`${affected(crisisId, now)} and a.id = ${accountId}`.execute(db)
  if (!account) return undefined
  const { rows: because } = await sql<{ service: string; region: string | null; since: Date | null; until: Date | null }>`
    select v.name as service, e.region, e.since, e.until
      from exposures e join crisis_scope s on s.crisis_id = ${crisisId} and s.service_id = e.service_id and (s.regions is null or e.region = any (s.regions))
      join services v on v.id = e.service_id where e.account_id = ${accountId} order by v.position, e.region`.execute(db)
  const { rows: told } = await sql<{ updateId: string; title: string; destination: string; state: string; at: Date | null }>`
    select d.update_id as "updateId", said_in(u.id, 'en')->>'title' as title, d.destination, d.state::text as state, d.changed_at as at
      from deliveries d join updates u on u.id = d.update_id and u.crisis_id = ${crisisId}
     where d.account_id = ${accountId} order by u.published_at`.execute(db)
  return { account, because: because.map((row) => ({ ...row, sentence: `Uses ${row.service}${row.region ? ` in ${row.region}` : ''}.` })), told }
}
