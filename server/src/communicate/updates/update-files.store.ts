// Files that customers get with an update: of the same crisis, few and small, since each goes out as often as there are customers.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { endings, mostPixels, type Picture, pictureIn, type PictureType } from './picture.ts'
import { largestFiles } from './updates.contract.ts'

export type UpdateFile = { id: string; name: string; size: number; alt: string | null }

/** The files of a draft, in their order, in place of those it had. `pictures`: by file, what it shows in words; those are shown to readers. */
export async function putFiles(tx: Db, updateId: string, crisisId: string, ids: string[], pictures: Record<string, string> = {}): Promise<void> {
  const stray = Object.keys(pictures).find((id) => !ids.includes(id))
  if (stray) throw new Refused('not-valid', `pictures: ${stray} is not among the files of this update.`)
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
  const shown = JSON.stringify(await shownPictures(tx, pictures))
  await sql`
    insert into update_files (update_id, position, attachment_id, alt, type, width, height)
    select ${updateId}, f.position, f.id, p.alt, p.type, p.width, p.height
      from (select id, min(position) as position from unnest(${ids}::uuid[]) with ordinality g (id, position) group by id) f
      left join jsonb_to_recordset(${shown}::jsonb) p (id uuid, alt text, type text, width int, height int) on p.id = f.id`.execute(tx)
}

/** What is to be shown must be a picture by what is in it, and not unpack to more than a phone can hold. */
async function shownPictures(tx: Db, pictures: Record<string, string>): Promise<(Picture & { id: string; alt: string })[]> {
  const ids = Object.keys(pictures)
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string; name: string; body: Buffer }>`select id, name, body from attachments where id = any (${ids}::uuid[])`.execute(tx)
  return rows.map(({ id, name, body }) => {
    const picture = pictureIn(body)
    if (!picture)
      throw new Refused('not-valid', `pictures: ${name} cannot be shown: pictures are PNG, JPEG, WebP or GIF. Take its text away, and it goes as a download.`)
    if (picture.width * picture.height > mostPixels)
      throw new Refused('too-large', `pictures: ${name} has ${picture.width} × ${picture.height} pixels, more than a phone can show. Make it smaller.`)
    return { id, alt: pictures[id] as string, ...picture }
  })
}

/** By update. */
export async function filesOf(db: Db, updateIds: string[]): Promise<Map<string, UpdateFile[]>> {
  const { rows } = await sql<UpdateFile & { updateId: string }>`
    select f.update_id as "updateId", a.id, a.name, a.size, f.alt from update_files f join attachments a on a.id = f.attachment_id where f.update_id = any (${updateIds}::uuid[]) order by f.update_id, f.position`.execute(
    db,
  )
  return Map.groupBy(rows, ({ updateId }) => updateId)
}

/** With their bytes, in memory that threads share: a mail to each of a million costs no copy. */
export async function filesToSend(db: Db, updateIds: string[]): Promise<Map<string, { filename: string; content: Uint8Array }[]>> {
  const { rows } = await sql<{ updateId: string; name: string; alt: string | null; type: PictureType | null; body: Buffer }>`
    select f.update_id as "updateId", a.name, f.alt, f.type, a.body from update_files f join attachments a on a.id = f.attachment_id where f.update_id = any (${updateIds}::uuid[]) order by f.update_id, f.position`.execute(
    db,
  )
  const files = rows.map(({ updateId, name, alt, type, body }) => {
    const content = new Uint8Array(new SharedArrayBuffer(body.length))
    content.set(body)
    return { updateId, filename: alt && type ? namedBy(alt, type) : name, content }
  })
  return new Map([...Map.groupBy(files, ({ updateId }) => updateId)].map(([id, of]) => [id, of.map(({ filename, content }) => ({ filename, content }))]))
}

/** A mail shows no pictures from elsewhere: what a picture shows stands in the name of its file. */
const namedBy = (alt: string, type: PictureType) =>
  `${alt
    .replace(/[\p{Cc}/\\:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)}.${endings[type]}`
