// A page for a part of the customers: of the brand's page only its services, and of incidents and planned work only what touches them.
import type { Incident, Maintenance, Page } from '../status-page.store.ts'

/** `services`: what it shows; null: all. */
export type Readers = { id: string; services: string[] | null }

/** @param years those in which something touched its services, the newest first */
export function forReaders(page: Page, readers: Readers, years: number[], statusUrl: string): Page {
  const own = { ...page, closed: true, home: readersHome(statusUrl, readers), years }
  if (readers.services === null) return own
  const kept = new Set(readers.services)
  const services = page.services.filter(({ id }) => kept.has(id))
  return {
    ...own,
    services,
    groups: page.groups.filter((group) => services.some(({ groupId }) => groupId === group.id)),
    incidents: incidentsFor(page.incidents, readers),
    maintenances: page.maintenances
      .filter((work) => worksOn(work, readers))
      .map((work) => ({ ...work, services: work.services.filter((service) => kept.has(service)) })),
  }
}

/** Without a word of the other services that the same incident hurts. */
export function incidentsFor(incidents: Incident[], readers: Readers): Incident[] {
  if (readers.services === null) return incidents
  const kept = new Set(readers.services)
  return incidents
    .filter((incident) => touches(incident, readers))
    .map((incident) => ({
      ...incident,
      services: incident.services.filter(({ id }) => kept.has(id)),
      spans: incident.spans.filter(({ id }) => kept.has(id)),
      ...(incident.history ? { history: incident.history.map((fact) => ({ ...fact, services: fact.services?.filter((id) => kept.has(id)) ?? null })) } : {}),
    }))
}

/** An incident that names no service is about all of them; what was brought over counts by what it names alone. */
const touches = ({ services, brought }: Incident, readers: Readers): boolean =>
  (services.length === 0 && !brought) || services.some(({ id }) => readers.services?.includes(id) ?? true)
const worksOn = ({ services }: Maintenance, readers: Readers): boolean => services.some((id) => readers.services?.includes(id) ?? true)

/** Before all its paths while it is rendered: nobody can ask for it there. Whoever reads it has it below a signed link, which then stands in its place. */
export const readersHome = (statusUrl: string, { id }: Pick<Readers, 'id'>): string => `${statusUrl}/${readersFolder(id)}`.replace(/\/$/, '')
/** Of its artefacts, below the brand. No page of a brand begins so: languages have two letters. */
export const readersFolder = (id: string): string => `for/${id}/`
export const isForReaders = (path: string): boolean => path.startsWith('for/')
