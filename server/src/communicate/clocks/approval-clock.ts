// An approval that waits is a clock of its own: nobody forgets it, and whoever leads is called before the promise behind it breaks.
import type { Policy } from './clock.ts'

/** One for each update that waits. */
export const approvalClock = (updateId: string): string => `approval/${updateId}`

const leastMinutes = 5
const withoutRhythm = 15

/** What the playbook says; else a third of the rhythm of updates, at least 5 minutes; where there is no rhythm, 15. */
export function approvalMinutes(policy: Policy[number] | undefined): number {
  const { approval, 'next-update': rhythm } = policy ?? {}
  return approval ?? (rhythm === undefined ? withoutRhythm : Math.max(leastMinutes, Math.floor(rhythm / 3)))
}
