/** Who the company's customers are, how to reach them, and what they depend on. */
export { registryRoutes } from './registry.routes.ts'
export { importCsv } from './import/import-csv.store.ts'
export { syncRoutes } from './sync/sync.routes.ts'
