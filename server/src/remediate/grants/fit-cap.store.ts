// How far the goodwill of everybody is lowered evenly so that the crisis costs no more than its policy allows: what is owed, written by people and given already stays.
import { sql } from 'kysely'
import type { z } from 'zod'
import { Refused } from '../../platform/refused.ts'
import { costOf } from './cost.store.ts'
import { guessOf, largestThatFits } from './fit-cap.ts'
import type { FittingShare, PlanSummary } from './grants.contract.ts'
import { lastAdjust, type PlanDeps, planFor } from './grants.plan.ts'
import { planLines } from './plan-lines.store.ts'
import { overCap } from './worth-approving.ts'

/** Of the newest plan's adjustment, with another share; the lines are worked out for each share that is tried, and stored nowhere. */
export async function fittingShare(deps: PlanDeps, crisisId: string): Promise<z.output<typeof FittingShare>> {
  return deps.db.transaction().execute(async (tx) => {
    const adjust = await lastAdjust(tx, crisisId)
    const { policy } = await planFor({ ...deps, db: tx }, crisisId, adjust)
    const caps = policy.caps.crisis
    if (!caps) throw new Refused('out-of-order', 'The policy does not cap what one crisis may cost: nothing has to be lowered.')
    const known = new Map<number, PlanSummary['totals']>()
    const costs = async (share: number) => {
      const before = known.get(share)
      if (before) return before
      const wanted = await planFor({ ...deps, db: tx }, crisisId, { ...adjust, share })
      const totals = await costOf(tx, crisisId, sql`(${await planLines(tx, wanted)})`)
      known.set(share, totals)
      return totals
    }
    const [now, fixed] = [await costs(adjust.share), await costs(0)]
    const share = await largestThatFits(
      adjust.share,
      guessOf(now, fixed, caps, adjust.share),
      async (each) => overCap(await costs(each), policy.caps).length === 0,
    )
    return { share, totals: share === null ? fixed : await costs(share), sentence: sentenceOf(share, adjust.share) }
  })
}

function sentenceOf(share: number | null, before: number): string {
  if (share === null)
    return 'No share fits: what is owed, written by people or given already costs more than the cap by itself. Change the policy, or those amounts.'
  if (share === before) return 'The plan fits the cap as it is.'
  return `With ${share} % of the goodwill in place of ${before} % it fits the cap. What contracts owe and what people wrote stays whole.`
}
