// Single writes: stating the same again changes nothing.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { listExposures } from './accounts.store.ts'
import { decimalsOf } from './import/cells.ts'
import type { ContactView, ExposureView, PutAccount, PutContact, PutExposure } from './registry.contract.ts'

/** Stores an account under its key; answers its id. A key that was merged into another account is refused. */
export async function putAccount(db: Db, key: string, account: PutAccount, now: Date): Promise<number> {
  assertPlaces(account)
  const { rows } = await sql<{ id: number }>`
    insert into accounts (practice, key, name, kind, tier, mrr_minor, currency, region, locale, time_zone, vulnerability, owner_email, sla, created_at, updated_at)
    values (${account.practice}, ${key}, ${account.name}, ${account.kind}, ${account.tier}, ${account.mrrMinor}, ${account.currency}, ${account.region || null}, ${account.locale},
            ${account.timeZone}, ${account.vulnerability}, ${account.ownerEmail}, ${account.sla || null}, ${now}, ${now})
    on conflict (practice, key) do update set name = excluded.name, kind = excluded.kind, tier = excluded.tier, mrr_minor = excluded.mrr_minor, currency = excluded.currency,
      region = excluded.region, locale = excluded.locale, time_zone = excluded.time_zone, vulnerability = excluded.vulnerability, owner_email = excluded.owner_email, sla = excluded.sla, updated_at = excluded.updated_at
      where accounts.merged_into is null
    returning id`.execute(db)
  if (rows[0]) return rows[0].id
  const {
    rows: [merged],
  } = await sql<{
    key: string
  }>`select s.key from accounts a join accounts s on s.id = a.merged_into where a.practice = ${account.practice} and a.key = ${key}`.execute(db)
  throw new Refused('already-done', `The account ${key} was merged into ${merged?.key ?? 'another'}. Send changes to that one.`)
}

function assertPlaces({ currency, timeZone }: PutAccount) {
  try {
    decimalsOf(currency)
  } catch {
    throw new Refused('not-valid', `${currency} is not a currency.`)
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    throw new Refused('not-valid', `${timeZone} is not a time zone. Use one such as Europe/Berlin.`)
  }
}

/** Stores a contact of an account by its normalised e-mail address. */
export async function putContact(db: Db, id: number, contact: PutContact, now: Date): Promise<ContactView> {
  const account = await ownAccount(db, id)
  const { rows } = await sql<ContactView>`
    insert into contacts (account_id, practice, email, name, position, locale, phone, receives_updates, created_at, updated_at)
    values (${account.id}, ${account.practice}, ${contact.email}, ${contact.name}, ${contact.position}, ${contact.locale}, ${contact.phone}, ${contact.receivesUpdates}, ${now}, ${now})
    on conflict (account_id, email) do update set name = excluded.name, position = excluded.position, locale = excluded.locale, phone = excluded.phone, receives_updates = excluded.receives_updates, updated_at = excluded.updated_at
    returning id, email, name, position, locale, phone, receives_updates as "receivesUpdates", readers`.execute(db)
  return rows[0] as ContactView
}

/** Stores that an account depends on something; the same fact again updates its span. */
export async function putExposure(db: Db, id: number, exposure: PutExposure): Promise<ExposureView> {
  if (exposure.since && exposure.until && exposure.until < exposure.since)
    throw new Refused('not-valid', 'This exposure ends before it begins. Correct since or until.')
  const account = await ownAccount(db, id)
  const {
    rows: [service],
  } = await sql<{ id: string }>`select id from services where key = ${exposure.service}`.execute(db)
  if (!service) throw new Refused('not-valid', `There is no service with the key ${exposure.service}. Store the service first.`)
  const {
    rows: [stored],
  } = await sql<{ id: number }>`
    insert into exposures (account_id, practice, service_id, region, sku, lot, order_ref, integration, since, until)
    values (${account.id}, ${account.practice}, ${service.id}, ${exposure.region}, ${exposure.sku}, ${exposure.lot}, ${exposure.orderRef}, ${exposure.integration}, ${exposure.since}, ${exposure.until})
    on conflict (account_id, fact) do update set since = excluded.since, until = excluded.until returning id`.execute(db)
  return (await listExposures(db, sql`e.id = ${stored?.id}`))[0] as ExposureView
}

/** Stores the account's id in another system; an id that belongs to another account is refused. */
export async function putAlias(db: Db, id: number, system: string, externalId: string): Promise<void> {
  if (system === 'merged') throw new Refused('not-allowed', 'The system merged is kept for the keys of merged accounts. Name another system.')
  const account = await ownAccount(db, id)
  await sql`insert into account_aliases (practice, system, external_id, account_id) values (${account.practice}, ${system}, ${externalId}, ${account.id}) on conflict do nothing`.execute(
    db,
  )
  const { rows } = await sql<{ key: string }>`
    select a.key from account_aliases x join accounts a on a.id = x.account_id
     where x.practice = ${account.practice} and x.system = ${system} and x.external_id = ${externalId} and x.account_id <> ${account.id}`.execute(db)
  if (rows[0]) throw new Refused('already-done', `This id belongs to the account ${rows[0].key}. Merge the two accounts, or correct the id.`)
}

/** The account to write to: the survivor, where it was merged. */
async function ownAccount(db: Db, id: number): Promise<{ id: number; practice: boolean }> {
  const { rows } = await sql<{ id: number; practice: boolean }>`select coalesce(merged_into, id) as id, practice from accounts where id = ${id}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such account.')
  return rows[0]
}
