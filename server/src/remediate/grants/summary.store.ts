// What the lines of a plan add up to: by tier, spread, largest, and against the loss. Worked out once, from stored lines or from those of a what-if.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { PlanSums } from './grants.contract.ts'

const safe = sql.raw(String(Number.MAX_SAFE_INTEGER))
const moneyOf = (amount: RawBuilder<unknown>) => sql`jsonb_build_object('amountMinor', least(${amount}, ${safe})::bigint, 'currency', currency)`

/** @param lines a table or select with the columns of `remedy_lines`; @param lossTimesPrice what an hour costs a customer, in hours of its price */
export async function summaryOf(db: Db, lines: RawBuilder<unknown>, policy: { lossTimesPrice: number; sentences: string[] }): Promise<PlanSums> {
  const { rows } = await sql<{ summary: PlanSums }>`
    with per as materialized (
      select x.account_id, x.currency, a.tier, x.amount, x.owed, x.priced, a.mrr_minor::float8 * x.minutes * ${policy.lossTimesPrice}::float8 / 43200 as loss
        from (select l.account_id, l.currency, sum(l.amount_minor)::bigint as amount, coalesce(sum(l.amount_minor) filter (where l.owed), 0)::bigint as owed, max(l.minutes) as minutes,
                     bool_or(l.held is distinct from 'no-price') as priced from ${lines} l group by 1, 2) x
        join accounts a on a.id = x.account_id),
    tiers as (select tier, currency, count(*)::int as accounts, sum(amount) as total, percentile_disc(0.5) within group (order by amount) as median, max(amount) as highest from per where priced group by 1, 2),
    sums as (select currency, sum(amount) as total, sum(owed) as owed, sum(loss) as loss from per group by 1),
    steps as (
      select (case when amount = 0 then 0 else p * lower end)::bigint as from, (case when amount = 0 then 0 else p * upper end)::bigint as to, count(*)::int as accounts, currency
        from per
       cross join lateral (select power(10::float8, floor(log(greatest(amount, 1)::float8)))::bigint as p) magnitude
       cross join lateral (select case when amount >= 5 * p then 5 when amount >= 2 * p then 2 else 1 end as lower, case when amount >= 5 * p then 10 when amount >= 2 * p then 5 else 2 end as upper) s
       where priced group by 1, 2, 4)
    select jsonb_build_object(
      'accounts', (select count(*) from per where priced),
      'totals', (select coalesce(jsonb_agg(${moneyOf(sql`total`)} order by total desc), '[]') from sums where total > 0 or (select count(*) from sums) = 1),
      'owed', (select coalesce(jsonb_agg(${moneyOf(sql`owed`)} order by owed desc), '[]') from sums where owed > 0),
      'withoutRevenue', (select count(distinct account_id) from ${lines} l where l.held = 'no-price'),
      'held', (select coalesce(jsonb_agg(jsonb_build_object('why', held, 'accounts', n) order by n desc), '[]') from (select held, count(distinct account_id) as n from ${lines} l where held is not null group by 1) h),
      'byTier', (select coalesce(jsonb_agg(jsonb_build_object('tier', tier, 'accounts', accounts, 'total', ${moneyOf(sql`total`)}, 'median', ${moneyOf(sql`median`)}, 'highest', ${moneyOf(sql`highest`)}) order by total desc), '[]') from tiers),
      'distribution', (select coalesce(jsonb_agg(jsonb_build_object('from', s.from, 'to', s.to, 'accounts', s.accounts, 'currency', s.currency) order by s.currency, s.from), '[]') from steps s),
      'loss', (select coalesce(jsonb_agg(jsonb_build_object('loss', ${moneyOf(sql`round(loss)::bigint`)}, 'percent', case when loss >= 1 then least(round(100 * total / loss), 1000000)::int end) order by loss desc), '[]') from sums where loss >= 1),
      'outliers', (select count(*) from per join tiers t using (tier, currency) where per.amount > 10 * t.median and t.median > 0),
      'largest', (select coalesce(jsonb_agg(jsonb_build_object('accountId', l.account_id, 'name', a.name, 'tier', a.tier, 'amount', jsonb_build_object('amountMinor', l.amount_minor, 'currency', l.currency),
                         'sentence', (${policy.sentences}::text[])[l.rule + 1] || '; affected for ' || l.minutes || ' minutes.') order by l.amount_minor desc, l.account_id), '[]')
                    from (select * from ${lines} l order by amount_minor desc, account_id limit 10) l join accounts a on a.id = l.account_id)
    ) as summary`.execute(db)
  return (rows[0] as { summary: PlanSums }).summary
}
