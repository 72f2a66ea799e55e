// Renders what customers see, when it changes, into files that outlive the database. Runs inside the transaction that changes it.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { instantOf, wallOf } from '../../platform/wall-time.ts'
import { tellOfStates } from '../page-news/states.news.ts'
import { componentsJson, incidentsJson, maintenancesJson, shortId, statusJson, summaryJson } from './api-v2.ts'
import { badge } from './badge.ts'
import { atomFeed, rssFeed } from './feed.ts'
import { maintenanceCalendar } from './calendar.ts'
import { currentPage, historyPage, incidentPage, maintenancePage, yearPage } from './page.html.ts'
import { folderOf, isHome } from './page.shell.ts'
import { past, pastBySource } from './past.store.ts'
import { isOver, isUnderWay, isUpcoming } from './state.ts'
import { type Incident, incidentsOf, inLanguage, inTheirLanguage, type Page, pageOfBrand } from './status-page.store.ts'
import { timesScript } from './times.script.ts'
import { widgetFiles, widgetScript } from './widget/widget.render.ts'

/** The pages of the crisis's brand; a practice crisis has none. `statusUrl` is how customers reach the status pages. */
export async function renderStatusPage(db: Db, crisisId: string, now: Date, statusUrl: string): Promise<void> {
  const {
    rows: [crisis],
  } = await sql<{ brandId: string; practice: boolean }>`select brand_id as "brandId", practice from crises where id = ${crisisId}`.execute(db)
  if (crisis && !crisis.practice) await renderBrand(db, crisis.brandId, now, statusUrl, crisisId)
}

/** @param only what changed, a crisis or a planned work: of the own pages of incidents, of works and of years only those that it changes */
export async function renderBrand(db: Db, brandId: string, now: Date, statusUrl: string, only?: string): Promise<Page> {
  // Two changes of one brand at once: the second renders what the first has written.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`page/${brandId}`}, 0))`.execute(db)
  const page = await pageOfBrand(db, brandId, now, statusUrl)
  const changed = only ? page.incidents.find(({ id }) => id === only)?.onsetAt : undefined
  const years = await yearsOf(db, page, only ? (changed ? [yearAt(page, changed)] : []) : page.years)
  await put(db, brandId, [...artefactsOf(page, years, only), ...(await longPast(db, page, only))], now)
  await sql`update brands set page_day = (${now}::timestamptz at time zone time_zone)::date where id = ${brandId} and page_day is distinct from (${now}::timestamptz at time zone time_zone)::date`.execute(
    db,
  )
  await tellOfStates(db, page)
  return page
}

/** The own pages of an incident that the page itself does not name any more, where something is said of it after all. */
async function longPast(db: Db, page: Page, only: string | undefined): Promise<File[]> {
  if (!only || page.incidents.some(({ id }) => id === only)) return []
  const [incident] = await incidentsOf(db, page.brandId, sql`c.id = ${only}`)
  if (!incident) return []
  return page.languages.map((language) => {
    const each = { ...page, locale: language === page.languages[0] ? page.locale : language }
    return [`${folderOf(each)}incidents/${incident.number}`, html, incidentPage(each, inTheirLanguage(incident, each.locale))]
  })
}

/** The own pages of incidents that were brought over, however old. */
export async function renderPast(db: Db, brandId: string, sources: string[], now: Date, statusUrl: string): Promise<void> {
  if (sources.length === 0) return
  await sql`select pg_advisory_xact_lock(hashtextextended(${`page/${brandId}`}, 0))`.execute(db)
  const page = await pageOfBrand(db, brandId, now, statusUrl)
  const pages = (await pastBySource(db, brandId, sources)).map((incident): File => [`incidents/${incident.number}`, html, incidentPage(page, incident)])
  await put(db, brandId, pages, now)
}

