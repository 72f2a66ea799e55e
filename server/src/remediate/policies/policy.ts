// What a policy gives: severity x tier x minutes affected -> remedies; service days become money by the account's own price.
import { z } from 'zod'

const Rule = z.strictObject({
  severity: z.number().int().min(1).max(4),
  tiers: z.array(z.string()).optional(),
  remedy: z.string().regex(/^[a-z0-9-]+$/),
  days: z.number().int().min(1).max(365).optional(),
  minMinutes: z.number().int().min(0).optional(),
  sentence: z.string().min(1),
})
export const RemedyPolicy = z.strictObject({ version: z.string(), roundUpTo: z.number().int().min(1).default(1), rules: z.array(Rule).min(1) })
export const RemedyPolicies = z.strictObject({ policies: z.record(z.string(), RemedyPolicy) })
export type RemedyPolicy = z.output<typeof RemedyPolicy>

export type Hurt = { severity: number; tier: string; minutes: number; mrrMinor: number }

/** What one account gets, in minor units of its currency; days are rounded up, never down. The plan computes the same in SQL for all at once. */
export function remediesFor(policy: RemedyPolicy, hurt: Hurt): { remedy: string; amountMinor: number; sentence: string }[] {
  return policy.rules
    .filter((rule) => rule.severity === hurt.severity && (!rule.tiers || rule.tiers.includes(hurt.tier)) && hurt.minutes >= (rule.minMinutes ?? 0))
    .map((rule) => ({ remedy: rule.remedy, sentence: rule.sentence, amountMinor: rule.days ? worth(hurt.mrrMinor, rule.days, policy.roundUpTo) : 0 }))
}

/** days x monthly price / 30, rounded up to the policy's step; integers throughout. */
export const worth = (mrrMinor: number, days: number, roundUpTo: number): number =>
  Number((BigInt(mrrMinor) * BigInt(days) + BigInt(30 * roundUpTo - 1)) / BigInt(30 * roundUpTo)) * roundUpTo
