// What every feature is handed: the database, the engine, the clock, the shelf of playbooks. Nothing is global.
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Config } from './platform/config/config.ts'
import { type Clock, crisisTime } from './platform/clock.ts'
import type { Connection } from './platform/database/connect.ts'
import type { Engine } from './platform/events/engine.ts'
import { Refused } from './platform/refused.ts'
import type { Metrics } from './platform/telemetry/metrics.ts'
import type { Shelf } from './prepare/playbooks/shelf.ts'

export type Deps = Connection & { engine: Engine; clock: Clock; config: Config; key: Buffer; log: Logger; metrics: Metrics; shelf: Shelf }

/** The crisis's own time; refuses an id that no crisis has. */
export async function crisisNow({ db, clock }: Pick<Deps, 'db' | 'clock'>, crisisId: string): Promise<Date> {
  const {
    rows: [row],
  } = await sql<{ anchor_real: Date | null; anchor_crisis: Date | null; rate: number | null }>`
    select k.anchor_real, k.anchor_crisis, k.rate from crises c left join crisis_clocks k on k.crisis_id = c.id where c.id = ${crisisId}`.execute(db)
  if (!row) throw new Refused('not-found', 'There is no such crisis.')
  const { anchor_real: anchorReal, anchor_crisis: anchorCrisis, rate } = row
  return anchorReal && anchorCrisis && rate !== null ? crisisTime({ anchorReal, anchorCrisis, rate }, clock()) : clock()
}

/** What people are called, by id; programs and Leeward itself have names too. */
export async function namesOf({ db }: Pick<Deps, 'db'>, ids: (string | null | undefined)[]): Promise<(id: string) => { id: string; name: string }> {
  const wanted = [...new Set(ids.filter((id): id is string => typeof id === 'string'))]
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from auth_user where id = any (${wanted}::text[])
    union all select 'key:' || id, name from api_keys where 'key:' || id = any (${wanted}::text[])`.execute(db)
  const names = new Map(rows.map((row) => [row.id, row.name]))
  return (id) => ({ id, name: names.get(id) ?? (id === 'leeward' ? 'Leeward' : id === 'customer' ? 'A customer' : 'Somebody') })
}
