// Serves the rendered files from memory: no cookie, no query, and when the database is away, the last ones that were rendered. In a storm everybody comes at once,
// so they are answered before anything else looks at the request: nobody is counted, limited or looked up.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { encodingFor, hasAlready } from '../../platform/http/conditional.ts'
import type { First, Ready } from '../../platform/http/front.ts'
import type { Read } from '../../platform/http/plain-read.ts'
import { type App, may } from '../../platform/http/server.ts'
import { homeOf } from './home.ts'
import { refolded } from '../../platform/calendar.ts'
import { behindLink, plainly } from './behind-link.ts'
import { readersFolder, readersHome } from './readers/for-readers.ts'
import type { File, Form, Shelf } from './shelf.ts'

/** @param always headers that every answer of this host has */
export function filesFirst(shelf: Shelf, always: Record<string, string>): First {
  const ready = new WeakMap<Form, { whole: Ready; same: Ready }>()
  const first = (read: Read): Ready | undefined => {
    const path = pathAt(shelf, read.host, read.path)
    const file = shelf.files.get(path)
    if (!file || isClosed(shelf, path) || otherLanguage(shelf, file, path, read)) return undefined
    const form = formFor(file, read)
    const answers = ready.get(form) ?? answersOf(file, form, variesBy(file, path), always)
    ready.set(form, answers)
    return hasAlready(read, form.etag, file.changedAt) ? answers.same : answers.whole
  }
  return Object.assign(first, { revision: shelf.revision })
}

const formFor = ({ forms }: File, { acceptEncoding }: Read): Form =>
  (acceptEncoding && forms.br ? forms[encodingFor(acceptEncoding)] : undefined) ?? forms.identity

/** A front page leads browsers of other languages elsewhere. */
const variesBy = ({ forms }: File, path: string): string =>
  [...(forms.br ? ['Accept-Encoding'] : []), ...(/^\/[\w-]+\/$/.test(path) ? ['Accept-Language'] : [])].join(', ')

