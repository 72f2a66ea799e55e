// A file that went out with an update, for whoever reads it at the status page; handed out as a download, whatever is in it.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'

const Path = z.object({ brand: z.string().max(40), file: Id, name: z.string().max(1_000) })

export function updateFilePages(server: App, { db }: Deps) {
  typed(server).get('/:brand/files/:file/:name', { config: may('public'), schema: { params: Path, hide: true } }, async ({ params }, reply) => {
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
