// A moment as people write it in a message: “Fri, 2016-11-04 12:00 US/Pacific”, “14:30 UTC”, “tomorrow at 9 a.m. CET”, “within the next 30 minutes”.
import { DateTime, IANAZone } from 'luxon'

export type Moment = { at: Date; from: number; to: number }
/** `postedAt`: when it is read; `zone`: that of a time without one. */
export type Reading = { postedAt: Date; zone: string }

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
/** Whoever writes PST in July means the clock on the wall in California. */
const zones: Record<string, string> = {
  ...{
    utc: 'UTC',
    gmt: 'UTC',
    z: 'UTC',
    zulu: 'UTC',
    pt: 'America/Los_Angeles',
    pst: 'America/Los_Angeles',
    pdt: 'America/Los_Angeles',
    pacific: 'America/Los_Angeles',
  },
  ...{
    mt: 'America/Denver',
    mst: 'America/Denver',
    mdt: 'America/Denver',
    mountain: 'America/Denver',
    ct: 'America/Chicago',
    cst: 'America/Chicago',
    cdt: 'America/Chicago',
    central: 'America/Chicago',
  },
  ...{
    et: 'America/New_York',
    est: 'America/New_York',
    edt: 'America/New_York',
    eastern: 'America/New_York',
    bst: 'Europe/London',
    wet: 'Europe/Lisbon',
    cet: 'Europe/Berlin',
    cest: 'Europe/Berlin',
  },
  ...{
    eet: 'Europe/Helsinki',
    eest: 'Europe/Helsinki',
    msk: 'Europe/Moscow',
    ist: 'Asia/Kolkata',
    sgt: 'Asia/Singapore',
    hkt: 'Asia/Hong_Kong',
    jst: 'Asia/Tokyo',
    kst: 'Asia/Seoul',
  },
  ...{ aest: 'Australia/Sydney', aedt: 'Australia/Sydney', nzst: 'Pacific/Auckland', nzdt: 'Pacific/Auckland', brt: 'America/Sao_Paulo' },
}
const month = '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const weekday = '(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?'
const date = `(?:(?:${weekday})\\.?,?\\s+)?(?:\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?${month}(?:,?\\s+\\d{4})?|${month}\\s+\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s+\\d{4})?|\\d{1,2}/\\d{1,2}/\\d{4})|today|tonight|tomorrow|(?:next\\s+)?${weekday}\\b`
const time = '\\d{1,2}[:.]\\d{2}(?::\\d{2})?(?:\\s*[ap]\\.?m\\.?)?|\\d{1,2}\\s*[ap]\\.?m\\b\\.?|\\d{4}(?=\\s*(?:hours|hrs|utc|gmt)\\b)|noon|midnight'
const zone = `\\(?(?:UTC|GMT)\\s?[+-]\\d{1,2}(?::?\\d{2})?\\)?|[+-]\\d{2}:\\d{2}|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?|\\(?(?:${Object.keys(zones).join('|')})\\b\\)?(?:\\s+(?:standard\\s+|daylight\\s+)?time)?`
const glue = '(?:\\s*(?:,|at|on|by|@|T)?\\s*)'
const absolute = new RegExp(
  `(?:(?<date>${date})${glue})?(?<![\\d:.])(?<time>${time})(?:\\s*(?:hours|hrs))?(?:\\s*(?<zone>${zone}))?(?:${glue}(?<after>${date}))?`,
  'gi',
)
const number = '(?:\\d{1,3}|an?|one|two|three|four|five|six|half an)'
const span = new RegExp(
  `\\b(?:within|in)\\s+(?:about\\s+|approximately\\s+|around\\s+|roughly\\s+)?(?:the\\s+next\\s+)?(?:(?<least>\\d{1,3})\\s*(?:-|–|to)\\s*)?(?<n>${number}\\s+)?(?<unit>minutes?|mins?|hours?|hrs?|days?)\\b|\\b(?<n2>\\d{1,3})\\s*(?<unit2>minutes?|mins?|hours?|hrs?)\\s+from\\s+now`,
  'gi',
)
const words: Record<string, number> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, 'half an': 0.5 }

/** Every moment in a text, in its order; what is no date or no time is none. */
export function momentsIn(text: string, reading: Reading): Moment[] {
  const spans = [...text.matchAll(span)].flatMap((match) => momentOf(match, spanAfter(match.groups ?? {}, reading.postedAt)))
  const times = [...text.matchAll(absolute)].flatMap((match) => momentOf(match, absoluteOf(match.groups ?? {}, reading)))
  return [...spans, ...times].sort((one, other) => one.from - other.from)
}

