// Feedback moves deliveries and stops addresses: in batches, in any order, however often the same is said.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { reopenBounced } from '../../support/conversations/bounced.store.ts'
import { deliveryNamed, type Feedback, type FeedbackOutcome } from './feedback.ts'
import { restAfterSoftBounces, stopAddresses } from './suppressions.store.ts'

/** The most that is moved by one statement. */
const atOnce = 1_000
/** A mail that names only an address is about the newest one that went there in this time. */
const daysToMatch = 14

export type Applied = { matched: number; moved: number; suppressed: number }

/**
 * Applies what was said. A bounce counts after acceptance and after delivery, a complaint after anything; a late “delivered” never undoes either.
 * @returns how many items named a mail of ours, how many deliveries changed, how many addresses were stopped
 */
export async function applyFeedback({ db, clock }: Pick<Deps, 'db' | 'clock'>, items: Feedback[]): Promise<Applied> {
  const sum: Applied = { matched: 0, moved: 0, suppressed: 0 }
  for (let from = 0; from < items.length; from += atOnce) {
    const batch = items.slice(from, from + atOnce)
    const done = await db.transaction().execute((tx) => applyBatch(tx, batch, clock()))
    for (const key of ['matched', 'moved', 'suppressed'] as const) sum[key] += done[key]
  }
  return sum
}

const stopsForGood = ({ outcome }: Told) => outcome === 'hard' || outcome === 'complaint'

/** An item with the delivery that it is about. */
export type Told = {
  delivery: number
  channel: string
  destination: string
  outcome: FeedbackOutcome
  harmless?: boolean | null
  reason: string
  answer: string
  at: Date
  key: string
}

async function applyBatch(tx: Db, items: Feedback[], now: Date): Promise<Applied> {
  const told = await matched(tx, items)
  if (told.length === 0) return { matched: 0, moved: 0, suppressed: 0 }
  const moved = await moveDeliveries(tx, told, now)
  const stopped =
    (await stopAddresses(tx, told.filter(stopsForGood), now)) +
    (await restAfterSoftBounces(
      tx,
      told.filter(({ outcome, harmless }) => outcome === 'soft' && !harmless),
      now,
    ))
  if (moved > 0) await sql`select graphile_worker.add_job('deliver-email', '{}'::json, job_key := 'deliver-email', run_at := ${now}::timestamptz)`.execute(tx)
  return { matched: told.length, moved, suppressed: stopped }
}

