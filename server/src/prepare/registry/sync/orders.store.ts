// A page of orders into the registry, in the transaction given; what was ordered becomes exposures with the order's number, where the connection names a service for them.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { At, Counted } from './customers.store.ts'
import type { Link } from './links.ts'
import type { ReadOrder, Wrong } from './read.ts'
import { unknownCustomer } from './subscriptions.store.ts'

const columns = ['number', 'currency', 'total_minor', 'refunded_minor', 'fulfilment', 'payment_ref', 'placed_at', 'cancelled_at']

/** `rows` name each order once. */
export async function storeOrders(tx: Db, link: Link, rows: ReadOrder[], { now }: At): Promise<Counted & { wrong: Wrong[] }> {
  const given = JSON.stringify(rows)
  const list = (prefix: string) => sql.raw(columns.map((name) => prefix + name).join(', '))
  const { rows: outcomes } = await sql<{ id: string; account: number | null; outcome: 'added' | 'changed' | 'same' | null }>`
    with read as materialized (
      select r.*, coalesce(a.merged_into, a.id) as account
        from jsonb_to_recordset(${given}::jsonb) as r ("externalId" text, customer text, number text, currency text, "totalMinor" bigint, "refundedMinor" bigint, fulfilment text, payment text,
             "placedAt" timestamptz, "cancelledAt" timestamptz)
        left join account_aliases x on not x.practice and x.system = ${link.provider} and x.external_id = r.customer
        left join accounts a on a.id = x.account_id),
    before as (select o.external_id from orders o join read r on r."externalId" = o.external_id where o.provider = ${link.provider}),
    stored as (
      insert into orders as s (account_id, link_id, provider, external_id, ${list('')}, updated_at)
      select account, ${link.id}::uuid, ${link.provider}, "externalId", number, currency, "totalMinor", "refundedMinor", fulfilment, payment, "placedAt", "cancelledAt", ${now}::timestamptz
        from read where account is not null order by "externalId"
      on conflict (provider, external_id) do update set account_id = excluded.account_id, link_id = excluded.link_id, (${list('')}) = (select ${list('excluded.')}), updated_at = excluded.updated_at
      where (s.account_id, ${list('s.')}) is distinct from (excluded.account_id, ${list('excluded.')})
      returning s.external_id)
    select r."externalId" as id, r.account, case when r.account is null then null when w.external_id is null then 'same' when b.external_id is null then 'added' else 'changed' end as outcome
      from read r left join stored w on w.external_id = r."externalId" left join before b on b.external_id = r."externalId"`.execute(tx)
  await exposeOrders(tx, link, given)
  const count = (outcome: string) => outcomes.filter((each) => each.outcome === outcome).length
  return {
    added: count('added'),
    changed: count('changed'),
    same: count('same'),
    accounts: [],
    wrong: outcomes.flatMap(({ id, account }) => (account === null ? [{ externalId: id, reason: unknownCustomer }] : [])),
  }
}

/** Each SKU of an order is one fact, since it was placed; a cancelled order is over when it was cancelled. */
async function exposeOrders(tx: Db, link: Link, given: string) {
  if (link.settings.ordersOf === null) return
  await sql`
    insert into exposures as e (account_id, practice, service_id, sku, order_ref, since, until)
    select distinct on (account, sku, r.number) coalesce(a.merged_into, a.id) as account, false, v.id, k.sku, left(r.number, 100), r."placedAt", r."cancelledAt"
      from jsonb_to_recordset(${given}::jsonb) as r (customer text, number text, "placedAt" timestamptz, "cancelledAt" timestamptz, skus jsonb)
      join account_aliases x on not x.practice and x.system = ${link.provider} and x.external_id = r.customer
      join accounts a on a.id = x.account_id
      join services v on v.key = ${link.settings.ordersOf}
      cross join lateral jsonb_array_elements_text(case when jsonb_array_length(r.skus) = 0 then '[null]'::jsonb else r.skus end) as k (sku)
     order by account, sku, r.number
    on conflict (account_id, fact) do update set since = excluded.since, until = excluded.until where (e.since, e.until) is distinct from (excluded.since, excluded.until)`.execute(
    tx,
  )
}
