import { z } from 'zod'
import { Id, Instant, Line, Person } from '../../platform/contract.ts'

export const stakeholderAudiences = ['staff', 'executives', 'investors', 'partners', 'suppliers', 'media', 'regulators'] as const
export type StakeholderAudience = (typeof stakeholderAudiences)[number]

const Names = (most: number) => z.array(Line(200)).min(1).max(most)
/** Among those whom a crisis hurts: every condition that is named must hold, a list means any of these. Nothing named: all of them. */
export const AudienceFilter = z.strictObject({
  degrees: z
    .array(z.enum(['down', 'degraded', 'at-risk']))
    .min(1)
    .optional()
    .describe('how badly'),
  tiers: Names(20).optional(),
  regions: Names(200).optional(),
  services: z.array(Id).min(1).max(100).optional().describe('who uses one of these'),
  positions: Names(100).optional().describe('what the contact is at the account, whatever the case'),
  vulnerable: z.boolean().optional().describe('only vulnerable accounts, or only others'),
  owners: z.array(z.email()).min(1).max(200).optional().describe('who of ours owns the account'),
})

export const PutAudience = z.object({ name: Line(100), filter: AudienceFilter })
export const AudienceView = z.object({ id: Id, name: z.string(), filter: AudienceFilter, changedBy: Person, changedAt: Instant })

/** Whom an update is for. Only `customers` stands on the status page and keeps promises to customers; the others are mails. */
export const UpdateTo = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customers') }),
  z.object({ kind: z.literal('audience'), audience: Id.describe('a saved choice among those who are hurt') }),
  z.object({
    kind: z.literal('notice'),
    audience: Id.nullable().default(null).describe('a saved choice; null: everybody who is hurt'),
  }),
  z.object({ kind: z.literal('stakeholders'), audience: z.enum(stakeholderAudiences) }),
])
/** How many it reaches now, and ten of them. */
export const Reach = z.object({
  addresses: z.number().int(),
  accounts: z.number().int(),
  suppressed: z.number().int().describe('addresses that are not written to, counted in `addresses`'),
  sample: z.array(z.object({ address: z.string(), name: z.string().nullable(), of: z.string().nullable().describe('the account, or the organisation') })),
})
export type AudienceFilter = z.output<typeof AudienceFilter>
export type AudienceView = z.output<typeof AudienceView>
export type UpdateTo = z.output<typeof UpdateTo>
export type Reach = z.output<typeof Reach>
