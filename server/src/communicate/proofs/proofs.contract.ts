import { z } from 'zod'
import { Id, Instant, Person } from '../../platform/contract.ts'

export const proofStates = ['sending', 'accepted', 'arrived', 'failed', 'late'] as const
export const ProofView = z.object({
  id: Id,
  state: z.enum(proofStates),
  answer: z.string().nullable(),
  sentAt: Instant,
  milliseconds: z.number().int().nullable().describe('until it came back to us; where nothing comes back, until it was taken'),
  askedBy: Person.nullable().describe('null: the heartbeat'),
})
/** One way out of the house: a channel by one provider, or one of our own rooms. */
export const ChannelView = z.object({
  channel: z.string(),
  provider: z.string().describe('who carries it'),
  endpointId: Id.nullable(),
  name: z.string(),
  state: z
    .enum(['proven', 'accepted', 'failing', 'late', 'stale', 'never', 'not-set-up'])
    .describe('proven: a test came back; accepted: it was taken, nothing tells whether it arrives; stale: the last test is too old'),
  sentence: z.string().describe('what that means, and what to do'),
  to: z.string().nullable().describe('where tests go'),
  provenAt: Instant.nullable(),
  last: z.array(ProofView).describe('the last tests, the newest first'),
})
export const ChannelsView = z.object({ everyHours: z.number().int(), channels: z.array(ChannelView) })
export const AskProof = z.object({ channel: z.string().max(20), provider: z.string().max(200), endpointId: Id.nullable().default(null) })
export type ChannelView = z.output<typeof ChannelView>
