// The page itself: HTML with its own style, no script, no cookie, readable in light and dark.
import { escaped, paragraphs, shownTime } from '../frame/html.ts'
import { partsAsHtml } from '../frame/parts.ts'
import { frame, type FrameStrings, languageOf, put } from '../frame/strings.ts'
import { lastChange } from './api-v2.ts'
import { componentStatus, impactOf, indicatorOf, isOver, statusOf, titleOf } from './state.ts'
import type { Incident, Page, PageUpdate } from './status-page.store.ts'
import { style } from './page.css.ts'

export function currentPage(page: Page): string {
  const words = frame(page.locale)
  const open = page.incidents.filter((incident) => !isOver(incident))
  const past = page.incidents.filter(isOver)
  const { indicator } = indicatorOf(page)
  const headline = { none: open.length > 0 ? words.someTrouble : words.allWell, minor: words.someTrouble, major: words.hurting, critical: words.bigTrouble }[
    indicator
  ]
  return shell(
    page,
    `${page.name} · ${words.statusPage}`,
    `
<p class="state state-${open.length > 0 && indicator === 'none' ? 'minor' : indicator}" role="status">${headline}</p>
${open.map((incident) => incidentBlock(page, incident, words)).join('')}
<h2>${words.services}</h2>
<ul class="services">${page.services
      .map((service) => {
        const status = componentStatus(page, service.id)
        return `<li><span>${escaped(service.name)}${service.description ? `<small>${escaped(service.description)}</small>` : ''}</span><span class="badge badge-${status}">${words[status]}</span></li>`
      })
      .join('')}</ul>
<h2>${words.past}</h2>
${past.length === 0 ? `<p class="quiet">${words.noPast}</p>` : pastList(page, past.slice(0, 10))}
<p class="quiet"><a href="history">${words.history}</a> · <a href="history.atom">${words.feed}</a> · <a href="notifications">${words.pushTitle}</a> · <a href="api/v2/summary.json">JSON</a></p>`,
    words,
  )
}

export function historyPage(page: Page): string {
  const words = frame(page.locale)
  const past = page.incidents.filter(isOver)
  return shell(
    page,
    `${page.name}: ${words.history}`,
    `
<p><a href="./">${words.back}</a></p>
<h2>${words.past}</h2>${past.length === 0 ? `<p class="quiet">${words.noPast}</p>` : pastList(page, past)}`,
    words,
  )
}

export function incidentPage(page: Page, incident: Incident): string {
  const words = frame(page.locale)
  return shell(page, `${titleOf(incident)} · ${page.name}`, `<p><a href="../">${words.back}</a></p>${incidentBlock(page, incident, words)}`, words, '../')
}

/** One message as the page shows it, alone: for the preview beside the composer. */
export function previewPage(page: Page, incident: Incident): string {
  const words = frame(page.locale)
  return shell(page, page.name, incidentBlock(page, incident, words), words)
}

const pastList = (page: Page, past: Incident[]) =>
  `<ul class="past">${past
    .map(
      (incident) =>
        `<li><a href="incidents/${incident.number}">${escaped(titleOf(incident))}</a><small>${escaped(shownTime(incident.onsetAt, page.locale, page.timeZone))}</small></li>`,
    )
    .join('')}</ul>`

const incidentBlock = (page: Page, incident: Incident, words: FrameStrings) => `
<article class="incident incident-${isOver(incident) ? 'none' : impactOf(incident)}">
<header><h2>${escaped(titleOf(incident))}</h2><p><strong>${words[statusOf(incident)]}</strong> · ${escaped(began(page, incident, words))} · ${incident.number}</p>${promise(page, incident, words)}</header>
${isOver(incident) ? '' : incident.workarounds.map((workaround) => workaroundBlock(workaround, words)).join('')}${incident.updates.map((update) => updateBlock(page, update, words)).join('')}
</article>`

const workaroundBlock = ({ body, forWhom }: Incident['workarounds'][number], words: FrameStrings) => `
<div class="part part-workaround"><h4>${words.workaround}: ${escaped(forWhom)}</h4>${paragraphs(body)}</div>`

const began = (page: Page, incident: Incident, words: FrameStrings) => {
  const time = shownTime(incident.onsetAt, page.locale, page.timeZone)
  return isOver(incident) ? time : put(words.since, { time })
}

/** When customers hear from us again: of the newest update alone, because an older promise is settled. A closed crisis writes no more, so its page promises nothing. */
const promise = (page: Page, { status, updates: [newest] }: Incident, words: FrameStrings) =>
  newest?.nextUpdateAt && status !== 'closed'
    ? `<p class="next">${escaped(put(words.nextUpdate, { time: shownTime(newest.nextUpdateAt, page.locale, page.timeZone) }))}</p>`
    : ''

const updateBlock = (page: Page, update: PageUpdate, words: FrameStrings) => `
<section class="update"><h3>${words[update.phase]} <time datetime="${update.publishedAt.toISOString()}">${escaped(shownTime(update.publishedAt, page.locale, page.timeZone))}</time></h3>
${partsAsHtml(update.parts, words, update.phase === 'resolved')}${filesList(page, update, words)}</section>`

const filesList = (page: Page, { files }: PageUpdate, words: FrameStrings) =>
  files && files.length > 0
    ? `<h4>${words.files}</h4><ul>${files.map(({ id, name, size }) => `<li><a href="${escaped(page.url)}/${escaped(page.slug)}/files/${id}/${encodeURIComponent(name)}">${escaped(name)}</a> <small>${shownSize(size)}</small></li>`).join('')}</ul>`
    : ''
const shownSize = (bytes: number) => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`)

const shell = (page: Page, title: string, body: string, words: FrameStrings, up = '') => `<!doctype html>
<html lang="${languageOf(page.locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title><link rel="alternate" type="application/atom+xml" href="${up}history.atom"><style>${style}</style></head>
<body><main><h1>${escaped(page.name)} <small>${words.statusPage}</small></h1>${body}
<footer class="quiet">${escaped(put(words.updatedAt, { time: shownTime(lastChange(page), page.locale, page.timeZone) }))}</footer></main></body></html>
`
