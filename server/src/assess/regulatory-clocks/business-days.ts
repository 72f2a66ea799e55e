// Which days count as business days: Monday to Friday without the holidays of a calendar, which are kept as rules and so hold for every year.
import type { BusinessCalendar } from './regulatory.contract.ts'

/** A day without a time of day or a zone. `month` 1 to 12. */
export type Day = { year: number; month: number; day: number }

export function isBusinessDay(calendar: BusinessCalendar, day: Day): boolean {
  const weekday = weekdayOf(day)
  if (weekday === 0 || weekday === 6) return false
  // A holiday of 1 January that falls on a Saturday is observed in the year before.
  return ![day.year, day.year + 1].some((year) => holidays[calendar](year).some((holiday) => same(holiday, day)))
}

export const plusDays = ({ year, month, day }: Day, days: number): Day => dayOf(new Date(Date.UTC(year, month - 1, day + days)))

/** The same date so many months on; where that month is shorter, its last day. */
export function plusMonths({ year, month, day }: Day, months: number): Day {
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  return { ...dayOf(last), day: Math.min(day, last.getUTCDate()) }
}

const [monday, thursday] = [1, 4]

const holidays: Record<BusinessCalendar, (year: number) => Day[]> = {
  // 5 U.S.C. 6103: a holiday on a Saturday is observed on Friday, one on a Sunday on Monday.
  'us-federal': (year) => [
    ...(
      [
        [1, 1],
        [6, 19],
        [7, 4],
        [11, 11],
        [12, 25],
      ] as const
    ).map(([month, day]) => observed({ year, month, day })),
    nth(year, 1, monday, 3),
    nth(year, 2, monday, 3),
    plusDays(nth(year, 6, monday, 1), -7),
    nth(year, 9, monday, 1),
    nth(year, 10, monday, 2),
    nth(year, 11, thursday, 4),
  ],
  // The closing days of the European payment system; they are never moved.
  'eu-target': (year) => [
    { year, month: 1, day: 1 },
    plusDays(easter(year), -2),
    plusDays(easter(year), 1),
    { year, month: 5, day: 1 },
    { year, month: 12, day: 25 },
    { year, month: 12, day: 26 },
  ],
}

function observed(day: Day): Day {
  const weekday = weekdayOf(day)
  return weekday === 6 ? plusDays(day, -1) : weekday === 0 ? plusDays(day, 1) : day
}

function nth(year: number, month: number, weekday: number, count: number): Day {
  const first = weekdayOf({ year, month, day: 1 })
  return { year, month, day: 1 + ((weekday - first + 7) % 7) + 7 * (count - 1) }
}

/** Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher. */
function easter(year: number): Day {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return { year, month: Math.floor(sum / 31), day: (sum % 31) + 1 }
}

const weekdayOf = ({ year, month, day }: Day) => new Date(Date.UTC(year, month - 1, day)).getUTCDay()
const dayOf = (at: Date): Day => ({ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() })
const same = (one: Day, other: Day) => one.year === other.year && one.month === other.month && one.day === other.day
