// One page into the registry, and its place in the reading, in one transaction: a process that dies leaves whole pages behind, and the next one goes on behind them.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { priceAccounts } from './account-prices.store.ts'
import { type At, closeCustomers, type Counted, storeCustomers } from './customers.store.ts'
import type { Link } from './links.ts'
import { storeOrders } from './orders.store.ts'
import type { Page, Wrong } from './read.ts'
import { closeSubscriptions, storeSubscriptions } from './subscriptions.store.ts'

/** @returns how many accounts have another price now, and what of the page could not be stored */
export async function storePage(tx: Db, link: Link, page: Page, at: At): Promise<{ priced: number; wrong: Wrong[] }> {
  // One page at a time, of whatever provider: two may be about the same account.
  await sql`select pg_advisory_xact_lock(${pageLock})`.execute(tx)
  const once = [...new Map<string, unknown>((page.rows as { externalId: string }[]).map((row) => [row.externalId, row])).values()]
  const counted = await store(tx, link, { ...page, rows: once } as Page, at)
  const gone = await close(tx, link, page, at.now)
  const wrong = [...page.wrong, ...(counted.wrong ?? [])]
  await keepProblems(tx, link, page, wrong, at.now)
  await count(tx, link, page.subject, at, {
    added: counted.added,
    changed: counted.changed + gone.changed,
    same: counted.same + gone.same + (page.rows.length - once.length),
    bad: wrong.length,
  })
  return { priced: await priceAccounts(tx, [...new Set([...counted.accounts, ...gone.accounts])], at.now), wrong }
}

const pageLock = 8_150_035

async function store(tx: Db, link: Link, page: Page, at: At): Promise<Counted & { wrong?: Wrong[] }> {
  if (page.subject === 'customers') return storeCustomers(tx, link, page.rows, at)
  if (page.subject === 'subscriptions') return storeSubscriptions(tx, link, page.rows, at)
  return storeOrders(tx, link, page.rows, at)
}

async function close(tx: Db, link: Link, { subject, gone }: Page, now: Date): Promise<Counted> {
  if (gone.length === 0) return { added: 0, changed: 0, same: 0, accounts: [] }
  if (subject === 'customers') return closeCustomers(tx, link, gone, now)
  if (subject === 'subscriptions') return closeSubscriptions(tx, link, gone, now)
  // An order that was deleted at the shop stays here: money may have moved for it.
  return { added: 0, changed: 0, same: gone.length, accounts: [] }
}

/** What could not be stored is shown until it could. */
async function keepProblems(tx: Db, link: Link, { subject, rows, gone, settled = [] }: Page, wrong: Wrong[], now: Date) {
  const bad = new Set(wrong.map(({ externalId }) => externalId))
  const good = [...rows.map(({ externalId }) => externalId), ...gone, ...settled].filter((id) => !bad.has(id))
  await sql`delete from sync_problems where link_id = ${link.id} and subject = ${subject} and external_id = any (${good}::text[])`.execute(tx)
  await sql`
    insert into sync_problems (link_id, subject, external_id, reason, seen_at)
    select distinct on (r."externalId") ${link.id}::uuid, ${subject}, r."externalId", left(r.reason, 500), ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(wrong)}::jsonb) as r ("externalId" text, reason text)
    on conflict (link_id, subject, external_id) do update set reason = excluded.reason, seen_at = excluded.seen_at`.execute(tx)
}

type Counts = Record<'added' | 'changed' | 'same' | 'bad', number>
async function count(tx: Db, link: Link, subject: string, { now, runId }: At, { added, changed, same, bad }: Counts) {
  await sql`
    insert into sync_counts as k (link_id, run_id, day, subject, read, added, changed, same, bad)
    values (${link.id}, ${runId}, case when ${runId}::uuid is null then (${now}::timestamptz at time zone 'UTC')::date end, ${subject}, ${added + changed + same + bad}, ${added}, ${changed}, ${same}, ${bad})
    on conflict on constraint sync_counts_once do update set read = k.read + excluded.read, added = k.added + excluded.added, changed = k.changed + excluded.changed, same = k.same + excluded.same,
      bad = k.bad + excluded.bad`.execute(tx)
}
