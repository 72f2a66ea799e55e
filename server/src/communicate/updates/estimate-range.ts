// The buffer rule of estimates: promise late, deliver early. Customers never read the earliest time, and the range is wider the less the team knows.
import { minutesAfter } from '../../platform/clock.ts'

/** Minutes from now, as the team sees it. */
export type TeamEstimate = { earliestMinutes: number; likelyMinutes: number }

/**
 * The range begins at what is likely, and ends half as much later again, or by as much as the likely time lies after the earliest, whichever is more.
 * Both ends are rounded up to a time people read at a glance: 5 minutes within the hour, 15 within four hours, an hour beyond.
 */
export function estimateRange({ earliestMinutes, likelyMinutes }: TeamEstimate, now: Date): { from: Date; until: Date } {
  const buffer = Math.max(likelyMinutes / 2, likelyMinutes - earliestMinutes)
  const step = stepOf(likelyMinutes + buffer)
  const from = roundedUp(minutesAfter(now, likelyMinutes), step)
  const until = roundedUp(minutesAfter(now, likelyMinutes + buffer), step)
  return { from, until: until > from ? until : minutesAfter(from, step) }
}

const stepOf = (minutes: number) => (minutes <= 60 ? 5 : minutes <= 240 ? 15 : 60)
const roundedUp = (at: Date, step: number) => new Date(Math.ceil(at.getTime() / (step * 60_000)) * step * 60_000)
