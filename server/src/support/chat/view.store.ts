// A chat as its customer sees it: what was written to them and by them, never our notes, and where it stands.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { supportSettings } from '../conversations/settings.store.ts'
import type { ChatMessage, ChatView } from './chat.contract.ts'
import { whereItStands } from './hand-over-words.ts'
import { before } from './turn.store.ts'

export type Chat = {
  id: number
  into: number
  brandId: string
  brand: string
  slug: string
  accountId: number | null
  locale: string
  framed: boolean
  timeZone: string
  email: string | null
  handedAt: Date | null
  assignee: string | null
  state: string
}

/** Undefined where there is no such chat; `into`: where its messages stand, also after it was put together with another one. */
export async function chatById(db: Db, id: number): Promise<Chat | undefined> {
  const { rows } = await sql<Chat>`
    select h.conversation_id as id, coalesce(c0.merged_into, c0.id) as into, b.id as "brandId", b.name as brand, b.slug, c.account_id as "accountId", h.locale, b.chat_button and not b.private as framed, coalesce((select a.time_zone from accounts a where a.id = c.account_id), b.time_zone) as "timeZone",
           h.email, h.handed_at as "handedAt", c.assignee, c.state
      from chats h join conversations c0 on c0.id = h.conversation_id join conversations c on c.id = coalesce(c0.merged_into, c0.id) join brands b on b.id = c.brand_id where h.conversation_id = ${id}`.execute(
    db,
  )
  return rows[0] && { ...rows[0], id: Number(rows[0].id), into: Number(rows[0].into) }
}

type Row = Omit<ChatMessage, 'from'> & { author: string | null; automatic: string | null; conversation: number }

/** The messages behind `after`, of several chats in one look; the oldest first. */
export async function messagesAfter(
  db: Db,
  places: readonly { conversation: number; after: number }[],
  most = 500,
): Promise<(ChatMessage & { conversation: number })[]> {
  if (places.length === 0) return []
  const { rows } = await sql<Row>`
    select m.id, m.conversation_id as conversation, m.at, m.text, m.author, m.automatic, (select u.name from auth_user u where u.id = m.author) as name,
           m.automatic is null and exists (select from reply_deliveries d where d.message_id = m.id and d.state in ('sending', 'unknown', 'accepted', 'delivered')) as mailed, coalesce(s.sentences, '[]') as sentences, coalesce(s.sources, '[]') as sources,
           coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'bytes', f.bytes, 'kept', f.verdict = 'kept') order by f.id) from conversation_files f where f.message_id = m.id), '[]') as files
      from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as p (conversation bigint, after bigint)
      cross join lateral (select * from conversation_messages m where m.conversation_id = p.conversation and m.id > p.after and m.kind in ('in', 'out') order by m.id limit ${most}) m
      left join chat_sources s on s.message_id = m.id order by m.id`.execute(db)
  return rows.map(({ author, automatic, ...row }) => ({
    ...row,
    id: Number(row.id),
    conversation: Number(row.conversation),
    from: author === null ? 'customer' : automatic === null ? 'person' : 'assistant',
    // A first name is enough to be spoken to by.
    name: automatic === null && author !== null ? (row.name?.split(' ')[0] ?? null) : null,
  }))
}

/** A file that its customer may have: of what was written to them or by them, never of a note among us. */
export async function fileInChat(db: Db, { into }: Pick<Chat, 'into'>, file: number): Promise<{ name: string; content: Buffer } | undefined> {
  const { rows } = await sql<{ name: string; content: Buffer }>`
    select f.name, f.content from conversation_files f join conversation_messages m on m.id = f.message_id
     where f.id = ${file} and m.conversation_id = ${into} and m.kind in ('in', 'out') and f.verdict = 'kept'`.execute(db)
  return rows[0]
}

export async function stateOf(db: Db, chat: Chat, now: Date): Promise<ChatView['state']> {
  const email = chat.email !== null
  if (chat.state === 'closed') return { with: 'closed', says: null, email }
  if (chat.assignee !== null) return { with: 'person', says: null, email }
  if (chat.handedAt === null || chat.state !== 'open') return { with: chat.handedAt === null ? 'assistant' : 'person', says: null, email }
  const { hours } = await supportSettings(db)
  return { with: 'queue', says: whereItStands({ ...chat, now, hours, before: await before(db, chat.into) }), email }
}

export async function viewOf(db: Db, chat: Chat, now: Date): Promise<ChatView> {
  return { messages: await messagesAfter(db, [{ conversation: chat.into, after: 0 }]), state: await stateOf(db, chat, now) }
}
