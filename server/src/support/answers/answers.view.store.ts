// A crisis seen from its conversations: how many write, what they were answered, who is held back for a person.
import { sql } from 'kysely'
import { likelyAt } from '../conversations/link.ts'
import { readInChat } from '../conversations/reply-mails.store.ts'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { Refused } from '../../platform/refused.ts'
import { neverLetGo } from './answer.ts'
import type { AnswerView, ConversationsOfCrisis } from './answers.contract.ts'
import { textsOfUpdate } from './answers.store.ts'
import { restoredDraft, untoldOf } from './untold.store.ts'

type Stored = Omit<AnswerView, 'author' | 'agreedBy'> & { author: string; agreedBy: string | null }

export async function answersOf(db: Db, crisisId: string): Promise<AnswerView[]> {
  const { rows } = await sql<Stored>`
    select n.id, n.kind, n.state, n.texts, n.public_texts as "publicTexts", n.hold, n.late, n.author, n.agreed_by as "agreedBy", n.written_at as "writtenAt", n.sent_at as "sentAt", n.ended_at as "endedAt",
           (select count(*)::int from conversation_messages m where m.answer_id = n.id) as planned,
           (select count(*)::int from conversation_messages m where m.answer_id = n.id and m.at > n.sent_at) as "lateOnes",
           case when n.state = 'sending' then (select count(*)::int from conversations c where c.crisis_id = n.crisis_id and c.link = 'linked' and c.state in ('open', 'waiting', 'snoozed')
              and not exists (select from conversation_messages m where m.answer_id = n.id and m.conversation_id = c.id) and not exists (select from answers_held h where h.answer_id = n.id and h.conversation_id = c.id)) else 0 end as "toSend",
           coalesce((select jsonb_object_agg(s.state, s.count) from (select d.state, count(*)::int as count from reply_deliveries d where d.answer_id = n.id and not d.copy and d.reason is distinct from ${readInChat} group by d.state) s), '{}') as deliveries,
           (select count(*)::int from answers_held h where h.answer_id = n.id) as held, (select count(*)::int from answers_held h where h.answer_id = n.id and h.state = 'held') as "heldOpen"
      from answers n where n.crisis_id = ${crisisId} order by n.written_at desc limit 50`.execute(db)
  const person = await namesOf(
    { db },
    rows.flatMap(({ author, agreedBy }) => [author, agreedBy]),
  )
  return rows.map(({ author, agreedBy, ...row }) => ({ ...row, author: person(author), agreedBy: agreedBy === null ? null : person(agreedBy) }))
}

export async function conversationsOfCrisis({ db, clock }: Pick<Deps, 'db' | 'clock'>, crisisId: string): Promise<ConversationsOfCrisis> {
  const { rows } = await sql<Omit<ConversationsOfCrisis, 'answers' | 'draft' | 'untold'> & { there: boolean }>`
    select exists (select from crises where id = ${crisisId}) as there, count(*) filter (where link = 'linked')::int as linked, count(*) filter (where link = 'suggested')::int as suggested, count(*) filter (where link = 'suggested' and link_confidence >= ${likelyAt})::int as likely,
           count(*) filter (where link = 'linked' and state = 'open')::int as waiting, count(*) filter (where link = 'linked' and state = 'open' and mood = 'angry')::int as angry,
           count(*) filter (where link = 'linked' and still_broken)::int as "stillBroken", min(waiting_since) filter (where link = 'linked' and state = 'open') as "longestSince",
           coalesce((select jsonb_agg(jsonb_build_object('at', h.at, 'conversations', h.conversations) order by h.at) from (
             select date_trunc('hour', o.opened_at) as at, count(*)::int as conversations from conversations o
              where o.crisis_id = ${crisisId} and o.link = 'linked' and o.opened_at > ${clock()}::timestamptz - interval '48 hours' group by 1) h), '[]') as hours
      from conversations where crisis_id = ${crisisId} and state <> 'merged'`.execute(db)
  const { there, ...counts } = rows[0] as (typeof rows)[number]
  if (!there) throw new Refused('not-found', 'There is no such crisis.')
  const { rows: newest } = await sql<{ id: string }>`
    select id from updates where crisis_id = ${crisisId} and class = 'update' and status = 'published' order by sequence desc limit 1`.execute(db)
  const updateId = newest[0]?.id ?? null
  const untold = await untoldOf(db, crisisId)
  return {
    ...counts,
    untold: untold && { ...untold, ...(await restoredDraft(db, crisisId)) },
    answers: await answersOf(db, crisisId),
    draft: { updateId, texts: (updateId && (await textsOfUpdate(db, crisisId, updateId))) || {} },
  }
}

export async function heldOf(db: Db, answerId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const { rows: there } = await sql`select 1 from answers where id = ${answerId}`.execute(db)
  if (there.length === 0) throw new Refused('not-found', 'There is no such answer.')
  const after = fromCursor<[number]>(cursor, ['number'])
  const { rows } = await sql<{
    conversation: number
    subject: string
    writer: string | null
    account: string | null
    reasons: string[]
    state: 'held' | 'sent' | 'answered'
    waitingSince: Date | null
  }>`
    select h.conversation_id as conversation, c.subject, c.writer, a.name as account, h.reasons, h.state, c.waiting_since as "waitingSince"
      from answers_held h join conversations c on c.id = h.conversation_id left join accounts a on a.id = c.account_id
     where h.answer_id = ${answerId} and ${after ? sql`h.conversation_id > ${after[0]}` : sql`true`} order by h.conversation_id limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, (row) => [row.conversation])
}

/** Lets the answer go to some who were held back. @returns how many */
export async function letGo({ db, clock }: Pick<Deps, 'db' | 'clock'>, answerId: string, conversations: number[], by: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ state: string }>`select state from answers where id = ${answerId} for update`.execute(tx)
    if (!rows[0]) throw new Refused('not-found', 'There is no such answer.')
    if (!['sending', 'sent'].includes(rows[0].state)) throw new Refused('out-of-order', 'This answer has ended: another one is in force.')
    const { numAffectedRows } = await sql`
      update answers_held set state = 'sent', decided_by = ${by}, decided_at = ${clock()} where answer_id = ${answerId} and state = 'held' and conversation_id = any (${conversations}::bigint[]) and not reasons && ${[...neverLetGo]}::text[]`.execute(
      tx,
    )
    if (!numAffectedRows && (await stays(tx, answerId, conversations)))
      throw new Refused(
        'not-allowed',
        'They asked in public, it is too long for their network, or nothing that is sent reaches them: answer each of them in their conversation.',
      )
    await sql`update answers set state = 'sending' where id = ${answerId}`.execute(tx)
    await sql`select graphile_worker.add_job('send-answers', '{}'::json, job_key := 'send-answers')`.execute(tx)
    return Number(numAffectedRows ?? 0)
  })
}

async function stays(tx: Db, answerId: string, conversations: number[]): Promise<boolean> {
  const { rows } =
    await sql`select 1 from answers_held where answer_id = ${answerId} and conversation_id = any (${conversations}::bigint[]) and reasons && ${[...neverLetGo]}::text[] limit 1`.execute(
      tx,
    )
  return rows.length > 0
}
