// What one series said in a period, and what was expected: from its kept minutes, and from its hours where it is longer ago than they are kept.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { minuteMs, minuteOf } from './fold.ts'
import { by } from './replay.ts'
import type { Asked, Replays } from './replays.store.ts'
import { keptDays, keptHourDays, type MinutesQuery, mostPoints, type SeriesMinutes, type SeriesPoint } from './series.contract.ts'
import { says } from './steps.ts'

const usualMs = 2 * 3_600_000
const hourMs = 3_600_000
const dayMs = 86_400_000
/** Begun at a whole hour, no step of ten minutes is cut. */
const hourOf = (at: number) => Math.floor(at / hourMs) * hourMs

/** The last two hours where nothing is asked for. */
export async function minutesOf(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  replays: Replays,
  id: number,
  asked: z.output<typeof MinutesQuery>,
): Promise<SeriesMinutes> {
  const now = clock().getTime()
  const to = asked.to?.getTime() ?? now
  const from = asked.from?.getTime() ?? to - usualMs
  if (from >= to) throw new Refused('not-valid', 'from: must be earlier than to.')
  if (to - from > keptHourDays * dayMs) throw new Refused('not-valid', `from: ask for ${keptHourDays} days at most.`)
  if (to <= now - keptHourDays * dayMs) throw new Refused('not-valid', `to: hours are kept for ${keptHourDays} days. Ask for a later time.`)
  const { rows } = await sql<Asked>`
    select s.id, s.measure, s.brand_id as brand, s.service_id as service, s.practice, b.time_zone as zone, s.watched, s.created_at as "createdAt", d.step_minutes as step, f.closed_through - make_interval(mins => coalesce(d.behind_minutes, 0)) as closed,
           coalesce((select max(position) from late_hours), 0) as late
      from series s join brands b on b.id = s.brand_id cross join signal_fold f left join detector_states d on d.series_id = s.id where s.id = ${id}`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such series.')
  const oldest = hourOf(now - keptDays * dayMs)
  const replay = to > oldest ? await replays.of(row, oldest) : undefined
  const until = Math.min(minuteOf(to - 1) + minuteMs, row.closed ? row.closed.getTime() + minuteMs : 0)
  const steps = replay ? replay.points(Math.max(from, oldest), until) : []
  const stepMinutes = replay?.stepMinutes() ?? row.step ?? 1
  const old = from < oldest ? await hoursOf({ db }, row, stepMinutes, from, Math.min(to, oldest)) : undefined
  const fine = !old && steps.length <= mostPoints
  const hours = fine ? [] : [...(old ?? []), ...by(steps, 'hour')]
  const long = hours.length > mostPoints ? 'day' : 'hour'
  return {
    id,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    stepMinutes,
    by: fine ? 'step' : long,
    points: fine ? steps : long === 'day' ? by(hours, 'day') : hours,
  }
}

/** Of hours of which only the sums are left: the mean of the steps of each; what was expected is not known any more. */
async function hoursOf({ db }: Pick<Deps, 'db'>, { id, measure, createdAt }: Asked, stepMinutes: number, from: number, to: number): Promise<SeriesPoint[]> {
  const { rows } = await sql<{ at: Date; count: number; sum: number }>`
    select at, count, sum from hours where series_id = ${id} and at >= ${new Date(hourOf(from))} and at < ${new Date(to)} order by at`.execute(db)
  const known = new Map(rows.map(({ at, count, sum }) => [at.getTime(), { count, sum }]))
  const first = Math.min(hourOf(createdAt.getTime()), rows[0]?.at.getTime() ?? Number.POSITIVE_INFINITY)
  const points: SeriesPoint[] = []
  for (let at = Math.max(hourOf(from), first); at < to; at += hourMs) {
    const value = says(measure, known.get(at) ?? { count: 0, sum: 0 })
    if (value === undefined) continue
    points.push({
      at: new Date(at).toISOString(),
      value: measure === 'count' ? (value * stepMinutes) / 60 : value,
      middle: null,
      low: null,
      high: null,
      raised: false,
    })
  }
  return points
}
