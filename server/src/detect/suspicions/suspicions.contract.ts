import { z } from 'zod'
import { GivenInstant, Id, Instant, Line, Money, Person, Text, Title } from '../../platform/contract.ts'
import { crisisKinds, Declare } from '../../stabilize/crisis/crisis.contract.ts'
import { evidenceKinds, witnessKinds } from './evidence.ts'

export const suspicionStates = ['open', 'snoozed', 'dismissed', 'promoted', 'calm'] as const
export const EvidenceView = z.object({
  kind: z.enum(evidenceKinds),
  key: z.string(),
  witness: z.enum(witnessKinds).describe('two of one witness count less than two of different ones'),
  weight: z.number().describe('how much it says alone, from 0 to 1'),
  sentence: z.string(),
  service: z.string().nullable(),
  region: z.string().nullable(),
  at: Instant,
  overAt: Instant.nullable(),
})
/** The accounts of its services and regions, since the earliest that speaks for it. */
export const Affected = z.object({
  accounts: z.number().int(),
  vulnerable: z.number().int(),
  revenue: z.array(Money).describe('monthly recurring revenue, summed per currency'),
  first: z
    .array(z.object({ accountId: z.number().int(), key: z.string(), name: z.string(), tier: z.string(), vulnerability: z.string().nullable(), revenue: Money }))
    .describe('ten of them: the vulnerable first, then by revenue'),
  at: Instant.describe('when it was worked out'),
})
export type Affected = z.output<typeof Affected>
export const SuspicionView = z.object({
  id: Id,
  brand: z.string(),
  practice: z.boolean(),
  state: z.enum(suspicionStates),
  title: z.string(),
  crisisKind: z.enum(crisisKinds).describe('what it looks like'),
  playbook: z
    .object({ key: z.string(), title: z.string() })
    .nullable()
    .describe('the plan that a crisis of this kind would follow now; null where none covers it'),
  severity: z.number().int().min(1).max(4).describe('as it looks now'),
  confidence: z.number().describe('from 0 to 1; never 1'),
  witnesses: z.number().int().describe('how many that know nothing of each other speak for it'),
  services: z.array(z.object({ id: Id, name: z.string() })),
  regions: z.array(z.string()),
  evidence: z.array(EvidenceView),
  affected: Affected.nullable().describe('null where it names no service, or until it is worked out'),
  raisedAt: Instant,
  lastAt: Instant,
  since: Instant.describe('the earliest that speaks for it'),
  endedAt: Instant.nullable(),
  snoozedUntil: Instant.nullable(),
  decidedBy: Person.nullable(),
  reason: z.string().nullable().describe('why it was dismissed'),
  crisis: z.object({ id: Id, number: z.string() }).nullable(),
})
export type SuspicionView = z.output<typeof SuspicionView>

export const SuspicionsQuery = z.object({
  state: z
    .enum([...suspicionStates, 'now'])
    .default('now')
    .describe('now: open and put off'),
  before: GivenInstant.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const SnoozeSuspicion = z.object({ until: GivenInstant })
export const DismissSuspicion = z.object({
  reason: Line(1_000),
  noise: z
    .boolean()
    .default(true)
    .describe('the same again, neither half as large again nor clearly graver, raises nothing for 30 days; false: it was true, and it is dealt with'),
})
/** What is left out is taken from the suspicion. */
export const PromoteSuspicion = z
  .object({ title: Title(200), kind: z.enum(crisisKinds), severity: z.number().int().min(1).max(4), severityReason: Text(1_000), onsetAt: GivenInstant })
  .partial()
  .extend({ answers: Declare.shape.answers })
export const Promoted = z.object({ crisisId: Id, number: z.string() })
