// Who is told: planned by one statement when an update is published; nobody twice, whatever the number.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

/**
 * One row per e-mail address of the accounts that the crisis hurts (or hurt), vulnerable and enterprise first.
 * Safe to run again: an address that has its row is left alone, so those who joined the impact later are added; a dispatch that was stopped stays stopped.
 * Two who plan the same update at once take turns until their transactions end.
 * @returns how many rows were added
 */
export const planDeliveries = (db: Db, updateId: string): Promise<number> =>
  db.isTransaction ? plan(db, updateId) : db.transaction().execute((tx) => plan(tx, updateId))

async function plan(tx: Db, updateId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plan/${updateId}`}, 0))`.execute(tx)
  const {
    rows: [dispatch],
  } = await sql<{ state: string }>`
    insert into dispatches (update_id, channel, practice, crisis_id, last_word, planned_at, changed_at)
    select id, 'email', practice, crisis_id, class <> 'update' or phase = 'resolved', coalesce(published_at, created_at), coalesce(published_at, created_at) from updates where id = ${updateId}
    on conflict (update_id, channel) do update set state = case dispatches.state when 'finished' then 'running' else dispatches.state end
    returning state`.execute(tx)
  if (!dispatch || dispatch.state === 'cancelled') return 0
  await forAudience(tx, updateId)
  const { numAffectedRows } = await sql`
    insert into deliveries (update_id, practice, account_id, contact_id, channel, destination, priority, state, due_at, reason) ${audience(updateId)}`.execute(
    tx,
  )
  await sql`select set_config('enable_nestloop', 'on', true)`.execute(tx)
  const added = Number(numAffectedRows ?? 0)
  await sql`update dispatches set rows = rows + ${added} where update_id = ${updateId} and channel = 'email'`.execute(tx)
  return added
}

/**
 * Before the audience of many is asked for: who has a row already is looked up in one hash. The database, which has not counted rows that were planned a moment
 * ago, would else go through all of them for each address.
 */
export const forAudience = (tx: Db, updateId: string) =>
  sql`
  select set_config('enable_nestloop', case when exists (select 1 from impact i where i.crisis_id = u.crisis_id offset 2000) then 'off' else 'on' end, true) from updates u where u.id = ${updateId}`.execute(
    tx,
  )

/**
 * The audience of an update that has no row yet, as rows for `deliveries`: each address once, with the most urgent of its reasons.
 * Whoever left the updates still gets what is owed; an address that no person reads has its row, and gets nothing.
 * In the order of the unique key, which is then filled from one end: that costs less than to look for a conflict row by row.
 */
export const audience = (updateId: string) => sql`
  select distinct on (k.email) u.id, u.practice, i.account_id, k.id, 'email', k.email,
         case when a.vulnerability is not null then 1 when a.tier = 'enterprise' then 2 else 5 end as priority,
         (case when ${unwanted} then 'suppressed' when ${quietUntil} is not null then 'deferred' else 'planned' end)::delivery_state,
         case when not (${unwanted}) then ${quietUntil} end as due_at,
         case when not (${unwanted}) and ${quietUntil} is not null then 'quiet-hours' end as reason
    from updates u
    join crises c on c.id = u.crisis_id
    join brands b on b.id = c.brand_id
    join impact i on i.crisis_id = u.crisis_id
    join accounts a on a.id = i.account_id
    join contacts k on k.account_id = coalesce(a.merged_into, a.id) and k.practice = u.practice and k.receives_updates
    left join suppressions s on s.channel = 'email' and s.destination = k.email and ${stops(sql`u.class = 'update'`, sql`greatest(u.published_at, now())`)}
   where u.id = ${updateId}
     and not exists (select 1 from deliveries d where d.update_id = ${updateId} and d.channel = 'email' and d.destination = k.email)
   order by k.email, priority, k.id`

const unwanted = sql`s.destination is not null or k.readers is not distinct from 'nobody'`
/** What can wait does not wake anybody: until then, by the account's own clock. Severity 1 and 2 never wait, nor do exercises, which wake nobody. */
const quietUntil = sql`(case when b.quiet_from is not null and not u.practice and (c.severity >= 3 or u.class <> 'update')
  then quiet_end(coalesce(u.published_at, u.created_at), a.time_zone, b.quiet_from, b.quiet_until) end)`

/** Whether nothing is sent to a destination now; `updates`: it is an update, which somebody may have left. As a query that finds a row. */
export const suppressed = ({ channel, destination, updates, now }: Record<'channel' | 'destination' | 'updates' | 'now', RawBuilder<unknown>>) => sql`
  select 1 from suppressions s where s.channel = ${channel} and s.destination = ${destination} and ${stops(updates, now)}`

/** What stops everything, or updates only; whoever left the updates gets none, also after a rest of everything has ended. */
const stops = (updates: RawBuilder<unknown>, now: RawBuilder<unknown>) => sql`(
  ((s.scope = 'all' or ${updates}) and (s.until is null or s.until > ${now})) or (${updates} and s.unsubscribed_at is not null))`

/** Those who joined the impact after publication get the current update once, of each open crisis. */
export async function planLateJoiners(db: Db, crisisId: string): Promise<number> {
  const {
    rows: [current],
  } = await sql<{ id: string }>`
    select id from updates where crisis_id = ${crisisId} and class = 'update' and status = 'published' order by sequence desc limit 1`.execute(db)
  return current ? planDeliveries(db, current.id) : 0
}
