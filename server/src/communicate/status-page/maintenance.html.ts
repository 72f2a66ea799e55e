// Planned work as the page shows it: when, what it touches, how far it is.
import { escaped, paragraphs } from '../frame/html.ts'
import { frame } from '../frame/strings.ts'
import { putTimes, timeTag } from './page.shell.ts'
import type { Maintenance, Page } from './status-page.store.ts'
import { noteText, stateName } from './words.ts'

type On = Pick<Page, 'locale' | 'timeZone' | 'now'> & { services: { id: string; name: string }[] }
export function maintenanceBlock(page: On, work: Omit<Maintenance, 'madeAt'>): string {
  const words = frame(page.locale)
  const services = page.services.filter(({ id }) => work.services.includes(id)).map(({ name }) => escaped(name))
  const late = work.endedAt === null && work.endsAt < page.now && work.state !== 'scheduled'
  return `
<article class="incident incident-maintenance">
<header><h2>${escaped(work.title)}</h2><p><strong>${stateName(work.state, words)}</strong> · ${putTimes(page, words.maintenanceWindow, { from: work.startsAt, until: work.endsAt })}</p>${services.length > 0 ? `<p class="quiet">${services.join(' · ')}</p>` : ''}${late ? `<p class="next">${words.maintenanceLonger}</p>` : ''}</header>
${work.notes.map((note) => `<section class="update"><h3>${stateName(note.state, words)} ${timeTag(page, note.at)}</h3>${paragraphs(noteText(note, words))}</section>`).join('')}
</article>`
}
