// The list of addresses that are not written to: everybody may look, who cares for the registry may change it.
import type { Deps } from '../../deps.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { ChangesQuery, PutSuppression, RemoveSuppression, SuppressionChange, SuppressionQuery, SuppressionView } from './suppressions.contract.ts'
import { addSuppression, listChanges, listSuppressions, removeSuppression } from './suppressions.store.ts'

export function suppressionRoutes(server: App, { db, clock }: Deps) {
  const app = typed(server)

  app.get(
    '/api/suppressions',
    { config: may('read'), schema: { operationId: 'listSuppressions', querystring: SuppressionQuery, response: { 200: pageOf(SuppressionView) } } },
    ({ query }) => listSuppressions(db, query, clock()),
  )

  app.post(
    '/api/suppressions',
    { config: may('registry'), schema: { operationId: 'addSuppression', body: PutSuppression, response: { 200: SuppressionView } } },
    async (request) => {
      const [body, now] = [request.body, clock()]
      if (body.until && body.until <= now) throw new Refused('not-valid', 'until: must lie in the future.')
      return addSuppression(db, body, asker(request).id, now)
    },
  )

  app.post(
    '/api/suppressions/removal',
    { config: may('registry'), schema: { operationId: 'removeSuppression', body: RemoveSuppression, response: { 200: SuppressionChange } } },
    async (request) => {
      const { destination, why } = request.body
      await removeSuppression(db, destination, why, asker(request).id, clock())
      return (await listChanges(db, { destination, limit: 1 })).items[0] as SuppressionChange
    },
  )

  app.get(
    '/api/suppressions/changes',
    { config: may('read'), schema: { operationId: 'listSuppressionChanges', querystring: ChangesQuery, response: { 200: pageOf(SuppressionChange) } } },
    ({ query }) => listChanges(db, query),
  )
}
