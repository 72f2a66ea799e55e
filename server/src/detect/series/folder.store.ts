// Reads the log once, in order, and writes what it says as minutes. The place that was read to is moved in the transaction that writes them: a kill at any moment loses nothing and counts nothing twice.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { eachPoint } from '../signals/packed.ts'
import { logLock } from '../signals/take.store.ts'
import { type Cell, fold, type Minutes, minuteMs, minuteOf } from './fold.ts'
import { type Gap, gapOf } from './gaps.ts'
import { noteGap } from './gaps.store.ts'
import { mostBehind } from './lateness.ts'
import { addTo, decodeSketch, encodeSketch, merge } from './sketch.ts'

/** What comes later than this after its minute still lands in it; detectors look at it where its series is late as a rule. */
export const graceMs = 3_000
const batchesAtOnce = 500
/** So much is read at once. Where more is to be read than this, or of more minutes (somebody sends years at once), it is written in between: memory stays small however much there is. */
const mostHeld = { points: 500_000, cells: 500_000, minutes: 5_000 }

type Place = { position: number; closedThrough: number }
export type Folder = { look: () => Promise<void> }
/** Told of each minute that is over and written. */
export type Closed = (minute: number) => void

/** One of them works at a time in all processes; the others find their place moved, and begin anew from it. */
export function createFolder({ db, clock }: Pick<Deps, 'db' | 'clock'>, closed: Closed = () => {}, most = mostHeld): Folder {
  let at: Place | undefined
  let [readTo, minutes, cells] = [0, new Map() as Minutes, 0]
  /** Minutes in which something was received, since a minute was over. */
  let listened = new Set<number>()
  const begin = async () => {
    at = await placeOf(db)
    ;[readTo, minutes, cells, listened] = [at.position, new Map(), 0, new Set()]
    return at
  }
  const isFull = () => cells >= most.cells || minutes.size >= most.minutes
  const read = async () => {
    const settled = await settledPosition(db)
    while (readTo < settled && !isFull()) {
      const batches = await batchesAfter(db, readTo, settled, most.points)
      for (const { body, position, received } of batches) {
        listened.add(minuteOf(received.getTime()))
        eachPoint(body, (series, time, value) => {
          if (fold(minutes, series, time, value)) cells += 1
        })
        readTo = position
      }
      if (batches.length === 0) readTo = settled
    }
  }
  /** @returns whether there is more */
  const step = async (): Promise<boolean> => {
    const from = at ?? (await begin())
    await read()
    const last = minuteOf(clock().getTime() - graceMs - minuteMs)
    const full = isFull()
    if (last <= from.closedThrough && !full) return false
    // What is over is over when all that came in it is written.
    const through = full ? from.closedThrough : Math.max(last, from.closedThrough)
    const over = through <= from.closedThrough ? [] : from.closedThrough === 0 ? [last] : range(from.closedThrough + minuteMs, last)
    const gap = gapOf(from.closedThrough, through, clock().getTime(), listened)
    const to = { position: readTo, closedThrough: through }
    if (!(await write(db, from, to, minutes, gap, clock()))) {
      at = undefined
      return false
    }
    ;[at, minutes, cells] = [to, new Map(), 0]
    if (!full) listened = new Set()
    for (const minute of over) closed(minute)
    return full
  }
  return {
    look: async () => {
      while (await step()) {
        /* until all that came is written */
      }
    },
  }
}
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, (to - from) / minuteMs + 1) }, (_, i) => from + i * minuteMs)

async function placeOf(db: Db): Promise<Place> {
  const { rows } = await sql<{ position: number; closed: Date | null }>`select position, closed_through as closed from signal_fold`.execute(db)
  return { position: rows[0]?.position ?? 0, closedThrough: rows[0]?.closed?.getTime() ?? 0 }
}

