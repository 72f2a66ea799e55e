// A chat as its customer sees it: what was written to them and by them, never our notes, never what somebody else wrote that was put together with it, and where it stands.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { ChatMessage, ChatView } from './chat.contract.ts'
import type { ChatClaims } from './chat.links.ts'
import { stateNow } from './state.store.ts'

/** Who reads: the conversations that are theirs among those that stand together, and the addresses under which they write in others. */
export type Reading = { own: number[]; addresses: string[] }
export type Chat = Reading & {
  id: number
  /** The contact whose link it is; null: whoever began it. */
  contact: number | null
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
export const chatById = async (db: Db, claims: ChatClaims): Promise<Chat | undefined> => (await chatsOf(db, [claims]))[0]

/** For each link its chat, in the same order; all of them in one look. */
export async function chatsOf(db: Db, links: readonly ChatClaims[]): Promise<(Chat | undefined)[]> {
  const given = links.map(({ c, k = null }, nth) => ({ nth, id: c, contact: k }))
  const { rows } = await sql<Chat & { nth: number }>`
    select g.nth, h.conversation_id as id, g.contact, c.id as into, b.id as "brandId", b.name as brand, b.slug, c.account_id as "accountId", h.locale, b.chat_button and not b.private as framed, coalesce(a.time_zone, b.time_zone) as "timeZone",
           h.email, h.handed_at as "handedAt", c.assignee, c.state, array_remove(array[case when g.contact is null then c0.address else lower(k.email) end], null) as addresses,
           array(select o.id from conversations o where (o.id = c.id or o.merged_into = c.id)
              and case when g.contact is null then o.id = c0.id or o.contact_id = c0.contact_id or o.address = c0.address else o.contact_id = g.contact or o.address = lower(k.email) end) as own
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (nth int, id bigint, contact bigint)
      join chats h on h.conversation_id = g.id join conversations c0 on c0.id = h.conversation_id join conversations c on c.id = coalesce(c0.merged_into, c0.id) join brands b on b.id = c.brand_id
      left join accounts a on a.id = c.account_id left join contacts k on k.id = g.contact where g.contact is null or k.id is not null`.execute(db)
  const found = new Map(rows.map(({ nth, ...chat }) => [nth, { ...chat, id: Number(chat.id), into: Number(chat.into), own: chat.own.map(Number) }]))
  return links.map((_, nth) => found.get(nth))
}

/** Whether they may read `m`: what was written where they write, what they wrote elsewhere, and what was sent to them. */
const forThem = (own: RawBuilder<unknown>, addresses: RawBuilder<unknown>) => sql`
  (m.kind in ('in', 'out') and (coalesce(m.written_in, m.conversation_id) = any (${own}) or (m.kind = 'in' and m.sender = any (${addresses}))
    or (m.kind = 'out' and exists (select from reply_deliveries d where d.message_id = m.id and d.channel = 'email' and d.destination = any (${addresses})))))`

export type Place = Reading & { conversation: number; after: number }
type Row = Omit<ChatMessage, 'from'> & { author: string | null; automatic: string | null; place: number }

/** The messages behind `after` for each of these places, `place` by its number; the oldest first, in one look. */
export async function messagesAfter(db: Db, places: readonly Place[], most = 500): Promise<(ChatMessage & { place: number })[]> {
  if (places.length === 0) return []
  const given = places.map(({ conversation, after, own, addresses }, place) => ({ place, conversation, after, own, addresses }))
  const { rows } = await sql<Row>`
    select p.place, m.id, m.at, m.text, m.author, m.automatic, (select u.name from auth_user u where u.id = m.author) as name,
           m.automatic is null and exists (select from reply_deliveries d where d.message_id = m.id and d.state in ('sending', 'unknown', 'accepted', 'delivered')) as mailed, coalesce(s.sentences, '[]') as sentences, coalesce(s.sources, '[]') as sources,
           coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'bytes', f.bytes, 'kept', f.verdict = 'kept') order by f.id) from conversation_files f where f.message_id = m.id), '[]') as files
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as p (place int, conversation bigint, after bigint, own bigint[], addresses text[])
      cross join lateral (select * from conversation_messages m where m.conversation_id = p.conversation and m.id > p.after and ${forThem(sql`p.own`, sql`p.addresses`)} order by m.id limit ${most}) m
      left join chat_sources s on s.message_id = m.id order by m.id`.execute(db)
  return rows.map(({ author, automatic, ...row }) => ({
    ...row,
    id: Number(row.id),
    from: author === null ? 'customer' : automatic === null ? 'person' : 'assistant',
    // A first name is enough to be spoken to by.
    name: automatic === null && author !== null ? (row.name?.split(' ')[0] ?? null) : null,
  }))
}

/** A file that its customer may have: of what was written to them or by them, never of a note among us. */
export async function fileInChat(
  db: Db,
  { into, own, addresses }: Pick<Chat, 'into' | keyof Reading>,
  file: number,
): Promise<{ name: string; content: Buffer } | undefined> {
  const { rows } = await sql<{ name: string; content: Buffer }>`
    select f.name, f.content from conversation_files f join conversation_messages m on m.id = f.message_id
     where f.id = ${file} and m.conversation_id = ${into} and ${forThem(sql`${own}::bigint[]`, sql`${addresses}::text[]`)} and f.verdict = 'kept'`.execute(db)
  return rows[0]
}

export async function viewOf(db: Db, chat: Chat, now: Date): Promise<ChatView> {
  return { messages: await messagesAfter(db, [{ ...chat, conversation: chat.into, after: 0 }]), state: await stateNow(db, chat, now) }
}
