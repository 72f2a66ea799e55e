// Files that a desk names with a message: fetched within bounds, judged as those of mails are, and put with their message in one transaction. Whoever dies in between leaves it to the next look.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { nextTry } from '../../communicate/deliveries/pace.ts'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { judgeFiles, mailLimits } from '../conversations/mail/attachments.ts'
import { cleanName } from '../conversations/mail/file-name.ts'
import type { Desk } from './desk.ts'
import type { Fetched } from './fetch-file.ts'
import type { ToldFile } from './told.ts'

const [atOnce, mostAttempts, waitsDays] = [5, 8, 7]

/** The same one twice is one. Its message may come after it. */
export async function noteFiles(tx: Db, { key }: Desk, conversation: string, message: string, files: readonly ToldFile[], now: Date): Promise<void> {
  if (files.length === 0) return
  await sql`
    insert into desk_files (system, conversation, message, file, name, type, url, told_at, due_at)
    select ${key}, ${conversation}, ${message}, g.id, g.name, g.type, g.url, ${now}, ${now} from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as g (id text, name text, type text, url text)
    on conflict do nothing`.execute(tx)
}

type Due = { id: number; message: number; name: string | null; type: string | null; url: string; attempts: number }
/** Those whose message is here; where the desk tells of a ticket's first words as such, its number there is known beside. */
async function due(db: Db, { key }: Desk, now: Date): Promise<Due[]> {
  await sql`
    update desk_files set due_at = null, url = '', answer = 'its message never came' where system = ${key} and due_at is not null and told_at < ${now}::timestamptz - make_interval(days => ${waitsDays})
       and not exists (select from conversation_messages m where m.external_id = desk_files.system || '/' || desk_files.conversation || '/' || desk_files.message)`.execute(
    db,
  )
  const { rows } = await sql<Due>`
    select f.id, m.id as message, f.name, f.type, f.url, f.attempts from desk_files f
      left join conversations c on c.external is not null and c.external->>'system' = f.system and c.external->>'id' = f.conversation
      join conversation_messages m on m.external_id = f.system || '/' || f.conversation || '/' || case when c.external->>'first' = f.message then 'first' else f.message end
     where f.system = ${key} and f.due_at <= ${now} order by f.due_at, f.id limit ${atOnce}`.execute(db)
  return rows
}

/** @returns how many were looked at */
export async function fetchFiles(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  desk: Desk,
  get: (url: string) => Promise<Fetched>,
  signal: AbortSignal,
): Promise<number> {
  const files = await due(db, desk, clock())
  for (const file of files) {
    if (signal.aborted) break
    const fetched = await get(file.url)
    if (fetched.kind === 'later' && file.attempts + 1 < mostAttempts) {
      await sql`
        update desk_files set attempts = attempts + 1, answer = ${fetched.why}, due_at = ${nextTry(file.attempts, file.id, clock())} where id = ${file.id}`.execute(
        db,
      )
      continue
    }
    await db.transaction().execute((tx) => keep(tx, file, fetched))
  }
  return files.length
}

async function keep(tx: Db, { id, message, name, type }: Due, fetched: Fetched): Promise<void> {
  // Whoever else fetched it at the same time has put it there.
  const { numAffectedRows } =
    await sql`update desk_files set due_at = null, url = '', answer = ${fetched.kind === 'file' ? 'fetched' : fetched.why} where id = ${id} and due_at is not null`.execute(
      tx,
    )
  if (!numAffectedRows) return
  await sql`select 1 from conversation_messages where id = ${message} for update`.execute(tx)
  const { rows } = await sql<{ count: number; bytes: number }>`
    select count(*)::int as count, coalesce(sum(bytes), 0)::int as bytes from conversation_files where message_id = ${message} and verdict = 'kept'`.execute(tx)
  const there = rows[0] ?? { count: 0, bytes: 0 }
  const content = fetched.kind === 'file' ? fetched.content : Buffer.alloc(0)
  const { files } = judgeFiles([{ filename: name, mimeType: type ?? '', disposition: 'attachment', content }])
  const [judged] = files
  const beyond =
    fetched.kind !== 'file'
      ? fetched.why
      : there.count >= mailLimits.most
        ? `More than ${mailLimits.most} files came with this message.`
        : there.bytes + content.length > mailLimits.together
          ? `The files of this message are larger than ${mailLimits.together / 1_000_000} MB together.`
          : null
  const why = beyond ?? judged?.why ?? null
  const kept = beyond === null && judged?.verdict === 'kept'
  await sql`
    insert into conversation_files (message_id, name, type, bytes, sha256, content_id, verdict, why, content)
    values (${message}, ${(judged?.name ?? cleanName(name ?? '', 'attachment').name).slice(0, 200)}, ${judged?.type ?? 'application/octet-stream'}, ${content.length}, ${createHash('sha256').update(content).digest()}, null,
            ${kept ? 'kept' : 'refused'}, ${why}, ${kept ? content : null})`.execute(tx)
  await sql`update conversations set revision = revision + 1 where id = (select conversation_id from conversation_messages where id = ${message})`.execute(tx)
}
