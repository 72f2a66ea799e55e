// The files of a page, and how they are kept: what did not change keeps its tag and its revision.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { componentsJson, incidentsJson, maintenancesJson, shortId, statusJson, summaryJson } from './api-v2.ts'
import { badge } from './badge.ts'
import { maintenanceCalendar } from './calendar.ts'
import { atomFeed, rssFeed } from './feed.ts'
import { currentPage, historyPage, incidentPage, maintenancePage, yearPage } from './page.html.ts'
import { folderOf, isHome } from './page.shell.ts'
import { isUnderWay, isUpcoming } from './state.ts'
import { type Incident, inLanguage, inTheirLanguage, type Page } from './status-page.store.ts'
import { timesScript } from './times.script.ts'
import { widgetFiles } from './widget/widget.render.ts'

export type Year = { year: number; incidents: Incident[] }
export type File = [path: string, type: string, body: string]
export const [html, json] = ['text/html; charset=utf-8', 'application/json; charset=utf-8']

/** Every file of a page, its own language first; of the incidents' own pages only the one that changed. */
export const artefactsOf = (page: Page, years: Year[], only?: string): File[] => [
  ...readingOf(page, years, only),
  ...widgetFiles(page),
  ['badge.svg', 'image/svg+xml; charset=utf-8', badge(page)],
]

/** What is there to be read, without what other pages show of it. */
export function readingOf(page: Page, years: Year[], only?: string): File[] {
  const languages = page.languages.map((language, i) => (i === 0 ? page : inLanguage(page, language)))
  return [
    ...languages.flatMap((each) => pagesOf(each, years, only)),
    ['history.atom', 'application/atom+xml; charset=utf-8', atomFeed(page)],
    ['history.rss', 'application/rss+xml; charset=utf-8', rssFeed(page)],
    ['maintenance.ics', 'text/calendar; charset=utf-8', maintenanceCalendar(page)],
    ...(page.theme.logo ? [['logo.svg', 'image/svg+xml; charset=utf-8', page.theme.logo] as File] : []),
    ['times.js', 'text/javascript; charset=utf-8', timesScript],
    ...apiOf(page),
  ]
}

function pagesOf(page: Page, years: Year[], only?: string): File[] {
  const pages: [string, string][] = [
    ['', currentPage(page)],
    ['history', historyPage(page)],
    ...years.map(({ year, incidents }): [string, string] => [
      `history/${year}`,
      yearPage(page, year, inLanguage({ ...page, incidents }, page.locale).incidents),
    ]),
    ...page.incidents
      .filter(({ id, brought }) => (only ? id === only : !brought || isHome(page)))
      .map((incident): [string, string] => [`incidents/${incident.number}`, incidentPage(page, incident)]),
    ...worksOf(page, only).map((work): [string, string] => [`maintenance/${shortId(work.id)}`, maintenancePage(page, work)]),
  ]
  return pages.map(([path, body]) => [`${folderOf(page)}${path}`, html, body])
}

/** Of an incident alone. What was brought over is said in one language, and has one page. */
export const pagesOfIncident = (page: Page, incident: Incident): File[] =>
  (incident.brought ? page.languages.slice(0, 1) : page.languages).map((language, i) => {
    const each = i === 0 ? page : { ...page, locale: language }
    return [`${folderOf(each)}incidents/${incident.number}`, html, incidentPage(each, inTheirLanguage(incident, each.locale))]
  })

/** The pages of many works are not all written again for what changes around them: what is to come or under way, the next first. */
const worksOf = ({ maintenances }: Page, only?: string) =>
  only ? maintenances.filter(({ id }) => id === only) : maintenances.filter(({ endedAt }) => endedAt === null).slice(0, mostWorks)
const mostWorks = 20

const apiOf = (page: Page): File[] =>
  Object.entries({
    summary: summaryJson(page),
    status: statusJson(page),
    components: componentsJson(page),
    incidents: incidentsJson(page, true),
    'incidents/unresolved': incidentsJson(page, false),
    'scheduled-maintenances': maintenancesJson(page),
    'scheduled-maintenances/upcoming': maintenancesJson(page, isUpcoming),
    'scheduled-maintenances/active': maintenancesJson(page, isUnderWay),
  }).map(([path, body]) => [`api/v2/${path}.json`, json, JSON.stringify(body)])

const withTags = (files: File[]) => files.map(([path, content_type, body]) => ({ path, content_type, body, etag: etagOf(body) }))

export const etagOf = (body: string) => `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

export async function put(db: Db, brandId: string, files: File[], now: Date): Promise<void> {
  await sql`
    insert into artefacts (brand_id, path, content_type, body, etag, changed_at, revision)
    select ${brandId}::uuid, path, content_type, body, etag, ${now}::timestamptz, nextval('artefact_revisions')
      from jsonb_to_recordset(${JSON.stringify(withTags(files))}::jsonb) as a(path text, content_type text, body text, etag text)
    on conflict (brand_id, path) do update
      set content_type = excluded.content_type, body = excluded.body, etag = excluded.etag, changed_at = excluded.changed_at, revision = excluded.revision
      where artefacts.etag <> excluded.etag`.execute(db)
}
