// Addresses that are not written to: stopped by what they answered or by a person, and allowed again by a person who says why.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { Refused } from '../../platform/refused.ts'
import { scopeOf, softBounces } from './feedback.ts'
import type { Told } from './feedback.store.ts'
import type { PutSuppression, SuppressionChange, SuppressionView } from './suppressions.contract.ts'

type Stop = { channel: string; destination: string; reason: string; scope: string; until: Date | null; detail: string; delivery: number; at: Date }

/** Hard bounces and complaints: until somebody allows the address again. @returns how many addresses that stopped */
export const stopAddresses = (tx: Db, told: Told[], now: Date): Promise<number> =>
  stop(
    tx,
    told.map(({ channel, destination, outcome, reason, answer, delivery, at }) => ({
      ...{ channel, destination, reason, delivery, at, detail: answer },
      scope: scopeOf(outcome === 'complaint' ? 'complaint' : 'hard'),
      until: null,
    })),
    now,
  )

/** Counts soft bounces, one per delivery; the third within 14 days rests the address for 7 days. @returns how many addresses that stopped */
export async function restAfterSoftBounces(tx: Db, told: Told[], now: Date): Promise<number> {
  if (told.length === 0) return 0
  await sql`
    insert into soft_bounces (channel, destination, key, reason, at)
    select distinct on (channel, destination, key) channel, destination, key, reason, at
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t(channel text, destination text, key text, reason text, at timestamptz) order by channel, destination, key, at
    on conflict do nothing`.execute(tx)
  // What was allowed again starts anew.
  const { rows } = await sql<Stop>`
    with said as (
      select distinct on (channel, destination) * from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
        as t(channel text, destination text, reason text, answer text, delivery bigint, at timestamptz) order by channel, destination, at desc)
    select s.channel, s.destination, s.reason, ${scopeOf('soft')} as scope, s.at + make_interval(days => ${softBounces.restDays}) as until, s.answer as detail, s.delivery, s.at
      from said s
     where (select count(*) from soft_bounces b
             where b.channel = s.channel and b.destination = s.destination and b.at > s.at - make_interval(days => ${softBounces.withinDays}) and b.at <= s.at
               and b.at > coalesce((select max(c.changed_at) from suppression_changes c where c.channel = s.channel and c.destination = s.destination and c.change = 'removed'), '-infinity'))
           >= ${softBounces.most}`.execute(tx)
  return stop(tx, rows, now)
}

/**
 * Stops addresses, each once, with its change. What stops for longer or more stays; what ended is replaced.
 * What was said before a person allowed the address again does not stop it once more.
 */
async function stop(tx: Db, stops: Stop[], now: Date): Promise<number> {
  if (stops.length === 0) return 0
  const { rows } = await sql<{ count: number }>`
    with said as (
      select distinct on (channel, destination) * from jsonb_to_recordset(${JSON.stringify(stops)}::jsonb)
        as t(channel text, destination text, reason text, scope text, until timestamptz, detail text, delivery bigint, at timestamptz)
       where not exists (select 1 from suppression_changes c where c.channel = t.channel and c.destination = t.destination and c.change = 'removed' and c.changed_at >= t.at)
       order by channel, destination, until desc nulls first, scope),
    stopped as (
      insert into suppressions as s (channel, destination, reason, since, scope, until, detail, delivery_id)
      select channel, destination, reason, at, scope, until, detail, delivery from said where until is null or until > ${now} order by channel, destination
      on conflict (channel, destination) do update
        set reason = excluded.reason, since = excluded.since, scope = excluded.scope, until = excluded.until, detail = excluded.detail, delivery_id = excluded.delivery_id, added_by = null
        where (s.until is not null and (excluded.until is null or excluded.until > s.until)) or (s.until is null and s.scope = 'updates' and excluded.until is null and excluded.scope = 'all')
      returning s.channel, s.destination, s.reason, s.scope, s.detail),
    noted as (
      insert into suppression_changes (channel, destination, change, reason, scope, detail, changed_by, changed_at)
      select channel, destination, 'added', reason, scope, detail, 'leeward', ${now} from stopped)
    select count(*)::int as count from stopped`.execute(tx)
  return rows[0]?.count ?? 0
}

