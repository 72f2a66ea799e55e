// The table of contents of the console: providers, then every address and the page behind it.
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoute, createRouter, lazyRouteComponent, redirect, RouterProvider } from '@tanstack/react-router'
import { communicateRoutes } from './communicate/routes.ts'
import { detectRoutes } from './detect/routes.ts'
import { Crash } from './platform/Crash.tsx'
import { root } from './platform/root.ts'
import { sessionKey } from './platform/session.ts'
import { remediateRoutes } from './remediate/routes.ts'
import { supportSettingsRoutes } from './support/settings/routes.ts'
import { registryRoutes } from './prepare/registry/routes.ts'
import { prefilled } from './stabilize/crisis/declare.ts'
import { knowledgePages } from './support/knowledge/routes.ts'
import { stakeholderAudiences } from './communicate/audiences/audiences.ts'
import { whenSignedOut } from './ui/api.ts'
import { supportRoutes } from './support/routes.ts'
import { isProblem } from './ui/problem.ts'
import { cssVariables, theme } from './ui/theme.ts'

const under = () => root

const home = createRoute({
  getParentRoute: under,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/crises' })
  },
})
const crises = createRoute({
  getParentRoute: under,
  path: '/crises',
  component: lazyRouteComponent(() => import('./stabilize/crisis/CrisesPage.tsx'), 'CrisesPage'),
})
const declare = createRoute({
  getParentRoute: under,
  path: '/declare',
  component: lazyRouteComponent(() => import('./stabilize/crisis/DeclarePage.tsx'), 'DeclarePage'),
  validateSearch: prefilled,
})

const room = createRoute({
  getParentRoute: under,
  path: '/crises/$crisisId',
  component: lazyRouteComponent(() => import('./stabilize/crisis/RoomPage.tsx'), 'RoomPage'),
})
const inRoom = () => room
const overview = createRoute({ getParentRoute: inRoom, path: '/', component: lazyRouteComponent(() => import('./stabilize/crisis/Overview.tsx'), 'Overview') })
const customers = createRoute({
  getParentRoute: inRoom,
  path: '/customers',
  component: lazyRouteComponent(() => import('./assess/impact/Customers.tsx'), 'Customers'),
})
const updates = createRoute({
  getParentRoute: inRoom,
  path: '/updates',
  component: lazyRouteComponent(() => import('./communicate/updates/Updates.tsx'), 'Updates'),
  validateSearch: (search: Record<string, unknown>): { write?: 'update' | 'holding' | 'final'; to?: (typeof stakeholderAudiences)[number] } => {
    const to = stakeholderAudiences.find((each) => each === search.to)
    return search.write === 'update' || search.write === 'holding' || search.write === 'final' ? { write: search.write, ...(to ? { to } : {}) } : {}
  },
})
const calls = createRoute({
  getParentRoute: inRoom,
  path: '/calls',
  component: lazyRouteComponent(() => import('./communicate/calls/Calls.tsx'), 'Calls'),
  validateSearch: ({ show }: Record<string, unknown>): { show?: 'unreached' | 'mine' } => (show === 'unreached' || show === 'mine' ? { show } : {}),
})
const crisisConversations = createRoute({
  getParentRoute: inRoom,
  path: '/conversations',
  validateSearch: ({ tell }: Record<string, unknown>): { tell?: 'restored' } => (tell === 'restored' ? { tell } : {}),
  component: lazyRouteComponent(() => import('./support/answers/CrisisConversations.tsx'), 'CrisisConversations'),
})
const audit = createRoute({
  getParentRoute: inRoom,
  path: '/deliveries-audit',
  component: lazyRouteComponent(() => import('./communicate/deliveries/Audit.tsx'), 'Audit'),
})
const team = createRoute({ getParentRoute: inRoom, path: '/team', component: lazyRouteComponent(() => import('./stabilize/team/Team.tsx'), 'Team') })
const work = createRoute({ getParentRoute: inRoom, path: '/work', component: lazyRouteComponent(() => import('./stabilize/work/Work.tsx'), 'Work') })
const decisions = createRoute({
  getParentRoute: inRoom,
  path: '/decisions',
  component: lazyRouteComponent(() => import('./stabilize/decisions/Decisions.tsx'), 'Decisions'),
})
const law = createRoute({ getParentRoute: inRoom, path: '/law', component: lazyRouteComponent(() => import('./assess/law/Law.tsx'), 'Law') })
const makeGood = createRoute({
  getParentRoute: inRoom,
  path: '/make-good',
  component: lazyRouteComponent(() => import('./remediate/grants/MakeGood.tsx'), 'MakeGood'),
})
const restore = createRoute({
  getParentRoute: inRoom,
  path: '/restore',
  component: lazyRouteComponent(() => import('./restore/criteria/Restore.tsx'), 'Restore'),
})
const review = createRoute({ getParentRoute: inRoom, path: '/review', component: lazyRouteComponent(() => import('./learn/review/Review.tsx'), 'Review') })
const timeline = createRoute({
  getParentRoute: inRoom,
  path: '/timeline',
  component: lazyRouteComponent(() => import('./stabilize/crisis/TimelineTab.tsx'), 'TimelineTab'),
})

