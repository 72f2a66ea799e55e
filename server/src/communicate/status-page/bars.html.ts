// The bars of a service: a picture for the eye, a sentence for everybody else, and each bad day named.
import { escaped } from '../frame/html.ts'
import { type FrameStrings, put } from '../frame/strings.ts'
import type { Page, PageService } from './status-page.store.ts'
import { type Day, daysShown } from './uptime.ts'

const [step, height, barWidth] = [4, 24, 3]

export function barsOf(page: Page, service: PageService, words: FrameStrings): string {
  const { days, share } = service
  if (!share) return ''
  const percent = shownShare(share.share, page.locale)
  const troubled = days.flatMap((day, i) => (day.worst ? [{ day, i, said: sayOf(page, day, words) }] : []))
  const label = `${put(words.uptime, { percent, days: share.days })}. ${troubled.length === 0 ? words.noTrouble : troubled.map(({ said }) => said).join('; ')}`
  const quiet = (watched: boolean) => runsOf(days, (day) => !day.worst && day.watched === watched)
  return `<svg class="bars" viewBox="-2 0 ${daysShown * step} ${height}" preserveAspectRatio="none" role="img" aria-label="${escaped(label)}">${lineOf('bar-off', quiet(false))}${lineOf('bar-operational', quiet(true))}${troubled
    .map(({ day, i, said }) => `<path class="bar-${day.worst}" d="M${i * step} 0v${height}"><title>${escaped(said)}</title></path>`)
    .join(
      '',
    )}</svg><p class="days"><span>${put(words.daysAgo, { n: daysShown })}</span><span>${escaped(put(words.uptime, { percent, days: share.days }))}</span><span>${words.today}</span></p>`
}

/** Days in a row are one dashed line as thick as the bars are high, which begins anew with each run: a page carries a few of them and not ninety for each service. */
const lineOf = (name: string, d: string) => (d ? `<path class="run ${name}" d="${d}"/>` : '')

function runsOf(days: readonly Day[], holds: (day: Day) => boolean): string {
  const runs: { from: number; to: number }[] = []
  for (const [i, day] of days.entries()) {
    const last = runs.at(-1)
    if (!holds(day)) continue
    if (last?.to === i) last.to = i + 1
    else runs.push({ from: i, to: i + 1 })
  }
  return runs.map(({ from, to }) => `M${from * step - barWidth / 2} ${height / 2}h${(to - from) * step}`).join('')
}

/** Never rounded up to a whole hundred: that would say that nothing was wrong. */
export function shownShare(share: number, locale: string): string {
  const cut = share >= 1 ? 1 : Math.min(Math.floor(share * 10_000) / 10_000, 0.9999)
  return percentIn(locale, cut === 1 ? 0 : 2).format(cut)
}

function sayOf({ locale }: Page, { day, worst, minutes }: Day, words: FrameStrings): string {
  const date = dayIn(locale).format(new Date(`${day}T00:00:00Z`))
  const status = worst ?? 'degraded_performance'
  return put(words.dayTrouble, { day: date, minutes: minutes[status] ?? 0, status: words[status] })
}

/** Formats are dear to make and the same for every service. */
const kept = <K extends unknown[], F>(make: (...key: K) => F) => {
  const made = new Map<string, F>()
  return (...key: K): F => {
    const name = key.join('/')
    const known = made.get(name) ?? make(...key)
    made.set(name, known)
    return known
  }
}
const percentIn = kept(
  (locale: string, digits: number) => new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: 2 }),
)
const dayIn = kept((locale: string) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }))
