// The pages of the help themselves.
import { escaped, paragraphs } from '../../communicate/frame/html.ts'
import { frame, languageOf, put } from '../../communicate/frame/strings.ts'
import { saidHtml } from '../../communicate/status-page/incident.html.ts'
import { placeOf, promiseHtml, putTimes, timeTag } from '../../communicate/status-page/page.shell.ts'
import { impactOf, statusOf, titleOf } from '../../communicate/status-page/state.ts'
import type { Incident } from '../../communicate/status-page/status-page.store.ts'
import { isTheirs } from '../knowledge/languages.ts'
import type { KnowledgeHit } from '../knowledge/search.contract.ts'
import type { Piece } from '../knowledge/snippet.ts'
import { portalPage } from './portal.frame.ts'
import type { Portal } from './portal.ts'
import type { Listed, Shown, ShownWorkaround } from './portal.store.ts'

export type Home = { popular: Listed[]; services: { id: string; name: string; articles: Listed[]; more: boolean }[] }

export function homePage(at: Portal, { popular, services }: Home): string {
  const words = frame(at.locale)
  const full = services.filter(({ articles }) => articles.length > 0)
  const now = at.incidents.length === 0 ? '' : `<h2>${words.helpNow}</h2>${at.incidents.map((incident) => incidentNow(at, incident)).join('')}`
  const read = popular.length === 0 ? `<p class="quiet">${words.helpEmpty}</p>` : `<h2>${words.helpPopular}</h2>${linksTo(at, popular, 'help')}`
  const byService = full.map(
    ({ id, name, articles, more }) =>
      `<section class="by"><h3>${escaped(name)}</h3>${linksTo(at, articles, 'help')}${more ? `<p><a href="help/services/${id}">${escaped(put(words.helpAllOf, { service: name }))}</a></p>` : ''}</section>`,
  )
  return portalPage(at, {
    title: words.help,
    path: 'help',
    indexed: true,
    body: `${now}${read}${full.length === 0 ? '' : `<h2>${words.helpServices}</h2>${byService.join('')}`}`,
  })
}

/** What was approved last, and when we write again: nothing here is anybody's own words. */
function incidentNow(at: Portal, incident: Incident): string {
  const words = frame(at.locale)
  const [newest] = incident.updates
  const next = newest?.nextUpdateAt ? promiseHtml(at, newest.nextUpdateAt, at.now) : ''
  const around = incident.workarounds
    .map(({ body, forWhom }) => `<div class="part part-workaround"><h4>${words.workaround}: ${escaped(forWhom)}</h4>${paragraphs(body)}</div>`)
    .join('')
  return `<article class="incident incident-${impactOf(incident)}"><header><h3>${escaped(titleOf(incident))}</h3><p><strong>${words[statusOf(incident)]}</strong> · ${putTimes(at, words.since, { time: incident.onsetAt })}</p>${next}</header>
${around}${newest ? `<section class="update"><h4>${words[newest.phase]} ${timeTag(at, newest.publishedAt)}</h4>${saidHtml(newest, words)}</section>` : ''}
<p class="quiet"><a href="incidents/${encodeURIComponent(incident.number)}">${words.helpNowRead}</a> · ${escaped(incident.number)}</p></article>`
}

export function searchPage(at: Portal, query: string, hits: KnowledgeHit[], popular: Listed[]): string {
  const words = frame(at.locale)
  const { up } = placeOf(at, 'help/search')
  const said = hits.length === 0 ? words.helpNothing : hits.length === 1 ? words.helpFoundOne : words.helpFound
  const found = hits.map(
    ({ title, url, snippet, kind, running, locale }) =>
      `<li><a href="${up}${escaped(url)}">${kind === 'workaround' ? `${words.workaround}: ` : ''}${escaped(title)}</a>${kind === 'workaround' && !running ? `<span class="tag">${words.resolved}</span>` : ''}${inLanguage(at, locale)}<p lang="${escaped(locale)}">${marked(snippet)}</p></li>`,
  )
  const body =
    query === ''
      ? ''
      : `<p role="status">${escaped(put(said, { query, count: hits.length }))}</p>${hits.length === 0 ? `<h2>${words.helpPopular}</h2>${linksTo(at, popular, 'help/search')}` : `<ul class="links">${found.join('')}</ul>`}`
  return portalPage(at, { title: words.helpSearch, path: 'help/search', query, switchable: false, body })
}

const marked = (snippet: Piece[]): string => snippet.map(({ text, mark }) => (mark ? `<mark>${escaped(text)}</mark>` : escaped(text))).join('')

