// What the page showed of a service at a moment that is past, from the facts of that time: updates say what they changed, not what is so now.
import { type ComponentStatus, isLast, troubleOf, worstOf } from './state.ts'
import type { Incident, Maintenance, Page } from './status-page.store.ts'

export type Shift = { id: string; old: ComponentStatus; new: ComponentStatus }

/** What each update of an incident changed in the services that it was about then, by the update's id; each begins where the one before it ended. */
export function shiftsOf(page: Page, incident: Incident): Map<string, Shift[]> {
  const { updates } = incident
  // As it was with an update: without newer ones, and before its first one not there.
  const asOf = (i: number, at: Date) => shownAt(page, at, { ...incident, updates: updates.slice(i) })
  const found = new Map<string, Shift[]>()
  for (const [i, { id, publishedAt }] of updates.entries()) {
    const since = updates[i + 1]?.publishedAt
    const [before, after] = [asOf(i + 1, since ?? publishedAt), asOf(i, publishedAt)]
    const about = new Set([...scopeAt(incident, publishedAt), ...(since ? scopeAt(incident, since) : [])])
    found.set(
      id,
      shifted(
        page.services.filter((service) => about.has(service.id)),
        before,
        after,
      ),
    )
  }
  return found
}

/** The same of the words on planned work. */
export function workShiftsOf(page: Page, work: Maintenance): Map<string, Shift[]> {
  const others = { ...page, maintenances: page.maintenances.filter(({ id }) => id !== work.id) }
  const services = page.services.filter(({ id }) => work.services.includes(id))
  const asOf = (state: Maintenance['state'], at: Date): Shown => {
    const then = shownAt(others, at)
    return (id) => worstOf([then(id), ...(state === 'in_progress' || state === 'verifying' ? (['under_maintenance'] as const) : [])])
  }
  return new Map(
    work.notes.map((note, i) => {
      const before = work.notes[i + 1]
      return [note.id, shifted(services, asOf(before?.state ?? 'scheduled', before?.at ?? note.at), asOf(note.state, note.at))]
    }),
  )
}

type Shown = (serviceId: string) => ComponentStatus
const shifted = (services: { id: string }[], before: Shown, after: Shown): Shift[] => services.map(({ id }) => ({ id, old: before(id), new: after(id) }))

/** The worst that any incident, or work under way, said of a service at a moment. `own` stands for the incident of its id. What goes on then is looked for once for all services. */
function shownAt(page: Page, at: Date, own?: Incident): Shown {
  const open = page.incidents.filter((incident) => incident.id !== own?.id && wasOpen(incident, at))
  if (own && wasOpen(own, at)) open.push(own)
  const works = page.maintenances.filter(({ beganAt, endedAt }) => beganAt && beganAt <= at && (!endedAt || endedAt > at))
  return (id) =>
    worstOf([
      ...open.flatMap((incident) => degreesAt(incident, id, at)),
      ...(works.some(({ services }) => services.includes(id)) ? (['under_maintenance'] as const) : []),
    ])
}

function wasOpen(incident: Incident, at: Date): boolean {
  const { from, until } = spanOf(incident)
  if (at.getTime() < from || at.getTime() >= until) return false
  const newest = incident.updates.find(({ publishedAt }) => publishedAt <= at)
  return newest !== undefined && !isLast(newest.phase)
}

/** Outside of it an incident was not there: told by two numbers, since a page asks this of every incident for every update. */
function spanOf(incident: Incident): { from: number; until: number } {
  const known = spans.get(incident)
  if (known) return known
  const first = incident.updates.at(-1)?.publishedAt
  const span = { from: first ? first.getTime() : Number.POSITIVE_INFINITY, until: incident.restoredAt?.getTime() ?? Number.POSITIVE_INFINITY }
  spans.set(incident, span)
  return span
}
const spans = new WeakMap<Incident, { from: number; until: number }>()

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
