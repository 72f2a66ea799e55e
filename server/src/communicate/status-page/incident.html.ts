// One incident as the page shows it: what it is called, when we write again, what was said, the newest first.
import { escaped, paragraphs } from '../frame/html.ts'
import { partsAsHtml } from '../frame/parts.ts'
import { frame, type FrameStrings } from '../frame/strings.ts'
import { postmortemHtml } from '../postmortem/markdown.ts'
import { type Place, promiseHtml, putTimes, timeTag } from './page.shell.ts'
import { downloadsOf, pictures } from './pictures.html.ts'
import { impactOf, isOver, statusOf, titleOf } from './state.ts'
import type { Incident, Page, PageUpdate } from './status-page.store.ts'

export function incidentBlock(page: Page, incident: Incident, place: Place): string {
  const words = frame(page.locale)
  const services = page.services.filter(({ id }) => incident.services.some((hurt) => hurt.id === id)).map(({ name }) => escaped(name))
  const began = isOver(incident) ? timeTag(page, incident.onsetAt) : putTimes(page, words.since, { time: incident.onsetAt })
  return `
<article class="incident incident-${isOver(incident) ? 'none' : impactOf(incident)}">
<header><h2>${escaped(titleOf(incident))}</h2><p><strong>${words[statusOf(incident)]}</strong> · ${began} · ${escaped(incident.number)}</p>${services.length > 0 ? `<p class="quiet">${services.join(' · ')}</p>` : ''}${promise(page, incident)}</header>
${isOver(incident) ? '' : incident.workarounds.map((workaround) => workaroundBlock(workaround, words)).join('')}${incident.updates.map((update) => updateBlock(page, incident, update, place, words)).join('')}
</article>`
}

/** What was said, in its parts; as it stood where it was brought over; a review is Markdown, ours as well as an earlier page's. */
export const saidHtml = (update: PageUpdate, words: FrameStrings): string =>
  update.phase === 'postmortem' && update.body !== undefined
    ? postmortemHtml(update.body)
    : update.body === undefined
      ? partsAsHtml(update.parts, words, update.phase === 'resolved')
      : paragraphs(update.body)

const workaroundBlock = ({ body, forWhom }: Incident['workarounds'][number], words: FrameStrings) => `
<div class="part part-workaround"><h4>${words.workaround}: ${escaped(forWhom)}</h4>${paragraphs(body)}</div>`

/** When customers hear from us again: of the newest update alone, because an older promise is settled. A closed crisis writes no more, so its page promises nothing. */
const promise = (page: Page, { status, updates: [newest] }: Incident) =>
  newest?.nextUpdateAt && status !== 'closed' ? promiseHtml(page, newest.nextUpdateAt, page.now) : ''

const updateBlock = (page: Page, { brought }: Incident, update: PageUpdate, place: Place, words: FrameStrings) => `
<section class="update"><h3>${words[update.phase]} ${timeTag(page, update.publishedAt)}</h3>
${saidHtml(update, words)}${pictures(update, place.root)}${filesList(page, update, place, words)}${brought || update.phase === 'postmortem' ? '' : ask(update, place, words)}</section>`

/** One click, without a script; the answer is counted, nobody is followed. */
const ask = ({ id }: PageUpdate, { root }: Place, words: FrameStrings) =>
  `<form class="helpful" method="post" action="${root}updates/${id}/helpful"><span id="h-${id}">${words.helpfulAsk}</span> <button name="helpful" value="yes" aria-describedby="h-${id}">${words.helpfulYes}</button> <button name="helpful" value="no" aria-describedby="h-${id}">${words.helpfulNo}</button></form>`

/** Files are fetched from the live server, also by whoever reads exported pages; a closed page is not exported, and whoever reads it has them below their own link. */
const filesList = (page: Page, update: PageUpdate, { root }: Place, words: FrameStrings, files = downloadsOf(update)) =>
  files.length > 0
    ? `<h4>${words.files}</h4><ul>${files.map(({ id, name, size }) => `<li><a href="${page.closed ? root : `${escaped(page.home)}/`}files/${id}/${encodeURIComponent(name)}">${escaped(name)}</a> <small>${shownSize(size)}</small></li>`).join('')}</ul>`
    : ''
const shownSize = (bytes: number) => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`)
