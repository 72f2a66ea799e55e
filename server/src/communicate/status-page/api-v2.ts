// The page as JSON in the shape that Statuspage's public API v2 made common (docs/status-page.md).
import { createHash } from 'node:crypto'
import { partsAsText } from '../frame/parts.ts'
import { lastSaid } from './lookback.ts'
import { pictureLines } from './pictures.html.ts'
import { frame } from '../frame/strings.ts'
import { componentStatus, impactOf, indicatorOf, isOver, isUnderWay, isUpcoming, statusOf, titleOf, worstOf } from './state.ts'
import { type Shift, shiftsOf, workShiftsOf } from './state-then.ts'
import type { Incident, Maintenance, Page, PageGroup, PageService, PageUpdate } from './status-page.store.ts'
import { noteText } from './words.ts'

export const shortId = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 12)

export const summaryJson = (page: Page) => ({
  page: pageJson(page),
  components: componentList(page),
  incidents: page.incidents.filter((incident) => !isOver(incident)).map((incident) => incidentJson(page, incident)),
  scheduled_maintenances: page.maintenances.filter((work) => isUpcoming(work) || isUnderWay(work)).map((work) => maintenanceJson(page, work)),
  status: indicatorOf(page),
})
export const statusJson = (page: Page) => ({ page: pageJson(page), status: indicatorOf(page) })
export const componentsJson = (page: Page) => ({ page: pageJson(page), components: componentList(page) })
export const incidentsJson = (page: Page, all: boolean) => ({
  page: pageJson(page),
  incidents: page.incidents
    .filter((incident) => all || !isOver(incident))
    .slice(0, 50)
    .map((incident) => incidentJson(page, incident)),
})
/** `which`: those to come, those under way, or all, the newest first. */
export const maintenancesJson = (page: Page, which: (work: Maintenance) => boolean = () => true) => ({
  page: pageJson(page),
  scheduled_maintenances: page.maintenances
    .filter((work) => which(work) && work.state !== 'cancelled')
    .toReversed()
    .slice(0, 50)
    .map((work) => maintenanceJson(page, work)),
})

export const pageJson = (page: Page) => ({
  id: shortId(page.brandId),
  name: page.name,
  url: `${page.home}/`,
  time_zone: page.timeZone,
  updated_at: lastChange(page).toISOString(),
})

/** Every component names it: worked out once for a page. */
export function lastChange(page: Page): Date {
  const known = changes.get(page) ?? changeOf(page)
  changes.set(page, known)
  return known
}
const changes = new WeakMap<Page, Date>()

const changeOf = (page: Page): Date =>
  [
    ...page.incidents.flatMap((incident) => [
      incident.restoredAt,
      incident.workaroundsChangedAt,
      incident.postmortem?.shownAt ?? null,
      ...incident.updates.map((update) => update.publishedAt),
    ]),
    ...page.maintenances.flatMap(({ notes }) => notes.map(({ at }) => at)),
  ].reduce<Date>((latest, at) => (at && at > latest ? at : latest), page.services[0]?.createdAt ?? new Date(0))

/** Groups stand before what is in them, as on the page. */
function componentList(page: Page) {
  const grouped = page.groups.flatMap((group) => [
    groupJson(page, group),
    ...page.services.filter(({ groupId }) => groupId === group.id).map((service) => componentJson(page, service)),
  ])
  return [...grouped, ...page.services.filter(({ groupId }) => !groupId).map((service) => componentJson(page, service))]
}

function groupJson(page: Page, group: PageGroup) {
  const inIt = page.services.filter(({ groupId }) => groupId === group.id)
  return {
    id: shortId(group.id),
    name: group.name,
    status: worstOf(inIt.map(({ id }) => componentStatus(page, id))),
    created_at: (inIt[0] as PageService).createdAt.toISOString(),
    updated_at: lastChange(page).toISOString(),
    position: group.position + 1,
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: shortId(page.brandId),
    group: true,
    only_show_if_degraded: false,
    components: inIt.map(({ id }) => shortId(id)),
  }
}

export function componentJson(page: Page, service: PageService) {
  return {
    id: shortId(service.id),
    name: service.name,
    status: componentStatus(page, service.id),
    created_at: service.createdAt.toISOString(),
    updated_at: lastChange(page).toISOString(),
    position: page.services.indexOf(service) + 1,
    description: service.description,
    showcase: service.days.some(({ watched }) => watched),
    start_date: service.createdAt.toISOString().slice(0, 10),
    group_id: service.groupId ? shortId(service.groupId) : null,
    page_id: shortId(page.brandId),
    group: false,
    only_show_if_degraded: service.onPage === 'when-hurt',
  }
}

