// The feeds, Atom and RSS 2.0: one entry per incident, its updates newest first.
import { escaped, shownTime } from '../frame/html.ts'
import { partsAsHtml } from '../frame/parts.ts'
import { frame } from '../frame/strings.ts'
import { lastChange } from './api-v2.ts'
import { titleOf } from './state.ts'
import type { Incident, Page } from './status-page.store.ts'

export function atomFeed(page: Page): string {
  const base = `${page.url}/${page.slug}`
  const host = page.url ? new URL(page.url).hostname : 'localhost'
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="${page.locale}" xmlns="http://www.w3.org/2005/Atom">
  <id>tag:${host},2005:/${page.slug}/history</id>
  <link rel="alternate" type="text/html" href="${base}/"/>
  <link rel="self" type="application/atom+xml" href="${base}/history.atom"/>
  <title>${escaped(page.name)} Status - Incident History</title>
  <updated>${lastChange(page).toISOString()}</updated>
  <author><name>${escaped(page.name)}</name></author>
${page.incidents
  .slice(0, 25)
  .map((incident) => entry(page, incident, base, host))
  .join('\n')}
</feed>
`
}

/** The same for readers that know RSS only. */
export function rssFeed(page: Page): string {
  const base = `${page.url}/${page.slug}`
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>${escaped(page.name)} Status - Incident History</title>
  <link>${base}/</link>
  <atom:link rel="self" type="application/rss+xml" href="${base}/history.rss"/>
  <description>${escaped(page.name)}</description>
  <language>${page.locale}</language>
  <pubDate>${lastChange(page).toUTCString()}</pubDate>
${page.incidents
  .slice(0, 25)
  .map((incident) => item(page, incident, base))
  .join('\n')}
</channel>
</rss>
`
}

function item(page: Page, incident: Incident, base: string): string {
  const link = `${base}/incidents/${incident.number}`
  return `  <item>
    <title>${escaped(titleOf(incident))}</title>
    <description>${escaped(said(page, incident))}</description>
    <pubDate>${(incident.updates[0]?.publishedAt ?? incident.declaredAt).toUTCString()}</pubDate>
    <link>${link}</link>
    <guid isPermaLink="true">${link}</guid>
  </item>`
}

function said(page: Page, incident: Incident): string {
  const words = frame(page.locale)
  return incident.updates
    .map(
      (update) =>
        `<p><small>${escaped(shownTime(update.publishedAt, page.locale, page.timeZone))}</small><br><strong>${words[update.phase]}</strong></p>${partsAsHtml(update.parts, words, update.phase === 'resolved')}`,
    )
    .join('')
}

function entry(page: Page, incident: Incident, base: string, host: string): string {
  return `  <entry>
    <id>tag:${host},2005:Incident/${incident.number}</id>
    <published>${(incident.updates.at(-1)?.publishedAt ?? incident.declaredAt).toISOString()}</published>
    <updated>${(incident.updates[0]?.publishedAt ?? incident.declaredAt).toISOString()}</updated>
    <link rel="alternate" type="text/html" href="${base}/incidents/${incident.number}"/>
    <title>${escaped(titleOf(incident))}</title>
    <content type="html">${escaped(said(page, incident))}</content>
  </entry>`
}
