import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Deps } from '../../server/src/deps.ts'
import { readConfig } from '../../server/src/platform/config/config.ts'
import { connect, createDatabase } from '../../server/src/platform/database/connect.ts'
import { migrate } from '../../server/src/platform/database/migrate.ts'
import { declareCrisis } from '../../server/src/stabilize/crisis/declare.ts'
import { createDeps } from '../../server/src/system.ts'

/** A migrated database of its own, and Leeward's parts on it, without web and workers. */
export async function benchSystem(serverUrl: string, tmp: string): Promise<Deps> {
  const connection = connect(await createDatabase(serverUrl, `bench_${randomUUID().replaceAll('-', '')}`), 12)
  await migrate(connection.pool)
  return createDeps(connection, readConfig({ LEEWARD_DATA_DIR: join(tmp, 'data'), LEEWARD_SECRET: '0'.repeat(64), LEEWARD_LOG: 'error' }), () => new Date())
}

/** A crisis over some services in some regions (null: all). */
export async function benchCrisis(deps: Deps, services: number, regions: string[] | null): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from services order by position limit ${services}`.execute(deps.db)
  const { id } = await declareCrisis(
    deps,
    {
      title: 'Bench',
      kind: 'service-outage',
      practice: false,
      scope: rows.map((row) => ({ serviceId: row.id, regions, degree: 'down' as const })),
      answers: { customersHurt: 'many', canWork: 'no', dataSafetyOrLaw: false, moneyWrong: false },
    },
    'bench',
  )
  return id
}

export async function seconds(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  return (performance.now() - began) / 1_000
}

export const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits
export const median = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] as number
/** The largest resident memory of this process so far, in megabytes. */
export const residentMegabytes = () => Math.round(process.resourceUsage().maxRSS / 1024)
