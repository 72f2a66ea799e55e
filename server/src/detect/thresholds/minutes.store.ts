// Minutes of series as thresholds look at them.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Minute } from './threshold.ts'
import type { ThresholdRule } from './thresholds.contract.ts'

type Row = Minute & { id: number; at: Date }
/** Of each series its minutes by time (milliseconds), of a period with both ends. Sketches are read where a quantile is asked for alone. */
export async function minutesOfMany(db: Db, rule: ThresholdRule, ids: readonly number[], from: number, to: number): Promise<Map<number, Map<number, Minute>>> {
  const sketch = rule.figure === 'quantile' && rule.when !== 'silent' ? sql`sketch` : sql`null::bytea as sketch`
  const { rows } = await sql<Row>`
    select series_id as id, at, count, sum, min, max, ${sketch} from buckets where series_id = any (${ids}::int[]) and at between ${new Date(from)} and ${new Date(to)}`.execute(
    db,
  )
  const all = new Map<number, Map<number, Minute>>()
  for (const { id, at, ...minute } of rows) {
    const own = all.get(id) ?? new Map<number, Minute>()
    all.set(id, own)
    own.set(at.getTime(), minute)
  }
  return all
}

/** When each was heard last in a period, both ends included. */
export async function lastHeard(db: Db, ids: readonly number[], from: number, to: number): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; at: Date | null }>`
    select i.id, (select max(b.at) from buckets b where b.series_id = i.id and b.at between ${new Date(from)} and ${new Date(to)}) as at from unnest(${ids}::int[]) i (id)`.execute(
    db,
  )
  return new Map(rows.flatMap(({ id, at }) => (at ? [[id, at.getTime()]] : [])))
}
