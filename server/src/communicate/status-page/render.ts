// Renders what customers see, when it changes, into files that outlive the database. Runs inside the transaction that changes it.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { tellOfStates } from '../page-news/states.news.ts'
import { artefactsOf, etagOf, pagesOfIncident, put } from './artefacts.ts'
import { pastBySource } from './past.store.ts'
import type { Readers } from './readers/for-readers.ts'
import { renderAnew, renderForReaders, renderPastForReaders } from './readers/readers.render.ts'
import { type Incident, incidentsOf, type Page, pageOfBrand } from './status-page.store.ts'
import { widgetScript } from './widget/widget.render.ts'
import { incidentsOfYears, yearAt } from './years.store.ts'

/** The pages of the crisis's brand; a practice crisis has none. `statusUrl` is how customers reach the status pages. */
export async function renderStatusPage(db: Db, crisisId: string, now: Date, statusUrl: string): Promise<void> {
  const {
    rows: [crisis],
  } = await sql<{ brandId: string; practice: boolean }>`select brand_id as "brandId", practice from crises where id = ${crisisId}`.execute(db)
  if (crisis && !crisis.practice) await renderBrand(db, crisis.brandId, now, statusUrl, crisisId)
}

/** @param only what changed, a crisis or a planned work: of the own pages of incidents, of works and of years only those that it changes */
export async function renderBrand(db: Db, brandId: string, now: Date, statusUrl: string, only?: string): Promise<Page> {
  const page = await lockedPage(db, brandId, now, statusUrl)
  const changed = only ? page.incidents.find(({ id }) => id === only)?.onsetAt : undefined
  const years = await incidentsOfYears(db, page, only ? (changed ? [yearAt(page, changed)] : []) : page.years)
  const past = await longPast(db, page, only)
  await put(db, brandId, [...artefactsOf(page, years, only), ...past.flatMap((incident) => pagesOfIncident(page, incident))], now)
  await renderForReaders(db, page, { years, past, only }, now, statusUrl)
  await sql`update brands set page_day = (${now}::timestamptz at time zone time_zone)::date where id = ${brandId} and page_day is distinct from (${now}::timestamptz at time zone time_zone)::date`.execute(
    db,
  )
  await tellOfStates(db, page)
  return page
}

/** Two changes of one brand at once: the second renders what the first has written. */
async function lockedPage(db: Db, brandId: string, now: Date, statusUrl: string): Promise<Page> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`page/${brandId}`}, 0))`.execute(db)
  return pageOfBrand(db, brandId, now, statusUrl)
}

/** An incident that the page itself does not name any more, where something is said of it after all: it has its own pages still. */
const longPast = async (db: Db, page: Page, only: string | undefined): Promise<Incident[]> =>
  !only || page.incidents.some(({ id }) => id === only) ? [] : incidentsOf(db, page.brandId, sql`c.id = ${only}`)

/** The own pages of incidents that were brought over, however old. */
export async function renderPast(db: Db, brandId: string, sources: string[], now: Date, statusUrl: string): Promise<void> {
  if (sources.length === 0) return
  const page = await lockedPage(db, brandId, now, statusUrl)
  const past = await pastBySource(db, brandId, sources)
  await put(
    db,
    brandId,
    past.flatMap((incident) => pagesOfIncident(page, incident)),
    now,
  )
  await renderPastForReaders(db, page, past, now, statusUrl)
}

/** The page for some readers that is new, or shows other services now: all of it, and nothing of what it was. */
export async function renderReaders(db: Db, brandId: string, readers: Readers, now: Date, statusUrl: string): Promise<void> {
  const page = await lockedPage(db, brandId, now, statusUrl)
  await renderAnew(db, page, readers, await incidentsOfYears(db, page, page.years), now, statusUrl)
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

/** A promise whose time has passed is said to be late, also where nothing else happens: rendered before that time, and not since. */
export async function renderLatePromises(db: Db, now: Date, statusUrl: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select c.id from crises c
      join lateral (select next_update_at as due from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1) u on true
      join artefacts a on a.brand_id = c.brand_id and a.path = 'incidents/' || c.number
     where c.status <> 'closed' and not c.practice and u.due <= ${now} and a.changed_at < u.due
       and not exists (select from postmortems p where p.crisis_id = c.id and p.shown is not null)`.execute(db)
  for (const { id } of rows) await db.transaction().execute((tx) => renderStatusPage(tx, id, now, statusUrl))
  return rows.length
}

type OfCrisis = { crisisId: string; at: Date }

/** The page follows the facts that it shows, in the same transaction. */
export const statusPageProjections = (statusUrl: string): Projections => {
  const render = (tx: Db, fact: OfCrisis) => renderStatusPage(tx, fact.crisisId, fact.at, statusUrl)
  return {
    UpdatePublished: render,
    CrisisRestored: render,
    CrisisReopened: render,
    CrisisClosed: render,
    SeverityChanged: render,
    ScopeChanged: render,
    WorkaroundPublished: render,
    WorkaroundWithdrawn: render,
    PostmortemPublished: render,
    PostmortemTakenDown: render,
  }
}

/** After an upgrade: brands whose files an older Leeward rendered, told by the widget's script, which is the same for all. */
export async function renderOutdated(db: Db, now: Date, statusUrl: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select b.id from brands b where not exists (select from artefacts a where a.brand_id = b.id and a.path = 'widget.js' and a.etag = ${etagOf(widgetScript)})`.execute(
    db,
  )
  for (const { id } of rows) await db.transaction().execute((tx) => renderBrand(tx, id, now, statusUrl))
}
