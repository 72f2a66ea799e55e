// Where the pages of Detect are.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../platform/root.ts'

const suspicions = createRoute({
  getParentRoute: () => root,
  path: '/suspicions',
  component: lazyRouteComponent(() => import('./suspicions/SuspicionsPage.tsx'), 'SuspicionsPage'),
})
const board = createRoute({
  getParentRoute: () => root,
  path: '/board',
  component: lazyRouteComponent(() => import('./board/BoardPage.tsx'), 'BoardPage'),
})
const sources = createRoute({
  getParentRoute: () => root,
  path: '/settings/sources',
  component: lazyRouteComponent(() => import('./sources/SourcesPage.tsx'), 'SourcesPage'),
})
const checks = createRoute({
  getParentRoute: () => root,
  path: '/settings/checks',
  component: lazyRouteComponent(() => import('./checks/ChecksPage.tsx'), 'ChecksPage'),
})

export const detectRoutes = [suspicions, board, sources, checks] as const
