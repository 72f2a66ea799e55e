// Files that customers get with an update: of the same crisis, few and small, since each goes out as often as there are customers.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { largestFiles } from './updates.contract.ts'

export type UpdateFile = { id: string; name: string; size: number }

/** The files of a draft, in their order, in place of those it had. */
export async function putFiles(tx: Db, updateId: string, crisisId: string, ids: string[]): Promise<void> {
  await sql`delete from update_files where update_id = ${updateId}`.execute(tx)
  if (ids.length === 0) return
  const {
    rows: [found],
  } = await sql<{ count: number; bytes: number }>`
    select count(*)::int as count, coalesce(sum(size), 0)::int as bytes from attachments where id = any (${ids}::uuid[]) and crisis_id = ${crisisId}`.execute(
    tx,
  )
  if (found?.count !== new Set(ids).size) throw new Refused('not-valid', 'files: a file is not one of this crisis. Attach it to the crisis first.')
  if (found.bytes > largestFiles)
    throw new Refused(
      'too-large',
      `These files are larger than ${largestFiles / 1_000_000} MB together. Put them where customers can fetch them, and say where.`,
    )
  await sql`
    insert into update_files (update_id, position, attachment_id)
    select ${updateId}, min(f.position), f.id from unnest(${ids}::uuid[]) with ordinality f (id, position) group by f.id`.execute(tx)
}

/** By update. */
export async function filesOf(db: Db, updateIds: string[]): Promise<Map<string, UpdateFile[]>> {
  const { rows } = await sql<UpdateFile & { updateId: string }>`
    select f.update_id as "updateId", a.id, a.name, a.size from update_files f join attachments a on a.id = f.attachment_id where f.update_id = any (${updateIds}::uuid[]) order by f.update_id, f.position`.execute(
    db,
  )
  return Map.groupBy(rows, ({ updateId }) => updateId)
}

/** With their bytes, in memory that threads share: a mail to each of a million costs no copy. */
export async function filesToSend(db: Db, updateIds: string[]): Promise<Map<string, { filename: string; content: Uint8Array }[]>> {
  const { rows } = await sql<{ updateId: string; name: string; body: Buffer }>`
    select f.update_id as "updateId", a.name, a.body from update_files f join attachments a on a.id = f.attachment_id where f.update_id = any (${updateIds}::uuid[]) order by f.update_id, f.position`.execute(
    db,
  )
  const files = rows.map(({ updateId, name, body }) => {
    const content = new Uint8Array(new SharedArrayBuffer(body.length))
    content.set(body)
    return { updateId, filename: name, content }
  })
  return new Map([...Map.groupBy(files, ({ updateId }) => updateId)].map(([id, of]) => [id, of.map(({ filename, content }) => ({ filename, content }))]))
}
