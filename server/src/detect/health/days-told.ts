// Where the days of an account's use stand in its ring. A day on which nobody's use was told is a broken pipe and no customer's doing: the same weekday of the week before stands for it.
const dayMs = 86_400_000
const epoch = Date.parse('2000-01-01') / dayMs
/** The ring has 64 places; the oldest may be written over by the newest at any moment. */
const keptDays = 63

/** @param first the newest of the days, as in 2030-01-31 @param told days of which anybody's use is known @returns the place (from 1) of the day n days before `first`, for n from 0 */
export function placesFrom(first: string, told: ReadonlySet<string>): number[] {
  const newest = Date.parse(first) / dayMs
  const oldestTold = Math.min(...[...told].map((day) => Date.parse(day) / dayMs))
  const standsFor = (back: number): number => {
    const day = newest - back
    const isGap = day > oldestTold && !told.has(new Date(day * dayMs).toISOString().slice(0, 10))
    return isGap && back + 7 < keptDays ? standsFor(back + 7) : back
  }
  return Array.from({ length: keptDays }, (_, back) => 1 + ((newest - epoch - standsFor(back)) % 64))
}
