// Where the help is served: beside the status page of each brand, in each of its languages, and behind the signed links of a page that is not for everybody, by the same rules.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { frame } from '../../communicate/frame/strings.ts'
import { etagOf } from '../../communicate/status-page/artefacts.ts'
import { behindLink, plainly } from '../../communicate/status-page/behind-link.ts'
import type { Readers } from '../../communicate/status-page/readers/for-readers.ts'
import { briefly } from '../../communicate/status-page/serve.ts'
import type { Shelf } from '../../communicate/status-page/shelf.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { type Portal, portalOf } from './portal.ts'

export type PortalDeps = Pick<Deps, 'db' | 'clock' | 'config' | 'key' | 'log'> & { shelf: Shelf }
/** `each`: done for each reader, also where several were answered with the same page. */
export type Answer = { html: string; code?: number; each?: () => void } | { redirect: string }
/** `params`: those of the path below help/. `mark`: the same again for the same reader for a day, or for as long as their link; nobody is found by it. */
export type Visit = {
  params: Record<string, string>
  query: Record<string, unknown>
  body: Record<string, unknown>
  headers: FastifyRequest['headers']
  mark: string
}
export type Serve = (at: Portal, visit: Visit) => Promise<Answer>

/**
 * `keep`: the same for every reader: asked for many times at once it is made once, and where the database is away the last one is served.
 * `first`: where some readers are led elsewhere, before anything is made.
 */
type How = {
  method?: 'get' | 'post'
  perMinute?: number
  keep?: boolean
  first?: (slug: string, language: string | undefined, visit: Visit) => string | undefined
}

const Params = z.looseObject({ brand: z.string().max(40).optional(), token: z.string().max(1_000).optional(), language: z.string().max(10).optional() })
const Loose = z.record(z.string().max(100), z.unknown()).default({})

/**
 * Serves a page of the help at `/BRAND/help…`, `/BRAND/LANGUAGE/help…` and the same behind a signed link. `serve` gets the brand in the reader's language, and answers with a page
 * (see `portalPage`) or a relative address to go to; what it throws as Refused is answered as everywhere.
 * @param path below `help`, with a slash at its beginning or empty; its parameters are in `visit.params`
 */
export function portalRoute(app: App, deps: PortalDeps, path: string, serve: Serve, { method = 'get', perMinute = 240, keep = false, first }: How = {}) {
  const kept = keep ? keeping() : undefined
  for (const before of ['/:brand', '/:brand/:language', '/private/:token', '/private/:token/:language'])
    typed(app)[method](
      `${before}/help${path}`,
      {
        config: { ...may('public'), rateLimit: { max: perMinute } },
        schema: { params: Params, querystring: Loose, ...(method === 'post' ? { body: Loose } : {}), hide: true },
      },
      async (request, reply) => {
        const { token, brand, language, ...params } = request.params as Record<string, string>
        const behind = token === undefined ? { brand: brand ?? '' } : await behindLink(deps, token)
        if ('sentence' in behind) return plainly(reply, behind.status, behind.sentence)
        if (token === undefined && deps.shelf.closed.has(behind.brand)) return notForEverybody(reply)
        const readers = 'readers' in behind ? (behind.readers as Readers) : undefined
        const visit: Visit = {
          params: params as Record<string, string>,
          query: request.query as Record<string, unknown>,
          body: (request.body ?? {}) as Record<string, unknown>,
          headers: request.headers,
          mark: token === undefined ? `${deps.clock().toISOString().slice(0, 10)}\n${request.ip}\n${request.headers['user-agent'] ?? ''}` : `link\n${token}`,
        }
        const elsewhere = first?.(behind.brand, language, visit)
        if (elsewhere !== undefined) return send(request, reply, { redirect: elsewhere }, { ours: token !== undefined, cached: false })
        const make = async (): Promise<Made> => {
          const found = await portalOf(deps, { slug: behind.brand, language, readers })
          if (!found) return 'nowhere'
          if (found.closed && token === undefined) return 'closed'
          return serve(token === undefined ? found : { ...found, closed: true }, visit)
        }
        const made = await (kept && token === undefined ? kept(request.url.split('?')[0] as string, make, deps) : make()).catch((error: unknown) => {
          if (error instanceof Refused || method === 'post') throw error
          deps.log.warn({ err: error }, 'a page of the help could not be made')
          return 'away' as const
        })
        if (made === 'closed') return notForEverybody(reply)
        if (made === 'nowhere') return plainly(reply, 404, 'There is nothing here. Go back to the status page.')
        if (made === 'away') return plainly(reply, 503, frame(language).helpAway)
        return send(request, reply, made, { ours: token !== undefined, cached: keep })
      },
    )
}

type Made = Answer | 'closed' | 'nowhere'

const notForEverybody = (reply: FastifyReply) => plainly(reply, 403, 'This page is not for everybody. Open it by the link in our messages.')

function send(request: FastifyRequest, reply: FastifyReply, made: Answer, { ours, cached }: { ours: boolean; cached: boolean }) {
  if ('redirect' in made)
    return reply
      .header('cache-control', 'no-store')
      .header('vary', 'Accept-Language')
      .redirect(made.redirect, request.method === 'POST' ? 303 : 302)
  made.each?.()
  if (ours) reply.header('referrer-policy', 'no-referrer').header('x-robots-tag', 'noindex')
  reply.header('cache-control', !cached || made.code ? 'no-store' : ours ? 'private, no-cache' : briefly)
  if (cached && !made.code) {
    const etag = etagOf(made.html)
    reply.header('etag', etag)
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  }
  return reply
    .code(made.code ?? 200)
    .type('text/html; charset=utf-8')
    .send(made.html)
}

/** One at a time is made of each page, whoever asks meanwhile gets the same; the last ones stand in while nothing can be made. */
function keeping() {
  const making = new Map<string, Promise<Made>>()
  const last = new Map<string, Answer>()
  return (url: string, make: () => Promise<Made>, { log }: Pick<Deps, 'log'>): Promise<Made> => {
    const under = making.get(url)
    if (under) return under
    const made = make()
      .then((answer) => {
        last.delete(url)
        if (typeof answer === 'object' && 'html' in answer && !answer.code) last.set(url, answer)
        if (last.size > mostKept) last.delete(last.keys().next().value as string)
        return answer
      })
      .catch((error: unknown) => {
        const stale = last.get(url)
        if (!stale || error instanceof Refused) throw error
        log.warn({ err: error }, 'a page of the help is served as it was made last')
        return stale
      })
      .finally(() => making.delete(url))
    making.set(url, made)
    return made
  }
}
const mostKept = 300
