// Files that went out with an update, for whoever reads it at the status page: a picture that has a text is shown, anything else is a download, whatever is in it.
// Those of a page that is not for everybody are below its signed links alone.
import type { FastifyReply } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import type { Db } from '../../platform/database/connect.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { endings, type PictureType } from '../updates/picture.ts'
import { Refused } from '../../platform/refused.ts'
import { type Behind, behindLink, plainly } from './behind-link.ts'
import { crisisTouches } from './readers/readers.store.ts'

const Picture = z.object({ file: z.string().regex(/^[0-9a-f-]{36}\.(?:png|jpg|webp|gif)$/, 'must be a picture of an update') })
const File = z.object({ file: Id, name: z.string().max(1_000) })
const [AtBrand, ByLink] = [z.object({ brand: z.string().max(40) }), z.object({ token: z.string().max(1_000) })]

export function updateFilePages(server: App, deps: Deps) {
  const app = typed(server)
  const { db } = deps
  app.get('/:brand/pictures/:file', { config: may('public'), schema: { params: AtBrand.extend(Picture.shape), hide: true } }, async ({ params }, reply) =>
    sendPicture(reply, await pictureOf(db, open(params.brand), params.file), 'public'),
  )
  app.get('/:brand/files/:file/:name', { config: may('public'), schema: { params: AtBrand.extend(File.shape), hide: true } }, async ({ params }, reply) =>
    sendFile(reply, await fileOf(db, open(params.brand), params.file), 'public'),
  )
  app.get(
    '/private/:token/pictures/:file',
    { config: may('public'), schema: { params: ByLink.extend(Picture.shape), hide: true } },
    async ({ params }, reply) => {
      const behind = await behindLink(deps, params.token)
      return 'sentence' in behind ? plainly(reply, behind.status, behind.sentence) : sendPicture(reply, await pictureOf(db, behind, params.file), 'private')
    },
  )
  app.get(
    '/private/:token/files/:file/:name',
    { config: may('public'), schema: { params: ByLink.extend(File.shape), hide: true } },
    async ({ params }, reply) => {
      const behind = await behindLink(deps, params.token)
      return 'sentence' in behind ? plainly(reply, behind.status, behind.sentence) : sendFile(reply, await fileOf(db, behind, params.file), 'private')
    },
  )
}

/** `open`: nothing of a brand whose page is closed. */
type Asked = Behind & { open?: boolean }
const open = (brand: string): Asked => ({ brand, open: true })
/** In a statement in which b and c are the brand and the crisis. */
const mayHave = ({ brand, readers, open = false }: Asked) =>
  sql`b.slug = ${brand} and not c.practice and (not ${open}::boolean or not b.private) and ${crisisTouches(readers?.services ?? null)}`
type Keeping = 'public' | 'private'

async function pictureOf(db: Db, asked: Asked, file: string) {
  const [id, ending] = file.split('.')
  const { rows } = await sql<{ type: PictureType; body: Buffer }>`
    select f.type, a.body from attachments a join crises c on c.id = a.crisis_id join brands b on b.id = c.brand_id
      join update_files f on f.attachment_id = a.id and f.alt is not null join updates u on u.id = f.update_id and u.class = 'update' and u.status = 'published'
     where a.id::text = ${id} and ${mayHave(asked)} limit 1`.execute(db)
  const [row] = rows
  if (!row || endings[row.type] !== ending) throw new Refused('not-found', 'There is no such picture.')
  return row
}

async function fileOf(db: Db, asked: Asked, id: string) {
  const { rows } = await sql<{ name: string; body: Buffer }>`
    select a.name, a.body from attachments a join crises c on c.id = a.crisis_id join brands b on b.id = c.brand_id
     where a.id = ${id} and ${mayHave(asked)}
       and exists (select from update_files f join updates u on u.id = f.update_id where f.attachment_id = a.id and u.class = 'update' and u.status = 'published')`.execute(
    db,
  )
  if (!rows[0]) throw new Refused('not-found', 'There is no such file.')
  return rows[0]
}

const sendPicture = (reply: FastifyReply, { type, body }: { type: PictureType; body: Buffer }, keeping: Keeping) =>
  safely(reply, keeping)
    .header('content-disposition', 'inline')
    // Whatever is hidden in it, nothing of it runs.
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type(type)
    .send(body)

const sendFile = (reply: FastifyReply, { name, body }: { name: string; body: Buffer }, keeping: Keeping) =>
  safely(reply, keeping)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .type('application/octet-stream')
    .send(body)

function safely(reply: FastifyReply, keeping: Keeping) {
  if (keeping === 'private') reply.header('referrer-policy', 'no-referrer').header('x-robots-tag', 'noindex')
  return reply.header('x-content-type-options', 'nosniff').header('cache-control', `${keeping}, max-age=3600, immutable`)
}
