// What an agent gives in a conversation: from their own budget at once, beyond it when somebody agrees. It stands in the same ledger as everything else.
import { z } from 'zod'
import { Id, Instant, Line, Money, Person } from '../../platform/contract.ts'

const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as EUR')
const Amount = z.number().int().min(1).max(1_000_000_000_000).describe('minor units')

export const GiveGoodwill = z.object({
  account: Line(200).describe('the key of the account'),
  amountMinor: Amount,
  currency: Currency,
  reason: Line(500),
  crisisId: Id.optional(),
  reference: Line(200).optional().describe('the conversation or click it comes from: sent twice, it is one'),
})
export const DecideGoodwill = z.object({ agree: z.boolean(), answer: Line(500).optional() })
export const GoodwillView = z.object({
  id: Id,
  account: z.object({ id: z.number().int(), key: z.string(), name: z.string() }),
  crisis: z.object({ id: Id, number: z.string() }).nullable(),
  amount: Money,
  reason: z.string(),
  state: z.enum(['granted', 'waiting', 'refused']),
  why: z.string().nullable().describe('why it waits, or what was answered'),
  askedBy: Person,
  askedAt: Instant,
  decidedBy: Person.nullable(),
  payout: z.string().nullable().describe('what became of it at whoever carries it out'),
})
export const BudgetView = z.object({
  person: Person,
  currency: Currency,
  onceMinor: z.number().int(),
  monthMinor: z.number().int(),
  usedMinor: z.number().int().describe('granted in this calendar month'),
})
export const PutBudget = z.object({
  person: Line(100),
  currency: Currency,
  onceMinor: z.number().int().min(0).max(1_000_000_000_000),
  monthMinor: z.number().int().min(0).max(1_000_000_000_000),
})
export const GoodwillPage = z.object({ mine: z.array(BudgetView), budgets: z.array(BudgetView), waiting: z.array(GoodwillView), latest: z.array(GoodwillView) })
export type GiveGoodwill = z.output<typeof GiveGoodwill>
export type GoodwillView = z.output<typeof GoodwillView>
export type BudgetView = z.output<typeof BudgetView>
export type GoodwillPage = z.output<typeof GoodwillPage>
