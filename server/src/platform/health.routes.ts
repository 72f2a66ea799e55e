import { sql } from 'kysely'
import type { Clock } from './clock.ts'
import type { Db } from './database/connect.ts'
import { type App, may } from './http/server.ts'
import type { Metrics } from './telemetry/metrics.ts'
import { overdueTimers } from './timers/tick.ts'

const longestTickPauseSeconds = 30

/** A look of a feature at its own: how many of its things are in a state they must not be in, and what that means. Features hand theirs in. */
export type Audit = { name: string; look: (db: Db, now: Date) => Promise<{ count: number; problems: string[] }> }

/** /healthz: the process lives. /readyz: the database answers, somebody ticks, no timer is overdue. /metrics: for Prometheus. */
export function healthRoutes(app: App, { db, clock, metrics }: { db: Db; clock: Clock; metrics: Metrics }, audits: Audit[] = []) {
  app.get('/healthz', { config: may('public'), schema: { hide: true } }, async () => ({ status: 'ok' }))

  app.get('/readyz', { config: may('public'), schema: { hide: true } }, async (_, reply) => {
    const found = await audit(db, clock(), audits).catch(() => ({
      database: 'away',
      overdueTimers: null,
      secondsSinceTick: null,
      audits: {},
      problems: ['The database does not answer.'],
    }))
    return reply.code(found.problems.length === 0 ? 200 : 503).send({ status: found.problems.length === 0 ? 'ready' : 'not ready', ...found })
  })

  app.get('/metrics', { config: may('public'), schema: { hide: true } }, async (_, reply) => {
    const found = await audit(db, clock(), audits).catch(() => undefined)
    if (found) {
      metrics.timersOverdue.set(found.overdueTimers)
      for (const [name, count] of Object.entries(found.audits)) metrics.audits.set({ audit: name }, count)
      if (found.secondsSinceTick !== null) metrics.tickAge.set(found.secondsSinceTick)
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

/** The independent auditor: it looks at the timers, at who ticks, whoever that is, and at what features hand in. */
export async function audit(db: Db, now: Date, audits: Audit[] = []) {
  const overdue = await overdueTimers(db, now)
  const looked = await Promise.all(audits.map(async ({ name, look }) => ({ name, ...(await look(db, now)) })))
  const {
    rows: [row],
  } = await sql<{ last: Date | null }>`select max(last_tick_at) as last from processes`.execute(db)
  const secondsSinceTick = row?.last ? Math.max(0, (now.getTime() - row.last.getTime()) / 1000) : null
  const problems = [
    ...(overdue > 0 ? [`${overdue} timers should have fired over a minute ago.`] : []),
    ...(secondsSinceTick === null || secondsSinceTick > longestTickPauseSeconds
      ? ['Nobody has woken due timers for a while: start a process with the role worker.']
      : []),
    ...looked.flatMap((each) => each.problems),
  ]
  const counts = Object.fromEntries(looked.map(({ name, count }) => [name, count]))
  return { database: 'answers', overdueTimers: overdue, secondsSinceTick, audits: counts, problems }
}
