// A running Leeward: worker, tick, presence and web, started in order and stopped in the opposite one.
import { randomUUID } from 'node:crypto'
import { createWeb } from './app.ts'
import { type Pagers, sendPages } from './assess/escalation/send-pages.ts'
import { createExporter, exportPlace } from './communicate/status-page/export.ts'
import { renderLatePromises, renderNewDays, renderOutdated } from './communicate/status-page/render.ts'
import type { Senders } from './communicate/deliveries/line.ts'
import { watchMailbox } from './communicate/inbound/imap.ts'
import { missHeartbeats, runChecks, tellChecks } from './detect/checks/checks.store.ts'
import { createOpinions } from './detect/opinions/opinions.store.ts'
import { createProbe } from './detect/checks/probe.ts'
import { createAskers } from './detect/asked/askers.ts'
import { runPolls } from './detect/asked/polls.store.ts'
import { readMails } from './detect/mail/mail.store.ts'
import { healthLock, refreshHealth } from './detect/health/refresh.store.ts'
import { lookTogether } from './detect/health/together.store.ts'
import { createFolder } from './detect/series/folder.store.ts'
import { createHours } from './detect/series/hours.store.ts'
import { createWatch } from './detect/series/watch.store.ts'
import { createIntake } from './detect/signals/take.store.ts'
import { affectedLock, lookAtAffected } from './detect/suspicions/affected.store.ts'
import { forgetAlerts, lookAtAlerts, watchLock } from './detect/suspicions/alerts.store.ts'
import { lookAtTopics } from './detect/topics/topics.store.ts'
import type { Deps } from './deps.ts'
import type { Auth } from './platform/auth/auth.ts'
import { aloneAt, inTurn } from './platform/database/alone.ts'
import { createPresence, startWorker, type Tasks } from './platform/queue/worker.ts'
import { afterLock, lookAfter } from './restore/look-after.ts'
import { runActions } from './stabilize/actions/run-actions.ts'
import { tick } from './platform/timers/tick.ts'

export type Running = { port?: number; statusPort?: number; stop: () => Promise<void> }

export async function run(deps: Deps, auth: Auth, tasks: Tasks, senders: Senders, pagers: Pagers): Promise<Running> {
  const { config, log } = deps
  const stops: (() => Promise<unknown>)[] = [
    ...[...senders.live, ...(senders.lines ?? []).flatMap(({ live }) => live)].map(
      ({ channel }) =>
        () =>
          channel.close(),
    ),
    () => pagers.live.email.close(),
  ]
  if (config.roles.includes('worker')) stops.push(await work(deps, tasks, pagers))
  if (!config.roles.includes('web')) return { stop: () => stopAll(stops) }
  const web = await createWeb(deps, auth)
  stops.push(web.close)
  await web.console.listen({ host: config.host, port: config.port })
  await web.status.listen({ host: config.host, port: config.statusPort })
  log.debug('listening')
  return {
    port: (web.console.server.address() as { port: number }).port,
    statusPort: (web.status.server.address() as { port: number }).port,
    stop: () => stopAll(stops),
  }
}

const stopAll = async (stops: (() => Promise<unknown>)[]) => {
  for (const stop of stops.reverse()) await stop().catch(() => {})
}

