// The table of contents of making good.
import type { Deps } from '../deps.ts'
import type { App } from '../platform/http/server.ts'
import { askingRoutes } from './asking/asking.routes.ts'
import { payerRoutes } from './execution/payers.routes.ts'
import { payoutRoutes } from './execution/payouts.routes.ts'
import { reconciliationRoutes } from './execution/reconciliations.routes.ts'
import { payerReportRoutes } from './execution/reports.routes.ts'
import { goodwillRoutes } from './goodwill/goodwill.routes.ts'
import { remedyRoutes } from './grants/grants.routes.ts'
import { peopleRoutes } from './people/people.routes.ts'
import { policyRoutes } from './policies/policies.routes.ts'

export function remediateRoutes(app: App, deps: Deps) {
  remedyRoutes(app, deps)
  askingRoutes(app, deps)
  policyRoutes(app, deps)
  goodwillRoutes(app, deps)
  payerRoutes(app, deps)
  payerReportRoutes(app, deps)
  payoutRoutes(app, deps)
  peopleRoutes(app, deps)
  reconciliationRoutes(app, deps)
}
