import { z } from 'zod'
import { Id, Instant } from '../../platform/contract.ts'

/** How I am paged, in order. Only what a test page has reached is used; the address I sign in with is always the last. */
export const ContactMethodView = z.object({
  id: Id.nullable().describe('null: the address I sign in with'),
  channel: z.enum(['email', 'webhook']),
  destination: z.string(),
  verifiedAt: Instant.nullable(),
  lastTest: z.object({ state: z.string(), answer: z.string().nullable(), at: Instant }).nullable(),
})
export const AddContactMethod = z.discriminatedUnion('channel', [
  z.object({ channel: z.literal('email'), destination: z.email().max(254) }),
  z.object({ channel: z.literal('webhook'), destination: z.string().trim().min(1).max(2_000) }),
])
/** `secret` is shown this once: what signs the calls (Standard Webhooks). */
export const AddedContactMethod = z.object({ id: Id, secret: z.string().nullable() })
export const OrderContactMethods = z.object({ ids: z.array(Id).max(20) })
export type ContactMethodView = z.output<typeof ContactMethodView>
export type AddContactMethod = z.output<typeof AddContactMethod>
