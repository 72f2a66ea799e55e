// Counts for accounts what the log says of them, once: the place that was read to moves in the transaction that counts. Names become accounts by look-ups, all of a batch in one statement.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

const requestsAtOnce = 50
export const eventDays = 35

/** Up to where the folder has read: below it nothing is still to come. @returns how many requests were counted */
export async function countActivity(db: Db): Promise<number> {
  let all = 0
  for (;;) {
    const counted = await db.transaction().execute(countSome)
    all += counted
    if (counted < requestsAtOnce) return all
  }
}

async function countSome(tx: Db): Promise<number> {
  const { rows: place } = await sql<{ position: number }>`select position from account_fold for update`.execute(tx)
  const { rows } = await sql<{ to: number | null; requests: number }>`
    select max(position) as to, count(*)::int as requests from (
      select position from signal_log where accounts is not null and position > ${place[0]?.position ?? 0} and position <= (select position from signal_fold) order by position limit ${requestsAtOnce}) l`.execute(
    tx,
  )
  const [found] = rows
  if (!found?.to) return 0
  await sql`
    create temporary table said on commit drop as
    select l.source_id, s.practice, s.kind as system, g.* from signal_log l join signal_sources s on s.id = l.source_id
     cross join lateral jsonb_to_recordset(l.accounts) g (account text, day date, signals int, usage float8, conversations int, angry int, leaving int, failed int, disputes int)
     where l.accounts is not null and l.position > ${place[0]?.position ?? 0} and l.position <= ${found.to}`.execute(tx)
  await sql`
    create temporary table named on commit drop as
    select n.*, ${accountOf} as account_id from (select distinct practice, system, account from said) n`.execute(tx)
  await count(tx)
  await sql`update account_fold set position = ${found.to}, newest = greatest(newest, (select max(newest) from used))`.execute(tx)
  return found.requests
}

/** Key, id in the source's own system, key of a merged account, `system:id`, address of a contact; of a shop, the payment or the order that the registry has. An address that stands in several accounts names none of them. */
const accountOf = sql`coalesce(
  (select coalesce(a.merged_into, a.id) from accounts a where a.practice = n.practice and a.key = n.account),
  (select x.account_id from account_aliases x where x.practice = n.practice and x.system in (n.system, 'merged') and x.external_id = n.account order by x.system limit 1),
  case when strpos(n.account, ':') > 0 then (
    select x.account_id from account_aliases x where x.practice = n.practice and x.system = split_part(n.account, ':', 1) and x.external_id = substr(n.account, strpos(n.account, ':') + 1)) end,
  case when n.account ~ '^leeward:-?[0-9]{1,15}$' then (
    select coalesce(a.merged_into, a.id) from accounts a where a.id = substr(n.account, 9)::bigint and a.practice = n.practice) end,
  case when strpos(n.account, '@') > 1 then (
    select min(k.account_id) from (
      select distinct coalesce(a.merged_into, a.id) as account_id from contacts k join accounts a on a.id = k.account_id
       where lower(k.email) = lower(n.account) and k.practice = n.practice limit 2) k having count(*) = 1) end,
  case when n.system = 'shopify' and n.account ~ '^[0-9]{1,19}$' then (
    select x.account_id from account_aliases x where x.practice = n.practice and x.system = 'shopify' and x.external_id = 'gid://shopify/Customer/' || n.account) end,
  case when n.system = 'shopify' and n.account like 'gid://shopify/Order/%' and not n.practice then (
    select o.account_id from orders o where o.provider = 'shopify' and o.external_id = n.account) end,
  case when n.system = 'stripe' and n.account ~ '^(pi|ch|py)_' and not n.practice then coalesce(
    (select coalesce(a.merged_into, a.id) from subscription_payments p join accounts a on a.id = p.account_id where p.provider = 'stripe' and p.payment_ref = n.account),
    (select o.account_id from orders o where o.provider = 'stripe' and o.payment_ref = n.account limit 1)) end)`

async function count(tx: Db): Promise<void> {
  await sql`
    insert into account_events as e (account_id, day, conversations, angry, leaving, failed, disputes)
    select n.account_id, s.day, sum(s.conversations), sum(s.angry), sum(s.leaving), sum(s.failed), sum(s.disputes) from said s join named n using (practice, system, account)
     where n.account_id is not null and s.conversations + s.leaving + s.failed + s.disputes > 0 group by n.account_id, s.day order by n.account_id, s.day
    on conflict (account_id, day) do update set conversations = e.conversations + excluded.conversations, angry = e.angry + excluded.angry, leaving = e.leaving + excluded.leaving,
      failed = e.failed + excluded.failed, disputes = e.disputes + excluded.disputes`.execute(tx)
  await sql`
    create temporary table used on commit drop as
    select account_id, min(day) as since, max(day) as newest, array_agg(day) as days, array_agg(usage) as adds from (
      select n.account_id, s.day, sum(s.usage) as usage from said s join named n using (practice, system, account) where n.account_id is not null and s.usage > 0 group by n.account_id, s.day) d
     group by account_id`.execute(tx)
  await sql`
    insert into account_usage (account_id, since, through, ring) select account_id, since, newest, array_fill(0::real, array[64]) from used order by account_id on conflict (account_id) do nothing`.execute(
    tx,
  )
  await sql`
    update account_usage u set since = least(u.since, d.since), through = greatest(u.through, d.newest), ring = ring_add(u.ring, u.through, greatest(u.through, d.newest), d.days, d.adds)
      from used d where d.account_id = u.account_id`.execute(tx)
  // What an exercise tells hides no broken pipe: its accounts have numbers below nothing.
  await sql`insert into usage_days (day) select distinct unnest(days) from used where account_id > 0 on conflict do nothing`.execute(tx)
  await sql`insert into health_due (account_id) select distinct account_id from named where account_id is not null order by account_id on conflict do nothing`.execute(
    tx,
  )
  await sql`
    insert into account_strangers as t (source_id, day, signals, example)
    select s.source_id, s.day, sum(s.signals), min(regexp_replace(s.account, '^[^@]*@', '…@')) from said s join named n using (practice, system, account) where n.account_id is null group by s.source_id, s.day
    on conflict (source_id, day) do update set signals = t.signals + excluded.signals, example = excluded.example`.execute(tx)
}
