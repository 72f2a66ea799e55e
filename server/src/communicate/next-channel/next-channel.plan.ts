// Where one channel fails, the next stands in: a text where a mail does not arrive, somebody else at the account where nobody was reached, and last a call.
import { type RawBuilder, sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { textProviders } from '../../platform/config/text-providers.ts'
import type { Db } from '../../platform/database/connect.ts'
import { endOldCalls } from '../calls/calls.store.ts'
import { addRows } from '../deliveries/deliveries.plan.ts'
import { recover } from '../deliveries/recover.store.ts'
import { suppressed } from '../deliveries/suppressed.ts'

/** An update is looked after for two days; what is older has a newer one, or nobody waits for it. */
const hoursToLook = 48

/**
 * One look at every update that is current. A mail that failed is stood in for at once; one that nobody took within the brand's `next_channel_minutes` then, and by
 * a call after twice that time. Whoever left the updates, or is not to be written to, is not looked for on another channel. Safe to run again, by several at once.
 * @returns how many rows were added
 */
export async function standIn({ db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>): Promise<number> {
  const now = clock()
  // With nobody to carry them, texts would only stand before the calls.
  const canText = textProviders(config.textUrl ?? '').length > 0
  await endOldCalls(db, now)
  await recover(db, 'call', now)
  let added = 0
  for (const id of await currentUpdates(db, now)) added += await db.transaction().execute((tx) => standInFor(tx, id, now, canText))
  if (added > 0) await sql`select graphile_worker.add_job('deliver-email', '{}'::json, job_key := 'deliver-email')`.execute(db)
  return added
}

/** The newest update of each open crisis, and what was owed to single accounts of late. */
async function currentUpdates(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.update_id as id from dispatches r join updates u on u.id = r.update_id join crises c on c.id = u.crisis_id
     where r.channel = 'email' and r.state in ('running', 'finished') and c.status <> 'closed' and r.planned_at > ${now}::timestamptz - make_interval(hours => ${hoursToLook})
       and (u.class <> 'update' or u.sequence = (select max(n.sequence) from updates n where n.crisis_id = u.crisis_id and n.class = 'update' and n.status = 'published'))
     order by r.planned_at`.execute(db)
  return rows.map(({ id }) => id)
}

async function standInFor(tx: Db, updateId: string, now: Date, canText: boolean): Promise<number> {
  // Who plans this update takes turns with us.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plan/${updateId}`}, 0))`.execute(tx)
  let added = 0
  for (const rows of [texts, colleagues, calls]) added += await addRows(tx, updateId, rows(updateId, now, canText))
  return added
}

/** Its time on this channel is over, although it has not failed. An exercise has a clock of its own, and waits for failures only. */
const late = (times: number, now: Date) =>
  sql`(not u.practice and u.published_at + make_interval(mins => ${times} * b.next_channel_minutes) < ${now}::timestamptz)`

/**
 * The mails of an update that did not arrive, as `d` with its account `a` and contact `k`: those that failed, or whose address is known not to work, and those that
 * are late. Each kind is found by an index of its own, so that a million that did arrive are never looked at. Whoever chose not to be written to has not failed.
 */
const missing = (updateId: string, times: number, now: Date) => sql`
  updates u join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id
  cross join lateral (
    select *, true as failed from deliveries where update_id = u.id and channel = 'email' and state in ('bounced', 'failed', 'suppressed')
    union all select *, false from deliveries where ${late(times, now)} and update_id = u.id and channel = 'email' and state = 'planned'
    union all select *, false from deliveries where ${late(times, now)} and update_id = u.id and channel = 'email' and state in ('queued', 'sending')
    union all select *, false from deliveries where ${late(times, now)} and update_id = u.id and channel = 'email' and state = 'unknown'
    union all select *, false from deliveries where ${late(times, now)} and update_id = u.id and channel = 'email' and state = 'deferred' and reason is distinct from 'quiet-hours') d
  join contacts k on k.id = d.contact_id join accounts a on a.id = d.account_id
  where u.id = ${updateId} and (d.state <> 'suppressed' or k.readers is not distinct from 'nobody' or exists (
    select from suppressions s where s.channel = 'email' and s.destination = d.destination and s.scope = 'all' and s.reason not in ('by-hand', 'unsubscribed') and s.unsubscribed_at is null))`

const stopped = (channel: RawBuilder<unknown>, destination: RawBuilder<unknown>, now: Date) =>
  sql`exists (${suppressed({ channel, destination, updates: sql`true`, now: sql`${now}::timestamptz` })})`

/** To the same person, as a text. */
const texts = (updateId: string, now: Date, canText: boolean) => sql`
  select distinct on (k.phone) d.account_id, k.id, 'sms', k.phone, d.priority, 'planned'::delivery_state, null::timestamptz, 'stands-in', d.id, ${now}::timestamptz
    from ${missing(updateId, 1, now)} and (${canText} or u.practice) and k.phone is not null and not ${stopped(sql`'sms'`, sql`k.phone`, now)}
     and not exists (select from deliveries t where t.update_id = u.id and t.channel = 'sms' and t.destination = k.phone)
   order by k.phone, d.priority, d.id`

/** Whether a message to somebody at the account is in one of these states, on a channel that reaches people. */
const somebody = (states: RawBuilder<unknown>) => sql`(exists (
  select from contacts o join deliveries r on r.update_id = u.id and ((r.channel = 'email' and r.destination = o.email) or (r.channel = 'sms' and r.destination = o.phone))
   where o.account_id = coalesce(a.merged_into, a.id) and r.state in (${states}))
  or exists (select from deliveries r where r.update_id = u.id and r.channel = 'in-app' and r.destination = d.account_id::text and r.state = 'delivered'))`
const got = sql`'accepted', 'delivered'`
const gotOrUnderWay = sql`'accepted', 'delivered', 'planned', 'queued', 'sending', 'deferred', 'unknown'`

/** To somebody else at the account who usually gets none of it, where all who do were not reached. */
const colleagues = (updateId: string, now: Date, canText: boolean) => sql`
  select distinct on (n.channel, n.destination) m.account_id, n.id, n.channel, n.destination, m.priority, 'planned'::delivery_state, null::timestamptz, 'stands-in', m.id, ${now}::timestamptz
    from (select distinct on (d.account_id) d.account_id, d.priority, d.id, coalesce(a.merged_into, a.id) as survivor
            from ${missing(updateId, 1, now)} and d.failed and not ${somebody(gotOrUnderWay)} order by d.account_id, d.id) m
    cross join lateral (
      select o.id, w.channel, w.destination from contacts o cross join lateral (values ('email', o.email), ('sms', case when ${canText} then o.phone end)) w (channel, destination)
       where o.account_id = m.survivor and not o.receives_updates and w.destination is not null and not (w.channel = 'email' and o.readers is not distinct from 'nobody')
         and not ${stopped(sql`w.channel`, sql`w.destination`, now)}
         and not exists (select from deliveries t where t.update_id = ${updateId} and t.channel = w.channel and t.destination = w.destination)
       order by o.id, w.channel limit 1) n
   order by n.channel, n.destination, m.id`

/** A person calls, where it matters most and nothing else has worked: vulnerable and enterprise accounts. */
const calls = (updateId: string, now: Date) => sql`
  select distinct on (d.account_id) d.account_id, k.id, 'call', d.account_id::text, d.priority, 'planned'::delivery_state, null::timestamptz, 'stands-in', d.id, ${now}::timestamptz
    from ${missing(updateId, 2, now)} and d.priority <= 2 and u.class = 'update' and not ${somebody(got)} and (${late(2, now)} or not ${somebody(gotOrUnderWay)})
     and not exists (select from deliveries t where t.update_id = u.id and t.channel = 'call' and t.destination = d.account_id::text)
   order by d.account_id, (k.phone is null), d.id`
