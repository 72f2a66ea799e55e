// How often a series is looked at: what is busy each minute, what is quiet each ten, because a minute of it says nothing.
export const quietStep = 10
/** So many minutes are waited for before it is decided; what comes before is only counted. */
export const decideAfter = 60
const busyAMinute = 5

/** @param events in the first hour; @param minutes of that hour in which there was anything */
export const stepOf = (measure: 'count' | 'gauge', events: number, minutes: number): number =>
  measure === 'count' ? (events >= busyAMinute * decideAfter ? 1 : quietStep) : minutes >= decideAfter / 2 ? 1 : quietStep

/** Minutes of a step, added up as they come. */
export type Sum = { count: number; sum: number }
export const nothing = (): Sum => ({ count: 0, sum: 0 })
/** What a step of a series says: how much was counted (nothing is 0), or what was measured on average (nothing is unknown). */
export function says(measure: 'count' | 'gauge', { count, sum }: Sum): number | undefined {
  const value = measure === 'count' ? sum : count === 0 ? undefined : sum / count
  return value === undefined || isMonstrous(value) ? undefined : value
}
/** Was taken before values were bounded: it says nothing, and nobody can reckon with it. */
export const isMonstrous = (value: number): boolean => !(Math.abs(value) <= 1e100)
/** Whether a step ends with this minute (milliseconds). */
export const endsWith = (minute: number, step: number): boolean => (minute / 60_000 + 1) % step === 0
/** The last minute, not later than this one, with which a step ended. */
export const lastEnd = (minute: number, step: number): number => minute - ((minute / 60_000 + 1) % step) * 60_000
