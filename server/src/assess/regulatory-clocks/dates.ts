// The dates of a duty: from which moment it counts, when it is due, when somebody is reminded of it.
import { deadlineOf } from './deadline.ts'
import type { Obligation } from './regulatory.contract.ts'

/** `basisAt`, `alsoAt`: the moments it counts from, where they are known; no deadline where neither is, or where the law names none. */
export type Dated = { basisAt: Date | null; alsoAt: Date | null; deadline: Date | null }

export const datesOf = (obligation: Obligation, basisAt: Date | null, alsoAt: Date | null): Dated => ({
  basisAt,
  alsoAt,
  deadline: deadlineOf(obligation, basisAt, alsoAt),
})

/** What was granted stays granted. */
export const later = (deadline: Date | null, extendedTo: Date | undefined) => (deadline && extendedTo && extendedTo > deadline ? extendedTo : deadline)

/** The first of its moments. */
export const earliest = ({ basisAt, alsoAt }: Dated) => (basisAt && alsoAt && alsoAt < basisAt ? alsoAt : (basisAt ?? alsoAt))

/** Once a day before, or when a third of the time is left where there is less: somebody must still be able to write and send it. */
export function remindAt(duty: Dated & { startedAt: Date }, deadline: Date): Date {
  const whole = deadline.getTime() - (duty.basisAt ?? duty.alsoAt ?? duty.startedAt).getTime()
  return new Date(deadline.getTime() - Math.min(24 * 3_600_000, whole / 3))
}
