import { sql } from 'kysely'
import PostalMime from 'postal-mime'
import { z } from 'zod'
import { escaped } from '../communicate/frame/html.ts'
import type { Deps } from '../deps.ts'
import { fromCursor, PageQuery, pageOf, toPage } from '../platform/http/cursor.ts'
import { type App, may, typed } from '../platform/http/server.ts'
import { Refused } from '../platform/refused.ts'
import { Mail, MailSummary } from './mailbox.contract.ts'
import { unpack } from './mailbox.ts'

const ById = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) })

/** What arrived at the demo's mail server, newest first. */
export function mailboxRoutes(server: App, { db }: Deps) {
  const app = typed(server)
  app.get(
    '/api/mailbox',
    { config: may('read'), schema: { querystring: PageQuery.extend({ search: z.string().max(200).default('') }), response: { 200: pageOf(MailSummary) } } },
    async ({ query }) => {
      const before = fromCursor<[number]>(query.cursor, ['number'])?.[0] ?? Number.MAX_SAFE_INTEGER
      const pattern = `%${query.search.replace(/[\\%_]/g, (character) => `\\${character}`)}%`
      const { rows } = await sql<MailSummary>`
      select id, recipient, subject, received_at as "receivedAt" from mailbox where id < ${before} and (${query.search} = '' or recipient ilike ${pattern} or subject ilike ${pattern}) order by id desc limit ${query.limit + 1}`.execute(
        db,
      )
      return toPage(rows, query.limit, (row) => [row.id])
    },
  )
  app.get('/api/mailbox/:id', { config: may('read'), schema: { params: ById, response: { 200: Mail } } }, async ({ params }) => {
    const mail = await read(params.id)
    return {
      ...mail.row,
      from: mail.parsed.from?.address ?? '',
      headers: mail.parsed.headers.map(({ key, value }) => ({ name: key, value })),
      html: mail.parsed.html ?? null,
      text: mail.parsed.text ?? null,
    }
  })
  app.get('/api/mailbox/:id/html', { config: may('read'), schema: { params: ById, hide: true } }, async ({ params }, reply) => {
    const { parsed } = await read(params.id)
    // A mail is somebody else's page: it runs nothing and loads nothing.
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox")
      .send(parsed.html ?? `<pre>${escaped(parsed.text ?? '')}</pre>`)
  })

  async function read(id: number) {
    const {
      rows: [row],
    } = await sql<MailSummary & { messageId: string; raw: Buffer }>`
      select id, recipient, subject, message_id as "messageId", received_at as "receivedAt", raw from mailbox where id = ${id}`.execute(db)
    if (!row) throw new Refused('not-found', 'There is no such mail.')
    return { row, parsed: await PostalMime.parse(await unpack(row.raw)) }
  }
}
