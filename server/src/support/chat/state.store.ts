// Where chats stand, as whoever waits is told: with whom, how many are before them, when somebody is here. Of many in one look.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { inTurn } from '../agents/kinds.store.ts'
import { isOpen } from '../conversations/promise.ts'
import { supportSettings } from '../conversations/settings.store.ts'
import type { ChatView } from './chat.contract.ts'
import { placeSaid, whereItStands } from './hand-over-words.ts'
import { before } from './turn.store.ts'
import type { Chat } from './view.store.ts'

type State = ChatView['state']

export async function stateNow(db: Db, chat: Chat, now: Date): Promise<State> {
  const known = withoutPlace(chat)
  if (known) return known
  const { hours } = await supportSettings(db)
  return inQueue(chat, whereItStands({ ...chat, now, hours, before: await before(db, chat.into) }))
}

/**
 * For each of these, in the same order: the settings are read once, and places by one look over the queue however many ask.
 * @param places false: that they are in the queue is said without where, which takes that look
 */
export async function statesOf(db: Db, chats: readonly Chat[], now: Date, places: boolean): Promise<State[]> {
  const waiting = places ? chats.filter((chat) => !withoutPlace(chat)) : []
  if (waiting.length === 0) return chats.map((chat) => withoutPlace(chat) ?? inQueue(chat, null))
  const { hours } = await supportSettings(db)
  const { rows } = await sql<{ id: number; before: number }>`
    select id, before from (select id, row_number() over (order by turn_at, id)::int - 1 as before from conversations where ${inTurn}) q where id = any (${waiting.map(({ into }) => into)}::bigint[])`.execute(
    db,
  )
  const at = new Map(rows.map(({ id, before: first }) => [Number(id), first]))
  // The hours are worked out once: for each chat that would hold up everybody in this process.
  const open = isOpen(now, hours)
  const away = new Map<string, string>()
  const said = (chat: Chat) => {
    if (open) return placeSaid(chat.locale, at.get(chat.into) ?? 0)
    const key = `${chat.locale} ${chat.timeZone}`
    if (!away.has(key)) away.set(key, whereItStands({ ...chat, now, hours, before: 0 }))
    return away.get(key) as string
  }
  return chats.map((chat) => withoutPlace(chat) ?? inQueue(chat, said(chat)))
}

const inQueue = ({ email }: Chat, says: string | null): State => ({ with: 'queue', says, email: email !== null })

/** Undefined for those in the queue. */
function withoutPlace({ email: address, state, assignee, handedAt }: Chat): State | undefined {
  const email = address !== null
  if (state === 'closed') return { with: 'closed', says: null, email }
  if (assignee !== null) return { with: 'person', says: null, email }
  if (handedAt === null || state !== 'open') return { with: handedAt === null ? 'assistant' : 'person', says: null, email }
  return undefined
}
