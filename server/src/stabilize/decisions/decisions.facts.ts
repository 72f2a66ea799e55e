import { z } from 'zod'
import { type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { type DecisionsCommand, type DecisionsFact, type DecisionsState, decisions } from './decisions.ts'

const at = z.coerce.date()
const text = z.string()
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('DecisionRecorded'), decision: text, by: text, lookAgainAt: at.optional(), at }),
  z.object({ type: z.literal('DecisionLookDue'), decision: text, lookAgainAt: at, at }),
  z.object({
    type: z.literal('DecisionLookedAt'),
    decision: text,
    outcome: z.enum(['stands', 'reversed']),
    noteId: text.optional(),
    lookAgainAt: at.optional(),
    by: text,
    at,
  }),
  z.object({ type: z.literal('DecisionsStopped'), at }),
])

export const decisionsKind = streamKind<DecisionsState, DecisionsCommand, DecisionsFact>({
  name: 'decisions',
  decider: decisions,
  facts: Facts as unknown as z.ZodType<DecisionsFact>,
  schemaVersion: 1,
  wake: (now) => ({ type: 'CheckDecisions', now }),
})
export const decisionsOf = (crisisId: string) => `decisions/${crisisId}`

export const decisionsReactions: Reactions = {
  CrisisClosed: (fact: { crisisId: string; at: Date }) => [{ tell: decisionsOf(fact.crisisId), command: { type: 'StopDecisions', now: fact.at } }],
}
