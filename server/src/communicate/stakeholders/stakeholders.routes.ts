// Who is told although they are no customers.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { PutStakeholder, StakeholderView } from './stakeholders.contract.ts'
import { listStakeholders, putStakeholder, removeStakeholder, stakeholderById } from './stakeholders.store.ts'

const OfStakeholder = z.object({ id: Id })

export function stakeholderRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get('/api/stakeholders', { config: may('read'), schema: { operationId: 'listStakeholders', response: { 200: z.array(StakeholderView) } } }, () =>
    listStakeholders(deps),
  )
  app.post(
    '/api/stakeholders',
    { config: may('registry'), schema: { operationId: 'addStakeholder', body: PutStakeholder, response: { 201: StakeholderView } } },
    async (request, reply) => {
      const id = newId(deps.clock())
      await putStakeholder(deps, id, request.body, asker(request).id, deps.clock())
      return reply.code(201).send(await stakeholderById(deps, id))
    },
  )
  app.put(
    '/api/stakeholders/:id',
    { config: may('registry'), schema: { operationId: 'changeStakeholder', params: OfStakeholder, body: PutStakeholder, response: { 200: StakeholderView } } },
    async (request) => {
      await stakeholderById(deps, request.params.id)
      await putStakeholder(deps, request.params.id, request.body, asker(request).id, deps.clock())
      return stakeholderById(deps, request.params.id)
    },
  )
  app.post(
    '/api/stakeholders/:id/removal',
    { config: may('registry'), schema: { operationId: 'removeStakeholder', params: OfStakeholder, body: Empty, response: { 200: z.object({ id: Id }) } } },
    async (request) => {
      await removeStakeholder(deps, request.params.id, asker(request).id, deps.clock())
      return { id: request.params.id }
    },
  )
}
