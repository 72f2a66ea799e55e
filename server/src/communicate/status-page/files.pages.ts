// Files that went out with an update, for whoever reads it at the status page: a picture that has a text is shown, anything else is a download, whatever is in it.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { endings, type PictureType } from '../updates/picture.ts'
import { Refused } from '../../platform/refused.ts'

const Path = z.object({ brand: z.string().max(40), file: Id, name: z.string().max(1_000) })

const PicturePath = z.object({ brand: z.string().max(40), file: z.string().regex(/^[0-9a-f-]{36}\.(?:png|jpg|webp|gif)$/, 'must be a picture of an update') })

export function updateFilePages(server: App, { db }: Deps) {
  const app = typed(server)
  app.get('/:brand/pictures/:file', { config: may('public'), schema: { params: PicturePath, hide: true } }, async ({ params }, reply) => {
    const [id, ending] = params.file.split('.')
    const { rows } = await sql<{ type: PictureType; body: Buffer }>`
      select f.type, a.body from attachments a join crises c on c.id = a.crisis_id join brands b on b.id = c.brand_id
        join update_files f on f.attachment_id = a.id and f.alt is not null join updates u on u.id = f.update_id and u.class = 'update' and u.status = 'published'
       where a.id::text = ${id} and b.slug = ${params.brand} and not c.practice limit 1`.execute(db)
    const [row] = rows
    if (!row || endings[row.type] !== ending) throw new Refused('not-found', 'There is no such picture.')
    return (
      reply
        .header('content-disposition', 'inline')
        .header('x-content-type-options', 'nosniff')
        // Whatever is hidden in it, nothing of it runs.
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'public, max-age=3600, immutable')
        .type(row.type)
        .send(row.body)
    )
  })

  app.get('/:brand/files/:file/:name', { config: may('public'), schema: { params: Path, hide: true } }, async ({ params }, reply) => {
    const {
      rows: [row],
    } = await sql<{ name: string; body: Buffer }>`
      select a.name, a.body from attachments a join crises c on c.id = a.crisis_id join brands b on b.id = c.brand_id
       where a.id = ${params.file} and b.slug = ${params.brand} and not c.practice
         and exists (select from update_files f join updates u on u.id = f.update_id where f.attachment_id = a.id and u.class = 'update' and u.status = 'published')`.execute(
      db,
    )
    if (!row) throw new Refused('not-found', 'There is no such file.')
    return reply
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(row.name)}`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'public, max-age=3600, immutable')
      .type('application/octet-stream')
      .send(row.body)
  })
}
