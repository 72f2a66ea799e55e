// The table of contents: what Leeward answers, in the order of its mission. Permissions stand beside each route.
import { resolve } from 'node:path'
import { existsSync, readdirSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import { escalationAudit } from './assess/escalation/escalation.audit.ts'
import { definitionRoutes } from './assess/impact/definition.routes.ts'
import { escalationRoutes } from './assess/escalation/escalation.routes.ts'
import { pagePages } from './assess/escalation/page.pages.ts'
import { impactRoutes } from './assess/impact/impact.routes.ts'
import { listRoutes } from './assess/impact/lists.routes.ts'
import { regulatoryRoutes } from './assess/regulatory-clocks/regulatory.routes.ts'
import { severityRoutes } from './assess/severity/severity.routes.ts'
import { portalPages } from './support/portal/portal.pages.ts'
import type { Views } from './support/portal/views.ts'
import { statusImportRoutes } from './communicate/status-import/status-import.routes.ts'
import { readerPageRoutes } from './communicate/status-page/readers/readers.routes.ts'
import { themeRoutes } from './communicate/status-page/theme.routes.ts'
import { maintenanceRoutes } from './communicate/maintenance/maintenance.routes.ts'
import { linterRoutes } from './communicate/linter/linter.routes.ts'
import { senderRoutes } from './communicate/senders/senders.routes.ts'
import { ratingPages } from './communicate/status-page/ratings.pages.ts'
import { myPageRoutes } from './communicate/my-page/my-page.pages.ts'
import { subscriptionPages } from './communicate/subscriptions/subscriptions.pages.ts'
import { updateFilePages } from './communicate/status-page/files.pages.ts'
import { filesFirst, rewriteAt, statusPageRoutes } from './communicate/status-page/serve.ts'
import { besidePages } from './communicate/status-page/home.ts'
import { createShelf } from './communicate/status-page/shelf.ts'
import { audienceRoutes } from './communicate/audiences/audiences.routes.ts'
import { stakeholderRoutes } from './communicate/stakeholders/stakeholders.routes.ts'
import { callRoutes } from './communicate/calls/calls.routes.ts'
import { endpointRoutes } from './communicate/endpoints/endpoints.routes.ts'
import { postmortemRoutes } from './communicate/postmortem/postmortem.routes.ts'
import { proofRoutes } from './communicate/proofs/proofs.routes.ts'
import { inAppPages } from './communicate/in-app/in-app.pages.ts'
import { brandChannelRoutes } from './communicate/in-app/in-app.routes.ts'
import { pushPages } from './communicate/push/push.pages.ts'
import { dispatchRoutes } from './communicate/deliveries/dispatches.routes.ts'
import { inboundRoutes } from './communicate/inbound/inbound.routes.ts'
import { textInboundRoutes } from './communicate/sms/inbound.routes.ts'
import { suppressionRoutes } from './communicate/suppressions/suppressions.routes.ts'
import { unsubscribePages } from './communicate/unsubscribe/unsubscribe.pages.ts'
import { approvalPages } from './communicate/updates/approval.pages.ts'
import { approvalRoutes } from './communicate/updates/approval.routes.ts'
import { estimateRoutes } from './communicate/updates/estimate.routes.ts'
import { holdingPages } from './communicate/updates/holding.pages.ts'
import { holdingRoutes } from './communicate/updates/holding.routes.ts'
import { presenceRoutes } from './communicate/updates/presence.routes.ts'
import { updateRoutes } from './communicate/updates/updates.routes.ts'
import { checkRoutes } from './detect/checks/checks.routes.ts'
import { opinionRoutes } from './detect/opinions/opinions.routes.ts'
import { holidayRoutes } from './detect/holidays/holidays.routes.ts'
import { sensitivityRoutes } from './detect/sensitivity/sensitivity.routes.ts'
import { healthOfAccountsRoutes } from './detect/health/health.routes.ts'
import { outreachRoutes } from './detect/health/outreach.routes.ts'
import { seriesRoutes } from './detect/series/series.routes.ts'
import { signalRoutes } from './detect/signals/signals.routes.ts'
import { isSuspicion } from './detect/suspicions/suspicion.facts.ts'
import { suspicionRoutes } from './detect/suspicions/suspicions.routes.ts'
import { thresholdRoutes } from './detect/thresholds/thresholds.routes.ts'
import { mailboxRoutes } from './demo/mailbox.routes.ts'
import { crisisNow, type Deps } from './deps.ts'
import { reviewRoutes } from './learn/review/review.routes.ts'
import { type Auth, principalOf } from './platform/auth/auth.ts'
import { permits } from './platform/auth/permissions.ts'
import { createFollower, type Follower } from './platform/events/follow.ts'
import type { First } from './platform/http/front.ts'
import { LiveQuery, streamFacts } from './platform/http/live.ts'
import { type App, createHttp, headersOf, may, typed } from './platform/http/server.ts'
import { healthRoutes } from './platform/health.routes.ts'
import { sessionRoutes } from './platform/session.routes.ts'
import { signInRoutes } from './platform/sign-in.routes.ts'
import { peopleRoutes } from './prepare/people/people.routes.ts'
import { onCall } from './prepare/on-call/index.ts'
import { templateRoutes } from './prepare/templates/templates.routes.ts'
import { playbookRoutes } from './prepare/playbooks/playbooks.routes.ts'
import { registryRoutes, syncRoutes } from './prepare/registry/index.ts'
import { remediateRoutes } from './remediate/index.ts'
import { restoreRoutes } from './restore/criteria/restore.routes.ts'
import { signOffPages } from './restore/sign-off/sign-off.pages.ts'
import { signOffRoutes } from './restore/sign-off/sign-off.routes.ts'
import { watchRoutes } from './restore/watch/watch.routes.ts'
import { actionRoutes } from './stabilize/actions/actions.routes.ts'
import { attachmentRoutes } from './stabilize/attachments/attachments.routes.ts'
import { crisisRoutes } from './stabilize/crisis/crisis.routes.ts'
import { decisionRoutes } from './stabilize/decisions/decisions.routes.ts'
import { teamRoutes } from './stabilize/roles/team.routes.ts'
import { taskRoutes } from './stabilize/tasks/tasks.routes.ts'
import { workaroundRoutes } from './stabilize/workarounds/workarounds.routes.ts'
import { chats } from './support/chat/chats.ts'
import { supportRoutes } from './support/index.ts'

/** refreshStatus: takes in at once what was published, as happens by itself every moment. */
export type Web = { console: App; status: App; refreshStatus: () => Promise<void>; close: () => Promise<void> }

export async function createWeb(deps: Deps, auth: Auth): Promise<Web> {
  const follower = createFollower(deps.db)
  const shelf = await createShelf(deps.db)
  const console = await createConsole(deps, auth, follower)
  const { app: status, views } = await createStatus(deps, auth, shelf)
  return {
    console,
    status,
    refreshStatus: async () => {
      await Promise.all([shelf.refresh(), views.flush()])
    },
    close: async () => {
      follower.stop()
      shelf.stop()
      await Promise.all([console.close(), status.close()])
      await views.stop()
    },
  }
}

async function createConsole(deps: Deps, auth: Auth, follower: Follower): Promise<App> {
  const app = await createHttp({ ...deps, auth, consoleUrl: deps.config.consoleUrl, trustedProxies: deps.config.trustedProxies })
  healthRoutes(app, deps, [escalationAudit])
  signInRoutes(app, auth, deps.config.consoleUrl)
  sessionRoutes(app, deps)
  live(app, deps, auth, follower)

  playbookRoutes(app, deps)
  templateRoutes(app, deps)
  peopleRoutes(app, deps, auth)
  registryRoutes(app, deps)
  syncRoutes(app, deps)
  signalRoutes(app, deps)
  checkRoutes(app, deps)
  suspicionRoutes(app, deps)
  seriesRoutes(app, deps)
  thresholdRoutes(app, deps)
  sensitivityRoutes(app, deps)
  holidayRoutes(app, deps)
  opinionRoutes(app, deps)
  healthOfAccountsRoutes(app, deps)
  outreachRoutes(app, deps)
  severityRoutes(app, deps)
  onCall(app, deps)
  impactRoutes(app, deps)
  definitionRoutes(app, deps)
  listRoutes(app, deps)
  regulatoryRoutes(app, deps)
  crisisRoutes(app, deps)
  teamRoutes(app, deps)
  taskRoutes(app, deps)
  decisionRoutes(app, deps)
  workaroundRoutes(app, deps)
  actionRoutes(app, deps)
  attachmentRoutes(app, deps)
  escalationRoutes(app, deps)
  await pagePages(app, deps)
  audienceRoutes(app, deps)
  stakeholderRoutes(app, deps)
  updateRoutes(app, deps)
  presenceRoutes(app, deps)
  estimateRoutes(app, deps)
  approvalRoutes(app, deps)
  await approvalPages(app, deps)
  holdingRoutes(app, deps)
  await holdingPages(app, deps)
  linterRoutes(app, deps)
  maintenanceRoutes(app, deps)
  themeRoutes(app, deps)
  readerPageRoutes(app, deps)
  statusImportRoutes(app, deps)
  myPageRoutes(app, deps)
  dispatchRoutes(app, deps)
  callRoutes(app, deps)
  endpointRoutes(app, deps)
  proofRoutes(app, deps)
  brandChannelRoutes(app, deps)
  suppressionRoutes(app, deps)
  inboundRoutes(app, deps)
  textInboundRoutes(app, deps)
  senderRoutes(app, deps)
  supportRoutes(app, deps)
  remediateRoutes(app, deps)
  restoreRoutes(app, deps)
  watchRoutes(app, deps)
  signOffRoutes(app, deps)
  reviewRoutes(app, deps)
  postmortemRoutes(app, deps)
  if (deps.config.demo) mailboxRoutes(app, deps)

  await pages(app)
  return app
}

const guards = /^(?:content-security-policy|cross-origin-|origin-agent-cluster|referrer-policy|strict-transport-security|x-(?!ratelimit))/

/** What customers reach: pages that are files, and their signed links. Nothing here knows a session. */
async function createStatus(deps: Deps, auth: Auth, shelf: Parameters<typeof statusPageRoutes>[1]): Promise<{ app: App; views: Views }> {
  let first: First = () => undefined
  const app = await createHttp({
    ...deps,
    auth,
    consoleUrl: deps.config.statusUrl,
    trustedProxies: deps.config.trustedProxies,
    first: (read) => first(read),
    rewriteUrl: rewriteAt(shelf, besidePages),
  })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 16_384 }, (_, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  signOffPages(app, deps)
  await unsubscribePages(app, deps)
  pushPages(app, deps)
  inAppPages(app, deps)
  updateFilePages(app, deps)
  ratingPages(app, deps)
  subscriptionPages(app, deps)
  chats(app, deps)
  const views = portalPages(app, deps, shelf)
  statusPageRoutes(app, shelf, deps)
  // What every answer of this host carries, as it carries it.
  const { headers } = await app.inject('/nothing-here/')
  first = filesFirst(shelf, Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (guards.test(name) ? [[name, String(value)]] : []))))
  return { app, views }
}

