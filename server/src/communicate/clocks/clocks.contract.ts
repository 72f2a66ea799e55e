import { z } from 'zod'
import { Instant, Line } from '../../platform/contract.ts'

export const clockKinds = [
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
export const ClockKind = z.enum(clockKinds)

/** Waits for somebody of ours, not a promise to customers: shown, but not counted among the promises. */
export const insideKinds: readonly ClockKind[] = ['approval']

/** Kept by any message, also by one that says nothing new. */
export const heldKinds: readonly ClockKind[] = ['first-message', 'next-update']

/** A promise with a deadline. `id` is stable within its crisis, e.g. next-update/3. */
export const ClockView = z.object({
  id: z.string(),
  kind: ClockKind,
  state: z.enum(['running', 'met', 'missed', 'waived', 'stopped']),
  startedAt: Instant,
  deadline: Instant,
  endedAt: Instant.nullable(),
  reminded: z.boolean(),
  inside: z.boolean().describe('no promise to customers: an approval that waits'),
  byHand: z.boolean().describe('met by somebody saying so, not by another fact'),
})
export const Waive = z.object({ reason: Line(1_000) })
export type ClockView = z.output<typeof ClockView>
export type ClockKind = z.output<typeof ClockKind>
