// Who is hurt and was told on no channel: each with why. Nobody is forgotten in silence.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import type { UnreachedView } from './calls.contract.ts'

type Row = z.output<typeof UnreachedView> & { priority: number; id: number }

/** Accounts with a message that arrived or is still under way; by address, since one address may stand for several accounts. */
const told = sql`
  select o.account_id from deliveries r join contacts o on o.email = r.destination and o.practice = r.practice
   where r.update_id = (select id from current) and r.channel = 'email' and r.state in ('accepted', 'delivered', 'planned', 'queued', 'sending', 'deferred', 'unknown')
  union select o.account_id from deliveries r join contacts o on o.phone = r.destination and o.practice = r.practice
   where r.update_id = (select id from current) and r.channel = 'sms' and r.state in ('accepted', 'delivered', 'planned', 'queued', 'sending', 'deferred', 'unknown')
  union select r.account_id from deliveries r
   where r.update_id = (select id from current) and ((r.channel = 'in-app' and r.state = 'delivered') or (r.channel = 'call' and r.state in ('delivered', 'planned', 'deferred')))`

const unreached = (crisisId: string) => sql`
  with current as (select id from updates where crisis_id = ${crisisId} and class = 'update' and status = 'published' order by sequence desc limit 1),
  told as materialized (${told}),
  missing as (
    select a.id, coalesce(a.merged_into, a.id) as survivor, case when a.vulnerability is not null then 1 when a.tier = 'enterprise' then 2 else 5 end as priority
      from impact i join accounts a on a.id = i.account_id
     where i.crisis_id = ${crisisId} and exists (select from current) and not exists (select from told t where t.account_id = coalesce(a.merged_into, a.id)) and not exists (select from told t where t.account_id = a.id))`

/** By importance; @returns a page of them, and how many there are */
export async function listUnreached(db: Db, crisisId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const after = fromCursor<[number, number]>(cursor, ['number', 'number'])
  const { rows } = await sql<Row>`
    ${unreached(crisisId)}
    select m.id, m.priority, a.id as "accountId", a.key, a.name, a.tier, a.vulnerability, a.owner_email as "ownerEmail", a.time_zone as "timeZone",
           case when not exists (select from contacts k where k.account_id = m.survivor and k.receives_updates) then 'no-contact'
                when not exists (select from contacts k where k.account_id = m.survivor and k.receives_updates and not exists (
                  select from suppressions s where s.channel = 'email' and s.destination = k.email and (s.scope = 'updates' or s.unsubscribed_at is not null))) then 'left'
                else 'failed' end as why
      from (select * from missing ${after ? sql`where (priority, id) > (${after[0]}::int, ${after[1]}::bigint)` : sql``} order by priority, id limit ${limit + 1}) m
      join accounts a on a.id = m.id order by m.priority, m.id`.execute(db)
  return { ...toPage(rows, limit, ({ priority, id }) => [priority, id]), count: await countUnreached(db, crisisId) }
}

export async function countUnreached(db: Db, crisisId: string): Promise<number> {
  const {
    rows: [row],
  } = await sql<{ count: number }>`${unreached(crisisId)} select count(*)::int as count from missing`.execute(db)
  return row?.count ?? 0
}
