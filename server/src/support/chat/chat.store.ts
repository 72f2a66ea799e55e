// Chats: each is a conversation from its first message on, in the queue until the assistant has answered it, so that nobody is lost whatever fails meanwhile.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { hold } from '../conversations/change.store.ts'
import { linkable } from '../conversations/link.store.ts'
import type { Part } from '../conversations/mail/attachments.ts'
import { supportSettings } from '../conversations/settings.store.ts'
import { judgedFromCustomer, toStore } from '../files/files.ts'
import { takeIn } from '../conversations/take.store.ts'
import { mostMessages, type StartChat } from './chat.contract.ts'
import type { Chat } from './view.store.ts'

export type ChatDeps = Pick<Deps, 'db' | 'clock' | 'key' | 'config' | 'log' | 'shelf'>
export type Chatter = { brandId: string; locale: string; accountId: number | null; contactId: number | null; email: string | null; name: string | null }
type Taken = { conversation: number; message: number; again: boolean; files?: boolean }

/** So long the same beginning leads to the same chat; after that nobody gets a link by it. */
const againMs = 10 * 60_000

export async function startChat(deps: ChatDeps, by: Chatter, { id, text, name, email }: StartChat, parts: readonly Part[] = []): Promise<Taken> {
  const now = deps.clock()
  mustSaySomething(text, parts)
  return deps.db.transaction().execute(async (tx) => {
    const externalId = `chat-start/${by.brandId}/${by.accountId ?? ''}/${id}`
    await sql`select pg_advisory_xact_lock(hashtextextended(${externalId}, 0))`.execute(tx)
    const before = await messageOf(tx, externalId)
    if (before) {
      if (now.getTime() - before.at.getTime() > againMs) throw new Refused('already-done', 'This chat was begun already. Begin a new one.')
      return { conversation: before.conversation, message: before.message, again: true }
    }
    const given = by.email ?? email ?? null
    const files = judgedFromCustomer(parts)
    const [taken] = await takeIn(
      tx,
      [
        {
          ...{ conversation: null, practice: false, channel: 'chat', brandId: by.brandId, accountId: by.accountId, contactId: by.contactId },
          ...{
            address: `chat:${newId(now)}`,
            writer: name ?? by.name,
            subject: subjectOf(text || (files[0]?.name ?? '')),
            at: now,
            text,
            externalId,
            files: files.map(toStore),
          },
          senderNote: senderNote(by, given),
        },
      ],
      { now, settings: await supportSettings(tx), crises: await linkable(tx, now) },
    )
    const { conversation, message } = taken as NonNullable<typeof taken>
    await sql`insert into chats (conversation_id, locale, email, started_at, seen_at) values (${conversation}, ${by.locale}, ${given}, ${now}, ${now})`.execute(
      tx,
    )
    return { conversation, message, again: false, files: anyKept(files) }
  })
}

/** What an agent must know of who it is. */
function senderNote({ accountId, contactId }: Chatter, address: string | null): string | null {
  const gave = address && contactId === null ? `Gave the address ${address}. Nothing proves that it is theirs.` : null
  if (accountId === null || contactId !== null) return accountId === null ? gave : null
  return ['Signed in at this account on your own page; who of them it is, is not known.', gave].filter(Boolean).join(' ')
}

const mustSaySomething = (text: string, parts: readonly Part[]) => {
  if (text === '' && parts.length === 0) throw new Refused('not-valid', 'text: must not be empty where there is no file.')
}
const anyKept = (files: readonly { verdict: string }[]) => files.some(({ verdict }) => verdict === 'kept')
const subjectOf = (text: string) => text.replace(/\s+/g, ' ').slice(0, 80)

export async function postToChat(
  deps: ChatDeps,
  { id: conversation, contact, addresses }: Pick<Chat, 'id' | 'contact' | 'addresses'>,
  { id, text }: { id: string; text: string },
  parts: readonly Part[] = [],
): Promise<Taken> {
  const now = deps.clock()
  mustSaySomething(text, parts)
  return deps.db.transaction().execute(async (tx) => {
    const held = await hold(tx, conversation)
    const externalId = `chat/${conversation}/${id}`
    const before = await messageOf(tx, externalId)
    if (before) return { ...before, again: true }
    const into = held.mergedInto ?? conversation
    if (held.mergedInto !== null) await hold(tx, held.mergedInto)
    const { rows } = await sql<{
      count: number
    }>`select count(*)::int as count from conversation_messages where conversation_id = ${into} and kind = 'in'`.execute(tx)
    if ((rows[0]?.count ?? 0) >= mostMessages) throw new Refused('too-large', `A chat holds ${mostMessages} messages. Begin a new one.`)
    const files = judgedFromCustomer(parts, parts.length === 0 ? undefined : await sentBefore(tx, into))
    const [taken] = await takeIn(
      tx,
      [
        {
          ...{ conversation: into, practice: false, channel: 'chat', brandId: held.brandId, accountId: held.accountId, contactId: null },
          ...{ address: (contact === null ? undefined : addresses[0]) ?? held.address, writer: null, subject: held.subject, at: now, text, externalId },
          ...{ files: files.map(toStore), writtenIn: into === conversation ? null : conversation },
        },
      ],
      { now, settings: await supportSettings(tx), crises: await linkable(tx, now) },
    )
    await sql`update chats set seen_at = ${now} where conversation_id = ${conversation}`.execute(tx)
    return { conversation: into, message: (taken as NonNullable<typeof taken>).message, again: false, files: anyKept(files) }
  })
}

/** What the customer has attached so far. */
async function sentBefore(tx: Db, conversation: number): Promise<{ count: number; bytes: number }> {
  const { rows } = await sql<{ count: number; bytes: number }>`
    select count(*)::int as count, coalesce(sum(f.bytes), 0)::int as bytes from conversation_files f join conversation_messages m on m.id = f.message_id
     where m.conversation_id = ${conversation} and m.kind = 'in' and f.verdict = 'kept'`.execute(tx)
  return rows[0] ?? { count: 0, bytes: 0 }
}

async function messageOf(tx: Db, externalId: string): Promise<{ conversation: number; message: number; at: Date } | undefined> {
  const { rows } = await sql<{ conversation: number; message: number; at: Date }>`
    select conversation_id as conversation, id as message, at from conversation_messages where external_id = ${externalId}`.execute(tx)
  return rows[0] && { ...rows[0], conversation: Number(rows[0].conversation), message: Number(rows[0].message) }
}

export const putChatEmail = ({ db }: Pick<ChatDeps, 'db'>, conversation: number, email: string) =>
  db.transaction().execute(async (tx) => {
    await sql`update chats set email = ${email} where conversation_id = ${conversation}`.execute(tx)
    await sql`
      update conversation_messages set sender_note = ${`Gave the address ${email}. Nothing proves that it is theirs.`}
       where id = (select min(id) from conversation_messages where conversation_id = ${conversation} and kind = 'in') and (select account_id from conversations where id = ${conversation}) is null`.execute(
      tx,
    )
  })

/** Somebody looks: noted now and then, and at once where something was written since, so that what they read is not mailed to them as well. */
export const sawChat = ({ db, clock }: Pick<ChatDeps, 'db' | 'clock'>, conversations: readonly number[]) =>
  sql`
    update chats h set seen_at = ${clock()} where h.conversation_id = any (${[...conversations]}::bigint[]) and h.seen_at < ${clock()}
       and (h.seen_at < ${clock()}::timestamptz - interval '20 seconds' or exists (select from conversation_messages m where m.conversation_id = h.conversation_id and m.kind = 'out' and m.at >= h.seen_at))`.execute(
    db,
  )