function live(app: App, deps: Deps, auth: Auth, follower: Follower) {
  const { db, clock } = deps
  typed(app).get('/api/live', { config: may('read'), schema: { querystring: LiveQuery, hide: true } }, async (request, reply) => {
    const { crisis } = request.query
    if (crisis) await crisisNow(deps, crisis)
    return streamFacts(request, reply, db, follower, {
      wanted: (fact) => (crisis ? fact.crisisId === crisis : fact.crisisId !== null || isSuspicion(fact.stream)),
      stillMay: async () => permits(await principalOf(db, auth, headersOf(request), clock()), 'read'),
    })
  })
}

/** The console's own files; every other path is one of its screens. */
async function pages(app: App) {
  const root = resolve(new URL('../../web/dist', import.meta.url).pathname)
  if (!existsSync(root)) return
  const files = new Set(readdirSync(root, { recursive: true, encoding: 'utf8' }))
  await app.register(fastifyStatic, { root, serve: false, cacheControl: false })
  app.get('/*', { config: may('public'), schema: { hide: true } }, (request, reply) => {
    if (request.url.startsWith('/api/')) return reply.callNotFound()
    const path = (request.params as { '*': string })['*']
    // A part of an older build that a tab still asks for: not there, so that the tab loads the new one.
    if (path.startsWith('assets/') && !files.has(path)) return reply.callNotFound()
    reply.header('cache-control', path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    return reply.sendFile(files.has(path) && path !== '' ? path : 'index.html')
  })
}
