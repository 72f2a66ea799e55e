// Who has to be called, who is calling, what came of it; and who was told on no channel at all.
import { z } from 'zod'
import { crisisNow, type Deps, namesOf } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { CallList, CallQuery, NoteCall, UnreachedList } from './calls.contract.ts'
import { listCalls, noteCall, startCall } from './calls.store.ts'
import { ownerRoutes } from '../owners/owners.routes.ts'
import { listUnreached } from './unreached.store.ts'

const OfCrisis = z.object({ id: Id })
const OfCall = OfCrisis.extend({ call: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

export function callRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps
  ownerRoutes(server, deps)

  app.get(
    '/api/crises/:id/calls',
    { config: may('read'), schema: { operationId: 'listCalls', params: OfCrisis, querystring: CallQuery, response: { 200: CallList } } },
    async ({ params, query }) => {
      await crisisNow(deps, params.id)
      const list = await listCalls(db, params.id, query, clock())
      const person = await namesOf(
        deps,
        list.items.flatMap(({ caller, tries }) => [caller, ...tries.map(({ by }) => by)]),
      )
      const items = list.items.map(({ caller, tries, ...row }) => ({
        ...row,
        caller: caller ? person(caller) : null,
        tries: tries.map(({ by, ...each }) => ({ ...each, by: person(by) })),
      }))
      return { ...list, items }
    },
  )

  app.post(
    '/api/crises/:id/calls/:call/start',
    { config: may('call'), schema: { operationId: 'startCall', params: OfCall, body: Empty, response: { 200: z.object({ done: z.literal(true) }) } } },
    async (request) => {
      await startCall(db, request.params.id, request.params.call, personAsking(request).id, clock())
      return { done: true } as const
    },
  )

  app.post(
    '/api/crises/:id/calls/:call/outcome',
    { config: may('call'), schema: { operationId: 'noteCall', params: OfCall, body: NoteCall, response: { 200: z.object({ done: z.literal(true) }) } } },
    async (request) => {
      await noteCall(db, request.params.id, request.params.call, request.body, personAsking(request).id, clock())
      return { done: true } as const
    },
  )

  app.get(
    '/api/crises/:id/unreached',
    { config: may('read'), schema: { operationId: 'listUnreached', params: OfCrisis, querystring: PageQuery, response: { 200: UnreachedList } } },
    async ({ params, query }) => {
      await crisisNow(deps, params.id)
      return listUnreached(db, params.id, query)
    },
  )
}
