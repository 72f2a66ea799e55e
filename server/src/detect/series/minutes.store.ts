// What one series said in a period, and what was expected: its kept minutes are read, and looked at again.
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { minuteMs, minuteOf } from './fold.ts'
import { byHour, createReplay } from './replay.ts'
import { keptDays, type MinutesQuery, mostPoints, type SeriesMinutes } from './series.contract.ts'
import type { Sum } from './steps.ts'
import type { Watched } from './watcher.ts'

/** Some milliseconds of work; then others have their turn. */
const minutesAtOnce = 500
const usualMs = 2 * 3_600_000
const keptMs = keptDays * 86_400_000
/** Begun at a whole hour, no step of ten minutes is cut. */
const hourOf = (at: number) => Math.floor(at / 3_600_000) * 3_600_000

type Row = Omit<Watched, 'firstAt'> & { watched: boolean; step: number | null; createdAt: Date; closed: Date | null }
/** The last two hours where nothing is asked for. */
export async function minutesOf({ db, clock }: Pick<Deps, 'db' | 'clock'>, id: number, asked: z.output<typeof MinutesQuery>): Promise<SeriesMinutes> {
  const now = clock().getTime()
  const to = asked.to?.getTime() ?? now
  const from = asked.from?.getTime() ?? to - usualMs
  if (from >= to) throw new Refused('not-valid', 'from: must be earlier than to.')
  if (to - from > keptMs) throw new Refused('not-valid', `from: ask for ${keptDays} days at most.`)
  const oldest = hourOf(now - keptMs)
  if (to <= oldest) throw new Refused('not-valid', `to: minutes are kept for ${keptDays} days. Ask for a later time.`)
  const { rows } = await sql<Row>`
    select s.id, s.measure, b.time_zone as zone, s.watched, s.created_at as "createdAt", d.step_minutes as step, f.closed_through as closed
      from series s join brands b on b.id = s.brand_id cross join signal_fold f left join detector_states d on d.series_id = s.id where s.id = ${id}`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such series.')
  // What is not over yet says nothing.
  const until = Math.min(minuteOf(to - 1) + minuteMs, row.closed ? row.closed.getTime() + minuteMs : 0)
  const { sums, first } = await minutesBetween(db, id, oldest, until)
  const firstAt = Math.max(oldest, minuteOf(Math.min(row.createdAt.getTime(), first ?? Number.POSITIVE_INFINITY)))
  // The first hour of a series decides how it is looked at; where it is not kept any more, what was decided then is.
  const step = firstAt > oldest ? undefined : (row.step ?? undefined)
  const { points, stepMinutes, goTo } = createReplay({ series: { ...row, firstAt }, watched: row.watched, step }, sums, from)
  for (let at = firstAt; at < until; at += minutesAtOnce * minuteMs) {
    goTo(Math.min(at + minutesAtOnce * minuteMs, until))
    await setImmediate()
  }
  const some = points.length > mostPoints
  return {
    id,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    stepMinutes: stepMinutes(),
    by: some ? 'hour' : 'step',
    points: some ? byHour(points) : points,
  }
}

async function minutesBetween(db: Deps['db'], id: number, from: number, until: number) {
  const { rows } = await sql<Sum & { at: Date }>`
    select at, count, sum from buckets where series_id = ${id} and at >= ${new Date(from)} and at < ${new Date(until)} order by at`.execute(db)
  return { sums: new Map(rows.map(({ at, count, sum }) => [at.getTime(), { count, sum }])), first: rows[0]?.at.getTime() }
}
