// Where one channel fails, the next stands in: a text where a mail does not arrive, somebody else at the account where nobody was reached, and last a call.
import { type RawBuilder, sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { textProviders } from '../../platform/config/text-providers.ts'
import type { Db } from '../../platform/database/connect.ts'
import { endOldCalls } from '../calls/calls.store.ts'
import { addRows } from '../deliveries/deliveries.plan.ts'
import { quietEnd } from '../deliveries/quiet.ts'
import { recover } from '../deliveries/recover.store.ts'
import { suppressed } from '../deliveries/suppressed.ts'
import { gatherMissing } from './missing.store.ts'

/** An update is looked after for two days; what is older has a newer one, or nobody waits for it. */
const hoursToLook = 48

/**
 * One look at every update that is current and not held. A mail that failed is stood in for at once; one that nobody took within the brand's
 * `next_channel_minutes` then, and by a call after twice that time. Whoever left the updates, or was stopped by a person, is not looked for on another channel.
 * Safe to run again, by several at once.
 * @returns how many rows were added
 */
export async function standIn({ db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>): Promise<number> {
  const now = clock()
  // With nobody to carry them, texts would only stand before the calls.
  const canText = textProviders(config.textUrl ?? '').length > 0
  if (!canText) await giveUpTexts(db, now)
  await endOldCalls(db, now)
  await recover(db, 'call', now)
  let added = 0
  for (const id of await currentUpdates(db, now)) added += await db.transaction().execute((tx) => standInFor(tx, id, now, canText))
  if (added > 0) await sql`select graphile_worker.add_job('deliver-email', '{}'::json, job_key := 'deliver-email')`.execute(db)
  return added
}

/** The newest update of each open crisis, what was owed to single accounts of late, and last words also where the crisis was closed behind them. */
async function currentUpdates(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.update_id as id from dispatches r join updates u on u.id = r.update_id join crises c on c.id = u.crisis_id
     where r.channel = 'email' and r.state in ('running', 'finished') and (c.status <> 'closed' or r.last_word) and r.planned_at > ${now}::timestamptz - make_interval(hours => ${hoursToLook})
       and not exists (select from dispatches h where h.update_id = r.update_id and h.state in ('paused', 'cancelled'))
       -- What goes to a part of them, or to whoever is no customer, is a mail and nothing else.
       and u.class not in ('direct', 'stakeholder') and (u.class <> 'update' or u.sequence = (select max(n.sequence) from updates n where n.crisis_id = u.crisis_id and n.class = 'update' and n.status = 'published'))
     order by r.planned_at`.execute(db)
  return rows.map(({ id }) => id)
}

async function standInFor(tx: Db, updateId: string, now: Date, canText: boolean): Promise<number> {
  // Who plans this update, holds or stops it, takes turns with us.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plan/${updateId}`}, 0))`.execute(tx)
  const held = await sql`select from dispatches where update_id = ${updateId} and state in ('paused', 'cancelled')`.execute(tx)
  if (held.rows.length > 0 || (await gatherMissing(tx, updateId, now)) === 0) return 0
  let added = 0
  for (const rows of [texts, colleagues, calls]) added += await addRows(tx, updateId, rows(updateId, now, canText), now)
  await sql`drop table missing`.execute(tx)
  return added
}

const stopped = (channel: RawBuilder<unknown>, destination: RawBuilder<unknown>, now: Date) =>
  sql`exists (${suppressed({ channel, destination, updates: sql`true`, now: sql`${now}::timestamptz` })})`
const quietNow = (now: Date) => quietEnd(sql`${now}::timestamptz`)
/** What wakes nobody at night waits for the morning. */
const waiting = (now: Date) =>
  sql`(case when ${quietNow(now)} is not null then 'deferred' else 'planned' end)::delivery_state as state, ${quietNow(now)} as due_at, case when ${quietNow(now)} is not null then 'quiet-hours' else 'stands-in' end as reason`
const around = (updateId: string) => sql`
  updates u join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id cross join missing d join accounts a on a.id = d.account_id where u.id = ${updateId}`

/** To the same person, as a text. */
const texts = (updateId: string, now: Date, canText: boolean) => sql`
  select distinct on (k.phone) d.account_id, k.id, 'sms', k.phone, d.priority, ${waiting(now)}, d.id, ${now}::timestamptz
    from missing d join contacts k on k.id = d.contact_id join updates u on u.id = ${updateId} join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id join accounts a on a.id = d.account_id
   where (${canText} or u.practice) and k.phone is not null and not ${stopped(sql`'sms'`, sql`k.phone`, now)}
     and not exists (select from deliveries t where t.update_id = u.id and t.channel = 'sms' and t.destination = k.phone)
   order by k.phone, d.priority, d.id`

/**
 * Whether a message to somebody at account `a` is in one of these states, on a channel that reaches people. Each is looked up by its destination (`offset 0` keeps
 * it so): right after many rows were planned the database has not counted them yet, and would go through all of them for each account.
 */
const somebody = (states: RawBuilder<unknown>) => sql`(
  exists (select from contacts o cross join lateral (select from deliveries r where r.update_id = u.id and r.channel = 'email' and r.destination = o.email and r.state in (${states}) offset 0) r
           where o.account_id = coalesce(a.merged_into, a.id))
  or exists (select from contacts o cross join lateral (select from deliveries r where r.update_id = u.id and r.channel = 'sms' and r.destination = o.phone and r.state in (${states}) offset 0) r
           where o.account_id = coalesce(a.merged_into, a.id) and o.phone is not null)
  or exists (select from deliveries r where r.update_id = u.id and r.channel = 'in-app' and r.destination = a.id::text and r.state = 'delivered'))`
const got = sql`'accepted', 'delivered'`
const gotOrUnderWay = sql`'accepted', 'delivered', 'planned', 'queued', 'sending', 'deferred', 'unknown'`

/** To somebody else at the account who is not on the list of updates, where all who are were not reached. */
const colleagues = (updateId: string, now: Date, canText: boolean) => sql`
  select distinct on (n.channel, n.destination) m.account_id, n.id, n.channel, n.destination, m.priority, m.state, m.due_at, m.reason, m.id, ${now}::timestamptz
    from (select distinct on (d.account_id) d.account_id, d.priority, d.id, coalesce(a.merged_into, a.id) as survivor, ${waiting(now)}
            from ${around(updateId)} and d.failed and not ${somebody(gotOrUnderWay)} order by d.account_id, d.id) m
    cross join lateral (
      select o.id, w.channel, w.destination from contacts o cross join lateral (values ('email', o.email), ('sms', case when ${canText} then o.phone end)) w (channel, destination)
       where o.account_id = m.survivor and not o.receives_updates and w.destination is not null and not (w.channel = 'email' and o.readers is not distinct from 'nobody')
         and not ${stopped(sql`w.channel`, sql`w.destination`, now)}
         and not exists (select from deliveries t where t.update_id = ${updateId} and t.channel = w.channel and t.destination = w.destination)
       order by o.id, w.channel limit 1) n
   order by n.channel, n.destination, m.id`

/** A person calls, where it matters most and nothing else has worked: each vulnerable and enterprise account that the address stands for. */
const calls = (updateId: string, now: Date) => sql`
  select distinct on (a.id) a.id, k.id, 'call', a.id::text, case when a.vulnerability is not null then 1 else 2 end, ${waiting(now)}, d.id, ${now}::timestamptz
    from missing d join updates u on u.id = ${updateId} join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id
    join contacts k on lower(k.email) = lower(d.destination) and k.practice = u.practice and k.receives_updates
    -- The account of that contact, and those that were merged into it; each by its own index.
    cross join lateral (select * from accounts where id = k.account_id union all select * from accounts where merged_into = k.account_id) a
    join impact i on i.crisis_id = u.crisis_id and i.account_id = a.id
   where u.class = 'update' and a.practice = u.practice and (a.vulnerability is not null or a.tier = 'enterprise') and not ${somebody(got)} and (d.very_late or (d.failed and not ${somebody(gotOrUnderWay)}))
     and not exists (select from deliveries t where t.update_id = u.id and t.channel = 'call' and t.destination = a.id::text)
   order by a.id, (k.phone is null), d.id`

/** Texts that wait for a carrier who was taken away: they are not sent any more, and something else stands in. */
const giveUpTexts = (db: Db, now: Date) =>
  sql`
    update deliveries set state = 'failed', reason = 'no-carrier', answer = 'nobody carries texts any more', changed_at = ${now}, due_at = null
     where channel = 'sms' and not practice and state in ('planned', 'deferred') and planned_at < ${now}::timestamptz - interval '5 minutes'`.execute(db)
