import { z } from 'zod'
import { streamKind } from '../../platform/events/kinds.ts'
import { Obligation } from './regulatory.contract.ts'
import { type RegulatoryCommand, type RegulatoryFact, type RegulatoryState, regulatory } from './regulatory.ts'

const at = z.coerce.date()
const text = z.string()
// A null must stay one: coercing it would make it 1970.
const dated = { basisAt: z.union([z.null(), at]), alsoAt: z.union([z.null(), at]), deadline: z.union([z.null(), at]) }
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('RegulatoryQuestionAnswered'), question: text, answer: z.enum(['yes', 'no']), reasonId: text.optional(), by: text, at }),
  z.object({ type: z.literal('ObligationStarted'), obligation: Obligation, question: text.optional(), ...dated, at }),
  z.object({ type: z.literal('ObligationDated'), key: text, ...dated, at }),
  z.object({ type: z.literal('ObligationExtended'), key: text, deadline: at, reasonId: text, at }),
  z.object({ type: z.literal('ObligationReminderDue'), key: text, deadline: at, at }),
  z.object({ type: z.literal('ObligationMissed'), key: text, deadline: at, at }),
  z.object({ type: z.literal('ObligationMet'), key: text, evidenceId: text.optional(), attachments: z.array(text), met: at, late: z.boolean(), by: text, at }),
  z.object({ type: z.literal('ObligationDismissed'), key: text, reasonId: text.optional(), by: text, at }),
])

export const regulatoryKind = streamKind<RegulatoryState, RegulatoryCommand, RegulatoryFact>({
  name: 'regulatory',
  decider: regulatory,
  facts: Facts as unknown as z.ZodType<RegulatoryFact>,
  schemaVersion: 1,
  wake: (now) => ({ type: 'CheckObligations', now }),
})
export const regulatoryOf = (crisisId: string) => `regulatory/${crisisId}`
