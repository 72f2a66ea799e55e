// How the milestones of answers are read back.
import { z } from 'zod'
import { streamKind } from '../../platform/events/kinds.ts'
import { type AnswersCommand, type AnswersFact, type AnswersState, answersDecider } from './milestones.ts'

const at = z.coerce.date()
export const answersKind = streamKind<AnswersState, AnswersCommand, AnswersFact>({
  name: 'answers',
  decider: answersDecider,
  schemaVersion: 1,
  facts: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('AnswerSent'),
      answer: z.string(),
      kind: z.enum(['answer', 'restored']),
      author: z.string(),
      agreedBy: z.string().nullable(),
      conversations: z.number(),
      held: z.number(),
      at,
    }),
    z.object({ type: z.literal('AnswerStopped'), answer: z.string(), by: z.string(), at }),
  ]) as z.ZodType<AnswersFact>,
})
export const answersStream = (crisisId: string) => `answers/${crisisId}`