const playbooks = createRoute({
  getParentRoute: under,
  path: '/playbooks',
  component: lazyRouteComponent(() => import('./prepare/playbooks/PlaybooksPage.tsx'), 'PlaybooksPage'),
})
const playbook = createRoute({
  getParentRoute: under,
  path: '/playbooks/$key',
  component: lazyRouteComponent(() => import('./prepare/playbooks/PlaybookPage.tsx'), 'PlaybookPage'),
})
const inPlaybook = () => playbook
const plan = createRoute({ getParentRoute: inPlaybook, path: '/', component: lazyRouteComponent(() => import('./prepare/playbooks/Plan.tsx'), 'Plan') })
const rehearsal = createRoute({
  getParentRoute: inPlaybook,
  path: '/what-would-happen',
  component: lazyRouteComponent(() => import('./prepare/playbooks/Rehearsal.tsx'), 'Rehearsal'),
})
const edit = createRoute({ getParentRoute: inPlaybook, path: '/edit', component: lazyRouteComponent(() => import('./prepare/playbooks/Edit.tsx'), 'Edit') })
const versions = createRoute({
  getParentRoute: inPlaybook,
  path: '/versions',
  component: lazyRouteComponent(() => import('./prepare/playbooks/Versions.tsx'), 'Versions'),
})
const audiences = createRoute({
  getParentRoute: under,
  path: '/audiences',
  component: lazyRouteComponent(() => import('./communicate/audiences/AudiencesPage.tsx'), 'AudiencesPage'),
})
const templates = createRoute({
  getParentRoute: under,
  path: '/templates',
  component: lazyRouteComponent(() => import('./prepare/templates/TemplatesPage.tsx'), 'TemplatesPage'),
})
const oneTemplate = createRoute({
  getParentRoute: under,
  path: '/templates/one',
  component: lazyRouteComponent(() => import('./prepare/templates/TemplatePage.tsx'), 'TemplatePage'),
  validateSearch: (search: Record<string, unknown>): { playbook?: string; phase?: string; audience?: string; locale?: string; brand?: string } =>
    Object.fromEntries(
      ['playbook', 'phase', 'audience', 'locale', 'brand'].flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : [])),
    ),
})
const settings = createRoute({
  getParentRoute: under,
  path: '/settings',
  component: lazyRouteComponent(() => import('./platform/SettingsPage.tsx'), 'SettingsPage'),
})
const senders = createRoute({
  getParentRoute: under,
  path: '/settings/senders',
  component: lazyRouteComponent(() => import('./communicate/senders/SendersPage.tsx'), 'SendersPage'),
})
const channels = createRoute({
  getParentRoute: under,
  path: '/settings/channels',
  component: lazyRouteComponent(() => import('./communicate/channels/ChannelsPage.tsx'), 'ChannelsPage'),
})
const endpoints = createRoute({
  getParentRoute: under,
  path: '/settings/endpoints',
  component: lazyRouteComponent(() => import('./communicate/endpoints/EndpointsPage.tsx'), 'EndpointsPage'),
})
const actions = createRoute({
  getParentRoute: under,
  path: '/actions',
  component: lazyRouteComponent(() => import('./stabilize/actions/ActionsPage.tsx'), 'ActionsPage'),
})
const suppressions = createRoute({
  getParentRoute: under,
  path: '/suppressions',
  component: lazyRouteComponent(() => import('./communicate/suppressions/SuppressionsPage.tsx'), 'SuppressionsPage'),
})
const inbound = createRoute({
  getParentRoute: under,
  path: '/inbound',
  component: lazyRouteComponent(() => import('./communicate/inbound/InboundPage.tsx'), 'InboundPage'),
})
const onCall = createRoute({
  getParentRoute: under,
  path: '/on-call',
  component: lazyRouteComponent(() => import('./prepare/on-call/OnCallPage.tsx'), 'OnCallPage'),
})
const mailbox = createRoute({
  getParentRoute: under,
  path: '/mailbox',
  component: lazyRouteComponent(() => import('./demo/mailbox/MailboxPage.tsx'), 'MailboxPage'),
  validateSearch: (search: Record<string, unknown>): { mail?: number } => (typeof search.mail === 'number' ? { mail: search.mail } : {}),
})

const routeTree = root.addChildren([
  home,
  crises,
  declare,
  room.addChildren([overview, work, team, decisions, law, customers, updates, crisisConversations, calls, audit, makeGood, restore, review, timeline]),
  playbooks,
  playbook.addChildren([plan, rehearsal, edit, versions]),
  templates,
  oneTemplate,
  audiences,
  suppressions,
  inbound,
  settings,
  senders,
  channels,
  endpoints,
  actions,
  onCall,
  mailbox,
  ...registryRoutes,
  ...communicateRoutes,
  ...detectRoutes,
  ...remediateRoutes,
  ...knowledgePages,
  ...supportRoutes,
  ...supportSettingsRoutes,
])
const router = createRouter({ routeTree, defaultPreload: 'intent', defaultErrorComponent: Crash, scrollRestoration: true })
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

// What the server refused is not asked again; what it could not answer is, twice.
const client = new QueryClient({
  defaultOptions: { queries: { retry: (failures, error) => failures < 2 && (!isProblem(error) || error.unheard || error.status >= 500), staleTime: 5_000 } },
})
whenSignedOut(() => client.setQueryData(sessionKey, null))

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-left" containerWidth={320} autoClose={5_000} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
