import type { Deps } from '../../deps.ts'
import type { App } from '../../platform/http/server.ts'
import { calendarRoutes } from './calendar.routes.ts'
import { contactMethodRoutes } from './contact-methods.routes.ts'
import { onCallRoutes } from './on-call.routes.ts'
import { policyRoutes } from './policies.routes.ts'

/** Who is on call, whom a crisis asks, how they are reached, and their calendars. */
export function onCall(app: App, deps: Deps) {
  onCallRoutes(app, deps)
  policyRoutes(app, deps)
  contactMethodRoutes(app, deps)
  calendarRoutes(app, deps)
}
