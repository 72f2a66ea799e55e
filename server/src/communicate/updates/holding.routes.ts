// The safe holding update: looked at, then published by a second click.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { holdingOf, publishHolding } from './holding.store.ts'
import { HoldingView, PublishHolding, UpdateView } from './updates.contract.ts'
import { viewOf } from './updates.routes.ts'

const OfCrisis = z.object({ id: Id })

export function holdingRoutes(server: App, deps: Deps) {
  const app = typed(server)

  app.get(
    '/api/crises/:id/holding-update',
    { config: may('read'), schema: { operationId: 'showHoldingUpdate', params: OfCrisis, response: { 200: HoldingView } } },
    ({ params }) => holdingOf(deps, params.id),
  )

  app.post(
    '/api/crises/:id/holding-update',
    { config: may('write-update'), schema: { operationId: 'publishHoldingUpdate', params: OfCrisis, body: PublishHolding, response: { 200: UpdateView } } },
    async (request) => viewOf(deps, await publishHolding(deps, request.params.id, personAsking(request).id, request.body)),
  )
}
