import { z } from 'zod'
import { Id, Instant, Line, Money, Person } from '../../platform/contract.ts'

export const Held = z.enum(['cap-account', 'cap-year', 'smaller', 'edited', 'no-price', 'currency', 'share'])
export const PayoutState = z.enum(['approved', 'executing', 'applied', 'failed', 'unknown', 'reversed', 'expired'])

/** What people change against the policy, for the whole plan. */
export const Adjust = z.object({
  share: z.number().int().min(0).max(200).default(100).describe('percent of the goodwill that is given; what is owed stays whole'),
  leaveOutTiers: z.array(Line(80)).max(50).default([]),
  minMinutes: z.number().int().min(0).max(525_600).default(0).describe('leave out those who were affected for less'),
  withoutPrice: z.enum(['ask', 'leave-out']).default('ask').describe('accounts without a price, where a remedy follows the price: ask refuses the approval'),
  reason: Line(500).optional(),
})
export const PlanRemedies = z.object({ note: z.string().max(1_000).optional(), adjust: Adjust.optional() }).prefault({})
export const PreviewRemedies = z.object({ adjust: Adjust.prefault({}) }).prefault({})

/** What a plan costs and whom it reaches: worked out once with the plan. */
export const PlanSummary = z.object({
  accounts: z.number().int(),
  totals: z.array(Money),
  cost: z.array(Money).describe('what the crisis costs with it: all that was given before as well, also to others. Caps and who must agree go by it'),
  owed: z.array(Money).describe('what contracts owe; a part of the totals'),
  withoutRevenue: z.number().int().describe('accounts that get nothing because no price is known'),
  held: z.array(z.object({ why: Held, accounts: z.number().int() })).describe('lines that are less than the rule gives by itself, by reason'),
  byTier: z.array(z.object({ tier: z.string(), accounts: z.number().int(), total: Money, median: Money, highest: Money })),
  distribution: z.array(
    // in steps of 1, 2, 5, 10, 20, …: amounts differ by orders of magnitude
    z.object({ from: z.number().int(), to: z.number().int(), accounts: z.number().int(), currency: z.string() }),
  ),
  loss: z.array(z.object({ loss: Money, percent: z.number().int().nullable().describe('all that is given, in percent of the loss') })),
  unknownSlas: z.array(z.string()).default([]).describe('tables that accounts name and the policies do not have'),
  outliers: z.number().int().describe('accounts that get more than ten times the median of their tier'),
  largest: z.array(z.object({ accountId: z.number().int(), name: z.string(), tier: z.string(), amount: Money, sentence: z.string() })),
})
export type PlanSummary = z.output<typeof PlanSummary>
/** What the lines themselves add up to. */
export type PlanSums = Omit<PlanSummary, 'unknownSlas' | 'cost'>

/** A plan of another crisis, to compare with. */
const Earlier = z.object({
  crisisId: Id,
  number: z.string(),
  title: z.string(),
  severity: z.number().int(),
  accounts: z.number().int(),
  totals: z.array(Money),
  percentOfLoss: z.number().int().nullable(),
  at: Instant,
})

export const RemedyPlanView = PlanSummary.extend({
  id: Id,
  revision: z.number().int(),
  status: z.enum(['proposed', 'approved', 'executed', 'discarded']),
  plannedAt: Instant,
  adjust: Adjust,
  policy: z.array(z.object({ remedy: z.string(), sentence: z.string() })),
  lossTimesPrice: z.number(),
  approvedBy: z.array(Person),
  approvalsMissing: z.number().int(),
  approvalsWhy: z.string().describe('why so many must agree'),
  refused: z.array(z.string()).describe('what must be settled before anybody can approve'),
  overCap: z.array(z.string()).describe('currencies in which it costs more than the policy lets one crisis cost'),
  warnings: z.array(z.string()),
  seal: z.string(),
  earlier: z.array(Earlier),
})
export const PreviewView = PlanSummary.omit({ unknownSlas: true, cost: true }).extend({ warnings: z.array(z.string()) })

/** `share`: null where none fits, since what is owed, edited or given already costs more than the cap by itself. */
export const FittingShare = z.object({ share: z.number().int().nullable(), totals: z.array(Money), sentence: z.string() })

export const ApproveSeal = z.object({ seal: z.string().length(64).describe('the seal that was looked at: nothing else is approved') })
export const EditLine = z.object({
  remedy: Line(60),
  amountMinor: z.number().int().min(0).max(1_000_000_000_000),
  reason: Line(500),
})
export const TakeBack = z.object({ reason: Line(500) })

export const RemedyLineView = z.object({
  accountId: z.number().int(),
  key: z.string(),
  name: z.string(),
  tier: z.string(),
  remedy: z.string(),
  owed: z.boolean(),
  amount: Money,
  full: Money,
  held: Held.nullable(),
  why: z.string().describe('in a sentence that the customer understands'),
  granted: z.array(
    z.object({
      grantId: z.number().int(),
      amount: Money,
      at: Instant,
      state: PayoutState,
      means: z.string(),
      approvedBy: z.array(Person),
      reversedBy: z.number().int().nullable(),
      answer: z.string().nullable(),
    }),
  ),
})
export const LinesAsked = z.object({
  search: z.string().max(200).optional(),
  held: Held.optional(),
  cursor: z.coerce.number().int().optional().describe('the id of the last account seen'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export type Adjust = z.output<typeof Adjust>
export type RemedyPlanView = z.output<typeof RemedyPlanView>
export type RemedyLineView = z.output<typeof RemedyLineView>
