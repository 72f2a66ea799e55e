import { z } from 'zod'
import { type Deps, mustExist } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { DecideGoodwill, GiveGoodwill, GoodwillPage, GoodwillView, PutBudget } from './goodwill.contract.ts'
import { TakeBack } from '../grants/grants.contract.ts'
import { decideGoodwill, giveGoodwill, goodwillPage, putBudget, showGoodwill, takeBackGoodwill } from './goodwill.store.ts'

export function goodwillRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get('/api/goodwill', { config: may('read'), schema: { operationId: 'showGoodwill', response: { 200: GoodwillPage } } }, (request) =>
    goodwillPage(deps, asker(request).id),
  )
  app.post(
    '/api/goodwill',
    { config: may('give-goodwill'), schema: { operationId: 'giveGoodwill', body: GiveGoodwill, response: { 201: GoodwillView } } },
    async (request, reply) => reply.code(201).send(await showGoodwill(deps, await giveGoodwill(deps, request.body, personAsking(request).id))),
  )
  app.post(
    '/api/goodwill/:id/decision',
    {
      config: may('approve-remedy'),
      schema: { operationId: 'decideGoodwill', params: z.object({ id: Id }), body: DecideGoodwill, response: { 200: GoodwillView } },
    },
    async (request) => {
      await decideGoodwill(deps, request.params.id, request.body, personAsking(request).id)
      return showGoodwill(deps, request.params.id)
    },
  )
  /** Takes it back, whole, by a line of its own. */
  app.post(
    '/api/goodwill/:id/reversal',
    {
      config: may('approve-remedy'),
      schema: { operationId: 'takeBackGoodwill', params: z.object({ id: Id }), body: TakeBack, response: { 200: GoodwillView } },
    },
    async (request) => {
      await takeBackGoodwill(deps, request.params.id, request.body.reason, personAsking(request).id)
      return showGoodwill(deps, request.params.id)
    },
  )
  app.put(
    '/api/goodwill/budgets',
    { config: may('approve-remedy'), schema: { operationId: 'putGoodwillBudget', body: PutBudget, response: { 200: GoodwillPage } } },
    async (request) => {
      await mustExist(deps, request.body.person)
      const by = personAsking(request).id
      await putBudget(deps, request.body, by)
      return goodwillPage(deps, by)
    },
  )
}
