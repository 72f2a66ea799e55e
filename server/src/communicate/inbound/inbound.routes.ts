// What comes back: reports of providers come in here, and whoever runs the installation sees every mail that came.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { EventsTaken, InboundMail, InboundMailView, InboundProviderView, InboundQuery, OfMail, OfProvider, PutInboundSecret } from './inbound.contract.ts'
import { providerViews, putSecret, takeEvents } from './events.store.ts'
import { inboundMail, listInbound } from './inbound.store.ts'

/** Some providers send one request per mail: a million mails must not have to wait for their reports. */
const mostAMinute = 60_000

export function inboundRoutes(root: App, deps: Deps) {
  const app = typed(root)

  app.get(
    '/api/inbound/mails',
    { config: may('settings'), schema: { operationId: 'listInboundMails', querystring: InboundQuery, response: { 200: pageOf(InboundMailView) } } },
    ({ query }) => listInbound(deps, query),
  )

  app.get(
    '/api/inbound/mails/:id',
    { config: may('settings'), schema: { operationId: 'showInboundMail', params: OfMail, response: { 200: InboundMail } } },
    ({ params }) => inboundMail(deps, params.id),
  )

  app.get(
    '/api/inbound/providers',
    { config: may('settings'), schema: { operationId: 'listInboundProviders', response: { 200: z.array(InboundProviderView) } } },
    () => providerViews(deps),
  )

  app.put(
    '/api/inbound/providers/:provider',
    {
      config: may('settings'),
      schema: { operationId: 'putInboundProvider', params: OfProvider, body: PutInboundSecret, response: { 200: z.array(InboundProviderView) } },
    },
    async (request) => {
      personAsking(request)
      await putSecret(deps, request.params.provider, request.body.secret)
      return providerViews(deps)
    },
  )

  void root.register(async (server) => {
    // The signature is over the bytes as they came. Amazon says text/plain and sends JSON.
    const read = server.getDefaultJsonParser('error', 'error')
    server.removeContentTypeParser(['application/json', 'text/plain'])
    server.addContentTypeParser(['application/json', 'text/plain'], { parseAs: 'buffer', bodyLimit: 5 * 1024 ** 2 }, (request, raw: Buffer, done) => {
      void read(request, raw.toString('utf8'), (error, body) => done(error, error ? undefined : { raw, body }))
    })
    typed(server).post(
      '/api/inbound/events/:provider',
      {
        config: { ...may('public'), rateLimit: { max: mostAMinute } },
        schema: { operationId: 'takeProviderEvents', params: OfProvider, response: { 200: EventsTaken } },
      },
      async (request) => takeEvents(deps, request.params.provider, { ...(request.body as { raw: Buffer; body: unknown }), headers: request.headers }),
    )
  })
}
