// Files that one of us attaches: kept with the conversation until the message that they belong to is written, then the message's own, in its transaction.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { hold } from '../conversations/change.store.ts'
import { judgedToSend, noLongerHere, ofReply, ofUnsent, tooHeavy, tooMany, tooManyUnsent, unsentDays } from './files.ts'
import type { UploadView } from './files.contract.ts'

type Given = { name: string; type: string; content: Buffer }

export async function keepUpload({ db, clock }: Pick<Deps, 'db' | 'clock'>, conversation: number, given: Given, person: string): Promise<UploadView> {
  const { name, type, bytes, sha256, why, content } = judgedToSend(given.content, given.name, given.type)
  const now = clock()
  const id = newId(now)
  return db.transaction().execute(async (tx) => {
    const held = await hold(tx, conversation)
    if (held.state === 'merged') throw new Refused('already-done', `This conversation was put together with #${held.mergedInto}: go on there.`)
    // By person: two of their tabs at once find the same room.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`uploads/${person}`}, 0))`.execute(tx)
    const { rows } = await sql<{ count: number; bytes: number }>`
      select count(*)::int as count, coalesce(sum(bytes), 0)::int as bytes from conversation_uploads where person = ${person}`.execute(tx)
    const unsent = rows[0] ?? { count: 0, bytes: 0 }
    if (unsent.count >= ofUnsent.most || unsent.bytes + bytes > ofUnsent.together) throw new Refused('too-large', tooManyUnsent)
    await sql`
      insert into conversation_uploads (id, conversation_id, person, name, type, bytes, sha256, why, content, uploaded_at)
      values (${id}, ${conversation}, ${person}, ${name}, ${type}, ${bytes}, ${Buffer.from(sha256, 'hex')}, ${why}, ${content}, ${now})`.execute(tx)
    return { id, name, bytes, why }
  })
}

/** Taken out again. One that is not there any more is taken out already. */
export const removeUpload = ({ db }: Pick<Deps, 'db'>, conversation: number, id: string, person: string) =>
  sql`delete from conversation_uploads where id = ${id} and conversation_id = ${conversation} and person = ${person}`.execute(db)

/** Makes them files of a message, in their order: once, whoever asks twice. The conversation is held by whoever calls. */
export async function attachUploads(tx: Db, to: { conversation: number; message: number; person: string }, files: readonly string[]): Promise<void> {
  if (files.length === 0) return
  if (files.length > ofReply.most) throw new Refused('too-large', tooMany)
  const { rows } = await sql<{ bytes: number }>`
    with used as (
      delete from conversation_uploads where id = any (${[...files]}::uuid[]) and conversation_id = ${to.conversation} and person = ${to.person} returning *)
    insert into conversation_files (message_id, name, type, bytes, sha256, verdict, why, content)
    select ${to.message}, name, type, bytes, sha256, 'kept', why, content from used order by array_position(${[...files]}::uuid[], id) returning bytes`.execute(
    tx,
  )
  if (rows.length !== new Set(files).size) throw new Refused('gone', noLongerHere)
  if (rows.reduce((sum, { bytes }) => sum + bytes, 0) > ofReply.together) throw new Refused('too-large', tooHeavy)
}

const atOnce = 200
/** What was never sent, a bounded number at once. @returns how many were forgotten */
export async function forgetUploads({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from conversation_uploads where id in (
      select id from conversation_uploads where uploaded_at < ${clock()}::timestamptz - make_interval(days => ${unsentDays}) order by uploaded_at limit ${atOnce} for update skip locked)`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}
