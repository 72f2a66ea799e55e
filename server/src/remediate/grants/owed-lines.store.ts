// What is owed: by contracts for the uptime of a month, and for orders that were hit. It stands apart from goodwill, and no cap is over it.
import { sql } from 'kysely'
import type { RemedyRule } from '../policies/policy.ts'
import { askedFor, type Fragment, type Has, list, most, type PlanFor, partOf, upTo } from './plan-terms.store.ts'

/** Who is hurt, with the accounts that were merged into them: what was down and what was given before counts for the one that is left. */
export const members = sql`members as (
  select h.account_id, h.account_id as id, h.currency from hurt h union all select h.account_id, a.id, h.currency from hurt h join accounts a on a.merged_into = h.account_id)`

/**
 * What contracts owe for each month that the crisis touched: all that was down in it, by any crisis, each minute once; less what other crises of that month
 * have led to already. Without a price, or where something was given for the month in another currency, it is held until a person writes how much.
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
    gone as (
      select m.account_id, m.month, range_agg(tstzrange(i.since, greatest(i.since, coalesce(i.until, c.restored_at, ${now}::timestamptz))) * m.during) as times
        from months m join members x on x.account_id = m.account_id join impact i on i.account_id = x.id and i.degree = any (m.counts) join crises c on c.id = i.crisis_id group by 1, 2),
    uptimes as (
      select m.*, coalesce((select sum(extract(epoch from upper(r) - lower(r))) from unnest(g.times) r), 0) as down, extract(epoch from upper(m.during) - lower(m.during)) as seconds
        from months m left join gone g using (account_id, month)),
    paid as (
      select x.account_id, g.month, coalesce(sum(g.amount_minor) filter (where g.currency = x.currency and g.crisis_id is distinct from ${crisisId}::uuid), 0) as amount,
             coalesce(sum(g.amount_minor) filter (where g.currency <> x.currency), 0) <> 0 as elsewhere
        from members x join grants g on g.account_id = x.id where g.owed and g.month is not null group by 1, 2),
    owed as (
      select r.account_id, r.practice, r.minutes, r.currency, r.month, r.rule, r.remedy, r.full_minor,
             case when k.held = 'currency' then 0 when r.price = 0 then coalesce(r.written, 0) else least(r.written, r.full_minor) end as amount, k.held
        from (
          select u.*, s.rule, k.remedy, p.elsewhere, ${has.edits ? sql`e.amount_minor` : sql`null::bigint`} as written,
                 case when o.amount < coalesce((s.least->>u.currency)::bigint, 0) then 0 else greatest(0, o.amount - coalesce(p.amount, 0))::bigint end as full_minor
            from uptimes u
            join lateral (select * from steps s where s.sla = u.sla and (u.seconds - u.down) * 100 < s.below * u.seconds order by s.below limit 1) s on true
           cross join lateral (select 'sla-credit-' || to_char(u.month, 'YYYY-MM') as remedy) k
           cross join lateral (select least(${upTo(sql`case when s.days is not null then (u.price * s.days + 29) / 30 else ${partOf(sql`u.price`, sql`s.hundredths`)} end`, policy.roundUpTo)}, ${most})::bigint as amount) o
            left join paid p on p.account_id = u.account_id and p.month = u.month
            ${has.edits ? sql`left join edits e on e.account_id = u.account_id and e.remedy = k.remedy` : sql``}) r
       cross join lateral (
         select (case when r.elsewhere and (r.full_minor > 0 or r.price = 0) and r.written is distinct from 0 then 'currency'
                      when r.price = 0 and r.written is null then 'no-price' when r.price = 0 or r.written < r.full_minor then 'edited' end)::line_held as held) k)`
}

/**
 * A line for each order that the crisis hit: that an exposure of its scope names, and that is not paid back already. What is paid back for an order is owed;
 * it stands beside goodwill and is under no cap. What this crisis paid back itself is no reason to pay back less: the ledger takes it off. Of several rules
 * the first counts.
 */
export const refunded = ({ crisisId }: PlanFor, rules: { rule: RemedyRule; at: number }[], has: Has) => sql`paid_back as (
  select o.id, coalesce(sum(g.amount_minor) filter (where g.crisis_id = ${crisisId} and ${known}), 0) as ours,
         coalesce(sum(g.amount_minor) filter (where g.crisis_id is distinct from ${crisisId}::uuid and ${known}), 0) as others,
         coalesce(sum(g.amount_minor) filter (where g.crisis_id is distinct from ${crisisId}::uuid and not ${known}), 0) as coming
    from members x join grants g on g.account_id = x.id and g.owed and g.month is null and g.reverses is null join payouts p on p.grant_id = g.id and p.state in ('approved', 'executing', 'unknown', 'applied')
    join orders o on o.account_id = x.account_id and 'refund-' || o.id = g.remedy group by 1),
refunded as (
  select distinct on (o.id) h.account_id, h.practice, r.rule, h.minutes, 'refund-' || o.id as remedy, o.currency,
         least(o.total_minor - greatest(0, o.refunded_minor - coalesce(b.ours, 0), coalesce(b.others, 0)) - coalesce(b.coming, 0), ${partOf(sql`o.total_minor`, sql`r.hundredths`)}, ${leftOf(has, sql`h.account_id`, sql`'refund-' || o.id`)})::bigint as amount
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
    left join paid_back b on b.id = o.id
   order by o.id, r.rule)`

/** What the order's own sum of refunds holds already of a line: it was read after the call, or people carried it out. */
const known = sql`(p.state = 'applied' and (p.payer_id is null or o.updated_at >= coalesce(p.called_at, p.changed_at)))`

/** Of what is paid back only taking it back leaves an edit: so much of it is given, and no more. */
const leftOf = (has: Has, account: Fragment, remedy: Fragment) =>
  has.edits ? sql`(select coalesce(min(e.amount_minor), ${most}) from edits e where e.account_id = ${account} and e.remedy = ${remedy})` : most
