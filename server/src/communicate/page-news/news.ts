// News of a page: what its subscribers are told that is no update of a crisis, as it stood when it was said.
import type { newsMoments } from '../maintenance/maintenance.contract.ts'

export type MaintenanceMoment = (typeof newsMoments)[number]
/** The page as Statuspage's webhooks name it. */
export type PageSaid = { id: string; status_indicator: string; status_description: string }
/** Planned work as it was told; times are instants in text, since it is kept as JSON. */
export type MaintenanceSaid = {
  kind: 'maintenance'
  page: PageSaid
  moment: MaintenanceMoment
  state: 'scheduled' | 'in_progress' | 'verifying' | 'completed' | 'cancelled'
  id: string
  shortId: string
  title: string
  startsAt: string
  endsAt: string
  /** Where it was moved: when it was to be before. */
  before?: { startsAt: string; endsAt: string }
  services: { id: string; name: string }[]
  /** What it does not touch any more. */
  dropped: { id: string; name: string }[]
  /** What a person wrote; empty: it is said in the reader's language. */
  words: string
  /** How often it was changed or spoken of: calendars go by it. */
  sequence: number
  /** In the form that Statuspage made common. */
  incident: { incident_updates: object[] }
}
export type ComponentSaid = { kind: 'component'; page: PageSaid; component_update: ComponentUpdate; component: object }
export type ComponentUpdate = { created_at: string; new_status: string; old_status: string; id: string; component_id: string }
export type NewsSaid = MaintenanceSaid | ComponentSaid
