// A page of subscriptions into the registry, in the transaction given. One of a customer who was never read waits for that customer.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { At, Counted } from './customers.store.ts'
import type { Link } from './links.ts'
import type { ReadSubscription, Wrong } from './read.ts'

/** `rows` name each subscription once. */
export async function storeSubscriptions(tx: Db, link: Link, rows: ReadSubscription[], { now }: At): Promise<Counted & { wrong: Wrong[] }> {
  const given = JSON.stringify(rows.map((row) => ({ ...row, ...paidOf(row) })))
  const values = sql`price_minor, not_counted, currency, every_count, every_unit, current_period_end, ended_at, status`
  const { rows: outcomes } = await sql<{ id: string; account: number | null; outcome: 'added' | 'changed' | 'same' | null }>`
    with read as materialized (
      select r.*, coalesce(a.merged_into, a.id) as account
        from jsonb_to_recordset(${given}::jsonb) as r ("externalId" text, customer text, status text, "priceMinor" bigint, "notCounted" text[], currency text, "everyCount" smallint, "everyUnit" text,
             "periodEnd" timestamptz, "endedAt" timestamptz, invoice text, payment text, "paidMinor" bigint, "paidAt" timestamptz)
        left join account_aliases x on not x.practice and x.system = ${link.provider} and x.external_id = r.customer
        left join accounts a on a.id = x.account_id),
    before as (select s.external_id from subscriptions s join read r on r."externalId" = s.external_id where s.provider = ${link.provider}),
    stored as (
      insert into subscriptions as s (account_id, link_id, provider, external_id, customer, ${values}, invoice_ref, payment_ref, paid_minor, paid_at, updated_at)
      select account, ${link.id}::uuid, ${link.provider}, "externalId", customer, "priceMinor", "notCounted", currency, "everyCount", "everyUnit", "periodEnd", "endedAt", status,
             invoice, payment, "paidMinor", "paidAt", ${now}::timestamptz
        from read where account is not null order by "externalId"
      on conflict (provider, external_id) do update set account_id = excluded.account_id, link_id = excluded.link_id, customer = excluded.customer,
        (${values}) = (select ${sql.raw(columns.map((name) => `excluded.${name}`).join(', '))}),
        ${sql.join(
          ['invoice_ref', 'payment_ref', 'paid_minor', 'paid_at'].map(
            (name) =>
              sql`${sql.ref(name)} = case when excluded.paid_at >= coalesce(s.paid_at, '-infinity') then ${sql.ref(`excluded.${name}`)} else ${sql.ref(`s.${name}`)} end`,
          ),
        )},
        updated_at = excluded.updated_at
      where (s.account_id, s.customer, ${sql.raw(columns.map((name) => `s.${name}`).join(', '))}) is distinct from (excluded.account_id, excluded.customer, ${sql.raw(columns.map((name) => `excluded.${name}`).join(', '))})
         or excluded.paid_at > coalesce(s.paid_at, '-infinity')
      returning s.external_id)
    select r."externalId" as id, r.account, case when r.account is null and r."endedAt" is null then null when r.account is null or w.external_id is null then 'same' when b.external_id is null then 'added' else 'changed' end as outcome
      from read r left join stored w on w.external_id = r."externalId" left join before b on b.external_id = r."externalId"`.execute(tx)
  const count = (outcome: string) => outcomes.filter((each) => each.outcome === outcome).length
  return {
    added: count('added'),
    changed: count('changed'),
    same: count('same'),
    accounts: outcomes.flatMap(({ account, outcome }) => (account !== null && outcome !== 'same' ? [account] : [])),
    // One that is over, of a customer who is gone, is nobody's to mend.
    wrong: outcomes.flatMap(({ id, outcome }) => (outcome === null ? [{ externalId: id, reason: unknownCustomer }] : [])),
  }
}

export const unknownCustomer = 'Its customer was not read. Read everything again; if it stays, look whether the key may read customers.'
const columns = ['price_minor', 'not_counted', 'currency', 'every_count', 'every_unit', 'current_period_end', 'ended_at', 'status']

const paidOf = ({ paid }: ReadSubscription) => ({
  invoice: paid?.invoice ?? null,
  payment: paid?.payment ?? null,
  paidMinor: paid?.amountMinor ?? null,
  paidAt: paid?.at ?? null,
})

/** Subscriptions that the provider knows no longer are over. */
export async function closeSubscriptions(tx: Db, link: Link, gone: string[], now: Date): Promise<Counted> {
  const { rows } = await sql<{ account_id: number }>`
    update subscriptions set status = 'canceled', ended_at = coalesce(ended_at, ${now}), updated_at = ${now}
     where provider = ${link.provider} and link_id = ${link.id} and external_id = any (${gone}::text[]) and status <> 'canceled' returning account_id`.execute(
    tx,
  )
  return { added: 0, changed: rows.length, same: gone.length - rows.length, accounts: rows.map((row) => row.account_id) }
}
