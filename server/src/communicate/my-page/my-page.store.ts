// What one account may see of itself: which crises hurt it and for how long, what was said last, what it was given. Practice is never shown.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { type Incident, incidentsOf } from '../status-page/status-page.store.ts'
import type { MyPageClaims } from './my-page.links.ts'

export type Mine = {
  brandId: string
  slug: string
  domain: string | null
  closed: boolean
  brand: string
  account: string
  locale: string
  timeZone: string
  /** The account and all that were merged into it. */
  accounts: number[]
}
export type MyCrisis = {
  incident: Incident
  since: Date
  until: Date | null
  gives: { sentence: string; amountMinor: number; currency: string }[]
}

/** Whose page it is; undefined where it is nobody's any more. */
export async function whoseIs({ db }: Pick<Deps, 'db'>, { a, k, b }: MyPageClaims): Promise<Mine | undefined> {
  const { rows } = await sql<Mine>`
    select b.id as "brandId", b.slug, b.domain, b.private as closed, b.name as brand, s.name as account, coalesce(c.locale, s.locale) as locale, s.time_zone as "timeZone",
           array(select x.id from accounts x where x.id = s.id or x.merged_into = s.id) as accounts
      from accounts a join accounts s on s.id = coalesce(a.merged_into, a.id) join brands b on b.slug = ${b}
      left join contacts c on c.id = ${k}::bigint and c.account_id in (a.id, s.id)
     where a.id = ${a} and not a.practice and (${k}::bigint is null or c.id is not null)`.execute(db)
  return rows[0]
}

/** Those that hurt it, the newest first: open ones, and what was over within the last year. */
export async function myCrises({ db, clock }: Pick<Deps, 'db' | 'clock'>, { brandId, accounts }: Mine): Promise<MyCrisis[]> {
  const { rows } = await sql<{ id: string; since: Date; until: Date | null; gives: MyCrisis['gives'] | null }>`
    with mine as (
      select i.crisis_id, min(i.since) as since, case when bool_or(i.until is null) then null else max(i.until) end as until
        from impact i where i.account_id = any (${accounts}::bigint[]) group by 1)
    select c.id, m.since, coalesce(m.until, c.restored_at) as until,
           (select jsonb_agg(jsonb_build_object('sentence', g.sentence, 'amountMinor', g.amount, 'currency', g.currency) order by g.amount desc) from (
             -- What was given, with what was taken back: a reversal is a line of its own.
             select max(e.why->>'sentence') as sentence, sum(g.amount_minor)::bigint as amount, g.currency from grants g
               join entitlements e on e.plan_id = g.plan_id and e.crisis_id = g.crisis_id and e.account_id = g.account_id and e.remedy = g.remedy
              where g.crisis_id = c.id and g.account_id = any (${accounts}::bigint[]) group by g.remedy, g.currency) g) as gives
      from mine m join crises c on c.id = m.crisis_id
     where c.brand_id = ${brandId} and not c.practice and (c.restored_at is null or c.restored_at > ${clock()}::timestamptz - interval '1 year')
     order by c.declared_at desc limit 50`.execute(db)
  const incidents = await incidentsOf(db, brandId, sql`c.id = any (${rows.map(({ id }) => id)}::uuid[])`)
  return rows.flatMap(({ id, since, until, gives }) => {
    const incident = incidents.find((each) => each.id === id)
    return incident ? [{ incident, since, until, gives: gives ?? [] }] : []
  })
}

/** The account with that key, where it is a real one and the brand is there. */
export async function accountForLink({ db }: Pick<Deps, 'db'>, key: string, brand: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select a.id::int8 as id from accounts a where a.key = ${key} and not a.practice and exists (select from brands where slug = ${brand})`.execute(db)
  return rows[0] && Number(rows[0].id)
}
