import { z } from 'zod'
import { GivenInstant, Id, Instant, Line, Person } from '../../platform/contract.ts'

/** What was decided, why, and what else was considered. `decidedBy`: id of the person, where somebody else writes it down. */
export const RecordDecision = z.object({
  what: Line(1_000),
  why: Line(3_000),
  options: z.array(Line(500)).max(20).default([]),
  decidedBy: Line(100).optional(),
  lookAgainAt: GivenInstant.optional().describe('when to look whether it still holds'),
})
export const LookAgain = z.object({
  outcome: z.enum(['stands', 'reversed']),
  note: Line(2_000).optional(),
  lookAgainAt: GivenInstant.optional(),
})
export const DecisionView = z.object({
  id: Id,
  what: z.string(),
  why: z.string(),
  options: z.array(z.string()),
  decidedBy: Person,
  recordedBy: Person,
  at: Instant,
  outcome: z.enum(['open', 'stands', 'reversed']),
  lookAgainAt: Instant.nullable(),
  due: z.boolean().describe('it is time to look again'),
  looks: z.array(z.object({ at: Instant, by: Person, outcome: z.enum(['stands', 'reversed']), note: z.string().nullable() })),
})
export const DecisionsView = z.object({ decisions: z.array(DecisionView) })
export type DecisionView = z.output<typeof DecisionView>
export type DecisionsView = z.output<typeof DecisionsView>
