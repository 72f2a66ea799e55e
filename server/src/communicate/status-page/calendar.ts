// Planned work as a calendar that people subscribe to; what was cancelled disappears from theirs as well.
import { calendarOf } from '../../platform/calendar.ts'
import { frame } from '../frame/strings.ts'
import { lastChange, shortId } from './api-v2.ts'
import type { Page } from './status-page.store.ts'
import { noteText, stateName } from './words.ts'

export function maintenanceCalendar(page: Page): string {
  const words = frame(page.locale)
  const events = page.maintenances.map((work) => ({
    id: `maintenance-${shortId(work.id)}@${page.slug}`,
    from: work.beganAt ?? work.startsAt,
    until: work.endedAt && work.state === 'completed' && work.endedAt > (work.beganAt ?? work.startsAt) ? work.endedAt : work.endsAt,
    title: `${page.name}: ${work.title}`,
    description: work.notes.map((note) => `${stateName(note.state, words)}: ${noteText(note, words)}`).join('\n\n'),
    url: `${page.home}/maintenance/${shortId(work.id)}`,
    sequence: work.notes.length,
    cancelled: work.state === 'cancelled',
  }))
  return calendarOf(`${page.name}: ${words.maintenance}`, events, lastChange(page), words.maintenance)
}
