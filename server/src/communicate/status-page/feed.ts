// The feeds, Atom and RSS 2.0: one entry per incident and per planned work, what was said of it newest first.
import { escaped, paragraphs, shownTime } from '../frame/html.ts'
import { frame, put } from '../frame/strings.ts'
import { lastChange, shortId } from './api-v2.ts'
import { saidHtml } from './incident.html.ts'
import { lastSaid } from './lookback.ts'
import { pictureLinks } from './pictures.html.ts'
import { titleOf } from './state.ts'
import type { Page } from './status-page.store.ts'
import { noteText, stateName } from './words.ts'

/** What a reader of feeds sees of an incident or of planned work. */
type Entry = { id: string; link: string; title: string; html: string; publishedAt: Date; updatedAt: Date }

/** The newest 25. Planned work says in its first words that it is planned. */
function entriesOf(page: Page): Entry[] {
  const base = page.home
  const words = frame(page.locale)
  const line = (at: Date, state: string, html: string) =>
    `<p><small>${escaped(shownTime(at, page.locale, page.timeZone))}</small><br><strong>${state}</strong></p>${html}`
  const incidents = page.incidents.map((incident): Entry => {
    const { number, updates, declaredAt } = incident
    return {
      id: `Incident/${number}`,
      link: `${base}/incidents/${number}`,
      title: titleOf(incident),
      html: updates.map((update) => line(update.publishedAt, words[update.phase], saidHtml(update, words) + pictureLinks(page, update))).join(''),
      publishedAt: updates.at(-1)?.publishedAt ?? declaredAt,
      updatedAt: lastSaid(incident),
    }
  })
  const works = page.maintenances.map(({ id, title, startsAt, endsAt, madeAt, notes }): Entry => {
    const shown = (at: Date) => escaped(shownTime(at, page.locale, page.timeZone))
    return {
      id: `Maintenance/${shortId(id)}`,
      link: `${base}/maintenance/${shortId(id)}`,
      title,
      html: `<p><strong>${words.maintenance}</strong>: ${put(escaped(words.maintenanceWindow), { from: shown(startsAt), until: shown(endsAt) })}</p>${notes.map((note) => line(note.at, stateName(note.state, words), paragraphs(noteText(note, words)))).join('')}`,
      publishedAt: madeAt,
      updatedAt: notes[0]?.at ?? madeAt,
    }
  })
  return [...incidents, ...works].toSorted((one, other) => other.updatedAt.getTime() - one.updatedAt.getTime()).slice(0, 25)
}

export function atomFeed(page: Page): string {
  const base = page.home
  const host = URL.parse(page.home)?.hostname ?? 'localhost'
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="${page.locale}" xmlns="http://www.w3.org/2005/Atom">
  <id>tag:${host},2005:/${page.slug}/history</id>
  <link rel="alternate" type="text/html" href="${base}/"/>
  <link rel="self" type="application/atom+xml" href="${base}/history.atom"/>
  <title>${escaped(page.name)} Status - Incident History</title>
  <updated>${lastChange(page).toISOString()}</updated>
  <author><name>${escaped(page.name)}</name></author>
${entriesOf(page)
  .map((each) => entry(each, host))
  .join('\n')}
</feed>
`
}

/** The same for readers that know RSS only. */
export function rssFeed(page: Page): string {
  const base = page.home
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>${escaped(page.name)} Status - Incident History</title>
  <link>${base}/</link>
  <atom:link rel="self" type="application/rss+xml" href="${base}/history.rss"/>
  <description>${escaped(page.name)}</description>
  <language>${page.locale}</language>
  <pubDate>${lastChange(page).toUTCString()}</pubDate>
${entriesOf(page).map(item).join('\n')}
</channel>
</rss>
`
}

const item = ({ link, title, html, updatedAt }: Entry) => `  <item>
    <title>${escaped(title)}</title>
    <description>${escaped(html)}</description>
    <pubDate>${updatedAt.toUTCString()}</pubDate>
    <link>${escaped(link)}</link>
    <guid isPermaLink="true">${escaped(link)}</guid>
  </item>`

const entry = ({ id, link, title, html, publishedAt, updatedAt }: Entry, host: string) => `  <entry>
    <id>tag:${host},2005:${escaped(id)}</id>
    <published>${publishedAt.toISOString()}</published>
    <updated>${updatedAt.toISOString()}</updated>
    <link rel="alternate" type="text/html" href="${escaped(link)}"/>
    <title>${escaped(title)}</title>
    <content type="html">${escaped(html)}</content>
  </entry>`
