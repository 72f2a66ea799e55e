// When a source is asked again: as often as it was set up, later where it asked for that or does not answer, and soon where there is more.

const soonSeconds = 10
const [longestSeconds, longestWaitSeconds] = [6 * 3_600, 86_400]
const refusedSeconds = 3_600

export type Going = { everySeconds: number; failures: number; refused?: boolean; more?: boolean; waitSeconds?: number | undefined }

/** Seconds from now. @param going.failures in a row, this one too; 0: it is well */
export function nextAskIn({ everySeconds, failures, refused, more, waitSeconds = 0 }: Going): number {
  const asked = Math.min(waitSeconds, longestWaitSeconds)
  if (failures === 0) return Math.max(asked, more ? soonSeconds : everySeconds)
  const later = Math.min(longestSeconds, everySeconds * 2 ** Math.min(failures - 1, 12))
  return Math.max(asked, everySeconds, refused ? Math.max(later, refusedSeconds) : later)
}
