// While Leeward was away nobody listened: what did not come then says nothing. Of the minutes in which it went and came back, a part was heard.
import { minuteMs, minuteOf } from './fold.ts'

/** Minutes (milliseconds), both ends included. */
export type Gap = { begins: number; through: number }
/** How much of a minute was listened to. */
export type Heard = 'all' | 'part' | 'none'
export type Hearing = (minute: number) => Heard

/** So many minutes may be over at once where a machine is only busy. */
const mostAtOnce = 2
/** Who is back so soon after a minute began has missed nothing of it that matters. */
const soonMs = 5_000

/**
 * @param last the minute up to which all are over now; `closedThrough` the one before
 * @param listened minutes in which something was received: where that is each of them, only folding was slow
 */
export function gapOf(closedThrough: number, last: number, now: number, listened: ReadonlySet<number>): Gap | undefined {
  if (closedThrough === 0 || last - closedThrough <= mostAtOnce * minuteMs) return undefined
  for (let minute = closedThrough + minuteMs; minute <= last; minute += minuteMs)
    if (!listened.has(minute)) return { begins: closedThrough + minuteMs, through: Math.max(last, minuteOf(now - soonMs)) }
  return undefined
}

export const hearingOf =
  (gaps: readonly Gap[]): Hearing =>
  (minute) => {
    const gap = gaps.find(({ begins, through }) => minute >= begins && minute <= through)
    return !gap ? 'all' : minute === gap.begins || minute === gap.through ? 'part' : 'none'
  }

/** Of what is counted, nothing is not 0 where nobody listened, and a part of it is not all. What came later all the same counts. */
export const isUnheard = (heard: Heard, came: boolean): boolean => heard === 'part' || (heard === 'none' && !came)

/** The first of so many minutes up to one that were listened to. */
export function heardFrom(hearing: Hearing, minute: number, minutes: number): number {
  let at = minute
  for (let heard = Number(hearing(at) === 'all'); heard < minutes && minute - at < longestMs; heard += Number(hearing(at) === 'all')) at -= minuteMs
  return at
}
/** Whoever was away for longer begins anew. */
const longestMs = 2 * 86_400_000
