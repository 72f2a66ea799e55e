// How long somebody in the queue still waits, from the pace of the last hour; where nothing is known nothing is said.

/** Fewer than this in an hour say nothing about the next one. */
const fewest = 3
/** Nobody is told a time beyond this: so much changes meanwhile. */
const furthestMinutes = 240

/**
 * @param before how many come first
 * @param takenLastHour how many left the queue to somebody within the last hour
 * @returns minutes, rounded up to what one may say: five, ten, fifteen …; undefined: nothing is known, or it is too far away
 */
export function expectedMinutes(before: number, takenLastHour: number): number | undefined {
  if (takenLastHour < fewest) return undefined
  const minutes = ((before + 1) * 60) / takenLastHour
  if (minutes > furthestMinutes) return undefined
  const step = minutes <= 30 ? 5 : 15
  return Math.ceil(minutes / step) * step
}
