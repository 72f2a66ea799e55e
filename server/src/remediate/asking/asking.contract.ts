import { z } from 'zod'
import { Instant, Line } from '../../platform/contract.ts'

/** An account wants (or no longer wants) a remedy that the policy gives only to those who ask. */
export const ChooseRemedy = z.object({ account: Line(200).describe('the key of the account'), remedy: Line(60), wants: z.boolean().default(true) })
export const ChosenRemedies = z.object({ remedy: z.string(), accounts: z.number().int() })

export const WhoAsked = z.object({
  cursor: z.coerce.number().int().positive().optional().describe('the id of the last one seen'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const AskedRemedy = z.object({
  id: z.number().int(),
  account: z.object({ id: z.number().int(), key: z.string(), name: z.string(), tier: z.string() }),
  remedy: z.string(),
  sentence: z.string().describe('what was asked for, in the words of the policy'),
  askedAt: Instant,
  way: z.enum(['my-page', 'person', 'unknown']).describe('by the customer on their own page, or told to one of us; unknown: kept by an older version'),
  by: z.string().nullable().describe('who pressed the button, or who noted it'),
  inPlan: z.boolean().describe('the newest plan gives it'),
})
export const AskedRemedies = z.object({
  items: z.array(AskedRemedy),
  next: z.string().nullable(),
  total: z.number().int(),
  outsidePlan: z.number().int().describe('asked for, and not in the newest plan: since then, or nothing that the policy gives them'),
})
export type AskedRemedies = z.output<typeof AskedRemedies>
