// Whom to page about what: one row per person and event, whoever asks and however often.
import { sql } from 'kysely'
import type { reasons } from './pages.contract.ts'
import type { Db } from '../../platform/database/connect.ts'

export type Reason = (typeof reasons)[number]
export type PlannedPage = {
  /** null: a test page. A practice crisis pages nobody real: its pages go through the sender that leads nowhere. */
  crisisId: string | null
  /** The id of a person. */
  person: string
  reason: Reason
  /** What it is about, unique within the crisis: nobody is paged twice for the same event. */
  event: string
  /** Our own sentences about it, one a line; nothing that people wrote. */
  detail?: string
  /** The update that its link shows. */
  updateId?: string
  /** The promise to customers that a holding update would keep. */
  clock?: string
  round?: number
  step?: number
  at: Date
}

/**
 * Plans pages, for use inside a projection: they stand or fall with the fact. They are sent within a second by a sender of their own.
 * Each goes out by the person's first verified contact method, else to the address they sign in with; where one fails, the next is tried.
 */
export async function planPages(tx: Db, pages: PlannedPage[]): Promise<void> {
  if (pages.length === 0) return
  const rows = pages.map(({ crisisId, updateId, at, ...page }) => ({ ...page, crisis_id: crisisId, update_id: updateId, planned_at: at }))
  await sql`
    insert into pages (id, crisis_id, practice, person, reason, event, detail, update_id, clock, round, step, channel, destination, method_id, planned_at, changed_at)
    select gen_random_uuid(), p.crisis_id, coalesce(p.crisis_id >= '80000000-0000-0000-0000-000000000000', false), p.person, p.reason, p.event, p.detail, p.update_id, p.clock, p.round, p.step,
           coalesce(m.channel, 'email'), coalesce(m.destination, u.email), m.id, p.planned_at, p.planned_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(crisis_id uuid, person text, reason text, event text, detail text, update_id uuid, clock text, round int, step int, planned_at timestamptz)
      left join auth_user u on u.id = p.person
      left join lateral (select id, channel, destination from contact_methods where person = p.person and verified_at is not null order by position, created_at limit 1) m on true
    on conflict (crisis_id, event, person) do nothing`.execute(tx)
}

/** Pages that are not out yet and that nobody needs any more. */
export async function cancelPages(tx: Db, crisisIds: string[], reason: Reason): Promise<void> {
  await sql`update pages set state = 'cancelled' where crisis_id = any (${crisisIds}::uuid[]) and reason = ${reason} and state = 'planned'`.execute(tx)
}
