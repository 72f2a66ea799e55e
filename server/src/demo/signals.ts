// Tidewater's own signals: four days of them written in one statement, then told as they happen, by the same way as anybody's; what was missed while the demo stood still is written at its start.
import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { addTo, encodeSketch } from '../detect/series/sketch.ts'
import { keepDays } from '../detect/signals/days.store.ts'
import { readSignals } from '../detect/signals/read-signals.ts'
import { addSource, type Source } from '../detect/signals/sources.store.ts'
import { createIntake, type Intake } from '../detect/signals/take.store.ts'
import type { Db } from '../platform/database/connect.ts'
import { demoSignals, type Happened, happenedRows, shapeOf, valuesOf } from './shape.ts'
import { troubles } from './troubles.ts'

const minuteMs = 60_000
const slotMs = 10_000
const pastDays = 4
/** What a machine slept through for longer is not told late any more. */
const mostMissedMs = 15 * minuteMs
const sourceName = 'Tidewater’s systems'
const floor = (at: number, of: number) => Math.floor(at / of) * of

/** @returns the series in the order of `demoSignals`, and the last minute that is written */
export async function fillSignals(deps: Deps, by: string, onset: Date): Promise<{ ids: number[]; last: Date }> {
  const { db, clock } = deps
  const now = clock()
  await keepDays()(db, now)
  await addSource(
    deps,
    { name: sourceName, kind: 'signals', brand: 'tidewater', practice: false, service: null, region: null, keptAMinute: 6_000, settings: null },
    by,
  )
  const source = (await ourSource(db)) as Source
  // Each named once, so that what comes live is of the same series.
  const last = floor(now.getTime(), minuteMs) - minuteMs
  await createIntake(deps).take(
    source,
    readSignals(
      demoSignals.map((each) => ({ ...named(each), value: each.measure === 'gauge' ? each.base : 0, at: last })),
      now,
    ),
  )
  const ids = await seriesOf(db, source.id)
  const first = last - pastDays * 1_440 * minuteMs
  await sql`update series set created_at = ${new Date(first)} where id = any (${ids}::int[])`.execute(db)
  await write(db, ids, new Date(first), new Date(last), onset, await troubles(db, onset))
  await sql`update signal_fold set closed_through = ${new Date(last)} where closed_through is null`.execute(db)
  return { ids, last: new Date(last) }
}

/** What was not told while nothing ran, before anybody looks. */
export async function catchUp({ db, clock }: Deps): Promise<void> {
  const source = await ourSource(db)
  const onset = await onsetOf(db)
  const { rows } = await sql<{ closed: Date | null }>`select closed_through as closed from signal_fold`.execute(db)
  const closed = rows[0]?.closed?.getTime()
  if (!source || !onset || closed === undefined) return
  await keepDays()(db, clock())
  const last = floor(clock().getTime(), minuteMs) - minuteMs
  // What stands in the log of the minute after the last is still to be read.
  const first = Math.max(closed + 2 * minuteMs, last - 13 * 1_440 * minuteMs)
  if (first <= last)
    await write(db, await seriesOf(db, source.id), new Date(first), new Date(last), onset, await troubles(db, onset), sql`on conflict do nothing`)
}

export type DemoSignals = { pulse: (sent: number | undefined) => Promise<number> }
export function createDemoSignals(deps: Deps): DemoSignals {
  const { db, clock } = deps
  const intake: Intake = createIntake(deps)
  return {
    /** Tells what happened since the ten seconds that were told last. @returns the last ones that are told now */
    pulse: async (sent) => {
      const now = clock().getTime()
      const until = floor(now, slotMs)
      const [source, onset] = [await ourSource(db), await onsetOf(db)]
      const from = Math.max(sent === undefined ? await afterClosed(db, now) : sent + slotMs, until - mostMissedMs)
      if (!source || !onset || from > until) return Math.max(sent ?? until, until)
      const ids = await seriesOf(db, source.id)
      const values = await valuesOf(db, ids, new Date(floor(from, minuteMs)), new Date(floor(until, minuteMs)), onset, await troubles(db, onset))
      const signals = values.flatMap(({ id, at, measure, value }) => {
        const series = named(demoSignals[ids.indexOf(id)] as (typeof demoSignals)[number])
        return slots(at.getTime(), from, until).flatMap((slot) =>
          partOf(measure, value, slot).map((part) => ({ ...series, value: part, at: Math.min(slot, now) })),
        )
      })
      if (signals.length > 0) await intake.take(source, readSignals(signals, clock()))
      return until
    },
  }
}

