// Where the settings of support are.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../../platform/root.ts'

const under = () => root
const support = createRoute({
  getParentRoute: under,
  path: '/settings/support',
  component: lazyRouteComponent(() => import('./SupportPage.tsx'), 'SupportPage'),
})
const agents = createRoute({ getParentRoute: under, path: '/settings/agents', component: lazyRouteComponent(() => import('./AgentsPage.tsx'), 'AgentsPage') })
const macros = createRoute({
  getParentRoute: under,
  path: '/settings/macros',
  component: lazyRouteComponent(() => import('../macros/MacrosPage.tsx'), 'MacrosPage'),
})

export const supportSettingsRoutes = [support, agents, macros] as const