/** Taken alone for a moment: whoever was about to write has written, and what comes next stands behind this. */
const settledPosition = (db: Db): Promise<number> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${logLock})`.execute(tx)
    const { rows } = await sql<{ position: number | null }>`select max(position) as position from signal_log`.execute(tx)
    return rows[0]?.position ?? 0
  })

const batchesAfter = async (db: Db, after: number, upTo: number, points: number) =>
  (
    await sql<{ position: number; body: Buffer; received: Date }>`
      select position, body, received from (
        select position, body, received_at as received, sum(count) over (order by position) - count as before
          from (select position, body, received_at, count from signal_log where position > ${after} and position <= ${upTo} order by position limit ${batchesAtOnce}) l) l
       where before < ${points} order by position`.execute(db)
  ).rows

/** @returns false where somebody else has moved the place */
const write = (db: Db, from: Place, to: Place, minutes: Minutes, gap: Gap | undefined, now: Date): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    const { numAffectedRows } =
      await sql`update signal_fold set position = ${to.position}, closed_through = ${to.closedThrough === 0 ? null : new Date(to.closedThrough)} where position = ${from.position}`.execute(
        tx,
      )
    if (!numAffectedRows) return false
    const late: Late = new Map()
    for (const [minute, cells] of minutes) {
      const matter = await writeMinute(tx, new Date(minute), cells)
      if (minute <= from.closedThrough) late.set(minute, { all: [...cells.keys()], matter })
    }
    // Where several minutes are over at once, or none, it was we who were slow, or somebody sends much of the past.
    await noteLate(tx, late, to.closedThrough - from.closedThrough === minuteMs ? to.closedThrough : undefined, now)
    if (gap) await noteGap(tx, gap)
    return true
  })

/** By minute that was over before, whose values came, and of whom they matter. */
type Late = Map<number, { all: number[]; matter: number[] }>

/** What lands in minutes that were over before: whoever has looked at them looks again. @param closed the minute as of which it tells how late they come */
async function noteLate(tx: Db, late: Late, closed: number | undefined, now: Date): Promise<void> {
  const hours = new Map<string, { id: number; hour: number }>()
  const by = new Map<number, number>()
  for (const [minute, { all, matter }] of late) {
    const hour = minute - (minute % 3_600_000)
    for (const id of all) hours.set(`${id}/${hour}`, { id, hour })
    if (closed !== undefined) for (const id of matter) by.set(id, Math.max(by.get(id) ?? 0, (closed - minute) / minuteMs))
  }
  // A row for each hour; how late it is stands in the first of a series.
  const rows = [...hours.values()].map(({ id, hour }) => {
    const minutes = by.get(id) ?? mostBehind + 1
    by.delete(id)
    return { id, hour, minutes: minutes > mostBehind ? null : minutes }
  })
  if (rows.length === 0) return
  await sql`
    insert into late_hours (series_id, hour, minutes, noted_at)
    select g.id, to_timestamp(g.hour / 1000), g.minutes, ${now}
      from unnest(${rows.map(({ id }) => id)}::int[], ${rows.map(({ hour }) => hour)}::float8[], ${rows.map(({ minutes }) => minutes)}::smallint[]) g (id, hour, minutes)`.execute(
    tx,
  )
}

/** Less of a minute may be missing. */
const matters = 0.05

/** @returns of which series more than a little of the minute came just now */
async function writeMinute(tx: Db, at: Date, cells: Map<number, Cell>): Promise<number[]> {
  const ids = [...cells.keys()]
  const { rows } = await sql<{ id: number; sketch: Buffer | null; count: number; sum: number }>`
    select series_id as id, sketch, count, sum from buckets where at = ${at} and series_id = any (${ids}::int[])`.execute(tx)
  const before = new Map(rows.map((row) => [row.id, row]))
  const all = [...cells.values()]
  const sketches = [...cells].map(([id, { sketch, count, sum }]) => sketchOf({ sketch, count, sum }, before.get(id)))
  await sql`
    insert into buckets as b (series_id, at, count, sum, min, max, sketch)
    select g.id, ${at}, g.count, g.sum, g.min, g.max, case when g.sketch = '' then null else decode(g.sketch, 'base64') end
      from unnest(${ids}::int[], ${all.map(({ count }) => count)}::bigint[], ${all.map(({ sum }) => sum)}::float8[], ${all.map(({ min }) => min)}::float8[], ${all.map(({ max }) => max)}::float8[], ${sketches}::text[])
        as g (id, count, sum, min, max, sketch)
    on conflict (series_id, at) do update set count = b.count + excluded.count, sum = least(greatest(b.sum, ${-mostSum}), ${mostSum}) + excluded.sum, min = least(b.min, excluded.min), max = greatest(b.max, excluded.max), sketch = excluded.sketch`.execute(
    tx,
  )
  return [...cells].flatMap(([id, { count }]) => (count > matters * (count + (before.get(id)?.count ?? 0)) ? [id] : []))
}

/** Of minutes that were written before values were bounded: so far from the end of all numbers that more can be added. */
const mostSum = 1e300

type Some = { sketch: Map<number, number> | undefined; count: number; sum: number }
/** Of one value there is none: it is the value. */
function sketchOf(cell: Some, stored: { sketch: Buffer | null; count: number; sum: number } | undefined): string {
  if (!stored) return cell.sketch ? encodeSketch(cell.sketch).toString('base64') : ''
  const [own, other] = [ofOne(cell), ofOne({ ...stored, sketch: stored.sketch ? decodeSketch(stored.sketch) : undefined })]
  return encodeSketch(merge(own, other)).toString('base64')
}
const ofOne = ({ sketch, sum }: Some): Map<number, number> => {
  const of = new Map(sketch)
  if (!sketch) addTo(of, sum)
  return of
}
