// How an entry of the list of calls is read: who has it in hand, what came of it, with the names of people.
import { sql } from 'kysely'
import { namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import type { OutreachView } from './health.contract.ts'
import { holderOf, type Row } from './outreach.ts'

/** As the database gives it, in JSON. */
export type StoredOutreach = Omit<OutreachView, 'holder' | 'decidedBy'> & {
  takenBy: string | null
  takenAt: string | null
  decidedBy: string | null
  reasons: string[]
}

/** Of `outreach o`, as one JSON column. */
export const outreachColumns = sql`
  jsonb_build_object('id', o.id, 'state', o.state, 'reasons', o.reasons, 'raisedAt', o.raised_at, 'takenBy', o.taken_by, 'takenAt', o.taken_at, 'laterUntil', o.later_until, 'outcome', o.outcome, 'note', o.note,
    'nextStep', o.next_step, 'nextOn', o.next_on, 'decidedBy', o.decided_by, 'decidedAt', o.decided_at)`

export async function withNames(db: Db, of: readonly (StoredOutreach | null)[], now: Date): Promise<(OutreachView | null)[]> {
  const name = await namesOf(
    { db },
    of.flatMap((each) => (each ? [each.takenBy, each.decidedBy] : [])),
  )
  return of.map((each) => {
    if (!each) return null
    const { takenBy, takenAt, decidedBy, reasons: _, ...view } = each
    const row: Row = { state: each.state, takenBy, takenAt: takenAt === null ? null : new Date(takenAt) }
    const holder = holderOf(row, now)
    // Put off until a day that has come, or taken and forgotten: it waits for somebody again.
    const waits =
      (each.state === 'taken' && holder === null) || (each.state === 'later' && each.laterUntil !== null && Date.parse(each.laterUntil) <= now.getTime())
    return {
      ...view,
      state: waits ? 'open' : each.state,
      holder: holder === null ? null : name(holder),
      decidedBy: decidedBy === null ? null : name(decidedBy),
    }
  })
}
