// Serves the rendered files from memory: no cookie, no query, and when the database is away, the last ones that were rendered. In a storm everybody comes at once,
// so they are answered before anything else looks at the request: nobody is counted, limited or looked up.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { encodingFor, hasAlready } from '../../platform/http/conditional.ts'
import type { First, Ready } from '../../platform/http/front.ts'
import type { Read } from '../../platform/http/plain-read.ts'
import { type App, may } from '../../platform/http/server.ts'
import type { File, Form, Shelf } from './shelf.ts'

/** @param always headers that every answer of this host has */
export function filesFirst(shelf: Shelf, always: Record<string, string>): First {
  const ready = new WeakMap<Form, { whole: Ready; same: Ready }>()
  return (read) => {
    const file = shelf.files.get(read.path)
    if (!file) return undefined
    const form = formFor(file, read)
    const answers = ready.get(form) ?? answersOf(file, form, always)
    ready.set(form, answers)
    return hasAlready(read, form.etag, file.changedAt) ? answers.same : answers.whole
  }
}

const formFor = ({ forms }: File, { acceptEncoding }: Read): Form =>
  (acceptEncoding && forms.br ? forms[encodingFor(acceptEncoding)] : undefined) ?? forms.identity

function answersOf(file: File, form: Form, always: Record<string, string> = {}): { whole: Ready; same: Ready } {
  const encoding = (['br', 'gzip'] as const).find((name) => file.forms[name] === form)
  const common = { ...always, ...openly, etag: form.etag, 'last-modified': file.changedAt.toUTCString(), ...(file.forms.br ? { vary: 'Accept-Encoding' } : {}) }
  const of = { ...common, 'content-type': file.type, ...(encoding ? { 'content-encoding': encoding } : {}), 'content-length': String(form.body.length) }
  return { whole: { status: 200, headers: Object.entries(of).flat(), body: form.body }, same: { status: 304, headers: Object.entries(common).flat() } }
}
/** Believed for a moment; and when we are away, for a while longer. */
export const briefly = 'public, max-age=10, stale-while-revalidate=60'
/** Other pages may show and read them: the widget, the badge, the JSON. */
const openly = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': briefly,
}

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

/** Whoever writes an address in another way, with what is encoded or not, gets the same. */
function serve(shelf: Shelf, { params, headers }: FastifyRequest, reply: FastifyReply) {
  const { brand, '*': path } = params as { brand: string; '*': string }
  const ready = filesFirst(
    shelf,
    {},
  )({
    method: 'GET',
    path: `/${brand}/${path}`,
    ifNoneMatch: headers['if-none-match'],
    ifModifiedSince: headers['if-modified-since'],
    acceptEncoding: headers['accept-encoding'] as string | undefined,
  })
  if (!ready) return reply.headers(openly).code(404).type('text/plain; charset=utf-8').send('There is nothing here. Go back to the status page.')
  for (let i = 0; i < ready.headers.length; i += 2) reply.header(ready.headers[i] as string, ready.headers[i + 1])
  return reply.code(ready.status).send(ready.body)
}
