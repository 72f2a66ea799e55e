// Calling before they complain: one person at a time has an account in hand, says what came of it, or puts it off; what was dealt with is quiet for a while.
import { Refused } from '../../platform/refused.ts'

/** The same account does not come back for the same reason for so long. */
export const quietDays = 30
/** Whoever took one and did nothing for so long has given it back. */
export const heldHours = 24
export const longestPutOffDays = 60

export type Row = { state: 'open' | 'taken' | 'later' | 'done' | 'over'; takenBy: string | null; takenAt: Date | null }
type Named = (id: string) => string

/** Refuses where somebody else has it in hand, or it is over. */
export function mayHandle(row: Row | undefined, by: string, now: Date, name: Named): void {
  if (!row) throw new Refused('not-found', 'There is no such entry on the list.')
  if (row.state === 'done') throw new Refused('already-done', 'This account was dealt with. Look at the list again.')
  if (row.state === 'over') throw new Refused('already-done', 'This account fares well again: nobody has to call. Look at the list again.')
  const holder = holderOf(row, now)
  if (holder !== null && holder !== by)
    throw new Refused('already-done', `${name(holder)} has this account in hand. Take the next one, or ask ${name(holder)}.`)
}

/** Who has it in hand right now. */
export const holderOf = ({ state, takenBy, takenAt }: Row, now: Date): string | null =>
  state === 'taken' && takenAt && now.getTime() - takenAt.getTime() < heldHours * 3_600_000 ? takenBy : null

/** Refuses a day that is past, or so far off that nobody means it. @param until as in 2030-01-31 */
export function mayPutOff(until: string, now: Date): void {
  const days = Date.parse(until) / 86_400_000 - Math.floor(now.getTime() / 86_400_000)
  if (days < 1) throw new Refused('not-valid', 'until: is past. Put it off until tomorrow or later.')
  if (days > longestPutOffDays)
    throw new Refused('not-valid', `until: an account is put off for ${longestPutOffDays} days at most. Mark it done if nobody has to call.`)
}
