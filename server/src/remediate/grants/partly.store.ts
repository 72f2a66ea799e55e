// Free days and discounts are worth what their line is: of half the amount, half the days. Where whole days or hundredths of a percent do not fit, they are rounded up; what cannot be reckoned is people's, with the reason.
import { sql } from 'kysely'

/** Stripe ends a period at most so many days later. */
const mostDays = 730

/** What this crisis gave before and did not take back, to accounts merged into one as well; read once, since the ledger grows in the same statement. */
export const givenBefore = (crisisId: string) => sql`given_before as materialized (
  select coalesce(a.merged_into, x.account_id) as account_id, x.remedy, count(*) as lines, count(*) filter (where not y.more ? 'days') as otherwise, coalesce(sum((y.more->>'days')::int), 0) as days
    from grants x join accounts a on a.id = x.account_id join payouts y on y.grant_id = x.id
   where x.crisis_id = ${crisisId} and x.reverses is null and not exists (select from grants r where r.reverses = x.id) group by 1, 2)`

/**
 * What of a rule's days or percent the added line `g` gives; a lateral `part` of days, percent, words where that is not what the rule says, and, where no provider is to carry it out by them, why. Days are those of all
 * that the plan gives less those given before, so that two roundings never give a day too much; a discount that is to be larger takes the place of the one before.
 */
export const partly = sql`
  left join given_before b on b.account_id = g.account_id and b.remedy = g.remedy
  left join lateral (
    select case when d.days between 1 and ${sql.lit(mostDays)} then d.days end as days, case when d.hundredths between 1 and 10000 and before.lines = 0 then trim_scale(d.hundredths / 100.0) end as percent,
           case when d.days between 1 and ${sql.lit(mostDays)} and d.days <> h.days then 'Free days: ' || d.days
                when d.hundredths between 1 and 10000 and before.lines = 0 and d.hundredths <> h.hundredths then 'Discount: ' || trim_scale(d.hundredths / 100.0) || ' %' end as words,
           case when l.full_minor = 0 then 'No price is known that the ' || case k.wanted when 'extension' then 'days' else 'percent' end || ' would follow from: people carry it out.'
                when k.wanted = 'discount' and before.lines > 0 then 'A smaller discount was given before: one of ' || trim_scale(d.total / 100.0) || ' percent is to take its place.'
                when k.wanted = 'discount' and d.hundredths > 10000 then 'A discount of more than 100 percent: people carry it out.'
                when k.wanted = 'extension' and before.otherwise > 0 then 'Some of it was given before, and not in days: people carry out the rest.'
                when k.wanted = 'extension' and d.days < 1 then 'As many days were given before: people look whether more are due.'
                when k.wanted = 'extension' and d.days > ${sql.lit(mostDays)} then 'More days than a provider adds at a time: people carry it out.' end as why
      from remedy_lines l
     cross join lateral (select coalesce(b.lines, 0) as lines, coalesce(b.otherwise, 0) as otherwise, coalesce(b.days, 0) as days) before
     cross join lateral (
       select case when before.otherwise = 0 then ${of(sql`h.days`, sql`l.amount_minor`)} - before.days end as days,
              ${of(sql`h.hundredths`, sql`g.amount_minor`)} as hundredths, ${of(sql`h.hundredths`, sql`l.amount_minor`)} as total) d
     where k.wanted in ('extension', 'discount') and l.plan_id = g.plan_id and l.account_id = g.account_id and l.remedy = g.remedy
     limit 1) part on true`

/** So much of it as the amount is of the full one, rounded up; no more than anybody is given. */
function of(whole: ReturnType<typeof sql>, amount: ReturnType<typeof sql>) {
  return sql`case when ${whole} is not null and l.full_minor > 0 then least(div(${whole}::numeric * ${amount} + l.full_minor - 1, l.full_minor), 1000000)::int end`
}
