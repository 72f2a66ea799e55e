// Work is woken through graphile-worker; a job is only a wake-up. A dead process's jobs are released within seconds.
import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Logger, type Runner, run, type TaskList, type WorkerEvents, type WorkerUtils, makeWorkerUtils } from 'graphile-worker'
import { sql } from 'kysely'
import type { Logger as PinoLogger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Connection } from '../database/connect.ts'

export type Task = (payload: Record<string, unknown>, signal: AbortSignal) => Promise<unknown>
export type Tasks = Record<string, Task>
export type Presence = { id: string; beat: () => Promise<void>; ticked: () => void; leave: () => Promise<void> }

const deadAfterSeconds = 12

export async function startWorker({ pool }: Connection, tasks: Tasks, presence: WorkerIds, log: PinoLogger, concurrency = 4): Promise<Runner> {
  const events = new EventEmitter() as WorkerEvents
  events.on('worker:create', ({ worker }) => presence.workerIds.add(worker.workerId))
  events.on('pool:create', ({ workerPool }) => {
    if (workerPool.id) presence.workerIds.add(workerPool.id)
  })
  const taskList: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload: unknown, helpers: { abortSignal?: AbortSignal }) => {
        await task(payload as Record<string, unknown>, helpers.abortSignal ?? new AbortController().signal)
      },
    ]),
  )
  return run({ pgPool: pool, taskList, concurrency, noHandleSignals: true, pollInterval: 1_000, events, logger: quiet(log) })
}

export type WorkerIds = { workerIds: Set<string> }

/** Says every few seconds that this process lives, and releases what the dead ones held. */
export function createPresence({ db, pool }: Connection, clock: Clock, id: string): Presence & WorkerIds {
  const workerIds = new Set<string>()
  let utils: Promise<WorkerUtils> | undefined
  let lastTick: Date | undefined
  const started = clock()
  return {
    id,
    workerIds,
    ticked: () => {
      lastTick = clock()
    },
    beat: async () => {
      const now = clock()
      await sql`
        insert into processes (id, worker_ids, started_at, last_seen_at, last_tick_at) values (${id}, ${[...workerIds]}, ${started}, ${now}, ${lastTick ?? null})
        on conflict (id) do update set worker_ids = excluded.worker_ids, last_seen_at = excluded.last_seen_at, last_tick_at = excluded.last_tick_at`.execute(db)
      const { rows: dead } = await sql<{ worker_ids: string[] }>`
        delete from processes where last_seen_at < ${now}::timestamptz - make_interval(secs => ${deadAfterSeconds}) returning worker_ids`.execute(db)
      const lost = dead.flatMap((process) => process.worker_ids)
      if (lost.length === 0) return
      utils ??= makeWorkerUtils({ pgPool: pool })
      const released = utils.then((known) => known.forceUnlockWorkers(lost))
      // Not waited for long: where the dead one's statement still runs, this stands behind it, and a process that does not beat is taken for dead itself.
      await Promise.race([released, pause(1_000, undefined, { ref: false })])
      released.catch(() => {})
    },
    leave: async () => {
      await sql`delete from processes where id = ${id}`.execute(db)
      await (await utils)?.release()
    },
  }
}

const quiet = (log: PinoLogger) =>
  new Logger(() => (level, message) => {
    if (level === 'error') log.error(message)
    else log.debug(message)
  })
