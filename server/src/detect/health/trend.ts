// A score is kept for the days on which it changed: between two of them it stayed.
const dayMs = 86_400_000

type Change = { day: string; score: number; before: number | null }

/** One score a day, from when it is known on. @param now today's. @param since,today as in 2030-01-31 */
export function trendOf(changes: readonly Change[], now: number, since: string, today: string, most: number): { day: string; score: number }[] {
  const first = Math.max(Date.parse(since), Date.parse(today) - (most - 1) * dayMs)
  const days = Array.from({ length: Math.max(1, Math.round((Date.parse(today) - first) / dayMs) + 1) }, (_, n) =>
    new Date(first + n * dayMs).toISOString().slice(0, 10),
  )
  return days.map((day) => ({ day, score: day === today ? now : scoreOn(day, changes, now) }))
}

function scoreOn(day: string, changes: readonly Change[], now: number): number {
  const last = changes.findLast((change) => change.day <= day)
  if (last) return last.score
  const next = changes[0]
  return next ? (next.before ?? 100) : now
}
