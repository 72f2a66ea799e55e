// The assistant's turn in a chat: it answers, or hands over, and only while no person is in it and nothing was handed over before. Which of the two is decided by its rules and by nothing that anybody wrote.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Answer } from '../assistant/assistant.ts'
import { ask } from '../assistant/answer.store.ts'
import { moveTo } from '../conversations/acts.store.ts'
import { act, type Held, hold, settle } from '../conversations/change.store.ts'
import { answered, putOut } from '../conversations/reply.store.ts'
import { supportSettings } from '../conversations/settings.store.ts'
import type { ChatDeps } from './chat.store.ts'
import { handedOver } from './hand-over-words.ts'

type Asked = { wants?: boolean; files?: boolean }
/** `wants`: a person was asked for by the button. `files`: something came with it that only a person can look at. */
export async function takeTurn(
  deps: ChatDeps,
  conversation: number,
  message: number,
  text: string,
  { wants = false, files = false }: Asked = {},
): Promise<void> {
  const chat = await chatOf(deps.db, conversation)
  if (!chat || isSilent(chat)) return
  const given: Answer =
    wants || files
      ? { action: 'hand-over', language: chat.locale, why: [wants ? 'person' : 'file'], sentences: [], sources: [] }
      : await ask(deps, text, { brandId: chat.brandId, locale: chat.locale, accountId: chat.accountId, contactId: chat.contactId ?? nobody }).catch(
          (error: unknown): Answer => {
            deps.log.warn({ err: error }, 'the assistant could not answer; a person does')
            return { action: 'hand-over', language: chat.locale, why: ['unsure'], sentences: [], sources: [] }
          },
        )
  await deps.db.transaction().execute(async (tx) => {
    const held = await hold(tx, conversation)
    const now = deps.clock()
    // Somebody may have come in, or the customer may have written on, while it was thinking.
    const again = await chatOf(tx, conversation)
    if (!again || isSilent(again) || (held.newest !== message && !wants)) return
    if (given.action === 'answer') await say(deps, tx, held, given, now)
    else await handOver(deps, tx, held, given, again, now)
    await settle(tx, [conversation], now)
  })
}

/** Where only the account is known, nobody's own conversations are spoken of. */
const nobody = 0

type Chat = {
  brandId: string
  accountId: number | null
  contactId: number | null
  locale: string
  timeZone: string
  email: string | null
  handedAt: Date | null
  assignee: string | null
  people: boolean
  state: string
}
const isSilent = ({ handedAt, assignee, people, state }: Chat) => handedAt !== null || assignee !== null || people || state === 'merged'

async function chatOf(db: Db, conversation: number): Promise<Chat | undefined> {
  const { rows } = await sql<Chat>`
    select c.brand_id as "brandId", c.account_id as "accountId", c.contact_id as "contactId", h.locale, coalesce((select a.time_zone from accounts a where a.id = c.account_id), b.time_zone) as "timeZone", h.email, h.handed_at as "handedAt", c.assignee, c.state,
           exists (select from conversation_messages m where m.conversation_id = c.id and m.kind = 'out' and m.automatic is null) as people
      from chats h join conversations c on c.id = h.conversation_id join brands b on b.id = c.brand_id where h.conversation_id = ${conversation}`.execute(db)
  return rows[0]
}

async function say(deps: ChatDeps, tx: Db, held: Held, { sentences, sources }: Answer, now: Date): Promise<void> {
  const text = sentences.map((sentence) => sentence.text).join(' ')
  const id = await putOut(deps, tx, held, { text, by: 'leeward', at: now, automatic: 'assistant' })
  await sql`insert into chat_sources (message_id, sentences, sources) values (${id}, ${JSON.stringify(sentences)}::jsonb, ${JSON.stringify(sources)}::jsonb)`.execute(
    tx,
  )
  await answered(tx, held.id, now)
  await moveTo(tx, held.id, 'waiting', now)
}

/** It stays in the queue with all that was written; the customer is told where it stands. */
async function handOver(deps: ChatDeps, tx: Db, held: Held, { language, why }: Answer, { timeZone, email }: Chat, now: Date): Promise<void> {
  await sql`update chats set handed_at = ${now}, handed_why = ${why}::text[] where conversation_id = ${held.id}`.execute(tx)
  if (held.state !== 'open') await moveTo(tx, held.id, 'open', now)
  await settle(tx, [held.id], now)
  const { hours } = await supportSettings(tx)
  const text = handedOver({ locale: language, timeZone, now, hours, before: await before(tx, held.id), email })
  await putOut(deps, tx, held, { text, by: 'leeward', at: now, automatic: 'assistant' })
  await act(tx, held.id, 'handed-over', 'leeward', now, { why })
}

/** How many are before it in the queue. */
export async function before(db: Db, conversation: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from conversations c join conversations o on o.state = 'open' and o.assignee is null and o.turn_at is not null and (o.turn_at, o.id) < (c.turn_at, c.id) where c.id = ${conversation}`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}
