// The replies that are sent: a person's own before an answer for many, whoever waits longest first; the other steps are those of every book.
import { sql } from 'kysely'
import type { Book } from '../../communicate/deliveries/book.ts'
import { type Claimed, leaseSeconds } from '../../communicate/deliveries/deliveries.store.ts'
import { bookOf } from '../../communicate/deliveries/rows-book.ts'
import { suppressed } from '../../communicate/deliveries/suppressed.ts'
import { readInChat, wasReadInChat } from './reply-mails.store.ts'

/** An address of which nothing arrives any more ends here, and what was read in the chat meanwhile. Who left the list of updates is still answered: they asked. */
const claim: Book['claim'] = async (db, { channel, practice, owner, now, limit }) => {
  const { rows } = await sql<Claimed & { state: string }>`
    with mine as (
      select id, message_id, destination, practice, reason from reply_deliveries where channel = ${channel} and practice = ${practice} and state = 'planned' order by priority, id limit ${limit} for update skip locked),
    becomes as (
      select m.id, case when ${wasReadInChat(sql`m.message_id`, sql`m.reason`)} then 'cancelled' when exists (${suppressed({ channel: sql`${channel}`, destination: sql`m.destination`, updates: sql`false`, now: sql`${now}::timestamptz` })}) then 'suppressed' else 'queued' end as state from mine m)
    update reply_deliveries d set state = b.state::delivery_state, changed_at = ${now}, leased_by = case when b.state = 'queued' then ${owner} end,
           leased_until = case when b.state = 'queued' then ${now}::timestamptz + make_interval(secs => ${leaseSeconds}) end,
           reason = case when b.state = 'cancelled' then ${readInChat} else d.reason end,
           answer = case when b.state <> 'suppressed' then d.answer when d.channel = 'email' then 'nothing arrives at this address any more' else 'our account there is turned off' end
      from becomes b where d.id = b.id
    returning d.id, '00000000-0000-0000-0000-000000000000'::uuid as "updateId", d.practice, null as "accountId", null as "contactId", d.destination, d.attempts, d.reason, false as superseding, d.priority, b.state`.execute(
    db,
  )
  const ours = rows.filter(({ state }) => state === 'queued').sort((one, other) => one.priority - other.priority || one.id - other.id)
  return { rows: ours, ended: rows.length - ours.length }
}

export const repliesBook: Book = bookOf('reply_deliveries', claim)
