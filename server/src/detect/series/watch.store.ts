// Watches all series: what it knows of them is in memory, and enough of it stored that a restart goes on where it was, with the same verdicts.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { inTurn } from '../../platform/database/alone.ts'
import { hold } from '../../platform/database/held.ts'
import { watchLock } from '../suspicions/alerts.store.ts'
import { createThresholds } from '../thresholds/look.store.ts'
import { endEvidence, takeEvidence } from '../suspicions/take-evidence.store.ts'
import { evidenceOf, keyOf, kindOf, type Named } from './findings.ts'
import { asShipped, type Choices, createChoices } from '../sensitivity/choices.ts'
import { historyOf } from '../sensitivity/sensitivity.store.ts'
import { minuteMs } from './fold.ts'
import { hearingIn } from './gaps.store.ts'
import type { Sum } from './steps.ts'
import { createWatcher, type Finding, type Stored, type Watched, type Watcher } from './watcher.ts'

const keeperLock = 7_301_003
/** All of them within so many minutes, so that a restart has little to look at again. */
const storedWithin = 10
const knownAtOnce = 5_000
/** A process that was away for longer does not tell of what is long past. */
const tellsAtMost = 6 * 3_600_000

/** What cannot be told in so many looks is a fault of its own, and must not stop the others. */
const mostTries = 20

/** @returns how many minutes were looked at */
export type Watch = { look: () => Promise<number>; stop: () => void; size: () => number }

/** One of them works at a time in all processes, for as long as it lives. */
export function createWatch(deps: Deps): Watch {
  const { db, pool, clock, log } = deps
  let watcher: Watcher | undefined
  let [newest, choices] = [0, asShipped as Choices]
  let failure: { series: number; error: unknown } | undefined
  const thresholds = createThresholds(deps)
  /** What was found is kept until it is told: the minute that it is of is not over before. */
  let untold: Finding[] = []
  let tries = 0
  const held = hold(pool, keeperLock, () => {
    watcher = undefined
    untold = []
  })
  const tellAll = async () => {
    if (untold.length > 0)
      await inTurn(db, watchLock, () => tell(deps, untold)).catch((error) => {
        tries += 1
        if (tries < mostTries) throw error
        log.error({ err: error, findings: untold.length }, 'what was found cannot be told')
      })
    ;[untold, tries] = [[], 0]
  }
  const learnOf = async (known: Watcher, through: number) => {
    newest = await knowNew(db, known, newest, through)
  }
  return {
    look: async () => {
      if (!(await held.mine())) return 0
      const { closed, watched } = await placeOf(db)
      if (closed === undefined) return 0
      if (!watcher || watched === undefined || watched < closed) choices = createChoices(await historyOf(db))
      if (!watcher) {
        newest = 0
        watcher = createWatcher(
          undefined,
          (series, at) => choices(series, at),
          (series, error) => {
            failure ??= { series, error }
          },
        )
        await learnOf(watcher, watched ?? closed)
      }
      const hearing = watched === closed ? undefined : await hearingIn(db)
      let minutes = 0
      for (let minute = (watched ?? closed - minuteMs) + minuteMs; minute <= closed; minute += minuteMs) {
        await learnOf(watcher, minute - minuteMs)
        // Of a minute that was looked at, but not told of, nothing is found again.
        const found = watcher.seeAll(minute, await minuteFrom(db, minute), hearing?.(minute))
        if (clock().getTime() - minute <= tellsAtMost) untold.push(...found)
        await tellAll()
        await store(db, watcher.toStore((minute / minuteMs) % storedWithin, storedWithin))
        await sql`update signal_fold set watched_through = ${new Date(minute)}`.execute(db)
        minutes += 1
      }
      if (failure) log.error({ err: failure.error, series: failure.series }, 'a series cannot be judged')
      failure = undefined
      if (minutes > 0) await inTurn(db, watchLock, () => thresholds.look(closed, minutes))
      return minutes
    },
    stop: held.release,
    size: () => watcher?.size() ?? 0,
  }
}

async function placeOf(db: Db) {
  const { rows } = await sql<{
    closed: Date | null
    watched: Date | null
  }>`select closed_through as closed, watched_through as watched from signal_fold`.execute(db)
  return { closed: rows[0]?.closed?.getTime(), watched: rows[0]?.watched?.getTime() }
}

const minuteFrom = async (db: Db, minute: number): Promise<Map<number, Sum>> =>
  new Map(
    (await sql<Sum & { id: number }>`select series_id as id, count, sum from buckets where at = ${new Date(minute)}`.execute(db)).rows.map(
      ({ id, count, sum }) => [id, { count, sum }],
    ),
  )