/** Of what is counted a sixth of the minute, one by one; of what is measured, one value. */
function partOf(measure: 'count' | 'gauge', value: number, slot: number): number[] {
  if (measure === 'gauge') return [value]
  const nth = (slot % minuteMs) / slotMs
  return Array.from({ length: Math.floor((value * (nth + 1)) / 6) - Math.floor((value * nth) / 6) }, () => 1)
}
const slots = (minute: number, from: number, until: number): number[] =>
  Array.from({ length: minuteMs / slotMs }, (_, nth) => minute + nth * slotMs).filter((slot) => slot >= from && slot <= until)

async function afterClosed(db: Db, now: number): Promise<number> {
  const { rows } = await sql<{ last: Date | null }>`select max(at) as last from buckets where at > ${new Date(now - mostMissedMs)}`.execute(db)
  return rows[0]?.last ? rows[0].last.getTime() + minuteMs : floor(now, minuteMs)
}

const named = ({ name, measure, service, region }: (typeof demoSignals)[number]) => ({
  name,
  measure,
  ...(service ? { service } : {}),
  ...(region ? { region } : {}),
})

export async function ourSource(db: Db): Promise<Source | undefined> {
  const { rows } = await sql<Source>`
    select id, brand_id as "brandId", kind, practice, service_id as "serviceId", region, kept_a_minute as "keptAMinute", null as secret
      from signal_sources where name = ${sourceName} and kind = 'signals' and not practice and removed_at is null order by created_at limit 1`.execute(db)
  return rows[0]
}

async function seriesOf(db: Db, sourceId: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select s.id from unnest(${demoSignals.map(({ name }) => name)}::text[], ${demoSignals.map(({ region }) => region)}::text[]) with ordinality g (name, region, nth)
      join series s on s.source_id = ${sourceId} and s.name = g.name and s.region is not distinct from g.region order by g.nth`.execute(db)
  return rows.map(({ id }) => id)
}

const onsetOf = async (db: Db): Promise<Date | undefined> =>
  (await sql<{ onset: Date }>`select onset_at as onset from crises where not practice order by declared_at limit 1`.execute(db)).rows[0]?.onset

/** Of what is counted, so many values of 1, with the sketch that so many have. */
async function write(db: Db, ids: readonly number[], from: Date, to: Date, onset: Date, happened: readonly Happened[], more = sql``): Promise<void> {
  const counts = Array.from({ length: 400 }, (_, n) => n + 2)
  const sketches = counts.map((count) => {
    const sketch = new Map<number, number>()
    addTo(sketch, 1, count)
    return encodeSketch(sketch).toString('hex')
  })
  await sql`
    with ${happenedRows(happened)}, shaped as (${shapeOf(ids, from, to, onset)}), sketches as (select n, decode(hex, 'hex') as sketch from unnest(${counts}::int[], ${sketches}::text[]) g (n, hex))
    insert into buckets (series_id, at, count, sum, min, max, sketch)
    select s.id, s.at, case s.measure when 'gauge' then 1 else s.value::bigint end, s.value, case s.measure when 'gauge' then s.value else 1 end, case s.measure when 'gauge' then s.value else 1 end, k.sketch
      from shaped s left join sketches k on s.measure = 'count' and k.n = s.value::int where s.measure = 'gauge' or s.value > 0
    ${more}`.execute(db)
}