const momentOf = (match: RegExpExecArray, at: Date | undefined): Moment[] =>
  at ? [{ at, from: match.index, to: match.index + match[0].trimEnd().length }] : []

function spanAfter({ n, n2, unit, unit2 }: Record<string, string | undefined>, from: Date): Date | undefined {
  const said = (n ?? n2 ?? 'one').trim().toLowerCase()
  const count = words[said] ?? Number(said)
  const each = { m: 60_000, h: 3_600_000, d: 86_400_000 }[(unit ?? unit2 ?? '')[0]?.toLowerCase() ?? '']
  return each && Number.isFinite(count) && count > 0 ? new Date(from.getTime() + count * each) : undefined
}

function absoluteOf(
  { date: before, time: said, zone: where, after }: Record<string, string | undefined>,
  { postedAt, zone: usual }: Reading,
): Date | undefined {
  const clock = clockOf(said ?? '')
  const tz = where ? zoneOf(where) : usual
  if (!clock || !tz) return undefined
  const now = DateTime.fromJSDate(postedAt, { zone: tz })
  const day = dayOf(before ?? after, now)
  if (day === 'wrong') return undefined
  const at = (day ?? now).set({ ...clock, second: 0, millisecond: 0 })
  if (!at.isValid) return undefined
  // Without a day the next time that the clock shows it; a minute ago is still that one.
  return (day || at.toMillis() >= postedAt.getTime() - 60_000 ? at : at.plus({ days: 1 })).toJSDate()
}

function clockOf(text: string): { hour: number; minute: number } | undefined {
  const plain = text.toLowerCase().replace(/[.\s](?=[ap])|(?<=[apm])\./g, '')
  if (plain === 'noon') return { hour: 12, minute: 0 }
  if (plain === 'midnight') return { hour: 24, minute: 0 }
  const [, hours = '', minutes = '0', half] = /^(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2})?\s*([ap]m?)?$/.exec(plain) ?? []
  if (hours === '') return undefined
  let hour = Number(hours)
  if (half && (hour < 1 || hour > 12)) return undefined
  if (half?.startsWith('p') && hour < 12) hour += 12
  if (half?.startsWith('a') && hour === 12) hour = 0
  return hour <= 24 && Number(minutes) < 60 ? { hour, minute: Number(minutes) } : undefined
}

function zoneOf(text: string): string | undefined {
  const plain = text.replace(/[()]/g, '').trim()
  const [, sign, hours, minutes] = /^(?:UTC|GMT)?\s?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(plain) ?? []
  if (sign) return `UTC${sign}${Number(hours)}${minutes && minutes !== '00' ? `:${minutes}` : ''}`
  if (plain.includes('/')) return IANAZone.isValidZone(plain) ? plain : undefined
  return zones[plain.toLowerCase().split(/\s/)[0] ?? '']
}

/** The day that is named, at the hour of now; undefined where none is named. */
function dayOf(text: string | undefined, now: DateTime): DateTime | undefined | 'wrong' {
  if (text === undefined) return undefined
  const plain = text.toLowerCase().replace(/[.,]/g, ' ')
  if (/today|tonight/.test(plain)) return now
  if (/tomorrow/.test(plain)) return now.plus({ days: 1 })
  const iso = /(\d{4})-(\d{2})-(\d{2})/.exec(plain)
  if (iso) return on(Number(iso[1]), Number(iso[2]), Number(iso[3]), now)
  const american = /(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(plain)
  if (american) return on(Number(american[3]), Number(american[1]), Number(american[2]), now)
  const named = months.findIndex((each) => new RegExp(`\\b${each.slice(0, 3)}`).test(plain))
  const [, dayOfMonth] = /\b(\d{1,2})(?:st|nd|rd|th)?\b/.exec(plain) ?? []
  if (named >= 0 && dayOfMonth) {
    const year = Number(/\b(\d{4})\b/.exec(plain)?.[1] ?? now.year)
    const day = on(year, named + 1, Number(dayOfMonth), now)
    // At the turn of the year, January is the coming one.
    return day !== 'wrong' && !/\b\d{4}\b/.test(plain) && day < now.minus({ days: 180 }) ? day.plus({ years: 1 }) : day
  }
  const nth = weekdays.findIndex((each) => new RegExp(`\\b${each.slice(0, 3)}`).test(plain))
  if (nth < 0) return 'wrong'
  return now.plus({ days: (nth + 1 - now.weekday + 7) % 7 })
}
/** The 31st of February is no day. */
function on(year: number, month: number, day: number, { zone }: DateTime): DateTime | 'wrong' {
  const found = DateTime.fromObject({ year, month, day }, { zone })
  return found.isValid ? found : 'wrong'
}
