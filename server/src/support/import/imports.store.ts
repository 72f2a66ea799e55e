// What is known of each import of conversations: how far it is, its counts, and the items that did not land.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { Refused } from '../../platform/refused.ts'
import type { ConversationImport } from './import.contract.ts'

/** A reader that says nothing for so long has lost its process. */
const silentSeconds = 120
const lost = 'The process that read this file ended before it was done. Send the file again: what is here already is left as it is.'

const columns = sql`
  i.id, i.form, i.system, i.file_name as "fileName", i.status, i.bytes_total as "bytesTotal", i.bytes_read as "bytesRead", i.found, i.added, i.same, i.messages_added as "messagesAdded",
  i.messages_same as "messagesSame", i.people, i.bad, i.failure, i.started_at as "startedAt", i.finished_at as "finishedAt"`

export async function conversationImport(db: Db, id: string, now: Date): Promise<ConversationImport> {
  await failLost(db, now)
  const { rows } = await sql<ConversationImport>`select ${columns} from conversation_imports i where i.id = ${id}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such import.')
  return rows[0]
}

/** Newest first. */
export async function listConversationImports(db: Db, query: { cursor?: string | undefined; limit: number }, now: Date) {
  await failLost(db, now)
  const before = fromCursor<[string]>(query.cursor, ['id'])
  const { rows } = await sql<ConversationImport>`
    select ${columns} from conversation_imports i where ${before ? sql`i.id < ${before[0]}::uuid` : sql`true`} order by i.id desc limit ${query.limit + 1}`.execute(
    db,
  )
  return toPage(rows, query.limit, ({ id }) => [id])
}

export async function listImportProblems(db: Db, id: string, query: { cursor?: string | undefined; limit: number }) {
  const after = fromCursor<[number, number]>(query.cursor, ['number', 'number'])
  const { rows } = await sql<{ id: number; line: number; item: string | null; reason: string; value: string | null }>`
    select id, line, item, reason, value from conversation_import_problems
     where import_id = ${id} and ${after ? sql`(line, id) > (${after[0]}::bigint, ${after[1]}::bigint)` : sql`true`} order by line, id limit ${query.limit + 1}`.execute(
    db,
  )
  return toPage(rows, query.limit, (row) => [row.line, row.id])
}

/** What was read of a file whose reader died is not placed: nobody knows what is missing. */
async function failLost(db: Db, now: Date): Promise<void> {
  await sql`
    with failed as (
      update conversation_imports set status = 'failed', failure = ${lost}, finished_at = ${now} where status = 'reading' and seen_at < ${now}::timestamptz - make_interval(secs => ${silentSeconds}) returning id)
    delete from conversation_import_items x using failed f where x.import_id = f.id`.execute(db)
}

const mostProblems = 1_000
export type FoundProblem = { line: number; item: string | null; reason: string; value: string | null }

/** Each counts; the first thousand of a file are kept with what is wrong. */
export async function keepProblems(tx: Db, id: string, problems: readonly FoundProblem[]): Promise<void> {
  if (problems.length === 0) return
  await sql`update conversation_imports set bad = bad + ${problems.length} where id = ${id}`.execute(tx)
  const short = problems
    .slice(0, mostProblems)
    .map(({ value, ...each }) => ({ ...each, value: value?.replaceAll('\0', '').toWellFormed().slice(0, 200) ?? null }))
  await sql`
    insert into conversation_import_problems (import_id, line, item, reason, value)
    select ${id}, g.line, g.item, g.reason, g.value from jsonb_to_recordset(${JSON.stringify(short)}::jsonb) as g (line bigint, item text, reason text, value text)
     where (select count(*) from conversation_import_problems p where p.import_id = ${id}) < ${mostProblems}`.execute(tx)
}
