// Thresholds, for those who set them: tried on the past before they are saved.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { PutThreshold, ThresholdTrial, ThresholdView } from './thresholds.contract.ts'
import { addThreshold, changeThreshold, listThresholds, removeThreshold, thresholdView } from './thresholds.store.ts'
import { tryThreshold } from './trial.store.ts'

const OfThreshold = z.object({ id: Id })

export function thresholdRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get('/api/thresholds', { config: may('read'), schema: { operationId: 'listThresholds', response: { 200: z.array(ThresholdView) } } }, () =>
    listThresholds(deps),
  )
  app.post(
    '/api/thresholds/trial',
    { config: may('settings'), schema: { operationId: 'tryThreshold', body: PutThreshold, response: { 200: ThresholdTrial } } },
    ({ body }) => tryThreshold(deps, body),
  )
  app.post(
    '/api/thresholds',
    { config: may('settings'), schema: { operationId: 'addThreshold', body: PutThreshold, response: { 201: ThresholdView } } },
    async (request, reply) => reply.code(201).send(await thresholdView(deps, await addThreshold(deps, request.body, asker(request).id))),
  )
  app.put(
    '/api/thresholds/:id',
    { config: may('settings'), schema: { operationId: 'changeThreshold', params: OfThreshold, body: PutThreshold, response: { 200: ThresholdView } } },
    async (request) => {
      await changeThreshold(deps, request.params.id, request.body, asker(request).id)
      return thresholdView(deps, request.params.id)
    },
  )
  app.post(
    '/api/thresholds/:id/removal',
    { config: may('settings'), schema: { operationId: 'removeThreshold', params: OfThreshold, body: Empty, response: { 200: OfThreshold } } },
    async ({ params }) => {
      await removeThreshold(deps, params.id)
      return params
    },
  )
}
