// The process that carries out what is granted, as an operator runs it: killed and started again by a benchmark, which waits for what it has done.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Deps } from '../../server/src/deps.ts'

/** Leeward as a worker, on the database of the benchmark. */
export const startExecutor = (database: string, tmp: string, env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ['server/src/main.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: database,
      LEEWARD_DATA_DIR: join(tmp, 'data'),
      LEEWARD_SECRET: '0'.repeat(64),
      LEEWARD_ROLES: 'worker',
      LEEWARD_DEMO: '0',
      LEEWARD_LOG: 'silent',
      ...env,
    },
  })

/** Where the benchmark's own database is. */
export async function databaseUrl({ db }: Pick<Deps, 'db'>, serverUrl: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
  const url = new URL(serverUrl)
  url.pathname = `/${rows[0]?.name}`
  return String(url)
}

/** Lines of which that is so. The database may be away for a moment. */
export async function countLines({ db }: Pick<Deps, 'db'>, where: RawBuilder<unknown>): Promise<number> {
  for (let tries = 0; ; tries += 1)
    try {
      return (await sql<{ count: number }>`select count(*)::int as count from payouts where ${where}`.execute(db)).rows[0]?.count ?? 0
    } catch (error) {
      if (tries > 100) throw error
      await pause(200)
    }
}

/** Whether the executor holds back, since a provider gave it no answers. */
export const circuitOpen = async ({ db }: Pick<Deps, 'db'>): Promise<boolean> =>
  (await sql`select 1 from providers where channel = 'payer' and (opened > 0 or open_until is not null)`.execute(db)).rows.length > 0

const unsettled = sql`state not in ('applied', 'failed', 'expired', 'reversed')`

/** Until so many more lines have come to an end, or none is left. */
export async function settledSome(deps: Pick<Deps, 'db'>, more: number): Promise<void> {
  const before = await countLines(deps, unsettled)
  const until = Date.now() + 120_000
  while (Date.now() < until) {
    await pause(50)
    const now = await countLines(deps, unsettled)
    if (now <= before - more || now === 0) return
  }
  throw new Error('nothing was paid for two minutes')
}

export async function settledAll(deps: Pick<Deps, 'db'>): Promise<void> {
  const until = Date.now() + 15 * 60_000
  while (Date.now() < until) {
    if ((await countLines(deps, unsettled)) === 0) return
    await pause(500)
  }
  throw new Error(`not everything came to an end within a quarter of an hour: ${await countLines(deps, unsettled)} are open`)
}
