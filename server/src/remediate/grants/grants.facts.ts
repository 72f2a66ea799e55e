// How the remedies' facts are read back, and what granting does in the same transaction: ledger lines, and a mail to each customer.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Projections } from '../../platform/events/engine.ts'
import { type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { Refused } from '../../platform/refused.ts'
import { sealOf } from './grants.plan.ts'
import { aloneInLedger, grantPlan, takeBack } from './ledger.store.ts'
import { type RemediesCommand, type RemediesFact, type RemediesState, remedies } from './remedies.ts'
import { mustStillHold } from './since-planned.store.ts'

const at = z.coerce.date()
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('RemediesPlanned'), planId: z.string(), revision: z.number(), seal: z.string(), accounts: z.number(), at }),
  z.object({ type: z.literal('RemediesApproved'), planId: z.string(), by: z.string(), at }),
  z.object({ type: z.literal('RemediesGranted'), planId: z.string(), accounts: z.number(), agreed: z.array(z.string()).default([]), at }),
  z.object({ type: z.literal('RemedyTakenBack'), grantId: z.number(), accountId: z.number(), remedy: z.string(), reasonId: z.string(), by: z.string(), at }),
  z.object({ type: z.literal('RemediesCarriedOut'), planId: z.string(), done: z.number(), failed: z.number(), ended: z.number(), at }),
])
export const remediesKind = streamKind<RemediesState, RemediesCommand, RemediesFact>({
  name: 'remedies',
  decider: remedies,
  facts: Facts as z.ZodType<RemediesFact>,
  schemaVersion: 1,
})
export const remediesStream = (crisisId: string) => `remedies/${crisisId}`

type Of<T extends RemediesFact['type']> = Extract<RemediesFact, { type: T }> & { crisisId: string; actor: string }

export const remediesProjections: Projections = {
  RemediesPlanned: async (tx, fact: Of<'RemediesPlanned'>) => {
    await sql`update remedy_plans set status = 'discarded' where crisis_id = ${fact.crisisId} and status = 'proposed' and id <> ${fact.planId}`.execute(tx)
  },
  RemediesGranted: async (tx, fact: Of<'RemediesGranted'>) => {
    const {
      rows: [plan],
    } = await sql<{
      same: boolean
    }>`update remedy_plans set status = 'executed' where id = ${fact.planId} returning seal = ${sealOf(fact.planId)} as same`.execute(tx)
    if (!plan?.same) throw new Refused('changed-meanwhile', 'The plan is no longer what was approved. Work it out again.')
    await aloneInLedger(tx)
    await mustStillHold(tx, fact)
    const granted = await grantPlan(tx, { ...fact, by: fact.agreed })
    if (granted.waiting > 0) await sql`select graphile_worker.add_job('pay', '{}'::json, job_key := 'pay', job_key_mode := 'preserve_run_at')`.execute(tx)
  },
  RemediesCarriedOut: async (tx, fact: Of<'RemediesCarriedOut'>) => {
    await sql`update remedy_plans set settled_at = ${fact.at} where id = ${fact.planId}`.execute(tx)
  },
  RemedyTakenBack: async (tx, fact: Of<'RemedyTakenBack'>) => {
    await takeBack(tx, fact)
    await sql`select graphile_worker.add_job('pay', '{}'::json, job_key := 'pay', job_key_mode := 'preserve_run_at')`.execute(tx)
  },
}

export const remediesReactions: Reactions = {
  RemediesGranted: (fact: { crisisId: string }) => [
    { job: 'tell-granted', payload: { crisisId: fact.crisisId }, key: `tell-granted/${fact.crisisId}` },
    { job: 'draft-review', payload: { crisisId: fact.crisisId }, key: `draft-review/${fact.crisisId}` },
  ],
}
