// What people do with an update that waits for them, in the room.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { approveUpdate, publishAnyway, sendBackUpdate } from './approve.ts'
import { PublishAnyway, SendBack, UpdateView } from './updates.contract.ts'
import { viewOf } from './updates.routes.ts'

const ById = z.object({ id: Id })

export function approvalRoutes(server: App, deps: Deps) {
  const app = typed(server)

  app.post(
    '/api/updates/:id/approvals',
    { config: may('approve-update'), schema: { operationId: 'approveUpdate', params: ById, body: Empty, response: { 200: UpdateView } } },
    async (request) => {
      await approveUpdate(deps, request.params.id, personAsking(request).id)
      return viewOf(deps, request.params.id)
    },
  )

  /** Answers with the draft under which its words go on. */
  app.post(
    '/api/updates/:id/return',
    { config: may('approve-update'), schema: { operationId: 'sendBackUpdate', params: ById, body: SendBack, response: { 200: UpdateView } } },
    async (request) => viewOf(deps, await sendBackUpdate(deps, request.params.id, personAsking(request).id, request.body.reason)),
  )

  app.post(
    '/api/updates/:id/publication',
    { config: may('command'), schema: { operationId: 'publishUpdateAnyway', params: ById, body: PublishAnyway, response: { 200: UpdateView } } },
    async (request) => {
      await publishAnyway(deps, request.params.id, personAsking(request).id, request.body.reason)
      return viewOf(deps, request.params.id)
    },
  )
}
