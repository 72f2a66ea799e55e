// Where the knowledge's pages are.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../../platform/root.ts'

const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 150) : undefined)

const list = createRoute({
  getParentRoute: () => root,
  path: '/knowledge',
  component: lazyRouteComponent(() => import('./KnowledgePage.tsx'), 'KnowledgePage'),
})
const missing = createRoute({
  getParentRoute: () => root,
  path: '/knowledge/missing',
  component: lazyRouteComponent(() => import('./MissingPage.tsx'), 'MissingPage'),
})
const write = createRoute({
  getParentRoute: () => root,
  path: '/knowledge/new',
  component: lazyRouteComponent(() => import('./NewArticlePage.tsx'), 'NewArticlePage'),
  validateSearch: (search: Record<string, unknown>): { title?: string; locale?: string } => {
    const [title, locale] = [text(search.title), text(search.locale)]
    return { ...(title ? { title } : {}), ...(locale ? { locale } : {}) }
  },
})
const article = createRoute({
  getParentRoute: () => root,
  path: '/knowledge/$articleId',
  component: lazyRouteComponent(() => import('./ArticlePage.tsx'), 'ArticlePage'),
  validateSearch: (search: Record<string, unknown>): { locale?: string } => {
    const locale = text(search.locale)
    return locale ? { locale } : {}
  },
})

export const knowledgePages = [list, missing, write, article] as const