type Row = Watched & { step: number | null; through: Date | null; state: Buffer | null }
/** Series made since the last look, each with what is stored of it and the minutes since. @returns the newest that is known */
async function knowNew(db: Db, watcher: Watcher, after: number, through: number): Promise<number> {
  let newest = after
  for (;;) {
    const { rows } = await sql<Row>`
      select s.id, s.measure, s.brand_id as brand, s.service_id as service, s.practice, b.time_zone as zone, floor(extract(epoch from date_trunc('minute', least(s.created_at, (select min(b.at) from buckets b where b.series_id = s.id)))) * 1000)::bigint as "firstAt", d.step_minutes as step, d.through, d.state
        from series s join brands b on b.id = s.brand_id left join detector_states d on d.series_id = s.id where s.id > ${newest} and s.watched order by s.id limit ${knownAtOnce}`.execute(
      db,
    )
    // One text for all that are of the same.
    const known = new Map<string, string>()
    const once = <T extends string | null>(text: T): T => (text === null ? text : ((known.get(text) ?? known.set(text, text).get(text)) as T))
    for (const { step, through: to, state, brand, service, zone, ...row } of rows) {
      const series = { ...row, brand: once(brand), service: once(service), zone: once(zone) }
      const stored: Stored | undefined = step !== null && to && state ? { step, through: to.getTime(), state } : undefined
      watcher.know({ ...series, firstAt: Number(series.firstAt) }, stored)
    }
    await goOver(
      db,
      watcher,
      rows.map(({ id }) => id),
      through,
    )
    newest = rows.at(-1)?.id ?? newest
    if (rows.length < knownAtOnce) return newest
  }
}

/** The minutes that some series have not seen yet, up to one; nothing is told of them again. @param found is told what is found in them */
export async function goOver(
  db: Db,
  watcher: Watcher,
  series: readonly number[],
  through: number,
  found: (finding: Finding) => void = () => {},
): Promise<void> {
  const behind = series.filter((id) => watcher.through(id) < through)
  if (behind.length === 0) return
  const hearing = await hearingIn(db)
  const from = Math.max(Math.min(...behind.map((id) => watcher.through(id))), through - 14 * 86_400_000)
  // By the hour, so that memory stays small however long it was.
  for (let hour = from + minuteMs; hour <= through; hour += 60 * minuteMs) {
    const last = Math.min(hour + 59 * minuteMs, through)
    const { rows } = await sql<Sum & { id: number; at: Date }>`
      select series_id as id, at, count, sum from buckets where at between ${new Date(hour)} and ${new Date(last)} and series_id = any (${behind}::int[])`.execute(
      db,
    )
    const byMinute = Map.groupBy(rows, ({ at }) => at.getTime())
    for (let minute = hour; minute <= last; minute += minuteMs) {
      const sums = new Map((byMinute.get(minute) ?? []).map(({ id, count, sum }) => [id, { count, sum }]))
      for (const id of behind) {
        const finding = watcher.see(id, minute, sums.get(id), hearing(minute))
        if (finding) found(finding)
      }
    }
  }
}

const store = async (db: Db, some: { series: number; stored: Stored }[]): Promise<void> => {
  if (some.length === 0) return
  await sql`
    insert into detector_states (series_id, step_minutes, through, state)
    select g.id, g.step, to_timestamp(g.through / 1000), decode(g.state, 'base64')
      from unnest(${some.map(({ series }) => series)}::int[], ${some.map(({ stored }) => stored.step)}::int[], ${some.map(({ stored }) => stored.through)}::float8[],
                  ${some.map(({ stored }) => stored.state.toString('base64'))}::text[]) as g (id, step, through, state)
    on conflict (series_id) do update set step_minutes = excluded.step_minutes, through = excluded.through, state = excluded.state`.execute(db)
}

async function tell(deps: Deps, found: Finding[]): Promise<void> {
  const { rows } = await sql<Named>`
    select s.id, s.name, s.service_id as service, v.name as "serviceName", s.region, o.kind as source, s.brand_id as "brandId", s.practice
      from series s join signal_sources o on o.id = s.source_id left join services v on v.id = s.service_id where s.id = any (${found.map(({ series }) => series)}::int[])`.execute(
    deps.db,
  )
  const named = new Map(rows.map((row) => [row.id, row]))
  const known = found.flatMap((finding) => {
    const series = named.get(finding.series)
    return series ? [{ finding, series }] : []
  })
  for (const { brandId, practice, evidence } of evidenceOf(known.filter(({ finding }) => finding.raised)))
    await takeEvidence(deps, { brandId, practice }, evidence)
  await endedOf(
    deps,
    known.filter(({ finding }) => finding.ended && !finding.raised).map(({ series }) => series),
  )
}

/** Most of what ends was never told to anybody: that is found out for all of them at once. */
async function endedOf(deps: Deps, ended: Named[]): Promise<void> {
  if (ended.length === 0) return
  const [keys, kinds] = [ended.map(keyOf), [...new Set(ended.map(kindOf))]]
  const { rows } = await sql<{ key: string }>`
    select key from suspicion_evidence where over_at is null and kind = any (${kinds}::text[]) and key = any (${keys}::text[])
    union select key from weak_signs where kind = any (${kinds}::text[]) and key = any (${keys}::text[])`.execute(deps.db)
  const told = new Set(rows.map(({ key }) => key))
  for (const series of ended) if (told.has(keyOf(series))) await endEvidence(deps, series, kindOf(series), keyOf(series))
}
