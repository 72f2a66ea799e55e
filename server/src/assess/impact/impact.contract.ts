import { z } from 'zod'
import { Instant, Money } from '../../platform/contract.ts'

/** How many are hurt; revenue is monthly recurring revenue, summed per currency. */
export const ImpactTotals = z.object({
  assessedAt: Instant,
  accounts: z.number().int(),
  ofAccounts: z.number().int(),
  vulnerable: z.number().int(),
  contacts: z.number().int(),
  revenue: z.array(Money),
  byTier: z.array(z.object({ tier: z.string(), accounts: z.number().int(), revenue: z.array(Money) })),
  byRegion: z.array(z.object({ region: z.string(), accounts: z.number().int() })),
  byDegree: z
    .array(z.object({ degree: z.string(), accounts: z.number().int() }))
    .default([])
    .describe('the worst first; not known of assessments before it was summed'),
})
export const AffectedAccount = z.object({
  accountId: z.number().int(),
  key: z.string(),
  name: z.string(),
  tier: z.string(),
  region: z.string().nullable(),
  vulnerability: z.string().nullable(),
  revenue: Money,
  ownerEmail: z.string().nullable(),
  since: Instant,
  until: Instant.nullable(),
  minutes: z.number().int(),
  degree: z.string(),
})
/**
 * Why an account is hurt or not, as the definition and the registry stand now; `hit`, `since`, `until` and `degree` as the last assessment found them.
 * `because`: the exposures that tie it to the crisis. `reasons`: every part of the definition with its answer; `lines` are its steps, indented by depth.
 */
export const ImpactExplanation = AffectedAccount.extend({
  hit: z.boolean(),
  since: Instant.nullable(),
  degree: z.string().nullable(),
  because: z.array(
    z.object({ service: z.string(), region: z.string().nullable(), since: Instant.nullable(), until: Instant.nullable(), sentence: z.string() }),
  ),
  reasons: z.array(
    z.object({
      part: z.enum(['account', 'scope', 'condition', 'include', 'exclude']),
      holds: z.boolean(),
      sentence: z.string(),
      lines: z.array(z.object({ depth: z.number().int(), holds: z.boolean(), sentence: z.string() })),
    }),
  ),
  told: z.array(z.object({ updateId: z.string(), title: z.string(), destination: z.string(), state: z.string(), at: Instant.nullable() })),
})
export type ImpactTotals = z.output<typeof ImpactTotals>
export type AffectedAccount = z.output<typeof AffectedAccount>
export type ImpactExplanation = z.output<typeof ImpactExplanation>
