// Which series are watched, each with what is stored of it and the minutes since: learned of when they are made, forgotten when their source is taken away.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { minuteMs } from './fold.ts'
import { hearingIn } from './gaps.store.ts'
import type { Sum } from './steps.ts'
import type { Finding, Stored, Watched, Watcher } from './watcher.ts'

const knownAtOnce = 5_000
/** What is made gets its number before it is seen: a lower one may show so much later. */
const lateMs = 10 * 60_000

export type Known = { learn: (through: number) => Promise<void> }

/** What a watcher is to know. `through`: the minute up to which new ones are looked over. */
export function createKnown({ db, now }: { db: Db; now: () => number }, watcher: Watcher): Known {
  let newest = 0
  /** The newest at a time, the first so long ago that no lower one shows any more. */
  let before: { at: number; newest: number }[] = []
  let removedSince = now()
  return {
    learn: async (through) => {
      const at = now()
      if (before.length === 0) before = [{ at: at - lateMs, newest: await newestBefore(db, at - lateMs) }]
      before = before.slice(
        Math.max(
          0,
          before.findLastIndex((each) => each.at <= at - lateMs),
        ),
      )
      await know(db, watcher, await unknownOf(db, watcher, before[0]?.newest ?? 0, newest), through)
      for (let ids = await idsAfter(db, newest); ids.length > 0; ids = await idsAfter(db, newest)) {
        await know(db, watcher, ids, through)
        newest = ids.at(-1) as number
      }
      before.push({ at, newest })
      for (const id of await goneSince(db, removedSince - lateMs)) watcher.forget(id)
      removedSince = at
    },
  }
}

const watched = sql`series s join signal_sources o on o.id = s.source_id and o.removed_at is null`
const idsAfter = async (db: Db, after: number): Promise<number[]> =>
  (await sql<{ id: number }>`select s.id from ${watched} where s.watched and s.id > ${after} order by s.id limit ${knownAtOnce}`.execute(db)).rows.map(
    ({ id }) => id,
  )

async function newestBefore(db: Db, at: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`select coalesce(max(id), 0) as id from series where created_at <= ${new Date(at)}`.execute(db)
  return rows[0]?.id ?? 0
}

async function unknownOf(db: Db, watcher: Watcher, after: number, to: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select s.id from ${watched} where s.watched and s.id > ${after} and s.id <= ${to}`.execute(db)
  return rows.flatMap(({ id }) => (watcher.knows(id) ? [] : [id]))
}

async function goneSince(db: Db, since: number): Promise<number[]> {
  const { rows } = await sql<{
    id: number
  }>`select s.id from signal_sources o join series s on s.source_id = o.id where o.removed_at > ${new Date(since)}`.execute(db)
  return rows.map(({ id }) => id)
}

type Row = Watched & { step: number | null; through: Date | null; behind: number | null; state: Buffer | null }
async function know(db: Db, watcher: Watcher, ids: readonly number[], through: number): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql<Row>`
    select s.id, s.measure, s.brand_id as brand, s.service_id as service, s.practice, b.time_zone as zone, floor(extract(epoch from date_trunc('minute', least(s.created_at, (select min(b.at) from buckets b where b.series_id = s.id)))) * 1000)::bigint as "firstAt",
           d.step_minutes as step, d.through, d.behind_minutes as behind, d.state
      from series s join brands b on b.id = s.brand_id left join detector_states d on d.series_id = s.id where s.id = any (${ids}::int[])`.execute(db)
  // One text for all that are of the same.
  const known = new Map<string, string>()
  const once = <T extends string | null>(text: T): T => (text === null ? text : ((known.get(text) ?? known.set(text, text).get(text)) as T))
  for (const { step, through: to, behind, state, brand, service, zone, ...row } of rows) {
    const series = { ...row, brand: once(brand), service: once(service), zone: once(zone) }
    const stored: Stored | undefined = step !== null && to && state ? { step, through: to.getTime(), behind: behind ?? 0, state } : undefined
    watcher.know({ ...series, firstAt: Number(series.firstAt) }, stored)
  }
  await goOver(db, watcher, ids, through)
}

/** The minutes that some series have not seen yet, up to one, or so much earlier as they are behind; nothing is told of them again. @param found is told what is found in them */
export async function goOver(
  db: Db,
  watcher: Watcher,
  series: readonly number[],
  through: number,
  found: (finding: Finding) => void = () => {},
): Promise<void> {
  const upTo = new Map(series.map((id) => [id, through - watcher.behind(id) * minuteMs]))
  const left = series.filter((id) => watcher.through(id) < (upTo.get(id) as number))
  if (left.length === 0) return
  const hearing = await hearingIn(db)
  const from = Math.max(Math.min(...left.map((id) => watcher.through(id))), through - 14 * 86_400_000)
  // By the hour, so that memory stays small however long it was.
  for (let hour = from + minuteMs; hour <= through; hour += 60 * minuteMs) {
    const last = Math.min(hour + 59 * minuteMs, through)
    const { rows } = await sql<Sum & { id: number; at: Date }>`
      select series_id as id, at, count, sum from buckets where at between ${new Date(hour)} and ${new Date(last)} and series_id = any (${left}::int[])`.execute(
      db,
    )
    const byMinute = Map.groupBy(rows, ({ at }) => at.getTime())
    for (let minute = hour; minute <= last; minute += minuteMs) {
      const sums = new Map((byMinute.get(minute) ?? []).map(({ id, count, sum }) => [id, { count, sum }]))
      for (const id of left) {
        const finding = minute <= (upTo.get(id) as number) ? watcher.see(id, minute, sums.get(id), hearing(minute)) : undefined
        if (finding) found(finding)
      }
    }
  }
}
