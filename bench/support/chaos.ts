// Workers killed (SIGKILL) at random moments, the database crashed, the mail server crashed, while two updates go out: what is lost, what arrives twice, what is unknown?
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { recomputeImpact } from '../../server/src/assess/impact/impact.store.ts'
import type { Deps } from '../../server/src/deps.ts'
import type { Context, Figure } from '../run.ts'
import { mailSink, publishUpdate } from './mail.ts'
import { fillRegistry } from './registry-data.ts'
import { benchCrisis, benchSystem, round } from './system.ts'

const connections = 10
const open = sql`state in ('planned', 'queued', 'sending', 'deferred')`

/** Half of the mails belong to an update that a newer one would follow, half are a last word. */
export async function chaos({ serverUrl, crash, tmp, size = 100_000, chaos: kills }: Context & { chaos: number }): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const sink = await mailSink(tmp)
  const workers = new Set<ChildProcess>()
  try {
    await fillRegistry(deps.db, { accounts: Math.floor(size / 2), exposuresPerAccount: 1 })
    const [followed, last] = [await updateTo(deps, 'investigating'), await updateTo(deps, 'resolved')]
    const url = await databaseUrl(deps, serverUrl)
    const start = () => workers.add(worker(url, tmp, sink.url()))
    start()
    const log: string[] = []
    let slowest = 0
    for (let kill = 1; kill <= kills; kill += 1) {
      await settledSome(deps)
      await pause(randomInt(50, 400))
      for (const each of workers) each.kill('SIGKILL')
      workers.clear()
      if (crash && kill % Math.ceil(kills / 2) === 0) {
        log.push(`kill ${kill}: the database, too`)
        await crash()
      }
      if (kill % Math.ceil(kills / 3) === 0) {
        log.push(`kill ${kill}: the mail server, too`)
        await sink.crash()
      }
      start()
      const began = Date.now()
      await settledSome(deps)
      const took = (Date.now() - began) / 1_000
      if (took > 10) log.push(`kill ${kill}: went on after ${took} s`)
      slowest = Math.max(slowest, took)
    }
    // One more time while a worker runs: it waits for both, and forgets nothing that it heard.
    await sink.crash()
    if (crash) await crash()
    await settledAll(deps)
    const received = await sink.received()
    const sums = await Promise.all([followed, last].map((id) => accounted(deps, id, received)))
    for (const line of log) process.stdout.write(`deliver: ${line}\n`)
    const [one, other] = sums as [Sums, Sums]
    const lost = one.lost + other.lost
    const all = one.unknownEver + other.unknownEver
    process.stdout.write(
      `deliver: lost ${lost}, duplicated ${one.twice} (a newer one follows) and ${other.twice} (last words, of ${other.resent} sent once more), unknown ${one.unknown + other.unknown} at the end, ${all} ever\n`,
    )
    await deps.close().catch(() => {})
    return [
      { name: 'lost', value: lost, unit: 'mails', limit: 0, ratio: lost, most: 0 },
      { name: 'received twice though a newer one follows', value: one.twice, unit: 'mails', limit: 0, ratio: one.twice, most: 0 },
      {
        name: 'last words received twice, with one Message-ID',
        value: other.twice,
        unit: 'mails',
        limit: 1,
        ratio: round(other.twice / Math.max(1, other.resent)),
      },
      { name: 'unknown for each kill', value: round(all / (kills + 2)), unit: 'mails', limit: 1, ratio: round(all / (kills + 2) / (2 * connections)) },
      { name: 'not in a final state', value: one.open + other.open, unit: 'rows', limit: 0, ratio: one.open + other.open, most: 0 },
      { name: 'slowest to go on after a kill', value: round(slowest, 1), unit: 's', limit: 1, ratio: round(slowest / 30), most: 30 },
    ]
  } finally {
    for (const each of workers) each.kill('SIGKILL')
    sink.close()
  }
}

async function updateTo(deps: Deps, phase: 'investigating' | 'resolved'): Promise<string> {
  const crisisId = await benchCrisis(deps, 20, null)
  await recomputeImpact(deps.db, crisisId, { cause: 'by-hand', by: 'bench', at: new Date() })
  return publishUpdate(deps, crisisId, phase)
}

const worker = (url: string, tmp: string, smtp: string) =>
  spawn(process.execPath, ['server/src/main.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: url,
      LEEWARD_DATA_DIR: join(tmp, 'data'),
      LEEWARD_SECRET: '0'.repeat(64),
      LEEWARD_SMTP_URL: smtp,
      LEEWARD_MAIL_CONNECTIONS: String(connections),
      LEEWARD_ROLES: 'worker',
      LEEWARD_DEMO: '0',
      LEEWARD_LOG: 'silent',
    },
  })

async function databaseUrl({ db }: Deps, serverUrl: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
  const url = new URL(serverUrl)
  url.pathname = `/${rows[0]?.name}`
  return String(url)
}

/** The database may be away for a moment. */
async function ask<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1)
    try {
      return await read()
    } catch (error) {
      if (tries > 100) throw error
      await pause(200)
    }
}
const count = ({ db }: Deps, where: ReturnType<typeof sql>) =>
  ask(async () => (await sql<{ count: number }>`select count(*)::int as count from deliveries where ${where}`.execute(db)).rows[0]?.count ?? 0)

/** Until some mails more have come to an end, or none is left. */
async function settledSome(deps: Deps) {
  const before = await count(deps, sql`state = 'accepted'`)
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    await pause(100)
    if ((await count(deps, sql`state = 'accepted'`)) > before + 50 || (await count(deps, open)) === 0) return
  }
  throw new Error('nothing was sent for a minute')
}

async function settledAll(deps: Deps) {
  const until = Date.now() + 15 * 60_000
  const waits = sql`${open} or (state = 'unknown' and not resent and update_id in (select update_id from dispatches where last_word))`
  while (Date.now() < until) {
    await pause(1_000)
    if ((await count(deps, waits)) === 0) return
  }
  throw new Error('not everything came to an end within a quarter of an hour')
}

type Sums = Awaited<ReturnType<typeof accounted>>
/** What the rows say against what arrived. */
async function accounted({ db }: Deps, updateId: string, received: Map<string, number>) {
  const { rows } = await sql<{
    id: number
    state: string
    resent: boolean
  }>`select id, state::text, resent from deliveries where update_id = ${updateId}`.execute(db)
  const times = new Map(
    [...received].flatMap(([id, n]) => (id.startsWith(`<${updateId}.`) ? [[Number(id.slice(updateId.length + 2).split('@')[0]), n] as const] : [])),
  )
  const arrived = (id: number) => times.get(id) ?? 0
  return {
    lost: rows.filter(({ id, state }) => arrived(id) === 0 && state !== 'unknown').length,
    twice: rows.filter(({ id }) => arrived(id) > 1).length,
    unknown: rows.filter(({ state }) => state === 'unknown').length,
    resent: rows.filter(({ resent }) => resent).length,
    unknownEver: rows.filter(({ state, resent }) => resent || state === 'unknown').length,
    open: rows.filter(({ state }) => ['planned', 'queued', 'sending', 'deferred'].includes(state)).length,
  }
}
