// What a verdict says to a person: “47 against 3 ± 2 expected for a Tuesday 09:00”.
import type { Hour } from './season.ts'
import type { Kind } from './surprise.ts'

export type Expected = { middle: number; low: number; high: number }

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const further: Record<Kind, string> = {
  high: '',
  low: '',
  burst: '; high values come thick together',
  risen: '; the last values stand higher than before',
  fallen: '; the last values stand lower than before',
  swing: '; the values swing more than before',
  stopped: '; nothing comes any more',
}

/** A holiday is named, as what is expected is what a Sunday is like. */
export function sentenceOf(value: number, { middle, high }: Expected, { day, week, holiday }: Hour, kind: Kind): string {
  const spread = high - middle
  const digits = Math.max(Math.abs(middle), spread) < 10 ? 1 : 0
  const when = `${holiday ? 'holiday' : days[Math.floor(week / 24)]} ${String(day).padStart(2, '0')}:00`
  return `${short(value, Math.abs(value) < 10 ? 1 : 0)} against ${short(middle, digits)} ± ${short(spread, digits)} expected for a ${when}${further[kind]}`
}

const written = [0, 1].map((maximumFractionDigits) => new Intl.NumberFormat('en-GB', { maximumFractionDigits }))
const short = (number: number, digits: number) => (written[digits] as Intl.NumberFormat).format(number)