/** Said where it is another language than the page's. */
const inLanguage = (at: Portal, locale: string): string =>
  isTheirs(locale, at.locale) ? '' : `<span class="tag">${escaped(put(frame(at.locale).helpIn, { language: nameOf(locale, at.locale) }))}</span>`

function nameOf(language: string, reader: string): string {
  return new Intl.DisplayNames([languageOf(reader)], { type: 'language', fallback: 'code' }).of(language) ?? language
}

const linksTo = (at: Portal, articles: Listed[], from: string): string => {
  const { up } = placeOf(at, from)
  return `<ul class="links">${articles.map(({ slug, title, locale }) => `<li><a href="${up}help/articles/${slug}"${isTheirs(locale, at.locale) ? '' : ` lang="${escaped(locale)}"`}>${escaped(title)}</a>${inLanguage(at, locale)}</li>`).join('')}</ul>`
}

export function articlePage(at: Portal, { slug, title, html, locale, services, changedAt }: Shown): string {
  const words = frame(at.locale)
  const other = isTheirs(locale, at.locale) ? '' : `<p class="note">${escaped(put(words.helpOtherLanguage, { language: nameOf(locale, at.locale) }))}</p>`
  const about = services.length === 0 ? '' : `<p class="quiet">${escaped(put(words.helpAbout, { services: services.join(' · ') }))}</p>`
  return portalPage(at, {
    title,
    path: `help/articles/${slug}`,
    indexed: true,
    body: `${other}<article class="article" lang="${escaped(locale)}"><h2>${escaped(title)}</h2>${html}</article>${about}<p class="quiet">${putTimes(at, words.helpChanged, { time: changedAt })}</p>
<form class="votes" method="post" action="${slug}/votes"><h3 id="did">${words.helpDid}</h3><div role="group" aria-labelledby="did"><button name="helpful" value="yes">${words.helpYes}</button><button name="helpful" value="no">${words.helpNo}</button></div></form>`,
  })
}

export function thanksPage(at: Portal, { slug, title }: Pick<Shown, 'slug' | 'title'>, helpful: 'yes' | 'no', told: boolean): string {
  const words = frame(at.locale)
  const more = told
    ? ''
    : `<form class="votes" method="post"><input type="hidden" name="helpful" value="${helpful}"><label for="words">${words.helpWords}</label><textarea id="words" name="words" rows="4" maxlength="1000" aria-describedby="hint"></textarea><p class="quiet" id="hint">${words.helpWordsHint}</p><button>${words.helpSend}</button></form>`
  return portalPage(at, {
    title,
    path: `help/articles/${slug}/votes`,
    switchable: false,
    body: `<p class="state state-none" role="status">${words.helpThanks}</p><p><a href="../${slug}">${escaped(title)}</a></p>${more}`,
  })
}

export function workaroundPage(at: Portal, { id, title, body, locale, number, crisis, running, next }: ShownWorkaround): string {
  const words = frame(at.locale)
  const { up } = placeOf(at, `help/workarounds/${id}`)
  const of = number === null ? '' : `<p><a href="${up}incidents/${encodeURIComponent(number)}">${escaped(crisis)}</a></p>`
  return portalPage(at, {
    title,
    path: `help/workarounds/${id}`,
    body: `<p class="note">${running ? words.helpWorkaround : words.helpWorkaroundOver}</p><article class="article" lang="${escaped(locale)}"><h2>${escaped(title)}</h2>${paragraphs(body)}</article>${of}${next ? promiseHtml(at, next, at.now) : ''}`,
  })
}

export function servicePage(at: Portal, { id, name }: { id: string; name: string }, articles: Listed[]): string {
  const path = `help/services/${id}`
  return portalPage(at, {
    title: name,
    path,
    indexed: true,
    body: `<h2>${escaped(name)}</h2>${articles.length === 0 ? `<p class="quiet">${frame(at.locale).helpEmpty}</p>` : linksTo(at, articles, path)}`,
  })
}

/** What is not there, with ways on. `path`: where it was looked for. */
export function nothingPage(at: Portal, path: string, popular: Listed[], sentence = frame(at.locale).helpGone): string {
  const words = frame(at.locale)
  return portalPage(at, {
    title: words.help,
    path,
    switchable: false,
    body: `<p class="state state-minor" role="status">${sentence}</p>${popular.length === 0 ? '' : `<h2>${words.helpPopular}</h2>${linksTo(at, popular, path)}`}`,
  })
}
