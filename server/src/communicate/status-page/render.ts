// Renders what customers see, when it changes, into files that outlive the database. Runs inside the transaction that changes it.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { componentsJson, incidentsJson, maintenancesJson, statusJson, summaryJson } from './api-v2.ts'
import { badge } from './badge.ts'
import { atomFeed, rssFeed } from './feed.ts'
import { currentPage, historyPage, incidentPage } from './page.html.ts'
import { type Page, pageOfBrand } from './status-page.store.ts'
import { widgetFiles, widgetScript } from './widget/widget.render.ts'

type Artefact = { path: string; content_type: string; body: string; etag: string }

/** The pages of the crisis's brand; a practice crisis has none. `statusUrl` is how customers reach the status pages. */
export async function renderStatusPage(db: Db, crisisId: string, now: Date, statusUrl: string): Promise<void> {
  const {
    rows: [crisis],
  } = await sql<{ brandId: string; practice: boolean }>`select brand_id as "brandId", practice from crises where id = ${crisisId}`.execute(db)
  if (crisis && !crisis.practice) await renderBrand(db, crisis.brandId, now, statusUrl, crisisId)
}

export async function renderBrand(db: Db, brandId: string, now: Date, statusUrl: string, onlyCrisis?: string): Promise<void> {
  // Two changes of one brand at once: the second renders what the first has written.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`page/${brandId}`}, 0))`.execute(db)
  const page = await pageOfBrand(db, brandId, now, statusUrl)
  await sql`
    insert into artefacts (brand_id, path, content_type, body, etag, changed_at, revision)
    select ${brandId}::uuid, path, content_type, body, etag, ${now}::timestamptz, nextval('artefact_revisions')
      from jsonb_to_recordset(${JSON.stringify(artefactsOf(page, onlyCrisis))}::jsonb) as a(path text, content_type text, body text, etag text)
    on conflict (brand_id, path) do update
      set content_type = excluded.content_type, body = excluded.body, etag = excluded.etag, changed_at = excluded.changed_at, revision = excluded.revision
      where artefacts.etag <> excluded.etag`.execute(db)
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
  }
}

/** Every file of a page; of the incidents' own pages only the one that changed. */
export function artefactsOf(page: Page, onlyCrisis?: string): Artefact[] {
  const html = 'text/html; charset=utf-8'
  const json = 'application/json; charset=utf-8'
  const files: [string, string, string][] = [
    ['', html, currentPage(page)],
    ['history', html, historyPage(page)],
    ['history.atom', 'application/atom+xml; charset=utf-8', atomFeed(page)],
    ['history.rss', 'application/rss+xml; charset=utf-8', rssFeed(page)],
    ...widgetFiles(page),
    ['badge.svg', 'image/svg+xml; charset=utf-8', badge(page)],
    ['api/v2/summary.json', json, JSON.stringify(summaryJson(page))],
    ['api/v2/status.json', json, JSON.stringify(statusJson(page))],
    ['api/v2/components.json', json, JSON.stringify(componentsJson(page))],
    ['api/v2/incidents.json', json, JSON.stringify(incidentsJson(page, true))],
    ['api/v2/incidents/unresolved.json', json, JSON.stringify(incidentsJson(page, false))],
    ...['scheduled-maintenances', 'scheduled-maintenances/upcoming', 'scheduled-maintenances/active'].map((path): [string, string, string] => [
      `api/v2/${path}.json`,
      json,
      JSON.stringify(maintenancesJson(page)),
    ]),
    ...page.incidents
      .filter((incident) => !onlyCrisis || incident.id === onlyCrisis)
      .map((incident): [string, string, string] => [`incidents/${incident.number}`, html, incidentPage(page, incident)]),
  ]
  return files.map(([path, content_type, body]) => ({
    path,
    content_type,
    body,
    etag: etagOf(body),
  }))
}

const etagOf = (body: string) => `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

/** After an upgrade: brands whose files an older Leeward rendered, told by the widget's script, which is the same for all. */
export async function renderOutdated(db: Db, now: Date, statusUrl: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select b.id from brands b where not exists (select from artefacts a where a.brand_id = b.id and a.path = 'widget.js' and a.etag = ${etagOf(widgetScript)})`.execute(
    db,
  )
  for (const { id } of rows) await db.transaction().execute((tx) => renderBrand(tx, id, now, statusUrl))
}
