// Where thresholds are passed: what is over for all series of a topic is over.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { endEvidence } from '../suspicions/take-evidence.store.ts'

type Of = { id: string; brandId: string; practice: boolean }
/** Told first, forgotten then: after a kill in between it is told again, which changes nothing. */
export async function endStandings(deps: Pick<Deps, 'db' | 'engine' | 'clock'>, { id, brandId, practice }: Of, ended: readonly number[]): Promise<void> {
  const { rows } = await sql<{ topic: string }>`
    select distinct topic from threshold_standings t where threshold_id = ${id} and series_id = any (${ended}::int[])
       and not exists (select from threshold_standings o where o.threshold_id = t.threshold_id and o.topic = t.topic and not o.series_id = any (${ended}::int[]))`.execute(
    deps.db,
  )
  for (const { topic } of rows) await endEvidence(deps, { brandId, practice }, 'threshold', topic)
  await sql`delete from threshold_standings where threshold_id = ${id} and series_id = any (${ended}::int[])`.execute(deps.db)
}
