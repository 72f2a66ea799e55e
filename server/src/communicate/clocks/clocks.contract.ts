import { z } from 'zod'
import { Instant, Line } from '../../platform/contract.ts'
import { stakeholderAudiences } from '../audiences/audiences.contract.ts'

/** What a playbook gives minutes to under `clocks`. */
export const policyKinds = [
  'team-assembled',
  'first-message',
  'communication-plan',
  'first-full-update',
  'impact-and-timeline',
  'next-update',
  'strategic-review',
  'review',
  'approval',
] as const
/** `audience-update`: a word to an audience that is no customer, by the rhythm that the playbook gives it. */
export const ClockKind = z.enum([...policyKinds, 'audience-update'])

/** No promise to customers: shown, but not counted among the promises. */
export const insideKinds: readonly ClockKind[] = ['approval', 'audience-update']

/** Kept by any message, also by one that says nothing new. */
export const heldKinds: readonly ClockKind[] = ['first-message', 'next-update']

/** A promise with a deadline. `id` is stable within its crisis, e.g. next-update/3. */
export const ClockView = z.object({
  id: z.string(),
  kind: ClockKind,
  audience: z.enum(stakeholderAudiences).nullable().describe('of audience-update: who waits for it'),
  state: z.enum(['running', 'met', 'missed', 'waived', 'stopped']),
  startedAt: Instant,
  deadline: Instant,
  endedAt: Instant.nullable(),
  reminded: z.boolean(),
  inside: z.boolean().describe('no promise to customers: an approval that waits, a word to another audience'),
  byHand: z.boolean().describe('met by somebody saying so, not by another fact'),
})
export const Waive = z.object({ reason: Line(1_000) })
/** Minutes until the first word, and from each word to the next; left out: one word is enough. */
const Minutes = z
  .number()
  .int()
  .min(1)
  .max(60 * 24 * 90)
export const Rhythm = z.strictObject({ first: Minutes, every: Minutes.optional() })
export type Rhythm = z.output<typeof Rhythm>
export type ClockView = z.output<typeof ClockView>
export type ClockKind = z.output<typeof ClockKind>
