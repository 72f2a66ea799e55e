// What is known of each import: its progress, its counts, and the rows that did not land.
import { sql } from 'kysely'
import type pg from 'pg'
import type { Db } from '../../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../../platform/http/cursor.ts'
import { Refused } from '../../../platform/refused.ts'
import type { z } from 'zod'
import { type ImportError, importSubjects, type ImportView } from '../registry.contract.ts'
import type { FoundProblem, Outcome } from './merge.store.ts'
import type { Subject } from './targets.ts'

export type StoredProblem = Omit<FoundProblem, 'column' | 'note'> & { column: string | null }

/** An import holds this advisory lock of its session while it runs: a running import whose lock is free has lost its process. */
const lockClass = 7104222
const lockOf = (subject: Subject) => importSubjects.indexOf(subject) + 1

const lost =
  'The process that read this file ended before it was done. The rows counted here are stored; import the file again, and what is there already is left as it is.'

const columns = sql`i.id, i.subject, i.practice, i.file_name as "fileName", i.bytes_total as "bytesTotal", i.bytes_read as "bytesRead", i.rows_read as "rowsRead",
  i.rows_added as "rowsAdded", i.rows_changed as "rowsChanged", i.rows_same as "rowsSame", i.rows_bad as "rowsBad", i.started_at as "startedAt", i.finished_at as "finishedAt", i.status, i.failure`

/** One import as it stands now; refuses when there is none. */
export async function importView(db: Db, id: string, now: Date): Promise<ImportView> {
  await failLost(db, now)
  const { rows } = await sql<ImportView>`select ${columns} from imports i where i.id = ${id}`.execute(db)
  const [view] = rows
  if (!view) throw new Refused('not-found', 'There is no such import.')
  return view.subject === 'contacts' && view.status !== 'running' ? { ...view, readers: await readersOf(db, view) } : view
}

async function readersOf(db: Db, { practice, startedAt, finishedAt }: ImportView): Promise<NonNullable<ImportView['readers']>> {
  const { rows } = await sql<{ nobody: number; several: number }>`
    select count(*) filter (where readers = 'nobody')::int as nobody, count(*) filter (where readers = 'several')::int as several
      from contacts where readers is not null and practice = ${practice} and updated_at between ${startedAt} and ${finishedAt}`.execute(db)
  return rows[0] ?? { nobody: 0, several: 0 }
}

/** Newest first; their ids are in the order in which they were made. */
export async function listImports(db: Db, query: { cursor?: string | undefined; limit: number }, now: Date) {
  await failLost(db, now)
  const before = fromCursor<[string]>(query.cursor, ['string'])
  const { rows } =
    await sql<ImportView>`select ${columns} from imports i where ${before ? sql`i.id < ${before[0]}::uuid` : sql`true`} order by i.id desc limit ${query.limit + 1}`.execute(
      db,
    )
  return toPage(rows, query.limit, (row) => [row.id])
}

/** The problems of an import by line. */
export async function listProblems(db: Db, id: string, query: { cursor?: string | undefined; limit: number }) {
  const after = fromCursor<[number, number]>(query.cursor, ['number', 'number'])
  const { rows } = await sql<z.output<typeof ImportError> & { id: number }>`
    select id, line, column_name as "column", reason, value from import_errors
     where import_id = ${id} and ${after ? sql`(line, id) > (${after[0]}::bigint, ${after[1]}::bigint)` : sql`true`} order by line, id limit ${query.limit + 1}`.execute(
    db,
  )
  return toPage(rows, query.limit, (row) => [row.line, row.id])
}

/** Writes down that imports whose process died did not finish; what they stored counts all the same. */
const failLost = (db: Db, now: Date) =>
  sql`
  with failed as (
    update imports set status = 'failed', failure = ${lost}, finished_at = ${now}
     where status = 'running' and not exists (
       select from pg_locks l where l.locktype = 'advisory' and l.classid = ${lockClass} and l.objsubid = 2 and l.granted
          and l.database = (select oid from pg_database where datname = current_database())
          and l.objid = array_position(${sql.val([...importSubjects])}::text[], imports.subject)::oid)
    returning practice)
  select assess_again(practice) from (select distinct practice from failed) each`.execute(db)

/** Takes the subject's lock for this session, or refuses because an import of the same subject runs. */
export async function lockSubject(client: pg.Client, subject: Subject): Promise<void> {
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, $2) as mine', [lockClass, lockOf(subject)])
  if (!rows[0]?.mine) throw runsAlready(subject)
}

/** Refuses while an import of the same subject runs. */
export async function refuseWhileRunning(db: Db, subject: Subject, now: Date): Promise<void> {
  await failLost(db, now)
  const { rows } = await sql`select from imports where subject = ${subject} and status = 'running'`.execute(db)
  if (rows.length > 0) throw runsAlready(subject)
}

const runsAlready = (subject: Subject) =>
  new Refused('changed-meanwhile', `An import of ${subject} is running. Wait until it is done, then send this file again.`)

/** Writes down that an import begins; earlier ones of the subject that still say running have lost their process. */
export async function beginImport(
  client: pg.Client,
  row: { id: string; subject: Subject; practice: boolean; fileName: string | null; bytesTotal: number | null; actor: string },
  now: Date,
) {
  await client.query("update imports set status = 'failed', failure = $1, finished_at = $2 where status = 'running' and subject = $3", [lost, now, row.subject])
  await client.query(
    "insert into imports (id, subject, practice, file_name, status, bytes_total, actor, started_at) values ($1, $2, $3, $4, 'running', $5, $6, $7)",
    [row.id, row.subject, row.practice, row.fileName, row.bytesTotal, row.actor, now],
  )
}

/** Adds a chunk's counts and problems, in the chunk's own transaction. */
export async function countChunk(client: pg.Client, id: string, outcome: Omit<Outcome, 'problems' | 'crossed'>, bytesRead: number, problems: StoredProblem[]) {
  const { added, changed, same, bad } = outcome
  if (problems.length > 0) {
    await client.query(
      'insert into import_errors (import_id, line, column_name, reason, value) select $1::uuid, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[])',
      [id, problems.map((each) => each.line), problems.map((each) => each.column), problems.map((each) => each.reason), problems.map((each) => each.value)],
    )
  }
  await client.query(
    `update imports set rows_read = rows_read + $2, rows_added = rows_added + $3, rows_changed = rows_changed + $4, rows_same = rows_same + $5, rows_bad = rows_bad + $6,
    bytes_read = greatest(bytes_read, $7) where id = $1`,
    [id, added + changed + same + bad, added, changed, same, bad, bytesRead],
  )
}

/** Writes down how an import ended; every open crisis is then assessed again, once for the whole file. */
export const finishImport = (db: Db, id: string, now: Date, failure: string | null, bytesRead: number) =>
  sql`
  with finished as (
    update imports set status = ${failure ? 'failed' : 'done'}, failure = ${failure}, finished_at = ${now}, bytes_read = greatest(bytes_read, ${bytesRead}::bigint)
     where id = ${id} and status = 'running' returning practice, subject)
  select assess_again(practice) from finished where subject <> 'services'`.execute(db)
