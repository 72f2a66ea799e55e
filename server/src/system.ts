// The parts of a running Leeward, put together explicitly; tests put the same parts together around a clock that they move.
import { createEmail, createFakeEmail } from '@leeward/email'
import { createFakeWebhook, createWebhook } from '@leeward/webhook'
import type { Deps } from './deps.ts'
import { clockPages } from './assess/escalation/clock-pages.ts'
import { escalationKind, escalationReactions, escalationSets } from './assess/escalation/escalation.facts.ts'
import type { Pagers } from './assess/escalation/send-pages.ts'
import { assessImpact } from './assess/impact/impact.assess.ts'
import { regulatoryKind } from './assess/regulatory-clocks/regulatory.facts.ts'
import { clocksKind, clocksReactions } from './communicate/clocks/clocks.facts.ts'
import { deliverPlanned, type Senders } from './communicate/deliveries/deliver.ts'
import { planLateJoiners } from './communicate/deliveries/deliveries.plan.ts'
import { dispatchKind, recordFinished } from './communicate/deliveries/finished.ts'
import { statusPageProjections } from './communicate/status-page/render.ts'
import { updateKind, updateProjections, updateReactions } from './communicate/updates/update.facts.ts'
import { draftReviewOf } from './learn/review/review.routes.ts'
import type { Clock } from './platform/clock.ts'
import type { Config } from './platform/config/config.ts'
import type { Connection } from './platform/database/connect.ts'
import { createDns } from './platform/dns/dns.ts'
import { createEngine, type Feature } from './platform/events/engine.ts'
import type { Tasks } from './platform/queue/worker.ts'
import { createOutgoing } from './platform/outgoing/outgoing.ts'
import { installationKey } from './platform/secrets/seal.ts'
import { createLog } from './platform/telemetry/log.ts'
import { createMetrics } from './platform/telemetry/metrics.ts'
import { readShelf } from './prepare/playbooks/shelf.ts'
import { remediesKind, remediesProjections, remediesReactions } from './remediate/grants/grants.facts.ts'
import { signOffKind } from './restore/sign-off/sign-off.ts'
import { signOffProjections, signOffReactions } from './restore/sign-off/sign-off.store.ts'
import { actionsKind, actionsProjections, actionsReactions } from './stabilize/actions/actions.facts.ts'
import { crisisKind, crisisProjections, crisisReactions } from './stabilize/crisis/crisis.facts.ts'
import { decisionsKind, decisionsReactions } from './stabilize/decisions/decisions.facts.ts'
import { teamPages } from './stabilize/roles/team-pages.ts'
import { teamKind, teamReactions } from './stabilize/roles/team.facts.ts'
import { tasksKind, tasksReactions } from './stabilize/tasks/tasks.facts.ts'
import { workaroundsKind, workaroundsProjections } from './stabilize/workarounds/workarounds.facts.ts'

const lateJoiners: Feature = {
  projections: {
    ImpactAssessed: async (tx, fact: { crisisId: string; added: number }) => {
      if (fact.added > 0) await planLateJoiners(tx, fact.crisisId)
    },
  },
  reactions: { ImpactAssessed: (fact: { added: number }) => (fact.added > 0 ? [{ job: 'deliver-email', payload: {}, key: 'deliver-email' }] : []) },
}

/** Every rule of the house, in the order in which its rows are moved. */
const features = (statusUrl: string): Feature[] => [
  { kinds: [crisisKind], reactions: crisisReactions, projections: crisisProjections },
  { kinds: [teamKind], reactions: teamReactions, sets: [teamPages] },
  { kinds: [tasksKind], reactions: tasksReactions },
  { kinds: [regulatoryKind] },
  { kinds: [decisionsKind], reactions: decisionsReactions },
  { kinds: [workaroundsKind], projections: workaroundsProjections },
  { kinds: [actionsKind], reactions: actionsReactions, projections: actionsProjections },
  { kinds: [escalationKind], reactions: escalationReactions, sets: escalationSets },
  { kinds: [clocksKind], reactions: clocksReactions, sets: [clockPages] },
  { kinds: [updateKind], reactions: updateReactions, projections: updateProjections },
  { kinds: [dispatchKind] },
  lateJoiners,
  { projections: statusPageProjections(statusUrl) },
  { kinds: [remediesKind], reactions: remediesReactions, projections: remediesProjections },
  { kinds: [signOffKind], reactions: signOffReactions, projections: signOffProjections },
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
  live: createEmail(config.smtpUrl ?? `smtp://127.0.0.1:${config.smtpPort}`, config.mailConnections),
  practice: createFakeEmail(),
  wave: config.mailConnections * 2,
})

/** What pages people: connections and addresses of their own, never those of the mails to customers. */
export const createPagers = (config: Config): Pagers => ({
  live: {
    email: createEmail(config.smtpUrl ?? `smtp://127.0.0.1:${config.smtpPort}`, config.pageConnections),
    webhook: createWebhook(createOutgoing({ allow: config.outgoingAllow })),
  },
  practice: { email: createFakeEmail(), webhook: createFakeWebhook() },
  atOnce: config.pageConnections,
})

/** What the queue's wake-ups do; each may come twice, late, or after a crash. */
export const createTasks = (deps: Deps, senders: Senders): Tasks => ({
  'assess-impact': ({ crisisId, cause = 'registry', by = 'leeward' }) => assessImpact(deps, String(crisisId), { cause: String(cause), by: String(by) }),
  'draft-review': ({ crisisId }) => draftReviewOf(deps, String(crisisId)),
  'deliver-email': async (_, signal) => {
    await deliverPlanned(deps, senders, signal)
    await recordFinished(deps)
  },
})
