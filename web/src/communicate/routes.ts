// Where pages of communicate are that belong to no crisis.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../platform/root.ts'

const maintenance = createRoute({
  getParentRoute: () => root,
  path: '/maintenance',
  component: lazyRouteComponent(() => import('./maintenance/MaintenancePage.tsx'), 'MaintenancePage'),
})
const houseStyle = createRoute({
  getParentRoute: () => root,
  path: '/settings/house-style',
  component: lazyRouteComponent(() => import('./house-style/HouseStylePage.tsx'), 'HouseStylePage'),
})
const pageLook = createRoute({
  getParentRoute: () => root,
  path: '/settings/page-look',
  component: lazyRouteComponent(() => import('./page-look/PageLookPage.tsx'), 'PageLookPage'),
})

export const communicateRoutes = [maintenance, houseStyle, pageLook] as const
