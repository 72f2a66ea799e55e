import type { App } from '../../platform/http/server.ts'
import { accountRoutes } from './accounts.routes.ts'
import type { Deps } from './import/import-csv.store.ts'
import { importRoutes } from './imports.routes.ts'
import { serviceRoutes } from './services.routes.ts'

/** Every route of the registry. */
export function registryRoutes(app: App, deps: Deps & Parameters<typeof serviceRoutes>[1]) {
  accountRoutes(app, deps)
  serviceRoutes(app, deps)
  importRoutes(app, deps)
}
