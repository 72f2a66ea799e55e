// The deadline of a duty: hours are exact; days and months end with the last second of a day where the authority is.
import { type Day, isBusinessDay, plusDays, plusMonths } from './business-days.ts'
import type { DeadlineRule, Obligation } from './regulatory.contract.ts'

/**
 * When the duty is due at the latest. `basisAt`: the moment of its `startsFrom` (null where it is not known yet); `alsoAt`: the moment of `alsoWithin.from`.
 * Of two limits the earlier one counts; one alone counts while the other has not begun. Null: the law names no number, or nothing has begun.
 */
export function deadlineOf(
  obligation: Pick<Obligation, 'deadline' | 'alsoWithin' | 'timeZone'>,
  basisAt: Date | null,
  alsoAt: Date | null = null,
): Date | null {
  const { deadline, alsoWithin, timeZone } = obligation
  const limits = [basisAt && dueAt(deadline, basisAt, timeZone), alsoWithin && alsoAt && dueAt(alsoWithin.deadline, alsoAt, timeZone)].filter(
    (limit): limit is Date => limit instanceof Date,
  )
  return limits.reduce<Date | null>((earliest, limit) => (earliest && earliest <= limit ? earliest : limit), null)
}

/** One rule from one moment; null where it is `promptly`. */
export function dueAt(rule: DeadlineRule, from: Date, timeZone: string): Date | null {
  if (rule.hours !== undefined) return new Date(from.getTime() + rule.hours * hour)
  const start = dayIn(timeZone, from)
  if (rule.calendarDays !== undefined) return endOf(plusDays(start, rule.calendarDays), timeZone)
  if (rule.months !== undefined) return endOf(plusMonths(start, rule.months), timeZone)
  if (rule.businessDays !== undefined && rule.calendar !== undefined) {
    let day = start
    for (let left = rule.businessDays; left > 0; ) {
      day = plusDays(day, 1)
      if (isBusinessDay(rule.calendar, day)) left -= 1
    }
    return endOf(day, timeZone)
  }
  return null
}

/** The last second of a day in a zone; on a night in which the clocks change the day is an hour shorter or longer. */
export function endOf(day: Day, timeZone: string): Date {
  const { year, month, day: date } = plusDays(day, 1)
  const midnightUtc = Date.UTC(year, month - 1, date)
  // The zone's offset is asked twice: the first answer may be of the other side of a change of the clocks.
  const first = midnightUtc - offsetAt(timeZone, new Date(midnightUtc))
  return new Date(midnightUtc - offsetAt(timeZone, new Date(first - second)) - second)
}

const second = 1_000
const hour = 3_600_000

export function dayIn(timeZone: string, at: Date): Day {
  const shifted = new Date(at.getTime() + offsetAt(timeZone, at))
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() }
}

/** Milliseconds by which the zone's clocks are ahead of UTC. */
function offsetAt(timeZone: string, at: Date): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>
  const local = Date.UTC(parts.year ?? 0, (parts.month ?? 1) - 1, parts.day, parts.hour, parts.minute, parts.second)
  return local - Math.floor(at.getTime() / second) * second
}

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const [numeric, two] = ['numeric', '2-digit'] as const
  const made = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: numeric, month: two, day: two, hour: two, minute: two, second: two })
  formats.set(timeZone, made)
  return made
}
