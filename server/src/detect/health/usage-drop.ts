// Whether an account uses less than it did: its last days against its own same weekdays of the four weeks before. How far the weeks differ among each other, and on how few days it is used at all,
// says what chance may do; an account that comes and goes is judged by the month. `usage-drop.store.ts` says the same in SQL.

/** `days`: of these many of the last days, compared with as many of the same weekdays; `apart`: so many days further back each time. */
type Window = { days: number; apart: number; times: number; leastDrop: number; leastActive: number }
export const windows: readonly Window[] = [
  // For whoever comes every day, two days are enough.
  { days: 2, apart: 7, times: 4, leastDrop: 0.6, leastActive: 0.9 },
  { days: 7, apart: 7, times: 4, leastDrop: 0.3, leastActive: 0 },
  { days: 28, apart: 28, times: 1, leastDrop: 0.6, leastActive: 0 },
]
/** By this many standard deviations of chance the use has to fall; and where it is nothing at all, so unlikely that has to be. */
export const surelyTimes = 2.5
export const unlikely = 0.001
/** Fewer days are no habit. */
export const leastKnownDays = 35
/** A day belongs to the drop when it is this far below the same weekdays before. */
export const below = 0.7

export type Drop = { percent: number; daysAgo: number }

/** @param daily what was used yesterday, the day before…; nothing is 0. @param known for so many days it is known at all */
export function dropOf(daily: readonly number[], known: number): Drop | undefined {
  const drops = windows.flatMap((window) => {
    const drop = dropIn(window, daily, known)
    return drop === undefined ? [] : [{ drop, days: window.days }]
  })
  const largest = drops.toSorted((one, other) => other.drop - one.drop || one.days - other.days)[0]
  return largest && { percent: Math.floor(largest.drop * 100), daysAgo: beganAgo(daily, known) ?? largest.days }
}

function dropIn({ days, apart, times, leastDrop, leastActive }: Window, daily: readonly number[], known: number): number | undefined {
  if (known < days + apart * times || known < leastKnownDays) return undefined
  const sumFrom = (first: number) => daily.slice(first, first + days).reduce((sum, used) => sum + used, 0)
  const before = Array.from({ length: times }, (_, nth) => sumFrom(apart * (nth + 1)))
  const [now, usual, lowest] = [sumFrom(0), medianOf(before), Math.min(...before)]
  // The 28 days before: on how many of them it was used, and how far one day is from the next.
  const habit = daily.slice(days === 2 ? 7 : days, (days === 2 ? 7 : days) + 28)
  const [active, mean] = [habit.filter((used) => used > 0).length / 28, habit.reduce((sum, used) => sum + used, 0) / 28]
  if (usual <= 0 || mean === 0 || active < leastActive) return undefined
  const drop = 1 - now / usual
  const spread = habit.reduce((sum, used) => sum + (used / mean) ** 2, 0) / 28 - 1
  const chance = surelyTimes * Math.sqrt((Math.max(spread, 0) / days) * (1 + 1 / times))
  const sure = now > 0 ? drop >= chance : (1 - active) ** days < unlikely
  return sure && drop >= leastDrop && now < 2 * lowest - usual ? drop : undefined
}

/** The first of the days that are all below their weekdays, without a day off at its beginning. */
function beganAgo(daily: readonly number[], known: number): number | undefined {
  let began: number | undefined
  for (let n = 0; n < 28; n += 1) {
    const usual = medianOf([7, 14, 21, 28].flatMap((back) => (n + back < known ? [daily[n + back] ?? 0] : [])))
    if ((daily[n] ?? 0) > below * usual) break
    if (usual > 0) began = n + 1
  }
  return began
}

export function medianOf(values: readonly number[]): number {
  if (values.length === 0) return 0
  const sorted = values.toSorted((one, other) => one - other)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)] as number, sorted[Math.ceil((sorted.length - 1) / 2)] as number]
  return (low + high) / 2
}
