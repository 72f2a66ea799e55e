// Figures as people read them. Times are shown in the reader's own zone; the exact moment in UTC stands in the tooltip.
import { t } from '../strings/t.ts'

const locale = 'en-GB'
const numbers = new Intl.NumberFormat(locale)
export const number = (value: number) => numbers.format(value)
export const percent = (part: number, whole: number) =>
  whole === 0 ? '–' : `${new Intl.NumberFormat(locale, { maximumFractionDigits: part / whole < 0.1 ? 1 : 0 }).format((part / whole) * 100)} %`

export type Amount = { amountMinor: number; currency: string }

/** How many digits a currency has behind the point. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** An amount in minor units; `short` leaves the cents out of what is large anyway. */
export function money({ amountMinor, currency }: Amount, short = false): string {
  const digits = minorDigits(currency)
  const major = amountMinor / 10 ** digits
  const whole = short && Math.abs(major) >= 1_000
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: whole ? 0 : digits,
  }).format(major)
}

const clockTime = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const dayTime = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
export const atTime = (at: string | number) => clockTime.format(new Date(at))
export const atDate = (at: string | number) => date.format(new Date(at))
export const atDayTime = (at: string | number) =>
  new Date(at).getFullYear() === new Date().getFullYear() ? dayTime.format(new Date(at)) : `${date.format(new Date(at))}, ${clockTime.format(new Date(at))}`
export const atUtc = (at: string | number) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** The time alone where it is the same day as `now`, else with its date. */
export const atNear = (at: string | number, now: number = Date.now()) =>
  new Date(at).toDateString() === new Date(now).toDateString() ? atTime(at) : atDayTime(at)

/** The time on somebody else's clock; undefined where their zone is not known here. */
export function timeIn(at: string | number, timeZone: string): { time: string; night: boolean } | undefined {
  try {
    const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(at))
    const hour = Number(time.slice(0, 2))
    return { time, night: hour < 7 || hour >= 21 }
  } catch {
    return undefined
  }
}
const languages = new Intl.DisplayNames('en', { type: 'language' })
/** German, Brazilian Portuguese: a language as people call it. */
export function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** 4:05, 1:04:05, 14 h 5 min, 2 d 4 h: what a running clock shows; seconds only while they matter. */
export function clockFace(milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1_000)
  const [days, hours, minutes, rest] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  if (days >= 2) return t('duration.daysHours', { days, hours: hours % 24 })
  if (hours >= 12) return t('duration.hoursMinutes', { hours, minutes })
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** 12 min, 3 h 5 min, 2 d 4 h: a span in words. */
export function span(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000)
  if (minutes < 1) return t('duration.underMinute')
  if (minutes < 60) return t('duration.minutes', { minutes })
  if (minutes < 48 * 60)
    return minutes % 60 === 0
      ? t('duration.hours', { hours: minutes / 60 })
      : t('duration.hoursMinutes', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
  return t('duration.daysHours', { days: Math.floor(minutes / 1_440), hours: Math.floor((minutes % 1_440) / 60) })
}

export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(count, 1)) / 3))
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: step === 0 ? 0 : 1 }).format(count / 1_000 ** step)} ${units[step]}`
}

/** For `<input type="datetime-local">`, which speaks local time without a zone. */
export function toLocalInput(at: string | number): string {
  const date = new Date(at)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
export const fromLocalInput = (value: string): string | null => (Number.isNaN(Date.parse(value)) ? null : new Date(value).toISOString())
export const zoneName = () =>
  new Intl.DateTimeFormat(locale, { timeZoneName: 'short' }).formatToParts(new Date()).find((part) => part.type === 'timeZoneName')?.value ?? ''
