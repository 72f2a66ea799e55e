// Evidence: files kept with a crisis, never changed, handed out as downloads only.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps, namesOf } from '../../deps.ts'
import { Id, Line } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { AttachmentView, largestAttachment } from './attachments.contract.ts'

const OfCrisis = z.object({ id: Id })
/** Of one crisis together. */
const [mostFiles, mostBytes] = [500, 2 * 1024 ** 3]
type Row = { id: string; name: string; size: number; sha256: string; author: string; attachedAt: Date }

export function attachmentRoutes(server: App, deps: Deps) {
  const { db } = deps

  /** The body is the file itself, as application/octet-stream, whatever is in it. In a scope of its own: only here are such bodies taken. */
  server.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: largestAttachment }, (_, body, done) => done(null, body))
    typed(scope as unknown as App).post(
      '/api/crises/:id/attachments',
      {
        config: may('respond'),
        schema: {
          operationId: 'attachFile',
          params: OfCrisis,
          querystring: z.object({ name: Line(255).regex(/^[^\x00-\x1f\x7f/\\]*$/, 'must be a file’s name, without folders') }),
          response: { 201: AttachmentView },
        },
      },
      async (request, reply) => {
        const [{ id: crisisId }, { name }, by] = [request.params, request.query, asker(request)]
        const body = request.body as unknown
        if (!Buffer.isBuffer(body) || body.length === 0)
          throw new Refused('not-valid', 'There is no file in it. Send its bytes as the body, as application/octet-stream.')
        const now = await crisisNow(deps, crisisId)
        const row: Row = {
          id: newId(deps.clock()),
          name,
          size: body.length,
          sha256: createHash('sha256').update(body).digest('hex'),
          author: by.id,
          attachedAt: now,
        }
        const { numAffectedRows } = await sql`
          insert into attachments (id, crisis_id, name, size, sha256, body, author, attached_at)
          select ${row.id}, ${crisisId}, ${name}, ${row.size}, decode(${row.sha256}, 'hex'), ${body}, ${by.id}, ${now}::timestamptz
           where (select count(*) < ${mostFiles} and coalesce(sum(size), 0) + ${row.size} <= ${mostBytes} from attachments where crisis_id = ${crisisId})`.execute(
          db,
        )
        if (numAffectedRows === 0n)
          throw new Refused(
            'too-large',
            `A crisis keeps ${mostFiles} files and ${mostBytes / 1024 ** 3} GB of them. Keep further ones elsewhere, and say where.`,
          )
        return reply.code(201).send({ ...row, author: { id: by.id, name: by.name } })
      },
    )
  })

  const app = typed(server)
  app.get(
    '/api/crises/:id/attachments',
    { config: may('read'), schema: { operationId: 'listAttachments', params: OfCrisis, response: { 200: z.array(AttachmentView) } } },
    async ({ params }) => {
      await crisisNow(deps, params.id)
      const { rows } = await sql<Row>`
        select id, name, size, encode(sha256, 'hex') as sha256, author, attached_at as "attachedAt"
          from attachments where crisis_id = ${params.id} order by attached_at desc, id`.execute(db)
      const person = await namesOf(
        deps,
        rows.map((row) => row.author),
      )
      return rows.map((row) => ({ ...row, author: person(row.author) }))
    },
  )

  app.get('/api/attachments/:id', { config: may('read'), schema: { operationId: 'downloadAttachment', params: OfCrisis } }, async ({ params }, reply) => {
    const {
      rows: [row],
    } = await sql<{ name: string; body: Buffer }>`select name, body from attachments where id = ${params.id}`.execute(db)
    if (!row) throw new Refused('not-found', 'There is no such file.')
    // Whatever it claims to be, a browser only saves it: a page in it would otherwise act as one of ours.
    return reply
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(row.name)}`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .type('application/octet-stream')
      .send(row.body)
  })
}
