// Hours out of minutes: each once, a part of the series at a time; the place moves in the transaction that writes them. Where a minute comes late, its hour is worked out again.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { addTo, decodeSketch, encodeSketch, merge, type Sketch } from './sketch.ts'
import { keptHourDays } from './series.contract.ts'

const hourMs = 3_600_000
const seriesAtOnce = 500
/** What comes a little late is still of the first look. */
const waitMs = 5 * 60_000
/** Of one look; then others have their turn. */
const mostParts = 20
const lateKeptHours = 24

export type Hours = { look: () => Promise<number> }
/** One at a time in all processes. */
export function createHours({ db, clock }: Pick<Deps, 'db' | 'clock'>): Hours {
  let ready = ''
  return {
    /** @returns how many parts were worked out */
    look: async () => {
      const now = clock()
      const day = now.toISOString().slice(0, 10)
      if (day !== ready) await sql`select signal_months(${now}, ${keptHourDays})`.execute(db)
      ready = day
      let parts = 0
      while (parts < mostParts && (await db.transaction().execute((tx) => nextPart(tx)))) parts += 1
      while (parts < mostParts && (await db.transaction().execute((tx) => nextLate(tx)))) parts += 1
      await sql`delete from late_hours where position <= (select late from hour_place) and noted_at < ${new Date(now.getTime() - lateKeptHours * hourMs)}`.execute(
        db,
      )
      return parts
    },
  }
}

/** @returns whether there was one */
async function nextPart(tx: Db): Promise<boolean> {
  const { rows } = await sql<{ through: Date | null; series: number; closed: Date | null }>`
    select p.through, p.series_id as series, f.closed_through as closed from hour_place p cross join signal_fold f for update of p`.execute(tx)
  const [place] = rows
  if (!place?.closed) return false
  const hour = place.through ? place.through.getTime() + hourMs : await firstHour(tx)
  if (hour === undefined || place.closed.getTime() < hour + hourMs - 60_000 + waitMs) return false
  const { rows: some } = await sql<{ id: number }>`select id from series where id > ${place.series} order by id limit ${seriesAtOnce}`.execute(tx)
  await derive(
    tx,
    some.map(({ id }) => ({ id, hour })),
  )
  const isLast = some.length < seriesAtOnce
  await sql`update hour_place set through = ${isLast ? new Date(hour) : place.through}, series_id = ${isLast ? 0 : (some.at(-1)?.id ?? 0)}`.execute(tx)
  return true
}

async function firstHour(tx: Db): Promise<number | undefined> {
  const { rows } = await sql<{ at: Date | null }>`select min(at) as at from buckets`.execute(tx)
  return rows[0]?.at ? Math.floor(rows[0].at.getTime() / hourMs) * hourMs : undefined
}

/** Of an hour that is still to come nothing is worked out yet: its turn comes. */
async function nextLate(tx: Db): Promise<boolean> {
  const { rows: places } = await sql<{ through: Date | null; late: number }>`select through, late from hour_place for update`.execute(tx)
  const [place] = places
  if (!place?.through) return false
  const { rows } = await sql<{ position: number; id: number; hour: Date }>`
    select position, series_id as id, hour from late_hours where position > ${place.late} order by position limit ${seriesAtOnce}`.execute(tx)
  const last = rows.at(-1)
  if (!last) return false
  // The hour that is being worked out may have had this series already.
  const begun = place.through.getTime() + hourMs
  const wanted = new Map(rows.filter(({ hour }) => hour.getTime() <= begun).map(({ id, hour }) => [`${id}/${hour.getTime()}`, { id, hour: hour.getTime() }]))
  await derive(tx, [...wanted.values()])
  await sql`update hour_place set late = ${last.position}`.execute(tx)
  return true
}

type Row = { id: number; at: Date; count: number; sum: number; min: number; max: number; sketch: Buffer | null }
async function derive(tx: Db, wanted: { id: number; hour: number }[]): Promise<void> {
  if (wanted.length === 0) return
  const { rows } = await sql<Row>`
    select b.series_id as id, to_timestamp(w.hour / 1000) as at, b.count, b.sum, b.min, b.max, b.sketch
      from unnest(${wanted.map(({ id }) => id)}::int[], ${wanted.map(({ hour }) => hour)}::float8[]) w (id, hour)
      join buckets b on b.series_id = w.id and b.at >= to_timestamp(w.hour / 1000) and b.at < to_timestamp(w.hour / 1000) + interval '1 hour'
     where b.at >= ${new Date(Math.min(...wanted.map(({ hour }) => hour)))} and b.at < ${new Date(Math.max(...wanted.map(({ hour }) => hour)) + hourMs)}`.execute(
    tx,
  )
  const hours = [...Map.groupBy(rows, ({ id, at }) => `${id}/${at.getTime()}`).values()].map(together)
  if (hours.length === 0) return
  await sql`
    insert into hours (series_id, at, count, sum, min, max, sketch)
    select g.id, to_timestamp(g.at / 1000), g.count, g.sum, g.min, g.max, case when g.sketch = '' then null else decode(g.sketch, 'base64') end
      from unnest(${hours.map(({ id }) => id)}::int[], ${hours.map(({ at }) => at.getTime())}::float8[], ${hours.map(({ count }) => count)}::bigint[], ${hours.map(({ sum }) => sum)}::float8[],
                  ${hours.map(({ min }) => min)}::float8[], ${hours.map(({ max }) => max)}::float8[], ${hours.map(({ sketch }) => sketch)}::text[]) as g (id, at, count, sum, min, max, sketch)
    on conflict (series_id, at) do update set count = excluded.count, sum = excluded.sum, min = excluded.min, max = excluded.max, sketch = excluded.sketch`.execute(
    tx,
  )
}

function together(minutes: Row[]) {
  const [{ id, at }] = minutes as [Row]
  const all = { id, at, count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }
  const sketch: Sketch = new Map()
  for (const { count, sum, min, max, sketch: bytes } of minutes) {
    all.count += count
    all.sum = Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, all.sum + sum))
    all.min = Math.min(all.min, min)
    all.max = Math.max(all.max, max)
    // A minute of a single value has none: it is the value.
    if (bytes) merge(sketch, decodeSketch(bytes))
    else addTo(sketch, sum)
  }
  return { ...all, sketch: all.count > 1 ? encodeSketch(sketch).toString('base64') : '' }
}
