import { z } from 'zod'
import { Id, Instant, Line } from '../../platform/contract.ts'

export const troubleKinds = ['suspicion', 'criterion', 'sign-off'] as const
export type TroubleKind = (typeof troubleKinds)[number]

const Minutes = z
  .number()
  .int()
  .min(1)
  .max(60 * 24 * 30)
/** Of a playbook: minutes for which a crisis is watched after it was restored, per severity. */
export const WatchPlan = z.strictObject({ 1: Minutes.default(1_440), 2: Minutes.default(720), 3: Minutes.default(240), 4: Minutes.default(60) })

/** `state`: none, where it was never restored, or by a version without watches. */
export const WatchView = z.object({
  state: z.enum(['none', 'running', 'over', 'ended']),
  startedAt: Instant.nullable(),
  until: Instant.nullable(),
  minutes: z.number().int(),
  troubles: z
    .array(z.object({ key: z.string(), kind: z.enum(troubleKinds), sentence: z.string(), at: Instant }))
    .describe('what was noticed since it was restored'),
  proposesReopening: z.boolean(),
})
export type WatchView = z.output<typeof WatchView>

export const SayClosed = z.object({ reason: Line(1_000).optional().describe('needed before the watch is over, and where something was noticed') }).optional()
export const SayReopened = z.object({ reason: Line(1_000).optional().describe('needed where nothing was noticed by itself') }).optional()
export const Reopened = z.object({
  draft: Id.nullable().describe('the update that says so, to be read and sent; null where customers were never told that it was over'),
})