function answersOf(file: File, form: Form, vary: string, always: Record<string, string> = {}): { whole: Ready; same: Ready } {
  const encoding = (['br', 'gzip'] as const).find((name) => file.forms[name] === form)
  const common = { ...always, ...openly, etag: form.etag, 'last-modified': file.changedAt.toUTCString(), ...(vary ? { vary } : {}) }
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

const isClosed = ({ closed }: Shelf, path: string) => closed.size > 0 && closed.has(path.slice(1, path.indexOf('/', 1)))

export function statusPageRoutes(app: App, shelf: Shelf, deps: Pick<Deps, 'db' | 'key' | 'clock' | 'config' | 'log'>) {
  app.get('/', { config: may('public'), schema: { hide: true } }, async (_, reply) => {
    const first = [...shelf.files.keys()].find((path) => path.split('/').length === 3 && path.endsWith('/') && !isClosed(shelf, path))
    return first ? reply.redirect(first) : reply.code(404).type('text/plain').send('There is no status page yet.')
  })
  app.get('/:brand', { config: may('public'), schema: { hide: true } }, async (request, reply) =>
    reply.redirect(`/${encodeURIComponent((request.params as { brand: string }).brand)}/`),
  )
  app.get('/private/:token', { config: may('public'), schema: { hide: true } }, async (request, reply) =>
    reply.redirect(`/private/${(request.params as { token: string }).token}/`),
  )
  /** Kept by the reader's own browser at most. */
  app.get('/private/:token/*', { config: may('public'), schema: { hide: true } }, async (request, reply) => {
    const { token, '*': path } = request.params as { token: string; '*': string }
    const behind = await behindLink(deps, token)
    if ('sentence' in behind) return plainly(reply, behind.status, behind.sentence)
    const { brand, readers } = behind
    const { statusUrl } = deps.config
    const file = readers ? shelf.forReaders.get(`${readersFolder(readers.id)}${path}`) : shelf.files.get(`/${brand}/${path}`)
    if (!file) return plainly(reply, 404, 'There is nothing here. Our newest message leads to the page.')
    const { etag, body } = file.forms.identity
    // Whoever may not read it any more is asked for at once, and not when the browser has forgotten it.
    reply.header('cache-control', readers ? 'private, no-cache' : 'private, max-age=10').header('etag', etag)
    reply.header('referrer-policy', 'no-referrer').header('x-robots-tag', 'noindex')
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    const home = readers ? readersHome(statusUrl, readers) : homeIn(shelf, statusUrl, brand)
    return reply.type(file.type).send(belowLink(file.type, body.toString(), home, `${statusUrl}/private/${token}`))
  })
  app.get('/:brand/*', { config: may('public'), schema: { hide: true } }, async (request, reply) => serve(shelf, request, reply))
}

const homeIn = ({ domains }: Shelf, statusUrl: string, slug: string) => homeOf(statusUrl, { slug, domain: [...domains].find(([, of]) => of === slug)?.[0] })

/** Pages lead on by where they stand; feeds, calendar and JSON name whole addresses, which for this reader begin at the link. A calendar's lines are cut anywhere. */
function belowLink(type: string, body: string, home: string, link: string): string {
  const put = (text: string) => text.replace(new RegExp(`${home.replace(/[^\w/:-]/g, '\\$&')}(?![\\w.-])`, 'g'), () => link)
  return type.startsWith('text/calendar') ? refolded(body, put) : put(body)
}

/** Whoever writes an address in another way, with what is encoded or not, gets the same. */
function serve(shelf: Shelf, { params, headers, url }: FastifyRequest, reply: FastifyReply) {
  const { brand, '*': path } = params as { brand: string; '*': string }
  if (shelf.closed.has(brand)) return plainly(reply, 403, 'This page is not for everybody. Open it by the link in our messages.')
  const home = shelf.files.get(`/${brand}/${path}`)
  const asked = { query: url.includes('?'), acceptLanguage: headers['accept-language'] }
  const language = home && otherLanguage(shelf, home, `/${brand}/${path}`, asked)
  // Not kept by anybody: the next reader may speak another language.
  if (language) return reply.header('cache-control', 'no-store').header('vary', 'Accept-Language').redirect(`./${language}/`)
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

/** A brand's own name leads to its page: there its paths have no word for it. */
const pathAt = ({ domains }: Shelf, host: string | undefined, path: string): string => {
  const slug = domains.size > 0 && host ? domains.get(host.replace(/:\d+$/, '').toLowerCase()) : undefined
  return slug ? `/${slug}${path}` : path
}

/** Signed links and what is the same for all brands keep their paths under a brand's own name, too. */
export const rewriteAt =
  (shelf: Shelf, shared: string[]) =>
  (host: string, url: string): string =>
    shared.includes(/^\/([\w-]*)/.exec(url)?.[1] ?? '') ? url : pathAt(shelf, host, url)

/**
 * The language to lead a browser to from a brand's front page; undefined where the page speaks it, where it has none that the browser asks for, and where
 * somebody chose (the switch says it in the address).
 */
function otherLanguage(shelf: Shelf, file: File, path: string, { query, acceptLanguage }: Pick<Read, 'query' | 'acceptLanguage'>): string | undefined {
  if (!acceptLanguage || query || !/^\/[\w-]+\/$/.test(path)) return undefined
  const own = languageIn(file)
  const wanted = wishes(acceptLanguage).find((language) => language === own || shelf.files.has(`${path}${language}/`))
  return wanted === own ? undefined : wanted
}

const own = new WeakMap<File, string>()
export function languageIn(file: File): string {
  const known = own.get(file) ?? /<html lang="(\w+)"/.exec(file.forms.identity.body.toString('utf8', 0, 100))?.[1] ?? ''
  own.set(file, known)
  return known
}

/** Languages without their countries, the dearest first. */
export const wishes = (header: string): string[] =>
  header
    .slice(0, 300)
    .split(',')
    .map((each, i) => {
      const [range = '', ...more] = each.trim().toLowerCase().split(';')
      const quality = Number(/^q=(\d(?:\.\d+)?)$/.exec(more[0]?.trim() ?? '')?.[1] ?? 1)
      return { language: range.split('-')[0] as string, quality, i }
    })
    .filter(({ language, quality }) => /^[a-z]{2}$/.test(language) && quality > 0)
    .sort((one, other) => other.quality - one.quality || one.i - other.i)
    .map(({ language }) => language)
