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
const atRisk = createRoute({
  getParentRoute: () => root,
  path: '/accounts-at-risk',
  validateSearch: ({ show }: Record<string, unknown>): { show?: 'later' | 'done' | 'all' } =>
    show === 'later' || show === 'done' || show === 'all' ? { show } : {},
  component: lazyRouteComponent(() => import('./health/AtRiskPage.tsx'), 'AtRiskPage'),
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
const thresholds = createRoute({
  getParentRoute: () => root,
  path: '/settings/thresholds',
  component: lazyRouteComponent(() => import('./thresholds/ThresholdsPage.tsx'), 'ThresholdsPage'),
})
const sensitivity = createRoute({
  getParentRoute: () => root,
  path: '/settings/sensitivity',
  component: lazyRouteComponent(() => import('./sensitivity/SensitivityPage.tsx'), 'SensitivityPage'),
})
const holidays = createRoute({
  getParentRoute: () => root,
  path: '/settings/holidays',
  component: lazyRouteComponent(() => import('./holidays/HolidaysPage.tsx'), 'HolidaysPage'),
})
const opinion = createRoute({
  getParentRoute: () => root,
  path: '/settings/second-opinion',
  component: lazyRouteComponent(() => import('./opinions/OpinionPage.tsx'), 'OpinionPage'),
})

export const detectRoutes = [suspicions, board, atRisk, sources, checks, thresholds, sensitivity, holidays, opinion] as const
