// How pressing a deadline is: passed; its last fifth, or last five minutes of a longer one; not yet.
import type { Meaning } from './theme.ts'

/** Milliseconds in, meaning out; without a start only the five minutes count. */
export function pressing(deadline: number, now: number, startedAt?: number): Meaning {
  const left = deadline - now
  if (left <= 0) return 'critical'
  if (startedAt === undefined) return left < 5 * 60_000 ? 'soon' : 'neutral'
  const whole = deadline - startedAt
  return left < Math.min(5 * 60_000, whole / 3) || left < whole / 5 ? 'soon' : 'neutral'
}
