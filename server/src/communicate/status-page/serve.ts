// Serves the rendered files from memory: no cookie, no query, and when the database is away, the last ones that were rendered. In a storm everybody comes at once,
// so they are answered before anything else looks at the request: nobody is counted, limited or looked up.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { type App, type First, may } from '../../platform/http/server.ts'

type File = { type: string; body: Buffer; etag: string; changedAt: Date; heads?: { whole: string[]; same: string[] } }
export type Shelf = { files: Map<string, File>; refresh: () => Promise<void>; stop: () => void }

/** Keeps the files of all brands in memory and takes in what changed, every `everyMs`. */
export async function createShelf(db: Db, everyMs = 400): Promise<Shelf> {
  const files = new Map<string, File>()
  const seen: Record<string, number> = {}
  const refresh = async () => {
    // Revisions of one brand are given under its lock, so they are in commit order per brand.
    const { rows } = await sql<{ brand: string; slug: string; path: string; type: string; body: string; etag: string; changedAt: Date; revision: number }>`
      select a.brand_id as brand, b.slug, a.path, a.content_type as type, a.body, a.etag, a.changed_at as "changedAt", a.revision
        from artefacts a join brands b on b.id = a.brand_id
       where a.revision > coalesce((${JSON.stringify(seen)}::jsonb->>a.brand_id::text)::bigint, 0) order by a.revision`.execute(db)
    for (const row of rows) {
      files.set(`/${row.slug}/${row.path}`, { type: row.type, body: Buffer.from(row.body), etag: row.etag, changedAt: row.changedAt })
      seen[row.brand] = row.revision
    }
  }
  await refresh()
  const timer = setInterval(() => {
    void refresh().catch(() => {})
  }, everyMs)
  return { files, refresh, stop: () => clearInterval(timer) }
}

/** @param always headers that every answer of this host has */
export function filesFirst(shelf: Shelf, always: Record<string, string>): First {
  const headsOf = (file: File) => {
    const common = { ...always, ...openly, etag: file.etag, 'last-modified': file.changedAt.toUTCString() }
    const whole = Object.entries({ ...common, 'content-type': file.type, 'content-length': String(file.body.length) }).flat()
    file.heads = { whole, same: Object.entries(common).flat() }
    return file.heads
  }
  return ({ method, url = '', headers }, response) => {
    if (method !== 'GET' && method !== 'HEAD') return false
    const query = url.indexOf('?')
    const file = shelf.files.get(query < 0 ? url : url.slice(0, query))
    if (!file) return false
    const { whole, same } = file.heads ?? headsOf(file)
    if (headers['if-none-match'] === file.etag) response.writeHead(304, same).end()
    else response.writeHead(200, whole).end(method === 'HEAD' ? undefined : file.body)
    return true
  }
}
const openly = { 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=10, stale-while-revalidate=60' }

export function statusPageRoutes(app: App, shelf: Shelf) {
  app.get('/', { config: may('public'), schema: { hide: true } }, async (_, reply) => {
    const first = [...shelf.files.keys()].find((path) => path.split('/').length === 3 && path.endsWith('/'))
    return first ? reply.redirect(first) : reply.code(404).type('text/plain').send('There is no status page yet.')
  })
  app.get('/:brand', { config: may('public'), schema: { hide: true } }, async (request, reply) =>
    reply.redirect(`/${encodeURIComponent((request.params as { brand: string }).brand)}/`),
  )
  app.get('/:brand/*', { config: may('public'), schema: { hide: true } }, async (request, reply) => serve(shelf, request, reply))
}

function serve(shelf: Shelf, request: FastifyRequest, reply: FastifyReply) {
  const { brand, '*': path } = request.params as { brand: string; '*': string }
  const file = shelf.files.get(`/${brand}/${path}`)
  reply.headers(openly)
  if (!file) return reply.code(404).type('text/plain; charset=utf-8').send('There is nothing here. Go back to the status page.')
  reply.header('etag', file.etag).header('last-modified', file.changedAt.toUTCString())
  return request.headers['if-none-match'] === file.etag ? reply.code(304).send() : reply.type(file.type).send(file.body)
}
