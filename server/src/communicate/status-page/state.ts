// What the page says follows from the crises: nobody sets a colour by hand.
import type { Incident, Page } from './status-page.store.ts'

export type ComponentStatus = 'operational' | 'degraded_performance' | 'partial_outage' | 'major_outage'
export type Indicator = 'none' | 'minor' | 'major' | 'critical'
export type IncidentStatus = 'investigating' | 'identified' | 'monitoring' | 'resolved'

/** An incident is over for the page when its crisis is restored, or its latest update is the last word. */
export const isOver = (incident: Incident): boolean => incident.restoredAt !== null || incident.updates[0]?.phase === 'resolved'
export const statusOf = (incident: Incident): IncidentStatus => (isOver(incident) ? 'resolved' : (incident.updates[0]?.phase ?? 'investigating'))
export const impactOf = (incident: Incident): Indicator => (['critical', 'major', 'minor', 'none'] as const)[incident.severity - 1] ?? 'minor'
export const titleOf = (incident: Incident): string => incident.updates[0]?.parts.title ?? incident.number

const bySeverity: Record<number, ComponentStatus> = { 1: 'major_outage', 2: 'partial_outage', 3: 'degraded_performance', 4: 'degraded_performance' }
const worst: ComponentStatus[] = ['major_outage', 'partial_outage', 'degraded_performance', 'operational']

/** The worst that any open incident says of a service; a service that is only slow is never shown as down. */
export function componentStatus(page: Page, serviceId: string): ComponentStatus {
  const hurt = page.incidents
    .filter((incident) => !isOver(incident))
    .flatMap((incident) =>
      incident.services
        .filter((service) => service.id === serviceId && service.degree !== 'over')
        .map((service) => (service.degree === 'down' ? (bySeverity[incident.severity] ?? 'partial_outage') : 'degraded_performance')),
    )
  return worst.find((status) => hurt.includes(status)) ?? 'operational'
}

export function indicatorOf(page: Page): { indicator: Indicator; description: string } {
  const open = page.incidents.filter((incident) => !isOver(incident)).map(impactOf)
  const indicator = (['critical', 'major', 'minor', 'none'] as const).find((level) => open.includes(level)) ?? 'none'
  const description = { none: 'All Systems Operational', minor: 'Minor Service Outage', major: 'Partial System Outage', critical: 'Major Service Outage' }[
    indicator
  ]
  return { indicator, description: open.length > 0 && indicator === 'none' ? 'Minor Service Outage' : description }
}
