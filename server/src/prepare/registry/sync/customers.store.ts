// A page of customers into the registry, in the transaction given: accounts, their ids at the provider, their address, and who may be a double of whom. Practice accounts are never touched.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { decideCustomers, type Known, type Stored } from './customers.ts'
import { proposeDoubles } from './doubles.store.ts'
import type { Link } from './links.ts'
import type { ReadCustomer } from './read.ts'

export type Counted = { added: number; changed: number; same: number; accounts: number[] }
export type At = { now: Date; runId: string | null }

/** `rows` name each customer once. */
export async function storeCustomers(tx: Db, link: Link, rows: ReadCustomer[], at: At): Promise<Counted> {
  const stored = decideCustomers(rows, await knownOf(tx, link, rows), link.settings.mergeBy)
  await addAccounts(tx, stored, at.now)
  const placed = stored.map((each) => ({ ...each, accountId: each.accountId as number }))
  await keepIds(tx, link, placed, at)
  const moved = placed.filter(({ outcome }) => outcome !== 'same')
  await changeAccounts(tx, moved, at.now)
  await proposeDoubles(tx, link, moved, at.now)
  const count = (outcome: Stored['outcome']) => stored.filter((each) => each.outcome === outcome).length
  return { added: count('added'), changed: count('changed'), same: count('same'), accounts: moved.map(({ accountId }) => accountId) }
}

async function knownOf(tx: Db, { id, provider }: Link, rows: ReadCustomer[]): Promise<Known[]> {
  const { rows: known } = await sql<Known>`
    select r.id as "externalId", coalesce(o.merged_into, o.id) as "accountId", coalesce(k.merged_into, k.id) as "byKey", coalesce(e.merged_into, e.id) as "byId",
           case when c.external_id is not null then json_build_object('name', c.name, 'email', c.email, 'verified', c.verified, 'accountKey', c.account_key, 'deleted', c.deleted_at is not null) end as before
      from jsonb_to_recordset(${json(rows.map(({ externalId, accountKey }) => ({ id: externalId, key: accountKey })))}) as r (id text, key text)
      left join account_aliases x on not x.practice and x.system = ${provider} and x.external_id = r.id
      left join accounts o on o.id = x.account_id
      left join accounts k on not k.practice and k.key = r.key
      left join accounts e on not e.practice and e.key = r.id
      left join synced_customers c on c.link_id = ${id} and c.external_id = r.id`.execute(tx)
  return known
}

/** New ones get their id here. Whoever took the key at this very moment is the same customer. */
async function addAccounts(tx: Db, stored: Stored[], now: Date) {
  const fresh = stored.filter(({ accountId }) => accountId === null)
  if (fresh.length === 0) return
  const { rows } = await sql<{ id: number; key: string }>`
    insert into accounts (practice, key, name, kind, locale, created_at, updated_at)
    select false, r.key, r.name, r.kind, coalesce(r.locale, 'en'), ${now}, ${now}
      from jsonb_to_recordset(${json(fresh)}) as r (key text, name text, kind text, locale text)
    on conflict (practice, key) do update set updated_at = excluded.updated_at returning coalesce(merged_into, id) as id, key`.execute(tx)
  const ids = new Map(rows.map(({ id, key }) => [key, id]))
  for (const each of fresh) each.accountId = ids.get(each.key) ?? null
}

async function keepIds(tx: Db, { id, provider }: Link, placed: Stored[], { now, runId }: At) {
  const given = json(placed.map((each) => ({ ...each, fresh: each.outcome !== 'same' })))
  await sql`
    insert into account_aliases (practice, system, external_id, account_id)
    select false, ${provider}, r."externalId", r."accountId" from jsonb_to_recordset(${given}) as r ("externalId" text, "accountId" bigint) on conflict do nothing`.execute(
    tx,
  )
  await sql`
    insert into synced_customers (link_id, external_id, account_id, name, email, verified, account_key, seen_run, first_at)
    select ${id}::uuid, r."externalId", r."accountId", r.name, r.email, r.verified, r."accountKey", ${runId}::uuid, ${now}::timestamptz
      from jsonb_to_recordset(${given}) as r ("externalId" text, "accountId" bigint, name text, email text, verified boolean, "accountKey" text)
    on conflict (link_id, external_id) do update set name = excluded.name, email = excluded.email, verified = excluded.verified, account_key = excluded.account_key, deleted_at = null,
      seen_run = coalesce(excluded.seen_run, synced_customers.seen_run)`.execute(tx)
}

/** A name or an address follows the provider where it still is as it was read last; what somebody changed here stays. */
async function changeAccounts(tx: Db, moved: Stored[], now: Date) {
  if (moved.length === 0) return
  const given = json(moved)
  await sql`
    update accounts a set name = r.name, updated_at = ${now}
      from jsonb_to_recordset(${given}) as r ("accountId" bigint, name text, "nameBefore" text)
     where a.id = r."accountId" and not a.practice and a.name = r."nameBefore" and a.name <> r.name`.execute(tx)
  await sql`
    update contacts c set email = r.email, updated_at = ${now}
      from jsonb_to_recordset(${given}) as r ("accountId" bigint, email text, "emailBefore" text)
     where c.account_id = r."accountId" and c.email = r."emailBefore" and r.email <> r."emailBefore"
       and not exists (select from contacts k where k.account_id = c.account_id and k.email = r.email)`.execute(tx)
  await sql`
    insert into contacts (account_id, practice, email, name, locale, created_at, updated_at)
    select r."accountId", false, r.email, case when r.kind = 'person' then left(r.name, 200) end, r.locale, ${now}, ${now}
      from jsonb_to_recordset(${given}) as r ("accountId" bigint, email text, name text, kind text, locale text)
     where r.email is not null on conflict (account_id, email) do nothing`.execute(tx)
}

/** Customers who are not there any more: what they paid for ends, what was is kept. Answers how many that is new of. */
export async function closeCustomers(tx: Db, { id, provider }: Link, gone: string[], now: Date): Promise<Counted> {
  const { rows } = await sql<{ external_id: string }>`
    update synced_customers set deleted_at = ${now} where link_id = ${id} and external_id = any (${gone}::text[]) and deleted_at is null returning external_id`.execute(
    tx,
  )
  const { rows: ended } = await sql<{ account_id: number }>`
    update subscriptions set status = 'canceled', ended_at = coalesce(ended_at, ${now}), updated_at = ${now}
     where link_id = ${id} and provider = ${provider} and customer = any (${rows.map((row) => row.external_id)}::text[]) and ended_at is null returning account_id`.execute(
    tx,
  )
  return { added: 0, changed: rows.length, same: gone.length - rows.length, accounts: ended.map((row) => row.account_id) }
}

const json = (rows: object) => sql`${JSON.stringify(rows)}::jsonb`
