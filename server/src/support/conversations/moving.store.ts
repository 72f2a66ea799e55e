// Messages that go into another conversation, and back: an answer for all stands once in each, also where both that are put together had it.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

/** A message that stood for an answer which the other conversation had as well. */
type Twice = { message: number; answer: string }
export type Moved = { messages: number[]; twice: Twice[] }

/** Of an answer that both had, the copy that comes is plain words from now on; where all of them go, it is kept where they were written. Both conversations are held. @param only these; left out: all of them */
export async function moveMessages(tx: Db, from: number, into: number, only?: readonly number[]): Promise<Moved> {
  const which = only ? sql`m.id = any (${[...only]}::bigint[])` : sql`true`
  const { rows: twice } = await sql<Twice>`
    select m.id as message, m.answer_id as answer from conversation_messages m where m.conversation_id = ${from} and ${which} and m.answer_id is not null
       and exists (select from conversation_messages o where o.answer_id = m.answer_id and o.conversation_id = ${into})`.execute(tx)
  await sql`update conversation_messages set answer_id = null where id = any (${twice.map(({ message }) => message)}::bigint[])`.execute(tx)
  const { rows } = await sql<{ id: number }>`
    update conversation_messages m set conversation_id = ${into}${only ? sql`` : sql`, written_in = coalesce(m.written_in, ${from})`} where m.conversation_id = ${from} and ${which} returning m.id`.execute(
    tx,
  )
  return { messages: rows.map(({ id }) => id), twice }
}

/** Taken apart again, each has its own. */
export const markAnswers = (tx: Db, conversation: number, twice: readonly Twice[]) =>
  sql`
    update conversation_messages m set answer_id = g.answer from jsonb_to_recordset(${JSON.stringify(twice)}::jsonb) as g (message bigint, answer uuid)
     where m.id = g.message and m.conversation_id = ${conversation} and m.answer_id is null
       and not exists (select from conversation_messages o where o.answer_id = g.answer and o.conversation_id = ${conversation})`.execute(tx)
