// The page as JSON in the shape that Statuspage's public API v2 made common (docs/status-page.md).
import { componentStatus, impactOf, indicatorOf, isOver, statusOf, titleOf } from './state.ts'
import type { Incident, Page, PageUpdate } from './status-page.store.ts'
import { createHash } from 'node:crypto'
import { partsAsText } from '../frame/parts.ts'
import { frame } from '../frame/strings.ts'

export const shortId = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 12)

export const summaryJson = (page: Page) => ({
  page: pageJson(page),
  components: page.services.map((_, i) => componentJson(page, i)),
  incidents: page.incidents.filter((incident) => !isOver(incident)).map((incident) => incidentJson(page, incident)),
  scheduled_maintenances: [],
  status: indicatorOf(page),
})
export const statusJson = (page: Page) => ({ page: pageJson(page), status: indicatorOf(page) })
export const componentsJson = (page: Page) => ({ page: pageJson(page), components: page.services.map((_, i) => componentJson(page, i)) })
export const incidentsJson = (page: Page, all: boolean) => ({
  page: pageJson(page),
  incidents: page.incidents
    .filter((incident) => all || !isOver(incident))
    .slice(0, 50)
    .map((incident) => incidentJson(page, incident)),
})

/** Maintenance that was announced is declared like any crisis; until it has a plan of its own, these lists are empty. */
export const maintenancesJson = (page: Page) => ({ page: pageJson(page), scheduled_maintenances: [] })

const pageJson = (page: Page) => ({
  id: shortId(page.brandId),
  name: page.name,
  url: `${page.url}/${page.slug}/`,
  time_zone: page.timeZone,
  updated_at: lastChange(page).toISOString(),
})

export const lastChange = (page: Page): Date =>
  page.incidents
    .flatMap((incident) => [incident.restoredAt, incident.workaroundsChangedAt, ...incident.updates.map((update) => update.publishedAt)])
    .reduce<Date>((latest, at) => (at && at > latest ? at : latest), page.services[0]?.createdAt ?? new Date(0))

function componentJson(page: Page, index: number) {
  const service = page.services[index] as Page['services'][number]
  return {
    id: shortId(service.id),
    name: service.name,
    status: componentStatus(page, service.id),
    created_at: service.createdAt.toISOString(),
    updated_at: lastChange(page).toISOString(),
    position: index + 1,
    description: service.description,
    showcase: false,
    start_date: service.createdAt.toISOString().slice(0, 10),
    group_id: null,
    page_id: shortId(page.brandId),
    group: false,
    only_show_if_degraded: false,
  }
}

function incidentJson(page: Page, incident: Incident) {
  const phaseAt = (phase: string) => incident.updates.filter((update) => update.phase === phase).at(-1)?.publishedAt ?? null
  const resolvedAt = isOver(incident) ? (incident.restoredAt ?? phaseAt('resolved')) : null
  return {
    id: shortId(incident.id),
    name: titleOf(incident),
    status: statusOf(incident),
    created_at: incident.updates.at(-1)?.publishedAt.toISOString(),
    updated_at: (incident.updates[0] as PageUpdate).publishedAt.toISOString(),
    monitoring_at: phaseAt('monitoring')?.toISOString() ?? null,
    resolved_at: resolvedAt?.toISOString() ?? null,
    impact: impactOf(incident),
    shortlink: `${page.url}/${page.slug}/incidents/${incident.number}`,
    started_at: incident.onsetAt.toISOString(),
    page_id: shortId(page.brandId),
    incident_updates: incident.updates.map((update) => updateJson(page, incident, update)),
    components: page.services.flatMap((service, i) => (incident.services.some(({ id }) => id === service.id) ? [componentJson(page, i)] : [])),
    reminder_intervals: null,
  }
}

function updateJson(page: Page, incident: Incident, update: PageUpdate) {
  const at = update.publishedAt.toISOString()
  return {
    id: shortId(update.id),
    status: update.phase,
    body: partsAsText(update.parts, frame(page.locale), update.phase === 'resolved'),
    incident_id: shortId(incident.id),
    created_at: at,
    updated_at: at,
    display_at: at,
    affected_components: page.services
      .filter((service) => incident.services.some(({ id }) => id === service.id))
      .map((service) => ({
        code: shortId(service.id),
        name: service.name,
        old_status: 'operational',
        new_status: update.phase === 'resolved' ? 'operational' : componentStatus(page, service.id),
      })),
    deliver_notifications: true,
    custom_tweet: null,
    tweet_id: null,
  }
}
