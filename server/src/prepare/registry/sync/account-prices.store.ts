// What an account pays in a month follows from its subscriptions, where those are read. Set-based; called with the accounts whose subscriptions moved.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { decimalsOf } from '../import/cells.ts'

/** Who still has what they pay for. Trials count with what they will cost. */
export const running = ['active', 'trialing', 'past_due']

const decimals = JSON.stringify(Object.fromEntries(Intl.supportedValuesOf('currency').map((code) => [code, decimalsOf(code)])))

/** Amounts of one currency are added up; of several, the largest counts, and the account says so. Accounts without any subscription are left as they are. Answers how many changed. */
export async function priceAccounts(tx: Db, accounts: number[], now: Date): Promise<number> {
  if (accounts.length === 0) return 0
  const { numAffectedRows } = await sql`
    with theirs as (
      select s.account_id, s.provider, s.currency, s.price_minor, s.not_counted, s.status = any (${running}::text[]) as running
        from subscriptions s where s.account_id = any (${accounts}::bigint[])),
    sums as (select account_id, currency, sum(price_minor) as minor from theirs where running and price_minor is not null group by account_id, currency),
    largest as (
      select distinct on (account_id) account_id, currency, least(minor, 10000000000000)::bigint as minor from sums
       order by account_id, minor / power(10::numeric, (${decimals}::jsonb->>currency)::int) desc, currency),
    every as (
      select t.account_id, min(t.provider) as provider, bool_or(t.running and t.price_minor is null) as unknown, bool_or(t.running and t.not_counted <> '{}') as part,
             (select count(*) from sums s where s.account_id = t.account_id and s.minor > 0) > 1 as several
        from theirs t group by t.account_id),
    wanted as (
      select e.account_id, coalesce(l.minor, 0) as minor, l.currency, e.provider,
             case when e.unknown and coalesce(l.minor, 0) = 0 then 'unknown' when e.unknown or e.part then 'part' when e.several then 'currencies' end as note
        from every e left join largest l using (account_id))
    update accounts a set mrr_minor = w.minor, currency = coalesce(w.currency, a.currency), price_from = w.provider, price_note = w.note, updated_at = ${now}
      from wanted w
     where a.id = w.account_id and not a.practice
       and (a.mrr_minor, a.currency, a.price_from, a.price_note) is distinct from (w.minor, coalesce(w.currency, a.currency), w.provider, w.note)`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
