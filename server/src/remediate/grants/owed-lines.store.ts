// What is owed: by contracts for the uptime of a month, and for orders that were hit. It stands apart from goodwill, and no cap is over it.
import { sql } from 'kysely'
import type { RemedyRule } from '../policies/policy.ts'
import { askedFor, type Fragment, type Has, list, most, type PlanFor, partOf, upTo } from './plan-terms.store.ts'

/**
 * What contracts owe for each month that the crisis touched: all that was down in it, by any crisis, each minute once; less what other crises of that month
 * have led to already.
 */
export function owed({ crisisId, policy, timeZone, now }: PlanFor, has: Has): Fragment {
  const tables = Object.entries(policy.slas)
  const steps = tables.flatMap(([name, { steps, counts, least }], at) =>
    steps.map(
      (step) =>
        sql`(${name}::text, ${policy.rules.length + at}::smallint, ${list(counts)}, ${least ? JSON.stringify(least) : '{}'}::jsonb, ${step.below}::numeric, ${step.percent === undefined ? null : Math.round(step.percent * 100)}::int, ${step.days ?? null}::int)`,
    ),
  )
  return sql`
    steps (sla, rule, counts, least, below, hundredths, days) as (values ${sql.join(steps)}),
    months as (
      select h.account_id, h.practice, h.price, h.currency, h.sla, h.minutes, t.counts, m::date as month, tstzrange(m at time zone ${timeZone}, (m + interval '1 month') at time zone ${timeZone}) as during
        from hurt h join impact i on i.crisis_id = ${crisisId} and i.account_id = h.account_id
       cross join lateral generate_series(date_trunc('month', i.since at time zone ${timeZone}), date_trunc('month', coalesce(i.until, ${now}::timestamptz) at time zone ${timeZone}), interval '1 month') m
       cross join lateral (select s.counts from steps s where s.sla = h.sla limit 1) t),
    uptimes as (
      select m.*, t.down, extract(epoch from upper(m.during) - lower(m.during)) as seconds
        from months m cross join lateral (
          select coalesce((select sum(extract(epoch from upper(r) - lower(r))) from unnest(range_agg(tstzrange(i.since, greatest(i.since, coalesce(i.until, c.restored_at, ${now}::timestamptz))) * m.during)) r), 0) as down
            from impact i join crises c on c.id = i.crisis_id
           where i.account_id = m.account_id and i.degree = any (m.counts)) t),
    owed as (
      select u.account_id, u.practice, u.minutes, u.currency, u.month, s.rule, 'sla-credit-' || to_char(u.month, 'YYYY-MM') as remedy,
             case when o.amount < coalesce((s.least->>u.currency)::bigint, 0) then 0
                  else least(${leftOf(has, sql`u.account_id`, sql`'sla-credit-' || to_char(u.month, 'YYYY-MM')`)}, greatest(0, o.amount - coalesce((select sum(g.amount_minor) from grants g where g.account_id = u.account_id and g.owed and g.month = u.month and g.currency = u.currency and g.crisis_id is distinct from ${crisisId}::uuid), 0)))::bigint end as amount
        from uptimes u
        join lateral (select * from steps s where s.sla = u.sla and (u.seconds - u.down) * 100 < s.below * u.seconds order by s.below limit 1) s on true
       cross join lateral (select least(${upTo(sql`case when s.days is not null then (u.price * s.days + 29) / 30 else ${partOf(sql`u.price`, sql`s.hundredths`)} end`, policy.roundUpTo)}, ${most})::bigint as amount) o)`
}

/**
 * A line for each order that the crisis hit: that an exposure of its scope names, and that is not paid back already. What is paid back for an order is owed;
 * it stands beside goodwill and is under no cap. Of several rules the first counts.
 */
export const refunded = ({ crisisId }: PlanFor, rules: { rule: RemedyRule; at: number }[], has: Has) => sql`refunded as (
  select distinct on (o.id) h.account_id, h.practice, r.rule, h.minutes, 'refund-' || o.id as remedy, o.currency,
         least(o.total_minor - o.refunded_minor, (o.total_minor / 10000 * r.hundredths + (o.total_minor % 10000 * r.hundredths + 9999) / 10000), ${leftOf(has, sql`h.account_id`, sql`'refund-' || o.id`)})::bigint as amount
    from hurt h
    join (values ${sql.join(
      rules.map(
        ({ rule, at }) =>
          sql`(${at}::smallint, ${list(rule.tiers)}, ${list(rule.regions)}, ${list(rule.degrees)}, ${rule.minMinutes ?? 0}::int, ${rule.maxMinutes ?? null}::int, ${Math.round((rule.percent ?? 0) * 100)}::int, ${rule.remedy}::text, ${rule.optIn ?? false}::boolean)`,
      ),
    )}) r (rule, tiers, regions, degrees, min_minutes, max_minutes, hundredths, remedy, opt_in)
      on (r.tiers is null or h.tier = any (r.tiers)) and (r.regions is null or h.region = any (r.regions)) and (r.degrees is null or h.degree = any (r.degrees))
     and h.minutes >= r.min_minutes and (r.max_minutes is null or h.minutes < r.max_minutes)
     and (not r.opt_in or ${askedFor(crisisId)})
    join exposures e on e.account_id = h.account_id and e.order_ref is not null
    join crisis_scope s on s.crisis_id = ${crisisId} and s.service_id = e.service_id and (s.regions is null or e.region = any (s.regions))
    join orders o on o.account_id = h.account_id and o.number = e.order_ref and o.cancelled_at is null
   order by o.id, r.rule)`

/** Of what is owed only taking it back leaves an edit: so much of it is given, and no more. */
const leftOf = (has: Has, account: Fragment, remedy: Fragment) =>
  has.edits ? sql`(select coalesce(min(e.amount_minor), ${most}) from edits e where e.account_id = ${account} and e.remedy = ${remedy})` : most