async function put(db: Db, brandId: string, files: File[], now: Date): Promise<void> {
  await sql`
    insert into artefacts (brand_id, path, content_type, body, etag, changed_at, revision)
    select ${brandId}::uuid, path, content_type, body, etag, ${now}::timestamptz, nextval('artefact_revisions')
      from jsonb_to_recordset(${JSON.stringify(withTags(files))}::jsonb) as a(path text, content_type text, body text, etag text)
    on conflict (brand_id, path) do update
      set content_type = excluded.content_type, body = excluded.body, etag = excluded.etag, changed_at = excluded.changed_at, revision = excluded.revision
      where artefacts.etag <> excluded.etag`.execute(db)
}

/** A new day has a bar of its own, also where nothing happens: pages whose day is over are rendered again. */
export async function renderNewDays(db: Db, now: Date, statusUrl: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from brands where page_day is distinct from (${now}::timestamptz at time zone time_zone)::date and exists (select from artefacts a where a.brand_id = brands.id)`.execute(
    db,
  )
  for (const { id } of rows) await db.transaction().execute((tx) => renderBrand(tx, id, now, statusUrl))
  return rows.length
}

type OfCrisis = { crisisId: string; at: Date }

/** The page follows the facts that it shows, in the same transaction. */
export const statusPageProjections = (statusUrl: string): Projections => {
  const render = (tx: Db, fact: OfCrisis) => renderStatusPage(tx, fact.crisisId, fact.at, statusUrl)
  return {
    UpdatePublished: render,
    CrisisRestored: render,
    CrisisClosed: render,
    SeverityChanged: render,
    ScopeChanged: render,
    WorkaroundPublished: render,
    WorkaroundWithdrawn: render,
    PostmortemPublished: render,
    PostmortemTakenDown: render,
  }
}

type Year = { year: number; incidents: Incident[] }

async function yearsOf(db: Db, page: Page, years: number[]): Promise<Year[]> {
  const found: Year[] = []
  for (const year of years) {
    const [from, until] = [year, year + 1].map((each) => instantOf(page.timeZone, Date.UTC(each, 0, 1))) as [Date, Date]
    const ours = await incidentsOf(db, page.brandId, sql`c.onset_at >= ${from} and c.onset_at < ${until}`)
    const brought = (await past(db, page.brandId, from, until)).filter(({ onsetAt }) => onsetAt >= from)
    found.push({ year, incidents: [...ours, ...brought].filter(isOver).toSorted((one, other) => other.onsetAt.getTime() - one.onsetAt.getTime()) })
  }
  return found
}
const yearAt = ({ timeZone }: Page, at: Date) => new Date(wallOf(timeZone, at)).getUTCFullYear()

type File = [path: string, type: string, body: string]
const [html, json] = ['text/html; charset=utf-8', 'application/json; charset=utf-8']

/** Every file of a page, its own language first; of the incidents' own pages only the one that changed. */
export function artefactsOf(page: Page, years: Year[], only?: string): File[] {
  const languages = page.languages.map((language, i) => (i === 0 ? page : inLanguage(page, language)))
  return [
    ...languages.flatMap((each) => pagesOf(each, years, only)),
    ['history.atom', 'application/atom+xml; charset=utf-8', atomFeed(page)],
    ['history.rss', 'application/rss+xml; charset=utf-8', rssFeed(page)],
    ['maintenance.ics', 'text/calendar; charset=utf-8', maintenanceCalendar(page)],
    ...widgetFiles(page),
    ['badge.svg', 'image/svg+xml; charset=utf-8', badge(page)],
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

const etagOf = (body: string) => `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

/** After an upgrade: brands whose files an older Leeward rendered, told by the widget's script, which is the same for all. */
export async function renderOutdated(db: Db, now: Date, statusUrl: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select b.id from brands b where not exists (select from artefacts a where a.brand_id = b.id and a.path = 'widget.js' and a.etag = ${etagOf(widgetScript)})`.execute(
    db,
  )
  for (const { id } of rows) await db.transaction().execute((tx) => renderBrand(tx, id, now, statusUrl))
}
