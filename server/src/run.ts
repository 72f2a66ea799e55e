// A running Leeward: worker, tick, presence and web, started in order and stopped in the opposite one.
import { randomUUID } from 'node:crypto'
import { createWeb } from './app.ts'
import { type Pagers, sendPages } from './assess/escalation/send-pages.ts'
import { createExporter, exportPlace } from './communicate/status-page/export.ts'
import { renderNewDays, renderOutdated } from './communicate/status-page/render.ts'
import type { Senders } from './communicate/deliveries/line.ts'
import { watchMailbox } from './communicate/inbound/imap.ts'
import { missHeartbeats, runChecks, tellChecks } from './detect/checks/checks.store.ts'
import { createProbe } from './detect/checks/probe.ts'
import { createFolder } from './detect/series/folder.store.ts'
import { createWatch } from './detect/series/watch.store.ts'
import { forgetAlerts, lookAtAlerts, watchLock } from './detect/suspicions/alerts.store.ts'
import { lookAtTopics } from './detect/topics/topics.store.ts'
import type { Deps } from './deps.ts'
import type { Auth } from './platform/auth/auth.ts'
import { aloneAt, inTurn } from './platform/database/alone.ts'
import { createPresence, startWorker, type Tasks } from './platform/queue/worker.ts'
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
  const folder = createFolder(deps)
  const watch = createWatch(deps)
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
    every(1_000, 'checks', () => runChecks(deps, probe)),
    every(1_000, 'the look at heartbeats', () => missHeartbeats(deps)),
    every(3_000, 'the heartbeat', presence.beat),
    ...Object.keys(tasks)
      .filter((name) => name.startsWith('deliver-line-'))
      .map((name) => every(1_000, `the look at deliveries (${name})`, () => now(name))),
    every(15_000, 'the look for the next channel', () => now('next-channel')),
    atOnce(60_000, 'the heartbeat of channels', () => now('plan-heartbeats')),
    every(60_000, 'forgetting old mails', () => now('forget-inbound')),
    ...(deps.config.statusExport
      ? [every(500, 'writing the status pages', createExporter(db, exportPlace(deps.config.statusExport, deps.config.bucket)))]
      : []),
    every(60_000, 'the day of the status pages', () => renderNewDays(db, clock(), deps.config.statusUrl)),
    every(1_000, 'letters to subscribers', () => now('send-letters')),
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