/** What was brought over keeps the id that it had, so that whoever kept it finds it again. */
const idOf = ({ id, brought }: Pick<Incident, 'id' | 'brought'>) => (brought ? id : shortId(id))
const componentsOf = (page: Page, ids: string[]) => page.services.filter(({ id }) => ids.includes(id)).map((service) => componentJson(page, service))

export function incidentJson(page: Page, incident: Incident) {
  const phaseAt = (phase: string) => incident.updates.filter((update) => update.phase === phase).at(-1)?.publishedAt ?? null
  const shifts = incident.brought ? new Map<string, Shift[]>() : shiftsOf(page, incident)
  const resolvedAt = isOver(incident) ? (incident.restoredAt ?? phaseAt('resolved')) : null
  return {
    id: idOf(incident),
    name: titleOf(incident),
    status: statusOf(incident),
    created_at: (incident.updates.at(-1)?.publishedAt ?? incident.declaredAt).toISOString(),
    updated_at: lastSaid(incident).toISOString(),
    monitoring_at: phaseAt('monitoring')?.toISOString() ?? null,
    resolved_at: resolvedAt?.toISOString() ?? null,
    impact: impactOf(incident),
    shortlink: `${page.home}/incidents/${incident.number}`,
    started_at: incident.onsetAt.toISOString(),
    page_id: shortId(page.brandId),
    incident_updates: incident.updates.map((update) => updateJson(page, incident, update, shifts.get(update.id) ?? [])),
    components: componentsOf(
      page,
      incident.services.map(({ id }) => id),
    ),
    reminder_intervals: null,
    ...lookedBack(incident),
  }
}

/** Under the names that Statuspage gives them. Nobody is written to about a review. */
function lookedBack({ updates, postmortem }: Incident) {
  const words = updates.find(({ phase }) => phase === 'postmortem')
  return {
    postmortem_body: words?.body ?? null,
    postmortem_body_last_updated_at: (postmortem?.shownAt ?? words?.publishedAt)?.toISOString() ?? null,
    postmortem_ignored: false,
    postmortem_notified_subscribers: false,
    postmortem_notified_twitter: false,
    postmortem_published_at: words?.publishedAt.toISOString() ?? null,
  }
}

/** From what to what each service went with an update: as it was shown then, whatever it is now. */
const affectedOf = (page: Page, shifts: Shift[]) =>
  shifts.flatMap((shift) => {
    const service = page.services.find(({ id }) => id === shift.id)
    return service ? [{ code: shortId(service.id), name: fullName(page, service), old_status: shift.old, new_status: shift.new }] : []
  })

function updateJson(page: Page, incident: Incident, update: PageUpdate, shifts: Shift[]) {
  const affected = affectedOf(page, shifts)
  return {
    ...said(
      update.id,
      update.phase,
      (update.body ?? partsAsText(update.parts, frame(page.locale), update.phase === 'resolved')) + pictureLines(page, update),
      idOf(incident),
      update.publishedAt,
      incident.brought,
    ),
    affected_components: affected.length > 0 && update.phase !== 'postmortem' ? affected : null,
  }
}

const fullName = (page: Page, service: PageService) => {
  const group = page.groups.find(({ id }) => id === service.groupId)
  return group ? `${group.name} - ${service.name}` : service.name
}

const said = (id: string, status: string, body: string, incident: string, publishedAt: Date, brought = false) => {
  const at = publishedAt.toISOString()
  return {
    id: brought ? id : shortId(id),
    status,
    body,
    incident_id: incident,
    created_at: at,
    updated_at: at,
    display_at: at,
    affected_components: null,
    deliver_notifications: true,
    custom_tweet: null,
    tweet_id: null,
  }
}

export function maintenanceJson(page: Page, work: Maintenance) {
  const id = shortId(work.id)
  const shifts = workShiftsOf(page, work)
  return {
    id,
    name: work.title,
    status: work.state,
    created_at: work.madeAt.toISOString(),
    updated_at: (work.notes[0]?.at ?? work.madeAt).toISOString(),
    monitoring_at: null,
    resolved_at: work.endedAt?.toISOString() ?? null,
    impact: 'maintenance',
    shortlink: `${page.home}/maintenance/${id}`,
    started_at: (work.beganAt ?? work.startsAt).toISOString(),
    page_id: shortId(page.brandId),
    incident_updates: work.notes.map((note) => ({
      ...said(note.id, note.state, noteText(note, frame(page.locale)), id, note.at),
      affected_components: affectedOf(page, shifts.get(note.id) ?? []),
    })),
    components: componentsOf(page, work.services),
    scheduled_for: work.startsAt.toISOString(),
    scheduled_until: work.endsAt.toISOString(),
  }
}
