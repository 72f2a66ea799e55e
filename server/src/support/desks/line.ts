// A desk as a line of deliveries: replies are claimed, marked before the call, paced and counted like all others. What nobody heard of is looked up there, and never blindly repeated.
import { createFake } from '@leeward/channel'
import { sql } from 'kysely'
import type { Book } from '../../communicate/deliveries/book.ts'
import { type Claimed, leaseSeconds } from '../../communicate/deliveries/deliveries.store.ts'
import type { Line } from '../../communicate/deliveries/line.ts'
import { nextTry } from '../../communicate/deliveries/pace.ts'
import { bookOf } from '../../communicate/deliveries/rows-book.ts'
import { namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { comingBack } from '../conversations/coming-back.ts'
import type { DeskApi, Reply } from './api.ts'
import type { Desk } from './desk.ts'
import { channelOf } from './in-desk.store.ts'

const [mostAttempts, lookAfterSeconds, lookedAtOnce] = [8, 60, 20]

export const deskLine = (desk: Desk, api: DeskApi): Line<Reply> =>
  comingBack({
    channel: channelOf(desk.id),
    live: [{ name: 'desk', channel: { name: 'desk', send: api.post, close: async () => {} }, connections: 4, perSecond: desk.perSecond }],
    practice: createFake<Reply>('desk'),
    messagesOf: async ({ db }, batch) => {
      const replies = await repliesOf(
        db,
        batch.map(({ id }) => id),
      )
      return { get: (id) => replies.get(id)?.reply }
    },
    retryAt: (attempts, id, now) => (attempts < mostAttempts ? nextTry(attempts - 1, id, now) : undefined),
    newestOnly: false,
    proof: async () => ({ wrong: 'a desk is tested by its own button' }),
    book: { ...bookOf('reply_deliveries', claim), reconcile: ({ db, clock }) => lookUp(db, desk, api, clock()) },
  })

const claim: Book['claim'] = async (db, { channel, practice, owner, now, limit }) => {
  const { rows } = await sql<Claimed>`
    with mine as (select id from reply_deliveries where channel = ${channel} and practice = ${practice} and state = 'planned' order by priority, id limit ${limit} for update skip locked)
    update reply_deliveries d set state = 'queued', changed_at = ${now}, leased_by = ${owner}, leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds}) from mine where d.id = mine.id
    returning d.id, '00000000-0000-0000-0000-000000000000'::uuid as "updateId", d.practice, null as "accountId", null as "contactId", d.destination, d.attempts, d.reason, false as superseding, d.priority`.execute(
    db,
  )
  return { rows: rows.sort((one, other) => one.priority - other.priority || one.id - other.id), ended: 0 }
}

type Found = { reply: Reply; sentAt: Date | null; resent: boolean }
async function repliesOf(db: Db, ids: readonly number[]): Promise<Map<number, Found>> {
  const { rows } = await sql<Omit<Reply, 'mark'> & { delivery: number; sentAt: Date | null; resent: boolean }>`
    select d.id as delivery, m.id, d.destination as conversation, m.text, m.author, m.automatic, m.at, d.sent_at as "sentAt", d.resent
      from reply_deliveries d join conversation_messages m on m.id = d.message_id where d.id = any (${[...ids]}::bigint[])`.execute(db)
  const person = await namesOf(
    { db },
    rows.map(({ author }) => author),
  )
  return new Map(
    rows.map(({ delivery, sentAt, resent, author, ...reply }) => [
      delivery,
      { sentAt, resent, reply: { ...reply, author: person(author).name, mark: `r${reply.id}` } },
    ]),
  )
}

/** What is unknown for a minute is asked for: found there it is taken; missing there it goes out again, since nothing of it arrived. @returns how many go out again */
async function lookUp(db: Db, desk: Desk, api: DeskApi, now: Date): Promise<number> {
  await sql`update reply_deliveries set state = 'accepted', changed_at = ${now} where channel = ${channelOf(desk.id)} and state = 'unknown' and reference is not null`.execute(
    db,
  )
  if (!api.find) return 0
  const { rows } = await sql<{ id: number }>`
    select id from reply_deliveries where channel = ${channelOf(desk.id)} and state = 'unknown' and changed_at < ${now}::timestamptz - make_interval(secs => ${lookAfterSeconds}) order by changed_at limit ${lookedAtOnce}`.execute(
    db,
  )
  let again = 0
  for (const [id, { reply, sentAt }] of await repliesOf(
    db,
    rows.map((row) => row.id),
  )) {
    const found = await api.find(reply, sentAt ?? reply.at)
    const becomes = found === 'missing' ? 'planned' : found === 'unknown' ? 'unknown' : 'accepted'
    const answer =
      found === 'missing' ? 'the desk has no such reply: it goes out again' : found === 'unknown' ? 'the desk could not be asked' : 'found in the desk'
    await sql`
      update reply_deliveries set state = ${becomes}::delivery_state, changed_at = ${now}, reference = coalesce(reference, ${typeof found === 'object' ? found.found : null}), answer = ${answer}, attempts = attempts + ${found === 'missing' ? 1 : 0}
       where id = ${id} and state = 'unknown'`.execute(db)
    if (found === 'missing') again += 1
  }
  return again
}
