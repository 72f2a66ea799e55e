import { z } from 'zod'
import { GivenInstant, Instant, Text } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'

/** An e-mail address, compared in small letters, or a number for texts. */
const Destination = z.union(
  [
    z
      .email()
      .max(254)
      .transform((address) => address.toLowerCase()),
    z.string().regex(/^\+[1-9]\d{6,14}$/),
  ],
  'must be an e-mail address, or a number such as +4930123456',
)

export const SuppressionView = z.object({
  channel: z.enum(['email', 'sms']),
  destination: z.string(),
  reason: z.string().describe('why, in one word: unknown-user, mailbox-full, complaint, by-hand, …'),
  since: Instant,
  scope: z.enum(['all', 'updates']).describe('all: nothing is sent there; updates: what is owed still arrives'),
  until: Instant.nullable().describe('when it ends by itself; null: when somebody allows the address again'),
  detail: z.string().nullable().describe('what the other side said, or what a person noted'),
  addedBy: z.string().nullable().describe('who did it; null: Leeward, from what came back'),
})
export const SuppressionQuery = PageQuery.extend({ search: Text(254).optional().describe('part of the address, or a reason') })
export const PutSuppression = z.object({
  destination: Destination,
  scope: z.enum(['all', 'updates']).default('all'),
  until: GivenInstant.nullable().default(null),
  detail: Text(500).nullable().default(null),
})
export const RemoveSuppression = z.object({ destination: Destination, why: Text(500).min(3, 'must say why, in three characters or more') })
export const SuppressionChange = z.object({
  id: z.number().int(),
  destination: z.string(),
  change: z.enum(['added', 'removed']),
  reason: z.string(),
  scope: z.enum(['all', 'updates']),
  detail: z.string().nullable(),
  changedBy: z.string(),
  changedAt: Instant,
})
export const ChangesQuery = PageQuery.extend({ destination: Text(254).optional() })
export type SuppressionView = z.output<typeof SuppressionView>
export type PutSuppression = z.output<typeof PutSuppression>
export type SuppressionChange = z.output<typeof SuppressionChange>
