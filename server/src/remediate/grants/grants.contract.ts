import { z } from 'zod'
import { Id, Instant, Money, Person } from '../../platform/contract.ts'

export const RemedyPlanView = z.object({
  id: Id,
  revision: z.number().int(),
  status: z.enum(['proposed', 'approved', 'executed', 'discarded']),
  plannedAt: Instant,
  accounts: z.number().int(),
  totals: z.array(Money),
  withoutRevenue: z.number().int().describe('accounts that get nothing because no price is known'),
  byTier: z.array(z.object({ tier: z.string(), accounts: z.number().int(), total: Money, median: Money, highest: Money })),
  distribution: z.array(
    // in steps of 1, 2, 5, 10, 20, …: amounts differ by orders of magnitude
    z.object({ from: z.number().int(), to: z.number().int(), accounts: z.number().int(), currency: z.string() }),
  ),
  policy: z.array(z.object({ remedy: z.string(), sentence: z.string() })),
  approvedBy: z.array(Person),
  approvalsMissing: z.number().int(),
  seal: z.string(),
  largest: z.array(z.object({ accountId: z.number().int(), name: z.string(), tier: z.string(), amount: Money, sentence: z.string() })),
})
export const PlanRemedies = z.object({ note: z.string().max(1_000).optional() }).prefault({})
export const ApproveSeal = z.object({ seal: z.string().length(64).describe('the seal that was looked at: nothing else is approved') })
export type RemedyPlanView = z.output<typeof RemedyPlanView>
