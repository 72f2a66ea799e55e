// The parts of a running Leeward, put together explicitly; tests put the same parts together around a clock that they move.
import { setTimeout as wait } from 'node:timers/promises'
import { availableParallelism } from 'node:os'
import { createBluesky } from '@leeward/bluesky'
import { createFake } from '@leeward/channel'
import { createEmail, createFakeEmail, firstThatTakes } from '@leeward/email'
import { createEmailThreads } from '@leeward/email/threads'
import { createMastodon } from '@leeward/mastodon'
import { createPush } from '@leeward/push'
import { createSlack } from '@leeward/slack'
import { createTeams } from '@leeward/teams'
import { createFakeWebhook, createWebhook } from '@leeward/webhook'
import type { Deps } from './deps.ts'
import { clockPages } from './assess/escalation/clock-pages.ts'
import { escalationKind, escalationReactions, escalationSets } from './assess/escalation/escalation.facts.ts'
import type { Pagers } from './assess/escalation/send-pages.ts'
import { assessImpact } from './assess/impact/impact.assess.ts'
import { regulatoryKind } from './assess/regulatory-clocks/regulatory.facts.ts'
import { clocksKind, clocksReactions } from './communicate/clocks/clocks.facts.ts'
import { deliverLine } from './communicate/deliveries/deliver.ts'
import { type Line, mailLine, type Senders } from './communicate/deliveries/line.ts'
import { planLateJoiners } from './communicate/deliveries/deliveries.plan.ts'
import { dispatchKind, dispatchProjections, dispatchReactions, recordFinished } from './communicate/deliveries/dispatch.facts.ts'
import { asChannel, pushLine, slackLine, teamsLine, webhookLine } from './communicate/endpoints/lines.ts'
import { forgetInbound } from './communicate/inbound/inbound.store.ts'
import { standIn } from './communicate/next-channel/next-channel.plan.ts'
import { textLine } from './communicate/sms/sms.line.ts'
import { blueskyLine, mastodonLine } from './communicate/social/social.lines.ts'
import { vapidOf } from './communicate/push/vapid.ts'
import { planHeartbeats, runProofs } from './communicate/proofs/run-proofs.ts'
import { suspicionKind, suspicionProjections } from './detect/suspicions/suspicion.facts.ts'
import { mailServers } from './platform/config/mail-servers.ts'
import { newsLines } from './communicate/page-news/news.lines.ts'
import { sendLetters } from './communicate/subscriptions/letters.ts'
import { forgetTextRequests } from './communicate/subscriptions/by-text.store.ts'
import { forgetSubscribers } from './communicate/subscriptions/subscribers.store.ts'
import { maintenanceKind, maintenanceProjections } from './communicate/maintenance/maintenance.facts.ts'
import { postmortemKind, postmortemProjections } from './communicate/postmortem/postmortem.facts.ts'
import { statusPageProjections } from './communicate/status-page/render.ts'
import { updateKind, updateProjections, updateReactions } from './communicate/updates/update.facts.ts'
import { draftReviewOf } from './learn/review/review.routes.ts'
import type { Clock } from './platform/clock.ts'
import type { Config } from './platform/config/config.ts'
import type { Connection } from './platform/database/connect.ts'
import { createDns } from './platform/dns/dns.ts'
import { createEngine, type Feature } from './platform/events/engine.ts'
import { oneAtATime } from './platform/queue/one-at-a-time.ts'
import type { Task, Tasks } from './platform/queue/worker.ts'
import { onThisMachine } from './platform/outgoing/on-this-machine.ts'
import { createOutgoing } from './platform/outgoing/outgoing.ts'
import { installationKey } from './platform/secrets/seal.ts'
import { createLog } from './platform/telemetry/log.ts'
import { createMetrics } from './platform/telemetry/metrics.ts'
import { readShelf } from './prepare/playbooks/shelf.ts'
import { noteSettled } from './remediate/grants/settled.store.ts'
import { tellGrantedAgain } from './remediate/grants/notices.store.ts'
import { carryOut } from './remediate/execution/carry-out.ts'
import { openersOf } from './remediate/execution/open-payers.ts'
import { openedPayers } from './remediate/execution/payers.store.ts'
import { reconcileAsked } from './remediate/execution/reconcile.store.ts'
import { createReaders } from './prepare/registry/sync/readers.ts'
import { sync } from './prepare/registry/sync/run-sync.ts'
import { remediesKind, remediesProjections, remediesReactions } from './remediate/grants/grants.facts.ts'
import { remindOfGiftCards } from './remediate/execution/shopify/gift-cards.job.ts'
import { restoreKind, restoreReactions } from './restore/criteria/restore.facts.ts'
import { watchKind, watchProjections, watchReactions } from './restore/watch/watch.facts.ts'
import { signOffKind, signOffProjections, signOffReactions } from './restore/sign-off/sign-off.facts.ts'
import { actionsKind, actionsProjections, actionsReactions } from './stabilize/actions/actions.facts.ts'
import { crisisKind, crisisProjections, crisisReactions } from './stabilize/crisis/crisis.facts.ts'
import { decisionsKind, decisionsReactions } from './stabilize/decisions/decisions.facts.ts'
import { teamPages } from './stabilize/roles/team-pages.ts'
import { teamKind, teamReactions } from './stabilize/roles/team.facts.ts'
import { tasksKind, tasksReactions } from './stabilize/tasks/tasks.facts.ts'
import { answersKind } from './support/answers/answers.facts.ts'
import { supportTasks } from './support/support.tasks.ts'
import { supportProjections, supportReactions } from './support/support.facts.ts'
import { knowledgeProjections } from './support/knowledge/workarounds.index.ts'
import { workaroundsKind, workaroundsProjections } from './stabilize/workarounds/workarounds.facts.ts'

