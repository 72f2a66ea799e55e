// Where the registry's pages are.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../../platform/root.ts'

const accounts = createRoute({
  getParentRoute: () => root,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./AccountsPage.tsx'), 'AccountsPage'),
})
const account = createRoute({
  getParentRoute: () => root,
  path: '/accounts/$accountId',
  component: lazyRouteComponent(() => import('./AccountPage.tsx'), 'AccountPage'),
})
const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  component: lazyRouteComponent(() => import('./ImportsPage.tsx'), 'ImportsPage'),
})
const oneImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/$importId',
  component: lazyRouteComponent(() => import('./ImportPage.tsx'), 'ImportPage'),
})
const services = createRoute({
  getParentRoute: () => root,
  path: '/services',
  component: lazyRouteComponent(() => import('./ServicesPage.tsx'), 'ServicesPage'),
})

const sync = createRoute({
  getParentRoute: () => root,
  path: '/settings/sync',
  component: lazyRouteComponent(() => import('./sync/SyncPage.tsx'), 'SyncPage'),
})

export const registryRoutes = [accounts, account, imports, oneImport, services, sync] as const
