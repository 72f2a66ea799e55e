// What may be a crisis, and what people make of it.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { suspicionStream } from './suspicion.facts.ts'
import { DismissSuspicion, Promoted, PromoteSuspicion, SnoozeSuspicion, SuspicionsQuery, SuspicionView } from './suspicions.contract.ts'
import { dismiss, listSuspicions, promote, suspicionView } from './suspicions.store.ts'

const OfSuspicion = z.object({ id: Id })

export function suspicionRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get(
    '/api/suspicions',
    { config: may('read'), schema: { operationId: 'listSuspicions', querystring: SuspicionsQuery, response: { 200: z.array(SuspicionView) } } },
    ({ query }) => listSuspicions(deps, query),
  )
  app.get(
    '/api/suspicions/:id',
    { config: may('read'), schema: { operationId: 'showSuspicion', params: OfSuspicion, response: { 200: SuspicionView } } },
    ({ params }) => suspicionView(deps, params.id),
  )
  app.post(
    '/api/suspicions/:id/snooze',
    { config: may('declare'), schema: { operationId: 'snoozeSuspicion', params: OfSuspicion, body: SnoozeSuspicion, response: { 200: SuspicionView } } },
    async (request) => {
      const { id } = request.params
      const by = personAsking(request).id
      await deps.engine.tell(suspicionStream(id), { type: 'Snooze', until: request.body.until, by, now: deps.clock() }, { actor: by })
      return suspicionView(deps, id)
    },
  )
  app.post(
    '/api/suspicions/:id/dismissal',
    { config: may('declare'), schema: { operationId: 'dismissSuspicion', params: OfSuspicion, body: DismissSuspicion, response: { 200: SuspicionView } } },
    async (request) => {
      await dismiss(deps, request.params.id, request.body, personAsking(request).id)
      return suspicionView(deps, request.params.id)
    },
  )
  app.post(
    '/api/suspicions/:id/promotion',
    { config: may('declare'), schema: { operationId: 'promoteSuspicion', params: OfSuspicion, body: PromoteSuspicion, response: { 201: Promoted } } },
    async (request, reply) => reply.code(201).send(await promote(deps, request.params.id, request.body, asker(request).id)),
  )
}
