// Where providers of texts report: in a scope of its own, since they send forms, JSON, or everything in the address, and sign what they sent.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { type TextRequest, takeTextEvents } from './inbound.store.ts'

const OfProvider = z.object({ provider: z.string().max(200) })
/** A receipt for each of a million texts must not wait. */
const mostAMinute = 60_000

export function textInboundRoutes(root: App, deps: Deps) {
  void root.register(async (server) => {
    server.removeContentTypeParser(['application/json', 'text/plain'])
    server.addContentTypeParser(
      ['application/json', 'text/plain', 'application/x-www-form-urlencoded'],
      { parseAs: 'buffer', bodyLimit: 128 * 1024 },
      (_, raw, done) => done(null, raw),
    )
    const app = typed(server as unknown as App)
    const route = (method: 'GET' | 'POST') =>
      app.route({
        method,
        url: '/api/inbound/texts/:provider',
        config: { ...may('public'), rateLimit: { max: mostAMinute } },
        schema: { params: OfProvider, hide: true },
        handler: async (request, reply) => {
          const given: TextRequest = {
            url: `${deps.config.consoleUrl}${request.url}`,
            headers: request.headers,
            raw: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
            contentType: String(request.headers['content-type'] ?? ''),
          }
          await takeTextEvents(deps, request.params.provider, given)
          // An answer with a body would be sent to the customer by some of them.
          return reply.code(204).send()
        },
      })
    route('GET')
    route('POST')
  })
}
