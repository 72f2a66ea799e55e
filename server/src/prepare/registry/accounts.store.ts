// Finding accounts, and all that is known of one.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { normalAddress } from '../../platform/email-address.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { Refused } from '../../platform/refused.ts'
import type { AccountSummary, AccountView, ContactView, ExposureView } from './registry.contract.ts'

const most = 500

const summary = sql`a.id, a.key, a.name, a.kind, a.tier, json_build_object('amountMinor', a.mrr_minor, 'currency', a.currency) as revenue, a.region, a.vulnerability, a.practice`

/**
 * Accounts by name, a page at a time. `search` is the beginning of a key, a part of the name, or a contact's whole e-mail address.
 * A part of a name reads all names in the worst case (half a second at a million accounts): a trigram index would double the time of an import.
 */
export async function searchAccounts(db: Db, query: { search?: string | undefined; cursor?: string | undefined; limit: number; practice: boolean }) {
  const after = fromCursor<[string, number]>(query.cursor, ['string', 'number'])
  const { rows } = await sql<AccountSummary & { place: string }>`
    select ${summary}, lower(a.name) as place from accounts a
     where a.practice = ${query.practice} and a.merged_into is null and ${matches(query.search?.trim())}
       and ${after ? sql`(lower(a.name), a.id) > (${after[0]}, ${after[1]}::bigint)` : sql`true`}
     order by lower(a.name), a.id limit ${query.limit + 1}`.execute(db)
  return toPage(rows, query.limit, (row) => [row.place, row.id])
}

const matches = (search: string | undefined) => {
  if (!search) return sql`true`
  const literal = search.replaceAll(/[\\%_]/g, '\\$&')
  if (/^[^@\s]+@[^@\s]+$/.test(search)) return sql`a.id in (select account_id from contacts where lower(email) = ${normalAddress(search)})`
  return sql`(a.key like ${`${literal}%`} or lower(a.name) like lower(${`%${literal}%`}))`
}

/** All of one account; a merged one answers with its survivor. */
export async function accountView(db: Db, id: number): Promise<AccountView> {
  const { rows } = await sql<Omit<AccountView, 'aliases' | 'contacts' | 'exposures' | 'crises'>>`
    select ${summary}, a.locale, a.time_zone as "timeZone", a.owner_email as "ownerEmail", a.sla, a.price_from as "priceFrom", a.price_note as "priceNote",
           (select count(*) from contacts where account_id = a.id) as "contactCount", (select count(*) from exposures where account_id = a.id) as "exposureCount"
      from accounts a where a.id = (select coalesce(merged_into, id) from accounts where id = ${id})`.execute(db)
  const account = rows[0]
  if (!account) throw new Refused('not-found', 'There is no such account.')
  const [aliases, contacts, exposures, crises] = await Promise.all([
    sql<
      AccountView['aliases'][number]
    >`select system, external_id as "externalId" from account_aliases where account_id = ${account.id} order by system, external_id limit ${most}`.execute(db),
    sql<ContactView>`
      select k.id, k.email, k.name, k.position, k.locale, k.phone, k.receives_updates as "receivesUpdates", k.readers,
             case when s.destination is not null then json_build_object('reason', s.reason, 'scope', s.scope, 'since', s.since, 'until', s.until, 'detail', s.detail) end as suppression
        from contacts k left join suppressions s on s.channel = 'email' and s.destination = k.email and not k.practice and (s.until is null or s.until > now())
       where k.account_id = ${account.id} order by k.email limit ${most}`.execute(db),
    listExposures(db, sql`e.account_id = ${account.id}`),
    sql<AccountView['crises'][number]>`
      select c.id, c.number, c.title, i.since, i.until from impact i join crises c on c.id = i.crisis_id
       where i.account_id in (select id from accounts where id = ${account.id} or merged_into = ${account.id}) order by c.declared_at desc, c.id limit ${most}`.execute(
      db,
    ),
  ])
  return { ...account, aliases: aliases.rows, contacts: contacts.rows, exposures, crises: crises.rows }
}

/** Exposures that fulfil a condition on `e`, with the service they are about. */
export async function listExposures(db: Db, condition: ReturnType<typeof sql>): Promise<ExposureView[]> {
  const { rows } = await sql<ExposureView>`
    select e.id, s.key as "serviceKey", s.name as service, e.region, e.sku, e.lot, e.order_ref as "orderRef", e.integration, e.since, e.until
      from exposures e join services s on s.id = e.service_id where ${condition} order by s.position, s.key, e.region, e.id limit ${most}`.execute(db)
  return rows
}
