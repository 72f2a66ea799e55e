// What the page says follows from the crises and the planned work: nobody sets a colour by hand.
import type { Incident, Maintenance, Page, PageService } from './status-page.store.ts'
import type { Span, Trouble } from './uptime.ts'

export type ComponentStatus = 'operational' | Trouble
export type Indicator = 'none' | 'minor' | 'major' | 'critical' | 'maintenance'
export type IncidentStatus = 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'

/** An incident is over for the page when its crisis is restored, or its latest update is the last word. */
export const isOver = (incident: Incident): boolean => incident.restoredAt !== null || (isLast(incident.updates[0]?.phase) && !tookBack(incident))
/** The last word was said before it went on: it is none. */
const tookBack = ({ reopenedAt, updates: [newest] }: Incident): boolean => Boolean(reopenedAt && newest && newest.publishedAt <= reopenedAt)
export const isLast = (phase: string | undefined) => phase === 'resolved' || phase === 'postmortem'
export const statusOf = (incident: Incident): IncidentStatus => {
  const phase = incident.updates[0]?.phase ?? 'investigating'
  if (isOver(incident)) return phase === 'postmortem' ? phase : 'resolved'
  return isLast(phase) ? 'investigating' : phase
}
export const impactOf = (incident: Incident): 'none' | 'minor' | 'major' | 'critical' =>
  (['critical', 'major', 'minor', 'none'] as const)[incident.severity - 1] ?? 'minor'
/** Until the next words it is called what it was called before we said that it was over. */
export const titleOf = (incident: Incident): string =>
  (tookBack(incident) ? incident.updates.find(({ phase }) => !isLast(phase)) : incident.updates[0])?.parts.title ?? incident.number

const bySeverity: Record<number, Trouble> = { 1: 'major_outage', 2: 'partial_outage', 3: 'degraded_performance', 4: 'degraded_performance' }
const worst: ComponentStatus[] = ['major_outage', 'partial_outage', 'degraded_performance', 'under_maintenance', 'operational']
/** A service that is only slow is never shown as down. */
export const troubleOf = (degree: string, severity: number): Trouble =>
  degree === 'down' ? (bySeverity[severity] ?? 'partial_outage') : 'degraded_performance'

/** The worst that any open incident, or work under way, says of a service. */
export function componentStatus(page: Page, serviceId: string): ComponentStatus {
  const hurt: ComponentStatus[] = page.incidents
    .filter((incident) => !isOver(incident))
    .flatMap((incident) =>
      incident.services.filter(({ id, degree }) => id === serviceId && degree !== 'over').map(({ degree }) => troubleOf(degree, incident.severity)),
    )
  const worked: ComponentStatus[] = page.maintenances.some((work) => isUnderWay(work) && work.services.includes(serviceId)) ? ['under_maintenance'] : []
  return worst.find((status) => hurt.includes(status) || worked.includes(status)) ?? 'operational'
}
export const worstOf = (statuses: ComponentStatus[]): ComponentStatus => worst.find((status) => statuses.includes(status)) ?? 'operational'

/** Work that is announced or under way; what is over is history. */
export const isUpcoming = ({ state }: Maintenance) => state === 'scheduled'
export const isUnderWay = ({ state }: Maintenance) => state === 'in_progress' || state === 'verifying'

/** Every time a service was hurt, for its bars. */
export function spansOf(page: Pick<Page, 'incidents' | 'maintenances'>, { id }: Pick<PageService, 'id'>): Span[] {
  const hurt = page.incidents.flatMap((incident) =>
    incident.spans
      .filter((span) => span.id === id)
      .map(({ degree, since, until }): Span => {
        const ends = [until, endOf(incident)].filter((at): at is Date => at !== null)
        return {
          status: troubleOf(degree, incident.severity),
          from: since ?? incident.onsetAt,
          until: ends.length > 0 ? new Date(Math.min(...ends.map((at) => at.getTime()))) : null,
        }
      }),
  )
  const worked = page.maintenances
    .filter(({ services, beganAt }) => beganAt && services.includes(id))
    .map(({ beganAt, endedAt }): Span => ({ status: 'under_maintenance', from: beganAt as Date, until: endedAt }))
  return [...hurt, ...worked]
}
const endOf = (incident: Incident): Date | null =>
  !isOver(incident) ? null : (incident.restoredAt ?? incident.updates.filter(({ phase }) => isLast(phase)).at(-1)?.publishedAt ?? null)

export function indicatorOf(page: Page): { indicator: Indicator; description: string } {
  const open = page.incidents.filter((incident) => !isOver(incident)).map(impactOf)
  const work = page.maintenances.some(isUnderWay)
  const hurt = (['critical', 'major', 'minor', 'none'] as const).find((level) => open.includes(level)) ?? 'none'
  if (open.length === 0 && work) return { indicator: 'maintenance', description: 'Service Under Maintenance' }
  const description = { none: 'All Systems Operational', minor: 'Minor Service Outage', major: 'Partial System Outage', critical: 'Major Service Outage' }[hurt]
  return { indicator: hurt, description: open.length > 0 && hurt === 'none' ? 'Minor Service Outage' : description }
}