/** The delivery of each item: by its Message-ID, else the newest to its address; practice mails go nowhere, so nothing is said of them. */
async function matched(tx: Db, items: Feedback[]): Promise<Told[]> {
  const given = items.map((item, nth) => ({
    nth,
    ...namedBy(item),
    channel: item.channel ?? 'email',
    reference: item.reference,
    message: replyNamed(item.messageId),
    address: item.address?.toLowerCase(),
    outcome: item.outcome,
    harmless: item.harmless ?? false,
    reason: item.reason,
    answer: clean(item.answer),
    at: item.at,
    key: item.key,
    trusted: item.trusted,
  }))
  const { rows } = await sql<Told>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as g(nth int, channel text, reference text, message text, "updateId" uuid, "deliveryId" bigint, address text, outcome text, harmless boolean, reason text, answer text, at timestamptz, key text, trusted boolean)),
    named as (
      select g.nth, d.id, d.channel, d.destination from given g
        join deliveries d on d.id = g."deliveryId" and (g."updateId" is null or d.update_id = g."updateId") and d.channel = g.channel and not d.practice
       where d.id = any (${given.flatMap(({ deliveryId }) => deliveryId ?? [])}::bigint[]) and (g.trusted or lower(d.destination) = g.address)
      union all
      select g.nth, d.id, d.channel, d.destination from given g
        join news_deliveries d on d.id = g."deliveryId" and (g."updateId" is null or d.news_id = g."updateId") and d.channel = g.channel
       where d.id = any (${given.flatMap(({ deliveryId }) => deliveryId ?? [])}::bigint[]) and (g.trusted or lower(d.destination) = g.address)
      union all
      select g.nth, d.id, d.channel, d.destination from given g join reply_deliveries d on d.id = g."deliveryId" and d.channel = g.channel and not d.practice
       where d.id = any (${given.flatMap(({ deliveryId }) => deliveryId ?? [])}::bigint[]) and (g.trusted or lower(d.destination) = g.address)
      union all
      select g.nth, d.id, d.channel, d.destination from given g join conversation_messages m on m.message_id = g.message join reply_deliveries d on d.message_id = m.id and d.channel = g.channel and not d.practice
       where g.message is not null and g."deliveryId" is null and lower(d.destination) = g.address),
    referred as (
      select g.nth, d.id, d.channel, d.destination from given g join deliveries d on d.reference = g.reference and d.channel = g.channel and not d.practice
       where g."deliveryId" is null and g.reference is not null and g.trusted
      union all
      select g.nth, d.id, d.channel, d.destination from given g join news_deliveries d on d.reference = g.reference and d.channel = g.channel
       where g."deliveryId" is null and g.reference is not null and g.trusted),
    guessed as (
      select g.nth, d.id, 'email', d.destination from given g
       cross join lateral (
         select d.id, d.destination from updates u join deliveries d on d.update_id = u.id and d.channel = 'email' and d.destination = g.address
          where u.status = 'published' and not u.practice and u.published_at between g.at - make_interval(days => ${daysToMatch}) and g.at + interval '1 hour'
            and d.state in ('sending', 'unknown', 'accepted', 'delivered', 'bounced', 'complained')
          order by u.published_at desc, d.id desc limit 1) d
       where g.channel = 'email' and g.address is not null and g."deliveryId" is null and g.message is null)
    select m.id as delivery, m.channel, lower(m.destination) as destination, g.outcome, g.harmless, g.reason, g.answer, g.at, coalesce(m.id::text, g.key) as key
      from (select * from named union all select * from referred union all select * from guessed) m join given g using (nth) order by g.at, g.nth`.execute(tx)
  return rows
}

/** The gravest of what was said of a delivery in this batch; and only where it is graver than what is known. */
async function moveDeliveries(tx: Db, told: Told[], now: Date): Promise<number> {
  const first = await moveIn(tx, 'deliveries', told, now)
  const replies = await moveIn(tx, 'reply_deliveries', told, now)
  if (replies > 0)
    await reopenBounced(
      tx,
      told.map(({ delivery }) => Number(delivery)),
      now,
    )
  return first + (await moveIn(tx, 'news_deliveries', told, now)) + replies
}

async function moveIn(tx: Db, table: 'deliveries' | 'news_deliveries' | 'reply_deliveries', told: Told[], now: Date): Promise<number> {
  const resent = table === 'deliveries' ? sql`or (d.state = 'planned' and d.resent)` : sql``
  const { numAffectedRows } = await sql`
    with said as (
      select distinct on (delivery) delivery, reason, answer, state, weight
        from (select t.*, case outcome when 'complaint' then 'complained' when 'delivered' then 'delivered' else 'bounced' end as state,
                     case outcome when 'complaint' then 4 when 'hard' then 3 when 'soft' then 2 else 1 end as weight
                from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t(delivery bigint, outcome text, reason text, answer text, at timestamptz)) t
       order by delivery, weight desc, at),
    -- In one order, so that two batches never wait for each other.
    held as (
      select d.id, case d.state when 'complained' then 4 when 'bounced' then 2 when 'delivered' then 1 else 0 end as weight
        from ${sql.table(table)} d where d.id = any (${told.map(({ delivery }) => delivery)}::bigint[]) and (d.state in ('sending', 'unknown', 'accepted', 'delivered', 'bounced') ${resent}) order by d.id for update)
    update ${sql.table(table)} d set state = s.state::delivery_state, reason = case s.state when 'delivered' then d.reason else s.reason end, answer = s.answer, changed_at = ${now},
           leased_by = null, leased_until = null, due_at = null
      from held join said s on s.delivery = held.id
     where d.id = held.id and s.weight > held.weight and (d.state <> 'bounced' or s.state = 'complained')`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** The Message-ID of a reply in a conversation, where it is one; whether it is ours the database knows. */
const replyNamed = (messageId: string | undefined): string | undefined => /<s-[^<>\s]{1,280}>/.exec(messageId ?? '')?.[0]

/** The delivery that an item names, and of which update where that is said. */
const namedBy = ({ messageId, deliveryId }: Feedback): { updateId?: string; deliveryId?: string } =>
  deliveryId === undefined ? (deliveryNamed(messageId) ?? {}) : { deliveryId: String(deliveryId) }

const clean = (text: string) => text.replaceAll('\0', '').toWellFormed().slice(0, 500)
