// A list of days, as calendars (ICS) and tables (CSV) have it: each entry is a day or is refused by its line, so that one bad line loses nothing else.
import type { CalendarDay, CalendarRead } from './holidays.contract.ts'
import { mostDays } from './holidays.contract.ts'

const dayMs = 86_400_000
const yearsBack = 1
const yearsAhead = 6
const longestDays = 31
const mostWrong = 20
/** A file that says more days than this, also the same ones again, is no calendar. */
const mostSaid = 50_000

/** @param now only days of the year before and the six after it matter */
export function readCalendar(text: string, kind: CalendarDay['kind'], now: Date): CalendarRead {
  const read: CalendarRead = { days: [], left: 0, wrong: [] }
  const known = new Set<string>()
  const year = now.getUTCFullYear()
  let said = 0
  const take = (line: number, date: string, name: string, of: CalendarDay['kind'] = kind) => {
    said += 1
    if (said > mostSaid) return said === mostSaid + 1 ? refuse(line, `More than ${mostSaid} days are said until here: the rest is not read.`) : undefined
    if (known.has(date)) return
    if (!isDate(date)) return refuse(line, `“${date.slice(0, 40)}” is no date such as 2030-12-25.`)
    if (Number(date.slice(0, 4)) < year - yearsBack || Number(date.slice(0, 4)) > year + yearsAhead) {
      read.left += 1
      return
    }
    const titled = name.replace(/\s+/g, ' ').trim().slice(0, 120).toWellFormed()
    if (titled === '') return refuse(line, 'The day has no name.')
    if (read.days.length >= mostDays) return refuse(line, `More than ${mostDays} days are not read.`)
    known.add(date)
    read.days.push({ date, name: titled.toWellFormed(), kind: of })
  }
  const refuse = (line: number, sentence: string): void => {
    if (read.wrong.length < mostWrong) read.wrong.push({ line, sentence })
  }
  if (/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text)) readIcs(text, take, refuse, year)
  else readCsv(text, take, refuse)
  read.days.sort((one, other) => (one.date < other.date ? -1 : 1))
  return read
}

type Take = (line: number, date: string, name: string, kind?: CalendarDay['kind']) => void
type Refuse = (line: number, sentence: string) => void

/** date, name, and perhaps kind: divided by commas, semicolons or tabs. */
function readCsv(text: string, take: Take, refuse: Refuse): void {
  for (const [i, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '' || (i === 0 && /^"?date/i.test(line))) continue
    const divider = /[;\t]/.exec(line)?.[0] ?? ','
    const [date = '', name = '', kind = ''] = line.split(divider).map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .replaceAll('""', '"'),
    )
    if (kind !== '' && kind !== 'holiday' && kind !== 'special') refuse(i + 1, `“${kind.slice(0, 40)}” is neither holiday nor special.`)
    else take(i + 1, date, name, kind === '' ? undefined : kind)
  }
}

/** Events of whole days; those that come each year, each year. */
function readIcs(text: string, take: Take, refuse: Refuse, year: number) {
  let event: { line: number; fields: Map<string, string> } | undefined
  for (const { line, content } of unfolded(text)) {
    if (/^BEGIN:VEVENT$/i.test(content)) event = { line, fields: new Map() }
    else if (/^END:VEVENT$/i.test(content) && event) {
      takeEvent(event.fields, event.line, take, refuse, year)
      event = undefined
    } else if (event) {
      const [, name = '', value = ''] = /^([A-Za-z-]+)(?:;[^:]*)?:(.*)$/.exec(content) ?? []
      if (name && !event.fields.has(name.toUpperCase())) event.fields.set(name.toUpperCase(), value)
    }
  }
}

function takeEvent(fields: Map<string, string>, line: number, take: Take, refuse: Refuse, year: number) {
  if (fields.get('STATUS')?.toUpperCase() === 'CANCELLED') return
  const [begin, end] = [dateOf(fields.get('DTSTART')), dateOf(fields.get('DTEND'))]
  if (!begin) return refuse(line, 'The event says no day (DTSTART) on which it begins.')
  const days = end && end > begin ? Math.round((Date.parse(end) - Date.parse(begin)) / dayMs) : 1
  if (days > longestDays) return refuse(line, `The event lasts ${days} days; a holiday lasts ${longestDays} at most.`)
  const name = unescaped(fields.get('SUMMARY') ?? '')
  const rule = fields.get('RRULE')
  const begins = rule === undefined ? [begin] : yearsOf(begin, rule, year)
  if (!begins) return refuse(line, `“${(rule as string).slice(0, 60)}” repeats in a way that is not read here; give each day by itself.`)
  for (const first of begins) for (let day = 0; day < days; day += 1) take(line, new Date(Date.parse(first) + day * dayMs).toISOString().slice(0, 10), name)
}

/** Each year on the same date; undefined for every other rule. */
function yearsOf(begin: string, rule: string, year: number): string[] | undefined {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]))
  const plain = [...parts.keys()].every((name) => ['FREQ', 'INTERVAL', 'UNTIL', 'COUNT', 'WKST', 'BYMONTH', 'BYMONTHDAY'].includes(name))
  if (parts.get('FREQ') !== 'YEARLY' || !plain || (parts.get('INTERVAL') ?? '1') !== '1') return undefined
  if (
    Number(parts.get('BYMONTH') ?? begin.slice(5, 7)) !== Number(begin.slice(5, 7)) ||
    Number(parts.get('BYMONTHDAY') ?? begin.slice(8)) !== Number(begin.slice(8))
  )
    return undefined
  const first = Number(begin.slice(0, 4))
  const count = parts.has('COUNT') ? Number(parts.get('COUNT')) : Number.POSITIVE_INFINITY
  const until = dateOf(parts.get('UNTIL')) ?? '9999-12-31'
  const years = Array.from({ length: yearsBack + yearsAhead + 1 }, (_, i) => year - yearsBack + i)
  return years
    .filter((each) => each >= first && each < first + count)
    .map((each) => `${each}${begin.slice(4)}`)
    .filter((date) => date <= until && isDate(date))
}

/** Lines that begin with a space go on with the one before. */
function unfolded(text: string): { line: number; content: string }[] {
  const lines: { line: number; content: string }[] = []
  for (const [i, content] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const last = lines.at(-1)
    if (last && /^[ \t]/.test(content)) last.content += content.slice(1)
    else lines.push({ line: i + 1, content: content.trimEnd() })
  }
  return lines
}

const dateOf = (value: string | undefined): string | undefined => {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?:T|$)/.exec(value ?? '') ?? []
  return year && isDate(`${year}-${month}-${day}`) ? `${year}-${month}-${day}` : undefined
}
const isDate = (date: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(date) && new Date(`${date}T00:00:00Z`).toJSON()?.slice(0, 10) === date
const unescaped = (text: string) => text.replace(/\\n/gi, ' ').replace(/\\([\\;,])/g, '$1')