const lateJoiners: Feature = {
  projections: {
    ImpactAssessed: async (tx, fact: { crisisId: string; added: number; at: Date }) => {
      if (fact.added > 0) await planLateJoiners(tx, fact.crisisId, fact.at)
    },
  },
  reactions: { ImpactAssessed: (fact: { added: number }) => (fact.added > 0 ? [{ job: 'deliver-email', payload: {}, key: 'deliver-email' }] : []) },
}

/** Every rule of the house, in the order in which its rows are moved. */
const features = (statusUrl: string): Feature[] => [
  { kinds: [crisisKind], reactions: crisisReactions, projections: crisisProjections },
  { kinds: [suspicionKind], projections: suspicionProjections },
  { kinds: [teamKind], reactions: teamReactions, sets: [teamPages] },
  { kinds: [tasksKind], reactions: tasksReactions },
  { kinds: [regulatoryKind] },
  { kinds: [decisionsKind], reactions: decisionsReactions },
  { kinds: [workaroundsKind], projections: workaroundsProjections },
  { kinds: [actionsKind], reactions: actionsReactions, projections: actionsProjections },
  { kinds: [escalationKind], reactions: escalationReactions, sets: escalationSets },
  { kinds: [clocksKind], reactions: clocksReactions, sets: [clockPages] },
  { kinds: [updateKind], reactions: updateReactions, projections: updateProjections },
  { kinds: [dispatchKind], projections: dispatchProjections, reactions: dispatchReactions },
  lateJoiners,
  { kinds: [postmortemKind], projections: postmortemProjections },
  { projections: statusPageProjections(statusUrl) },
  { kinds: [maintenanceKind], projections: maintenanceProjections(statusUrl) },
  { projections: knowledgeProjections },
  { kinds: [remediesKind], reactions: remediesReactions, projections: remediesProjections },
  { kinds: [restoreKind], reactions: restoreReactions },
  { kinds: [watchKind], reactions: watchReactions, projections: watchProjections },
  { kinds: [signOffKind], reactions: signOffReactions, projections: signOffProjections },
  { kinds: [answersKind], reactions: supportReactions, projections: supportProjections },
]

export function createDeps(connection: Connection, config: Config, clock: Clock, more: Feature[] = []): Deps {
  return {
    ...connection,
    clock,
    config,
    engine: createEngine(connection.db, clock, [...features(config.statusUrl), ...more]),
    key: installationKey(config.dataDir, config.secret),
    log: createLog(config.log),
    metrics: createMetrics(),
    shelf: readShelf(),
    dns: createDns(config.dns),
  }
}

export const createSenders = (config: Config): Senders => ({
  live: mailServers(smtpUrls(config), config.mailConnections).map(({ url, ...provider }) => ({
    ...provider,
    channel: createEmailThreads(url, provider.connections, { threads: availableParallelism() > 2 ? 3 : 2 }),
  })),
  practice: createFakeEmail(),
  pause: (ms, signal) => wait(ms, undefined, { signal }).catch(() => {}),
  lines: createLines(config),
})

