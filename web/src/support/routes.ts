// Where the pages of support are.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../platform/root.ts'
import { views, type View } from './conversations/views.ts'

type Search = { view?: View; open?: number; search?: string; show?: 'details' }

const conversations = createRoute({
  getParentRoute: () => root,
  path: '/conversations',
  validateSearch: ({ view, open, search, show }: Record<string, unknown>): Search => {
    const known = views.find((each) => each === view)
    return {
      ...(known && known !== 'queue' ? { view: known } : {}),
      ...(typeof open === 'number' && Number.isSafeInteger(open) ? { open } : {}),
      ...(typeof search === 'string' && search !== '' ? { search: search.slice(0, 200) } : {}),
      ...(show === 'details' ? { show } : {}),
    }
  },
  component: lazyRouteComponent(() => import('./conversations/ConversationsPage.tsx'), 'ConversationsPage'),
})

const desks = createRoute({
  getParentRoute: () => root,
  path: '/settings/desks',
  component: lazyRouteComponent(() => import('./desks/DesksPage.tsx'), 'DesksPage'),
})
const imports = createRoute({
  getParentRoute: () => root,
  path: '/settings/import-conversations',
  component: lazyRouteComponent(() => import('./import/ImportConversationsPage.tsx'), 'ImportConversationsPage'),
})
const oneImport = createRoute({
  getParentRoute: () => root,
  path: '/settings/import-conversations/$importId',
  component: lazyRouteComponent(() => import('./import/ConversationImportPage.tsx'), 'ConversationImportPage'),
})

export const supportRoutes = [conversations, desks, imports, oneImport] as const
