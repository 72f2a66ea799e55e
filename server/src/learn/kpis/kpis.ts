// The figures of a crisis, from its facts alone. Definitions: docs/kpis.md.
import { sql } from 'kysely'
import { stakeholderAudiences } from '../../communicate/audiences/audiences.contract.ts'
import { insideKinds } from '../../communicate/clocks/clocks.contract.ts'
import { ratingsOfCrisis } from '../../communicate/status-page/ratings.pages.ts'
import type { Db } from '../../platform/database/connect.ts'
import { minutesBetween } from '../../platform/clock.ts'
import { signOffCounts } from '../../restore/sign-off/sign-off.store.ts'
import type { Kpis } from './kpis.contract.ts'

export type KpiFact = { type: string; at: Date; onsetAt?: Date; detectedAt?: Date; clock?: string }

/** Pure: from the crisis's facts in order. Clocks are due once they were met or missed; waived ones are shown apart, and so is what is no promise to customers. */
export function kpisOf(facts: KpiFact[], asked = { asked: 0, works: 0, stillBroken: 0 }, rated = { helpful: 0, not: 0 }): Kpis {
  const first = (type: string) => facts.find((fact) => fact.type === type)
  const declared = first('CrisisDeclared')
  const [onset, detected] = [declared?.onsetAt, declared?.detectedAt]
  const minutes = (from: Date | undefined, to: Date | undefined) => (from && to ? Math.round(minutesBetween(from, to) * 10) / 10 : null)
  const clocks = (type: string) => facts.filter((fact) => fact.type === type && !isInside(fact)).length
  const inside = (type: string, which: string) => facts.filter((fact) => fact.type === type && fact.clock?.startsWith(`${which}/`)).length
  const [met, missed, waived] = [clocks('ClockMet'), clocks('ClockMissed'), clocks('ClockWaived')]
  const [approved, waitedTooLong] = [inside('ClockMet', 'approval'), inside('ClockMissed', 'approval')]
  return {
    timeToDetect: minutes(onset, detected),
    timeToAcknowledge: minutes(detected, first('CommanderAcknowledged')?.at),
    timeToFirstMessage: minutes(detected, first('UpdatePublished')?.at),
    timeToRestore: minutes(onset, restoredLast(facts)),
    timesReopened: facts.filter((fact) => fact.type === 'CrisisReopened').length,
    clocksDue: met + missed,
    clocksMet: met,
    clocksMissed: missed,
    clocksWaived: waived,
    commsSlaHit: percent(met, met + missed),
    approvalsDue: approved + waitedTooLong,
    approvalsInTime: approved,
    audiences: stakeholderAudiences.flatMap((audience) => {
      const [inTime, late] = [inside('ClockMet', `audience-update/${audience}`), inside('ClockMissed', `audience-update/${audience}`)]
      return inTime + late === 0 ? [] : [{ audience, inTime, due: inTime + late }]
    }),
    signOffAsked: asked.asked,
    signOffWorks: asked.works,
    signOffBroken: asked.stillBroken,
    signOffRate: percent(asked.works, asked.asked),
    updateHelpful: rated.helpful,
    updateNot: rated.not,
    updateSatisfaction: percent(rated.helpful, rated.helpful + rated.not),
  }
}

/** The last time, where it was not taken back since. */
const restoredLast = (facts: KpiFact[]): Date | undefined => {
  const last = facts.findLast((fact) => fact.type === 'CrisisRestored' || fact.type === 'CrisisReopened')
  return last?.type === 'CrisisRestored' ? last.at : undefined
}

const isInside = ({ clock }: KpiFact) => insideKinds.some((kind) => clock?.split('/')[0] === kind)

export const percent = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((part / whole) * 1000) / 10)

export async function kpisOfCrisis(db: Db, crisisId: string): Promise<Kpis> {
  const { rows } = await sql<{ type: string; at: Date; onset: string | null; detected: string | null; clock: string | null }>`
    select type, occurred_at as at, data->>'onsetAt' as onset, data->>'detectedAt' as detected, data->>'clock' as clock from events
     where crisis_id = ${crisisId} and type in ('CrisisDeclared', 'CommanderAcknowledged', 'UpdatePublished', 'CrisisRestored', 'CrisisReopened', 'ClockMet', 'ClockMissed', 'ClockWaived') order by position`.execute(
    db,
  )
  return kpisOf(
    rows.map((row) => ({
      type: row.type,
      at: row.at,
      onsetAt: row.onset ? new Date(row.onset) : undefined,
      detectedAt: row.detected ? new Date(row.detected) : undefined,
      clock: row.clock ?? undefined,
    })),
    await signOffCounts(db, crisisId),
    await ratingsOfCrisis(db, crisisId),
  )
}