/** The channels beside the mails, each with its own lanes: what one of them waits for holds up no other. `slackApi`: another address of its Web API, for tests. */
export function createLines(config: Config, { slackApi }: { slackApi?: string } = {}): Line<never>[] {
  const request = createOutgoing({ allow: config.outgoingAllow, timeoutMs: 20_000 })
  const inPublic = config.demo ? onThisMachine(request) : request
  const vapid = vapidOf(installationKey(config.dataDir, config.secret), config.statusUrl)
  return [
    // An operator's own gateway may stand inside the house; only strangers' addresses are judged.
    textLine(config, createOutgoing({ allow: ['0.0.0.0/0', '::/0'], timeoutMs: 20_000 }), createFake('sms')),
    webhookLine(asChannel(createWebhook(request)), createFake('webhook'), 20),
    slackLine(createSlack(request, slackApi ? { api: slackApi } : {}), createFake('slack')),
    teamsLine(createTeams(request), createFake('teams')),
    pushLine(createPush(vapid, request), createFake('push')),
    blueskyLine(createBluesky(inPublic), createFake('bluesky')),
    mastodonLine(createMastodon(inPublic), createFake('mastodon')),
  ] as unknown as Line<never>[]
}

export const linesOf = (senders: Senders): Line<never>[] => [mailLine(senders) as unknown as Line<never>, ...(senders.lines ?? [])]

const smtpUrls = ({ smtpUrl, smtpPort }: Config) => smtpUrl ?? `smtp://127.0.0.1:${smtpPort}`

/** What pages people: connections and addresses of their own, never those of the mails to customers. */
export const createPagers = (config: Config): Pagers => ({
  live: {
    email: firstThatTakes(mailServers(smtpUrls(config), config.pageConnections).map(({ url }) => createEmail(url, config.pageConnections))),
    webhook: createWebhook(createOutgoing({ allow: config.outgoingAllow })),
  },
  practice: { email: createFakeEmail(), webhook: createFakeWebhook() },
  atOnce: config.pageConnections,
})

/** What the queue's wake-ups do; each may come twice, late, or after a crash. */
export function createTasks(deps: Deps, senders: Senders): Tasks {
  const lines = linesOf(senders)
  const readers = createReaders(deps.config)
  // All channels look in the same moment, and one look finds what ended on any.
  const finish = oneAtATime(() => recordFinished(deps)) as Task
  const byChannel: Tasks = Object.fromEntries(
    lines.map((line) => [
      `deliver-line-${line.channel}`,
      oneAtATime(async (signal) => {
        await deliverLine(deps, line, senders.pause, signal)
        await finish({}, signal)
      }),
    ]),
  )
  const news: Tasks = Object.fromEntries(
    newsLines(lines).map((line) => [
      `deliver-line-news-${line.channel}`,
      oneAtATime(async (signal) => {
        await deliverLine(deps, line, senders.pause, signal)
      }),
    ]),
  )
  const payers = openedPayers(deps, openersOf(deps))
  return {
    'assess-impact': ({ crisisId, cause = 'registry', by = 'leeward' }) => assessImpact(deps, String(crisisId), { cause: String(cause), by: String(by) }),
    'tell-granted': ({ crisisId }) => tellGrantedAgain(deps, { crisisId: String(crisisId) }),
    'draft-review': ({ crisisId }) => draftReviewOf(deps, String(crisisId)),
    ...byChannel,
    ...news,
    ...supportTasks(deps, senders),
    // A wake-up is for the mails alone: a webhook that hangs must not hold a place that others in the queue wait for. Every channel looks for itself each second.
    'deliver-email': (payload, signal) => (byChannel['deliver-line-email'] as Tasks[string])(payload, signal),
    'next-channel': oneAtATime(async () => {
      await standIn(deps)
    }),
    'plan-heartbeats': () => planHeartbeats(deps),
    'forget-inbound': async () => {
      await forgetInbound(deps)
      await forgetSubscribers(deps.db, deps.clock())
      await forgetTextRequests(deps)
    },
    'send-letters': oneAtATime(async () => {
      await sendLetters(deps, senders)
    }),
    pay: oneAtATime(async (signal) => {
      await carryOut(deps, payers, senders.pause, signal)
      await noteSettled(deps)
    }),
    reconcile: oneAtATime(async (signal) => {
      await reconcileAsked(deps, payers, senders.pause, signal)
    }),
    'sync-customers': oneAtATime((signal) => sync(deps, readers, signal)),
    'remind-of-gift-cards': oneAtATime(async (signal) => {
      await remindOfGiftCards(deps, signal)
    }),
    'run-proofs': oneAtATime(async () => {
      await runProofs(deps, lines)
    }),
  }
}