/** A number gets texts, everything else is an address. */
const channelOf = (destination: string) => (destination.startsWith('+') ? 'sms' : 'email')
const view = sql`s.channel, s.destination, s.reason, s.since, s.scope, s.until, s.detail, coalesce(p.name, s.added_by) as "addedBy"`

/** Stopped addresses, the newest first; `search` is part of the address or the reason. Those whose time is over are not there. */
export async function listSuppressions(db: Db, query: { search?: string | undefined; cursor?: string | undefined; limit: number }, now: Date) {
  const after = fromCursor<[string, string]>(query.cursor, ['time', 'string'])
  const search = query.search
    ?.trim()
    .toLowerCase()
    .replaceAll(/[\\%_]/g, '\\$&')
  const { rows } = await sql<SuppressionView & { place: string }>`
    select ${view}, to_char(s.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
      from suppressions s left join auth_user p on p.id = s.added_by
     where s.channel in ('email', 'sms') and (s.until is null or s.until > ${now}) and ${search ? sql`(s.destination like ${`%${search}%`} or s.reason = ${search})` : sql`true`}
       and ${after ? sql`(s.since, s.destination) < (${after[0]}::timestamptz, ${after[1]})` : sql`true`}
     order by s.since desc, s.destination desc limit ${query.limit + 1}`.execute(db)
  return toPage(rows, query.limit, (row) => [row.place, row.destination])
}

/** A person stops an address; stopping it again changes how. */
export async function addSuppression(db: Db, { destination, scope, until, detail }: PutSuppression, by: string, now: Date): Promise<SuppressionView> {
  return db.transaction().execute(async (tx) => {
    await sql`
      insert into suppressions (channel, destination, reason, since, scope, until, detail, added_by)
      values (${channelOf(destination)}, ${destination}, 'by-hand', ${now}, ${scope}, ${until}, ${detail}, ${by})
      on conflict (channel, destination) do update set reason = 'by-hand', since = excluded.since, scope = excluded.scope, until = excluded.until, detail = excluded.detail, added_by = excluded.added_by`.execute(
      tx,
    )
    await noted(tx, { destination, change: 'added', reason: 'by-hand', scope, detail, by, now })
    const { rows } =
      await sql<SuppressionView>`select ${view} from suppressions s left join auth_user p on p.id = s.added_by where s.channel = ${channelOf(destination)} and s.destination = ${destination}`.execute(
        tx,
      )
    return rows[0] as SuppressionView
  })
}

/** A person allows an address again, and says why; the change stays. Refuses an address that is not stopped. */
export async function removeSuppression(db: Db, destination: string, why: string, by: string, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      reason: string
      scope: string
    }>`delete from suppressions where channel = ${channelOf(destination)} and destination = ${destination} returning reason, scope`.execute(tx)
    const [was] = rows
    if (!was) throw new Refused('not-found', 'This address is not on the list.')
    await noted(tx, { destination, change: 'removed', reason: was.reason, scope: was.scope, detail: why, by, now })
  })
}

const noted = (
  tx: Db,
  {
    destination,
    change,
    reason,
    scope,
    detail,
    by,
    now,
  }: { destination: string; change: string; reason: string; scope: string; detail: string | null; by: string; now: Date },
) =>
  sql`
    insert into suppression_changes (channel, destination, change, reason, scope, detail, changed_by, changed_at)
    values (${channelOf(destination)}, ${destination}, ${change}, ${reason}, ${scope}, ${detail}, ${by}, ${now})`.execute(tx)

/** What was done to an address, or to all, the newest first. */
export async function listChanges(db: Db, query: { destination?: string | undefined; cursor?: string | undefined; limit: number }) {
  const after = fromCursor<[number]>(query.cursor, ['number'])
  const { rows } = await sql<SuppressionChange>`
    select c.id, c.destination, c.change, c.reason, c.scope, c.detail, coalesce(p.name, case c.changed_by when 'leeward' then 'Leeward' else 'Somebody' end) as "changedBy", c.changed_at as "changedAt"
      from suppression_changes c left join auth_user p on p.id = c.changed_by
     where c.channel in ('email', 'sms') and ${query.destination ? sql`c.destination = ${query.destination.toLowerCase()}` : sql`true`} and ${after ? sql`c.id < ${after[0]}` : sql`true`}
     order by c.id desc limit ${query.limit + 1}`.execute(db)
  return toPage(rows, query.limit, (row) => [row.id])
}
