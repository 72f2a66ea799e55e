// How accounts fare.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { AccountHealth } from './health.contract.ts'
import { accountHealth } from './health.store.ts'

const ById = z.object({ id: z.coerce.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER) })

export function healthOfAccountsRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get(
    '/api/accounts/:id/health',
    { config: may('read'), schema: { operationId: 'showAccountHealth', params: ById, response: { 200: AccountHealth.nullable() } } },
    ({ params }) => accountHealth(deps, params.id),
  )
}
