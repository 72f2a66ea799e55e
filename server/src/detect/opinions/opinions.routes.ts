// A second opinion on texts: set up, and what it said beside our reader.
import type { Deps } from '../../deps.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { PutSecondOpinion, SecondOpinionView } from './opinions.contract.ts'
import { secondOpinionView, setSecondOpinion } from './opinions.store.ts'

export function opinionRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get('/api/second-opinion', { config: may('settings'), schema: { operationId: 'showSecondOpinion', response: { 200: SecondOpinionView } } }, () =>
    secondOpinionView(deps),
  )
  app.put(
    '/api/second-opinion',
    { config: may('settings'), schema: { operationId: 'setSecondOpinion', body: PutSecondOpinion, response: { 200: SecondOpinionView } } },
    async (request) => {
      await setSecondOpinion(deps, request.body, asker(request).id)
      return secondOpinionView(deps)
    },
  )
}
