// Planned work in the words of a reader: what it is called, when it is, what it touches, what was said. Every channel shows these.
import { shownTime } from '../frame/html.ts'
import { frame, type FrameStrings, languageOf, put } from '../frame/strings.ts'
import { noteText, stateName } from '../status-page/words.ts'
import type { MaintenanceSaid } from './news.ts'

type Reader = { locale: string; timeZone: string }
export type Line = { label: string; text: string }
/** `head`: what kind of word it is, before the work's own name. */
export type MaintenanceWords = { head: string; title: string; state: string; said: string; window: string; lines: Line[] }

export function maintenanceWords(said: MaintenanceSaid, { locale, timeZone }: Reader): MaintenanceWords {
  const words = frame(locale)
  const span = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) => put(words.maintenanceWindow, { from: time(startsAt), until: time(endsAt) })
  const time = (at: string) => shownTime(new Date(at), languageOf(locale), timeZone)
  const names = (services: { name: string }[]) => services.map(({ name }) => name).join(', ')
  const window = span(said)
  return {
    head: headOf(said, words),
    title: `${headOf(said, words)}: ${said.title}`,
    state: said.moment === 'changed' ? words.newsChangedState : stateName(said.state, words),
    said: saidOf(said, words, time),
    window,
    lines: [
      { label: words.newsWhen, text: said.before ? `${window}\n${put(words.newsBefore, { window: span(said.before) })}` : window },
      { label: words.newsTouches, text: names(said.services) },
      { label: words.newsDropped, text: names(said.dropped) },
    ].filter(({ text }) => text !== ''),
  }
}

function headOf({ moment }: MaintenanceSaid, words: FrameStrings): string {
  return {
    scheduled: words.maintenance,
    changed: words.newsChanged,
    reminder: words.newsReminder,
    in_progress: words.newsBegins,
    verifying: words.newsChecked,
    word: words.maintenance,
    completed: words.newsOver,
    cancelled: words.newsCancelled,
  }[moment]
}

/** What a person wrote, else what it means, in the reader's language. */
function saidOf({ moment, state, words: written, startsAt, before }: MaintenanceSaid, words: FrameStrings, time: (at: string) => string): string {
  if (written) return written
  if (moment === 'reminder') return put(words.newsReminderText, { time: time(startsAt) })
  if (moment === 'changed') return before ? words.newsMovedText : words.newsChangedText
  return noteText({ state, body: '' }, words)
}
