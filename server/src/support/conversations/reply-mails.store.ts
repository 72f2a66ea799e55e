// Mails that carry a reply, each in the thread of its conversation. What is said in a chat goes by mail as well where an address was left and nobody comes back to read it: whether somebody is there is not known when it is said.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { threadMessageId } from './mail/message-id.ts'

/** `inChat`: it stands in a chat, and is only mailed where it is not read there. */
type ReplyMail = { message: number; conversation: number; domain: string; destination: string; practice: boolean; inChat: boolean }
type Planned = { key: Buffer; at: Date; priority: number; answerId: string | null }

/** Why a mail waits: it stands in the chat. */
const inChat = 'in-chat'
/** Why it did not go: it was read there. */
export const readInChat = 'read-in-chat'
/** Who has not looked for so long has left. */
const leftAfterSeconds = 120

/** The rows that are sent; whoever calls wakes the sender. */
export async function putMails(tx: Db, mails: readonly ReplyMail[], { key, at, priority, answerId }: Planned): Promise<void> {
  if (mails.length === 0) return
  const given = mails.map((mail) => ({ ...mail, token: threadMessageId(key, String(mail.conversation), mail.message, mail.domain) }))
  const left = sql`make_interval(secs => ${leftAfterSeconds})`
  await sql`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (message bigint, conversation bigint, token text, destination text, practice boolean, "inChat" boolean)),
    named as (update conversation_messages m set message_id = g.token from given g where m.id = g.message)
    insert into reply_deliveries (message_id, practice, channel, destination, priority, planned_at, changed_at, answer_id, state, due_at, reason)
    select g.message, g.practice, 'email', g.destination, ${priority}, ${at}, ${at}, ${answerId}, case when h.conversation_id is null then 'planned' else 'deferred' end::delivery_state,
           case when h.conversation_id is not null then ${at}::timestamptz + ${left} end, case when g."inChat" then ${inChat} end
      from given g left join chats h on g."inChat" and h.conversation_id = g.conversation and h.seen_at >= ${at}::timestamptz - ${left}`.execute(tx)
}

/** Whether a delivery (its message and its reason) was read in the chat since, so that no mail repeats it. */
export const wasReadInChat = (message: RawBuilder<unknown>, reason: RawBuilder<unknown>) => sql`
  (${reason} = ${inChat} and exists (select from conversation_messages w join chats h on h.conversation_id = w.conversation_id where w.id = ${message} and h.seen_at > w.at))`
