// How easily something is raised: for the company, a service, a series; and what is watched closely for a while.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { PutOwnSensitivity, PutSensitivity, SensitivityView, WatchClosely } from './sensitivity.contract.ts'
import { choose, endCloseWatch, sensitivityView, watchClosely } from './sensitivity.store.ts'

const OfId = z.object({ id: Id })
const OfSeries = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) })
const answer = { 200: SensitivityView }

export function sensitivityRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get('/api/sensitivity', { config: may('read'), schema: { operationId: 'showSensitivity', response: answer } }, () => sensitivityView(deps))
  app.put(
    '/api/sensitivity',
    { config: may('settings'), schema: { operationId: 'setSensitivity', body: PutSensitivity, response: answer } },
    async (request) => {
      await choose(deps, {}, request.body.sensitivity, asker(request).id)
      return sensitivityView(deps)
    },
  )
  app.put(
    '/api/services/:id/sensitivity',
    { config: may('settings'), schema: { operationId: 'setServiceSensitivity', params: OfId, body: PutOwnSensitivity, response: answer } },
    async (request) => {
      await choose(deps, { service: request.params.id }, request.body.sensitivity, asker(request).id)
      return sensitivityView(deps)
    },
  )
  app.put(
    '/api/series/:id/sensitivity',
    { config: may('settings'), schema: { operationId: 'setSeriesSensitivity', params: OfSeries, body: PutOwnSensitivity, response: answer } },
    async (request) => {
      await choose(deps, { series: request.params.id }, request.body.sensitivity, asker(request).id)
      return sensitivityView(deps)
    },
  )
  app.post(
    '/api/close-watches',
    { config: may('respond'), schema: { operationId: 'watchClosely', body: WatchClosely, response: { 201: SensitivityView } } },
    async (request, reply) => {
      await deps.db.transaction().execute((tx) => watchClosely(tx, request.body, asker(request).id, deps.clock()))
      return reply.code(201).send(await sensitivityView(deps))
    },
  )
  app.post(
    '/api/close-watches/:id/end',
    { config: may('respond'), schema: { operationId: 'endCloseWatch', params: OfId, body: Empty, response: answer } },
    async (request) => {
      await endCloseWatch(deps, request.params.id, asker(request).id)
      return sensitivityView(deps)
    },
  )
}
