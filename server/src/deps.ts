// What every feature is handed: the database, the engine, the clock, the shelf of playbooks. Nothing is global.
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Config } from './platform/config/config.ts'
import { type Clock, crisisTime } from './platform/clock.ts'
import type { Connection } from './platform/database/connect.ts'
import type { Dns } from './platform/dns/dns.ts'
import type { Engine } from './platform/events/engine.ts'
import { Refused } from './platform/refused.ts'
import type { Metrics } from './platform/telemetry/metrics.ts'
import type { Shelf } from './prepare/playbooks/shelf.ts'

export type Deps = Connection & { engine: Engine; clock: Clock; config: Config; key: Buffer; log: Logger; metrics: Metrics; shelf: Shelf; dns: Dns }

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

/**
 * Tells a stream of a crisis at the crisis's own time; `rows` are written in the same transaction, before the facts, and only where facts follow.
 * `whileOpen`: refused where the crisis is closed, also where it is being closed at that very moment.
 */
export async function tellCrisis(
  deps: Pick<Deps, 'db' | 'clock' | 'engine'>,
  stream: string,
  crisisId: string,
  by: string,
  command: (now: Date) => unknown,
  rows?: (tx: Deps['db'], now: Date) => Promise<unknown>,
  { whileOpen = false } = {},
): Promise<Date> {
  const now = await crisisNow(deps, crisisId)
  await deps.engine.tell(stream, command(now), {
    actor: by,
    crisisId,
    ...(rows || whileOpen
      ? {
          onlyWithFacts: true,
          with: async (tx: Deps['db']) => {
            if (whileOpen) await stillOpen(tx, crisisId)
            await rows?.(tx, now)
          },
        }
      : {}),
  })
  return now
}

/** What somebody wrote about a crisis, kept out of its events. */
export const putText = (tx: Deps['db'], id: string, crisisId: string, body: string, by: string, now: Date) =>
  sql`insert into texts (id, crisis_id, body, author, written_at) values (${id}, ${crisisId}, ${body}, ${by}, ${now}) on conflict (id) do nothing`.execute(tx)

/** Texts by id, for whoever shows what was written. */
export async function textsOf({ db }: Pick<Deps, 'db'>, ids: (string | undefined)[]): Promise<Map<string, string>> {
  const wanted = ids.filter((id): id is string => id !== undefined)
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<{ id: string; body: string }>`select id, body from texts where id = any (${wanted}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.body]))
}

/** Until this transaction ends nobody closes the crisis; whoever is at it is waited for. */
async function stillOpen(tx: Deps['db'], crisisId: string): Promise<void> {
  const { rows } = await sql`select 1 from crises where id = ${crisisId} and status <> 'closed' for share`.execute(tx)
  if (rows.length === 0) throw new Refused('already-done', 'This crisis is closed.')
}

/** Refuses the id of a person that nobody here has. */
export async function mustExist({ db }: Pick<Deps, 'db'>, person: string): Promise<void> {
  const { rows } = await sql`select 1 from auth_user where id = ${person}`.execute(db)
  if (rows.length === 0) throw new Refused('not-valid', 'There is no such person here.')
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
