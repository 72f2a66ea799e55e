// The pages themselves: HTML with its own style, no script needed, no cookie, readable in light and dark.
import { escaped } from '../frame/html.ts'
import { frame, languageOf, put } from '../frame/strings.ts'
import { shortId } from './api-v2.ts'
import { incidentBlock } from './incident.html.ts'
import { maintenanceBlock } from './maintenance.html.ts'
import { stateOf } from './headline.ts'
import { homeLink, isHome, type Place, placeOf, shell, timeTag } from './page.shell.ts'
import { servicesList } from './services.html.ts'
import { isOver, isUnderWay, isUpcoming, titleOf } from './state.ts'
import type { Incident, Maintenance, Page } from './status-page.store.ts'

export function currentPage(page: Page): string {
  const [words, place] = [frame(page.locale), placeOf(page, '')]
  const open = page.incidents.filter((incident) => !isOver(incident))
  const past = page.incidents.filter(isOver)
  const [working, planned] = [page.maintenances.filter(isUnderWay), page.maintenances.filter(isUpcoming).slice(0, mostPlanned)]
  const { tone, headline } = stateOf(page, words)
  return shell(
    page,
    `${page.name} · ${words.statusPage}`,
    `
<p class="state state-${tone}" role="status">${headline}</p>
${open.map((incident) => incidentBlock(page, incident, place)).join('')}${working.map((work) => maintenanceBlock(page, work)).join('')}
<h2>${words.services}</h2>
${servicesList(page)}
${planned.length === 0 ? '' : `<h2>${words.maintenance}</h2>${planned.map((work) => maintenanceBlock(page, work)).join('')}`}
<h2>${words.past}</h2>
${past.length === 0 ? `<p class="quiet">${words.noPast}</p>` : pastList(page, past.slice(0, 10), place)}
<p class="quiet"><a href="help">${words.help}</a> · <a href="history">${words.history}</a>${asking(page, place)} · <a href="${place.root}history.atom">${words.feed}</a> · <a href="${place.root}maintenance.ics">${words.calendar}</a>${page.closed ? '' : ` · <a href="${place.root}notifications">${words.pushTitle}</a>`} · <a href="${place.root}api/v2/summary.json">JSON</a></p>`,
    place,
  )
}

/** A page that is not for everybody asks nobody to subscribe. */
const asking = (page: Page, { root }: Place) =>
  page.closed ? '' : ` · <a href="${root}subscribe${isHome(page) ? '' : `?language=${languageOf(page.locale)}`}">${frame(page.locale).subscribe}</a>`

export function historyPage(page: Page): string {
  const [words, place] = [frame(page.locale), placeOf(page, 'history')]
  const past = page.incidents.filter(isOver)
  const done = page.maintenances.filter(({ state }) => state === 'completed').toReversed()
  return shell(
    page,
    `${page.name}: ${words.history}`,
    `
<p><a href="${homeLink(place)}">${words.back}</a></p>
<h2>${words.past}</h2>${past.length === 0 ? `<p class="quiet">${words.noPast}</p>` : pastList(page, past, place)}
${done.length === 0 ? '' : `<h2>${words.maintenance}</h2><ul class="past">${done.map((work) => `<li><a href="maintenance/${shortId(work.id)}">${escaped(work.title)}</a><small>${timeTag(page, work.startsAt)}</small></li>`).join('')}</ul>`}
${page.years.length === 0 ? '' : `<h2>${words.earlierYears}</h2><p>${page.years.map((year) => `<a href="history/${year}">${year}</a>`).join(' · ')}</p>`}`,
    place,
  )
}

/** Every incident that began in a year, the newest first. */
export function yearPage(page: Page, year: number, incidents: Incident[]): string {
  const [words, place] = [frame(page.locale), placeOf(page, `history/${year}`)]
  const title = put(words.yearPast, { year })
  return shell(
    page,
    `${page.name}: ${title}`,
    `
<p><a href="${homeLink(place)}">${words.back}</a> · <a href="../history">${words.history}</a></p>
<h2>${title}</h2>${incidents.length === 0 ? `<p class="quiet">${words.none}</p>` : pastList(page, incidents, place)}`,
    place,
  )
}

/** What was brought over stands in one language alone: there is nothing in it to say in another. */
export function incidentPage(page: Page, incident: Incident): string {
  const place = placeOf(page, `incidents/${incident.number}`)
  return shell(
    page,
    `${titleOf(incident)} · ${page.name}`,
    `<p><a href="${homeLink(place)}">${frame(page.locale).back}</a></p>${incidentBlock(page, incident, place)}`,
    place,
    { switchable: !incident.brought },
  )
}

export function maintenancePage(page: Page, work: Maintenance): string {
  const place = placeOf(page, `maintenance/${shortId(work.id)}`)
  return shell(page, `${work.title} · ${page.name}`, `<p><a href="${homeLink(place)}">${frame(page.locale).back}</a></p>${maintenanceBlock(page, work)}`, place)
}

/** One message as the page shows it, alone: for the preview beside the composer. */
export const previewPage = (page: Page, incident: Incident): string =>
  shell(page, page.name, incidentBlock(page, incident, placeOf(page, '')), placeOf(page, ''), { switchable: false })

const pastList = (page: Page, past: Incident[], { up, root }: Place) =>
  `<ul class="past">${past
    .map(
      (incident) =>
        `<li><a href="${incident.brought && !isHome(page) ? root : up}incidents/${encodeURIComponent(incident.number)}">${escaped(titleOf(incident))}</a><small>${timeTag(page, incident.onsetAt)}</small></li>`,
    )
    .join('')}</ul>`

/** Of planned work the front page shows the next; all of it is in the calendar and the API. */
const mostPlanned = 10
