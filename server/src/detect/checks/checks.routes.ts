import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { addCheck, changeCheck, checkView, hear, listChecks, removeCheck } from './checks.store.ts'
import { CheckView, NewCheck, PutCheck } from './checks.contract.ts'

const OfCheck = z.object({ id: Id })

export function checkRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get('/api/checks', { config: may('read'), schema: { operationId: 'listChecks', response: { 200: z.array(CheckView) } } }, () => listChecks(deps))
  app.post(
    '/api/checks',
    { config: may('settings'), schema: { operationId: 'addCheck', body: PutCheck, response: { 201: NewCheck } } },
    async (request, reply) => {
      const { id, key } = await addCheck(deps, request.body, asker(request).id)
      return reply.code(201).send({ ...(await checkView(deps, id)), heartbeatUrl: key && `${deps.config.consoleUrl}/api/heartbeats/${key}` })
    },
  )
  app.put(
    '/api/checks/:id',
    { config: may('settings'), schema: { operationId: 'changeCheck', params: OfCheck, body: PutCheck, response: { 200: CheckView } } },
    async ({ params, body }) => {
      await changeCheck(deps, params.id, body)
      return checkView(deps, params.id)
    },
  )
  app.post(
    '/api/checks/:id/removal',
    { config: may('settings'), schema: { operationId: 'removeCheck', params: OfCheck, body: Empty, response: { 200: OfCheck } } },
    async ({ params }) => {
      await removeCheck(deps, params.id)
      return params
    },
  )
  // A cron job has curl and nothing else: asking is enough.
  app.route({
    method: ['GET', 'POST'],
    url: '/api/heartbeats/:key',
    config: { ...may('public'), rateLimit: { max: 6_000 } },
    schema: { hide: true, params: z.object({ key: z.string().max(100) }) },
    handler: async (request, reply) => {
      await hear(deps, request.params.key)
      return reply.code(204).send()
    },
  })
}
