// The console's pages of making good, outside of a room.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../platform/root.ts'
import { payoutStates, shows, whoses } from './execution/payouts.ts'

const under = () => root
const policies = createRoute({
  getParentRoute: under,
  path: '/remedy-policies',
  component: lazyRouteComponent(() => import('./policies/PoliciesPage.tsx'), 'PoliciesPage'),
})
const goodwill = createRoute({
  getParentRoute: under,
  path: '/goodwill',
  component: lazyRouteComponent(() => import('./goodwill/GoodwillPage.tsx'), 'GoodwillPage'),
})
const payers = createRoute({
  getParentRoute: under,
  path: '/settings/payers',
  component: lazyRouteComponent(() => import('./payers/PayersPage.tsx'), 'PayersPage'),
})
const tasks = createRoute({
  getParentRoute: under,
  path: '/my-tasks',
  component: lazyRouteComponent(() => import('./execution/MyTasksPage.tsx'), 'MyTasksPage'),
  validateSearch: (asked: Record<string, unknown>): { whose?: (typeof whoses)[number]; show?: (typeof shows)[number] } => {
    const [whose, show] = [whoses.find((each) => each === asked.whose), shows.find((each) => each === asked.show)]
    return { ...(whose ? { whose } : {}), ...(show ? { show } : {}) }
  },
})
type Asked = { plan?: string | undefined; payer?: string | undefined; state?: (typeof payoutStates)[number] | undefined; forPeople?: 'true' | undefined }
const payouts = createRoute({
  getParentRoute: under,
  path: '/payouts',
  component: lazyRouteComponent(() => import('./execution/PayoutsPage.tsx'), 'PayoutsPage'),
  validateSearch: ({ plan, payer, state, forPeople }: Record<string, unknown>): Asked => {
    const known = payoutStates.find((each) => each === state)
    return {
      ...(typeof plan === 'string' ? { plan } : {}),
      ...(typeof payer === 'string' ? { payer } : {}),
      ...(known ? { state: known } : {}),
      ...(String(forPeople) === 'true' ? { forPeople: 'true' as const } : {}),
    }
  },
})

export const remediateRoutes = [policies, goodwill, payers, tasks, payouts]
