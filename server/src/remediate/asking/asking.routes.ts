// Remedies for those who ask, in the room: who asked, and what a customer told one of us.
import { z } from 'zod'
import { crisisNow, type Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { AskedRemedies, ChooseRemedy, ChosenRemedies, WhoAsked } from './asking.contract.ts'
import { noteChoice } from './asking.store.ts'
import { whoAsked } from './who-asked.store.ts'

const ById = z.object({ id: Id })

export function askingRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get(
    '/api/crises/:id/remedies/choices',
    { config: may('read'), schema: { operationId: 'listAskedRemedies', params: ById, querystring: WhoAsked, response: { 200: AskedRemedies } } },
    async ({ params, query }) => {
      await crisisNow(deps, params.id)
      return whoAsked(deps, params.id, query)
    },
  )
  app.put(
    '/api/crises/:id/remedies/choices',
    { config: may('call'), schema: { operationId: 'chooseRemedy', params: ById, body: ChooseRemedy, response: { 200: ChosenRemedies } } },
    async (request) => noteChoice(deps, { ...request.body, crisisId: request.params.id, by: asker(request).id }),
  )
}
