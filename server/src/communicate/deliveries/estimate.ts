// When a dispatch will be done, as a range: from what was done in the last minutes, and from what waits for a moment of its own.
export type Progress = {
  /** Not at an end yet, without those that wait for a moment of their own. */
  remaining: number
  /** The latest moment that a row waits for. */
  waitsUntil: Date | null
  /** How many came to an end in each minute, in any order. */
  minutes: { minute: Date; settled: number }[]
  now: Date
}
/** `perMinute`: as of late. A range, since a provider is not a clock. */
export type Estimate = { perMinute: number; from: Date; until: Date }

const [minute, look] = [60_000, 5]

/** Undefined while nothing was done lately, or nothing is left: then there is nothing to say. */
export function estimateFinish({ remaining, waitsUntil, minutes, now }: Progress): Estimate | undefined {
  const since = now.getTime() - look * minute
  const recent = minutes.filter((each) => each.minute.getTime() >= since && each.settled > 0)
  const first = Math.min(...recent.map((each) => each.minute.getTime()))
  if (recent.length === 0 || (remaining === 0 && !waitsUntil)) return undefined
  // The first of these minutes may have begun before there was anything to do; it counts as a whole one, on the careful side.
  const spent = Math.max(minute / 2, now.getTime() - first)
  const perMinute = (recent.reduce((sum, each) => sum + each.settled, 0) / spent) * minute
  const left = (remaining / perMinute) * minute
  const least = waitsUntil && waitsUntil > now ? waitsUntil.getTime() - now.getTime() : 0
  const at = (span: number) => new Date(now.getTime() + Math.max(span, least))
  return { perMinute: Math.round(perMinute), from: at(left * 0.8), until: at(left * 1.4 + minute / 2) }
}
