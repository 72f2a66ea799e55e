// What the page showed of a service at a moment that is past, from the facts of that time: updates say what they changed, not what is so now.
import { type ComponentStatus, isLast, troubleOf, worstOf } from './state.ts'
import type { Incident, Maintenance, Page, PageUpdate } from './status-page.store.ts'

export type Shift = { id: string; old: ComponentStatus; new: ComponentStatus }

/** What each update of an incident changed in the services that it was about then, by the update's id; each begins where the one before it ended. */
export function shiftsOf(page: Page, incident: Incident): Map<string, Shift[]> {
  const { updates } = incident
  // An incident as it was with an update: neither newer ones nor, before the first, it itself.
  const asOf = (i: number): Page => ({
    ...page,
    incidents: page.incidents.map((each) => (each.id === incident.id ? { ...each, updates: updates.slice(i) } : each)),
  })
  const found = new Map<string, Shift[]>()
  for (let i = updates.length - 1, before: Page = asOf(updates.length), since: Date | undefined; i >= 0; i -= 1) {
    const { id, publishedAt } = updates[i] as PageUpdate
    const after = asOf(i)
    const about = [...scopeAt(incident, publishedAt), ...(since ? scopeAt(incident, since) : [])]
    const of = page.services.filter((service) => about.includes(service.id))
    found.set(
      id,
      of.map((service) => ({ id: service.id, old: statusThen(before, service.id, since ?? publishedAt), new: statusThen(after, service.id, publishedAt) })),
    )
    ;[before, since] = [after, publishedAt]
  }
  return found
}

/** The same of the words on planned work. */
export function workShiftsOf(page: Page, work: Maintenance): Map<string, Shift[]> {
  const others = { ...page, maintenances: page.maintenances.filter(({ id }) => id !== work.id) }
  const services = page.services.filter(({ id }) => work.services.includes(id))
  const statusWith = (state: string, id: string, at: Date) =>
    worstOf([statusThen(others, id, at), ...(state === 'in_progress' || state === 'verifying' ? (['under_maintenance'] as const) : [])])
  return new Map(
    work.notes.map((note, i) => {
      const before = work.notes[i + 1]
      return [
        note.id,
        services.map(({ id }) => ({ id, old: statusWith(before?.state ?? 'scheduled', id, before?.at ?? note.at), new: statusWith(note.state, id, note.at) })),
      ]
    }),
  )
}

/** The worst that any incident, or work under way, said of a service at a moment. */
function statusThen(page: Page, serviceId: string, at: Date): ComponentStatus {
  const hurt = page.incidents.flatMap((incident) => (wasOpen(incident, at) ? degreesAt(incident, serviceId, at) : []))
  const worked = page.maintenances.some(
    ({ beganAt, endedAt, services }) => beganAt && beganAt <= at && (!endedAt || endedAt > at) && services.includes(serviceId),
  )
  return worstOf([...hurt, ...(worked ? (['under_maintenance'] as const) : [])])
}

function wasOpen({ restoredAt, updates }: Incident, at: Date): boolean {
  if (restoredAt && restoredAt <= at) return false
  const newest = updates.find(({ publishedAt }) => publishedAt <= at)
  return newest !== undefined && !isLast(newest.phase)
}

/** How badly a service was hurt: by the severity of that time, in the windows that are known now. Whatever is not in the scope any more is taken for down. */
function degreesAt(incident: Incident, serviceId: string, at: Date): ComponentStatus[] {
  if (!scopeAt(incident, at).includes(serviceId)) return []
  const severity = latest(incident, at, (fact) => fact.severity ?? undefined) ?? incident.severity
  const windows = incident.spans.filter(({ id }) => id === serviceId)
  if (windows.length === 0) return [troubleOf('down', severity)]
  return windows.filter(({ since, until }) => (since ?? incident.onsetAt) <= at && (!until || until > at)).map(({ degree }) => troubleOf(degree, severity))
}

/** Facts of earlier versions name no services: then it was about those of now. */
const scopeAt = (incident: Incident, at: Date): string[] => latest(incident, at, (fact) => fact.services ?? undefined) ?? incident.services.map(({ id }) => id)

type Then = NonNullable<Incident['history']>[number]
const latest = <T>({ history = [] }: Incident, at: Date, of: (fact: Then) => T | undefined): T | undefined =>
  history
    .filter((fact) => fact.at <= at)
    .map(of)
    .findLast((said) => said !== undefined)
