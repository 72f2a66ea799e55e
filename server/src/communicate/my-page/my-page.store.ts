// What one account may see of itself: which crises hurt it and for how long, what was said last, what it was given. Practice is never shown.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { type Askable, askableOf } from '../../remediate/asking/asking.store.ts'
import type { GivenRemedy } from '../frame/remedy.ts'
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
  /** Of the brand: its own, and those that its pages are there in beside it. */
  brandLocale: string
  languages: string[]
  timeZone: string
  accountId: number
  /** The account and all that were merged into it. */
  accounts: number[]
}
export type MyCrisis = {
  incident: Incident
  since: Date
  until: Date | null
  gives: Pick<GivenRemedy, 'sentence' | 'amountMinor' | 'currency' | 'means' | 'part'>[]
  /** Whether it is asked at this moment if it works again, of which account, and what was answered last. */
  asks: { accountId: number; answer: 'works' | 'still-broken' | null } | null
  /** What it may ask for, and what it asked for. */
  askable: Askable
}

/** Whose page it is; undefined where it is nobody's any more. */
export async function whoseIs({ db }: Pick<Deps, 'db'>, { a, k, b }: MyPageClaims): Promise<Mine | undefined> {
  const { rows } = await sql<Mine>`
    select b.id as "brandId", s.id::int8 as "accountId", b.slug, b.domain, b.private as closed, b.name as brand, s.name as account, coalesce(c.locale, s.locale) as locale, b.locale as "brandLocale", b.languages, s.time_zone as "timeZone",
           array(select x.id from accounts x where x.id = s.id or x.merged_into = s.id) as accounts
      from accounts a join accounts s on s.id = coalesce(a.merged_into, a.id) join brands b on b.slug = ${b}
      left join contacts c on c.id = ${k}::bigint and c.account_id in (a.id, s.id)
     where a.id = ${a} and not a.practice and (${k}::bigint is null or c.id is not null)`.execute(db)
  return rows[0]
}

/** Those that hurt it, the newest first: open ones, and what was over within the last year. */
export async function myCrises(deps: Pick<Deps, 'db' | 'clock' | 'shelf'>, { brandId, accounts, locale }: Mine): Promise<MyCrisis[]> {
  const { db, clock } = deps
  const { rows } = await sql<{ id: string; since: Date; until: Date | null; gives: MyCrisis['gives'] | null; asks: MyCrisis['asks'] }>`
    with mine as (
      select i.crisis_id, min(i.account_id) as account, min(i.since) as since, case when bool_or(i.until is null) then null else max(i.until) end as until
        from impact i where i.account_id = any (${accounts}::bigint[]) group by 1)
    select c.id, m.since, coalesce(m.until, c.restored_at) as until,
           case when c.status = 'restored' and exists (select from sign_off_plans p where p.crisis_id = c.id) then jsonb_build_object('accountId', m.account, 'answer', (
             select s.answer from sign_offs s where s.crisis_id = c.id and s.account_id = any (${accounts}::bigint[]) and s.round = (select max(round) from sign_off_plans p where p.crisis_id = c.id) order by s.answered_at desc limit 1)) end as asks,
           (select jsonb_agg(jsonb_build_object('sentence', g.sentence, 'means', g.means, 'part', g.part, 'amountMinor', g.amount, 'currency', g.currency) order by g.amount desc) from (
             -- What a notice would tell: done, or in people's hands; and not what is taken back, unless that failed.
             select max(remedy_sentence(p.policy, g.rule, ${locale}::text)) as sentence, max(remedy_means(y.means, p.policy, g.rule)) as means, sum(g.amount_minor)::bigint as amount, g.currency,
                    case when bool_or(y.more ? 'description') then jsonb_build_object('days', sum((y.more->>'days')::int), 'percent', max((y.more->>'percent')::numeric), 'months', max((y.more->>'months')::int)) end as part from grants g
               join payouts y on y.grant_id = g.id left join remedy_plans p on p.id = g.plan_id
              where g.crisis_id = c.id and g.account_id = any (${accounts}::bigint[]) and g.reverses is null and (y.state = 'applied' or (y.state = 'approved' and y.payer_id is null))
                and not exists (select from grants r join payouts b on b.grant_id = r.id where r.reverses = g.id and b.state <> 'failed') group by g.remedy, g.currency) g) as gives
      from mine m join crises c on c.id = m.crisis_id
     where c.brand_id = ${brandId} and not c.practice and (c.restored_at is null or c.restored_at > ${clock()}::timestamptz - interval '1 year')
     order by c.declared_at desc limit 50`.execute(db)
  const ids = rows.map(({ id }) => id)
  const incidents = await incidentsOf(db, brandId, sql`c.id = any (${ids}::uuid[])`)
  const askable = await askableOf(deps, ids, accounts)
  return rows.flatMap(({ id, since, until, gives, asks }) => {
    const incident = incidents.find((each) => each.id === id)
    return incident ? [{ incident, since, until, gives: gives ?? [], asks, askable: askable.get(id) ?? nothingToAsk }] : []
  })
}

const nothingToAsk: Askable = { offers: [], asked: [], decided: true }

/** The account with that key, where it is a real one and the brand is there. */
export async function accountForLink({ db }: Pick<Deps, 'db'>, key: string, brand: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select a.id::int8 as id from accounts a where a.key = ${key} and not a.practice and exists (select from brands where slug = ${brand})`.execute(db)
  return rows[0] && Number(rows[0].id)
}
