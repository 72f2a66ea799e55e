// How support answers: what makes a conversation press, by when customers are answered, when the house is open.
import type { Deps } from '../../deps.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { previewOrder } from './preview.store.ts'
import { putSupportSettings, supportSettingsView } from './put.store.ts'
import { OrderPreview, PreviewOrder, PutSupportSettings, SupportSettingsView } from './settings.contract.ts'

export function supportSettingsRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const config = may('settings')
  app.get('/api/support/settings', { config, schema: { operationId: 'showSupportSettings', response: { 200: SupportSettingsView } } }, () =>
    supportSettingsView(deps),
  )
  app.put(
    '/api/support/settings',
    { config, schema: { operationId: 'putSupportSettings', body: PutSupportSettings, response: { 200: SupportSettingsView } } },
    async (request) => {
      await putSupportSettings(deps, request.body, personAsking(request).id)
      return supportSettingsView(deps)
    },
  )
  app.post(
    '/api/support/settings/order',
    { config, schema: { operationId: 'previewSupportOrder', body: PreviewOrder, response: { 200: OrderPreview } } },
    ({ body }) => previewOrder(deps.db, body.weights),
  )
}
