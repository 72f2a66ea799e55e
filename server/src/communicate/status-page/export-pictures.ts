// The pictures that exported pages show, as files beside them: the newest first, as many as are 50 MB together. Their bytes are read when they are written, not to compare them.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { PictureType } from '../updates/picture.ts'
import type { ExportedFile } from './export-place.ts'
import { picturePath } from './pictures.html.ts'

export type PlannedPicture = Omit<ExportedFile, 'body'> & { picture: string }
const mostBytes = 50_000_000

export async function pictureFiles(db: Db): Promise<PlannedPicture[]> {
  const { rows } = await sql<{ slug: string; id: string; type: PictureType; sha256: Buffer }>`
    select slug, id, type, sha256 from (
      select p.*, sum(size) over (order by published_at desc, id) as bytes from (
        select distinct on (a.id) b.slug, a.id, f.type, a.sha256, a.size, u.published_at
          from update_files f join updates u on u.id = f.update_id and u.class = 'update' and u.status = 'published' join attachments a on a.id = f.attachment_id
          join crises c on c.id = u.crisis_id and not c.practice join brands b on b.id = c.brand_id and not b.private
         where f.alt is not null order by a.id, u.published_at desc) p) q where bytes <= ${mostBytes}`.execute(db)
  return rows.map(({ slug, id, type, sha256 }) => ({ path: `${slug}/${picturePath({ id, type })}`, type, hash: sha256.toString('base64url'), picture: id }))
}

export async function pictureBody(db: Db, id: string): Promise<Buffer<ArrayBuffer>> {
  const { rows } = await sql<{ body: Buffer<ArrayBuffer> }>`select body from attachments where id = ${id}`.execute(db)
  return rows[0]?.body ?? Buffer.alloc(0)
}