async function work(deps: Deps, tasks: Tasks, pagers: Pagers): Promise<() => Promise<void>> {
  const { db, engine, clock, log, metrics } = deps
  const presence = createPresence(deps, clock, randomUUID())
  const stopping = new AbortController()
  const guarded = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload: Record<string, unknown>, signal: AbortSignal) => task(payload, AbortSignal.any([signal, stopping.signal])),
    ]),
  )
  const runner = await startWorker(deps, guarded, presence, log)
  await presence.beat()
  await renderOutdated(db, clock(), deps.config.statusUrl).catch((error) => log.error({ err: error }, 'rendering the status pages anew failed'))

  const every = (ms: number, what: string, act: () => Promise<unknown>) => {
    let busy = false
    const timer = setInterval(async () => {
      if (busy) return
      busy = true
      await act().catch((error) => log.error({ err: error }, `${what} failed`))
      busy = false
    }, ms)
    return () => clearInterval(timer)
  }
  const atOnce: typeof every = (ms, what, act) => {
    void act().catch((error) => log.error({ err: error }, `${what} failed`))
    return every(ms, what, act)
  }
  const probe = createProbe({ allow: deps.config.outgoingAllow, dns: deps.dns, now: clock })
  const intake = createIntake(deps)
  const ask = createAskers({ allow: deps.config.outgoingAllow })
  const folder = createFolder(deps)
  const watch = createWatch(deps)
  const hours = createHours(deps)
  const opinions = createOpinions(deps)
  const now = (name: string) => Promise.resolve(guarded[name]?.({}, stopping.signal))
  const stops = [
    every(500, 'the tick', async () => {
      const { failures } = await tick(db, engine, clock)
      presence.ticked()
      for (const failure of failures) {
        metrics.tickFailures.inc()
        log.error({ err: failure }, 'a timer failed')
      }
    }),
    // Not a job in the queue: there it could stand behind others.
    every(500, 'paging', () => sendPages(deps, pagers, stopping.signal)),
    every(1_000, 'actions', () => runActions(deps, { live: pagers.live.webhook, practice: pagers.practice.webhook }, stopping.signal)),
    every(250, 'folding signals', folder.look),
    every(500, 'watching series', watch.look),
    every(10_000, 'working out hours', () => hours.look()),
    every(10_000, 'asking for second opinions', () => opinions.look()),
    every(500, 'the look at alerts', () =>
      aloneAt(db, watchLock, async () => {
        await lookAtAlerts(deps)
        await tellChecks(deps)
      }),
    ),
    // It waits for its turn: the others look twice a second, and would mostly be there first.
    every(60_000, 'the look at what customers write of', () =>
      inTurn(db, watchLock, async () => {
        await lookAtTopics(deps)
        await forgetAlerts(deps)
      }),
    ),
    every(60_000, 'the look at whose use fell', () => lookTogether(deps)),
    every(2_000, 'the look at whom suspicions touch', () => aloneAt(db, affectedLock, () => lookAtAffected(deps))),
    every(30_000, 'the health of accounts', () => aloneAt(db, healthLock, () => refreshHealth(deps))),
    every(60_000, 'the look at what is restored', () => aloneAt(db, afterLock, () => lookAfter(deps))),
    every(1_000, 'checks', () => runChecks(deps, probe)),
    every(1_000, 'asking feeds and searches', () => runPolls(deps, intake, ask)),
    every(1_000, 'reading mails as signals', async () => {
      for (let round = 0; round < 10 && (await readMails(deps, intake)) > 0; round += 1);
    }),
    every(500, 'reading mails as conversations', () => now('take-mails')),
    every(1_000, 'reading mentions as conversations', () => now('take-social')),
    every(5_000, 'the look for who waits for an answer to all', () => now('send-answers')),
    every(2_000, 'giving conversations to who is there', () => now('assign-conversations')),
    every(5_000, 'placing imported conversations', () => now('place-conversations')),
    every(10_000, 'keeping promises to who wrote', () => now('keep-promises')),
    every(1_000, 'the look at heartbeats', () => missHeartbeats(deps)),
    every(3_000, 'the heartbeat', presence.beat),
    ...Object.keys(tasks)
      .filter((name) => name.startsWith('deliver-line-'))
      .map((name) => every(1_000, `the look at deliveries (${name})`, () => now(name))),
    every(2_000, 'carrying out what is granted', () => now('pay')),
    every(5_000, 'the ledger against the providers', () => now('reconcile')),
    every(15_000, 'the look for the next channel', () => now('next-channel')),
    atOnce(60_000, 'the heartbeat of channels', () => now('plan-heartbeats')),
    every(3_600_000, 'forgetting files that were never sent', () => now('forget-uploads')),
    every(60_000, 'forgetting old mails', () => now('forget-inbound')),
    ...(deps.config.statusExport
      ? [every(500, 'writing the status pages', createExporter(db, exportPlace(deps.config.statusExport, deps.config.bucket)))]
      : []),
    every(60_000, 'the day of the status pages', () => renderNewDays(db, clock(), deps.config.statusUrl)),
    every(30_000, 'promises of the status pages', () => renderLatePromises(db, clock(), deps.config.statusUrl)),
    every(1_000, 'letters to subscribers', () => now('send-letters')),
    every(1_000, 'reading customers', () => now('sync-customers')),
    every(3_600_000, 'the look at gift cards', () => now('remind-of-gift-cards')),
    every(1_000, 'the tests of channels', () => now('run-proofs')),
  ]
  const watching = deps.config.inboundMailbox ? watchMailbox(deps, deps.config.inboundMailbox, stopping.signal) : undefined
  return async () => {
    for (const stop of stops) stop()
    watch.stop()
    stopping.abort()
    await watching
    await runner.stop()
    await presence.leave()
  }
}
