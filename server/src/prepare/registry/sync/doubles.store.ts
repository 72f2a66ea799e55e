// Accounts that may be one customer: found while customers are stored, decided by a person, or by the connection's setting where it is sure.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../../platform/http/cursor.ts'
import { Refused } from '../../../platform/refused.ts'
import { mergeAccounts } from '../merge-accounts.store.ts'
import { priceAccounts } from './account-prices.store.ts'
import type { Stored } from './customers.ts'
import type { Link } from './links.ts'
import type { DoubleView } from './sync.contract.ts'

/** An address in more accounts than this says nothing about who they are. */
const mostWithAddress = 5

/** Doubles by our own key at the provider, and by an address; a pair is proposed once, whatever was decided about it. */
export async function proposeDoubles(tx: Db, { id }: Link, moved: Stored[], now: Date): Promise<void> {
  if (moved.length === 0) return
  const given = JSON.stringify(moved)
  await sql`
    insert into account_doubles (account_id, into_id, why, said, sure, link_id, found_at)
    select r."accountId", r."doubleOf", 'key', r."accountKey", true, ${id}::uuid, ${now}::timestamptz
      from jsonb_to_recordset(${given}::jsonb) as r ("accountId" bigint, "doubleOf" bigint, "accountKey" text)
     where r."doubleOf" is not null and r."doubleOf" <> r."accountId" on conflict do nothing`.execute(tx)
  // The older account is the one that stays.
  await sql`
    insert into account_doubles (account_id, into_id, why, said, sure, link_id, found_at)
    select greatest(r."accountId", o.id), least(r."accountId", o.id), 'email', r.email, r.verified, ${id}::uuid, ${now}::timestamptz
      from jsonb_to_recordset(${given}::jsonb) as r ("accountId" bigint, email text, verified boolean, "emailBefore" text)
      cross join lateral (
        select array_agg(distinct a.id) as ids
          from (select account_id from contacts where lower(email) = r.email and not practice limit ${mostWithAddress * 4}) k
          join accounts a on a.id = k.account_id and a.merged_into is null and a.id <> r."accountId") found
      cross join lateral unnest(found.ids) as o (id)
     where r.email is not null and r.email is distinct from r."emailBefore" and cardinality(found.ids) <= ${mostWithAddress} on conflict do nothing`.execute(tx)
}

/** Merges what is sure, some at a time; answers whether there may be more. Each is its own transaction: what stops it loses nothing. */
export async function mergeSure(db: Db, link: Link, now: Date, most = 200): Promise<boolean> {
  if (link.settings.mergeBy !== 'itself') return false
  const { rows } = await sql<{
    id: number
  }>`select id from account_doubles where link_id = ${link.id} and state = 'open' and sure order by id limit ${most}`.execute(db)
  for (const { id } of rows) await decideDouble(db, id, 'merged', 'leeward', now).catch((error) => dismissed(db, id, error, now))
  return rows.length === most
}

/** What the registry will not merge (merged elsewhere meanwhile) is no question any more. */
async function dismissed(db: Db, id: number, error: unknown, now: Date) {
  if (!(error instanceof Refused)) throw error
  await sql`update account_doubles set state = 'dismissed', decided_by = 'leeward', decided_at = ${now} where id = ${id} and state = 'open'`.execute(db)
}

/** Merges a pair, or says that they are two customers. The same answer again changes nothing. */
export async function decideDouble(db: Db, id: number, answer: 'merged' | 'dismissed', by: string, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ from: number; into: number; state: string }>`
      select coalesce(a.merged_into, a.id) as "from", coalesce(i.merged_into, i.id) as "into", d.state
        from account_doubles d join accounts a on a.id = d.account_id join accounts i on i.id = d.into_id where d.id = ${id} for update of d`.execute(tx)
    const [pair] = rows
    if (!pair) throw new Refused('not-found', 'There is no such pair of accounts.')
    if (pair.state === answer) return
    if (pair.state !== 'open') throw new Refused('already-done', `This pair was ${pair.state} already.`)
    if (answer === 'merged' && pair.from !== pair.into) {
      await priceAccounts(tx, [await mergeAccounts(tx, pair.from, pair.into, now)], now)
      await sql`select assess_again(false)`.execute(tx)
    }
    await sql`update account_doubles set state = ${answer}, decided_by = ${by}, decided_at = ${now} where id = ${id}`.execute(tx)
  })
}

/** Open pairs, the newest first. */
export async function listDoubles(db: Db, query: { cursor?: string | undefined; limit: number }) {
  const before = fromCursor<[number]>(query.cursor, ['number'])
  const account = (name: 'a' | 'i') => sql`json_build_object('id', ${sql.ref(name)}.id, 'key', ${sql.ref(name)}.key, 'name', ${sql.ref(name)}.name)`
  const { rows } = await sql<DoubleView>`
    select d.id, d.why, d.said, d.sure, ${account('a')} as account, ${account('i')} as "into", l.provider
      from account_doubles d join sync_links l on l.id = d.link_id join accounts a on a.id = d.account_id join accounts i on i.id = d.into_id
     where d.state = 'open' and a.merged_into is null and i.merged_into is null and ${before ? sql`d.id < ${before[0]}` : sql`true`} order by d.id desc limit ${query.limit + 1}`.execute(
    db,
  )
  return toPage(rows, query.limit, (row) => [row.id])
}
