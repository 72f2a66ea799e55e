import { z } from 'zod'
import { RegulatoryQuestion } from '../../assess/regulatory-clocks/regulatory.contract.ts'
import { SeverityPlan } from '../../assess/severity/severity.contract.ts'
import { policyKinds, Rhythm } from '../../communicate/clocks/clocks.contract.ts'
import { Parts, phases } from '../../communicate/updates/updates.contract.ts'
import { Measure, RestorationPlan } from '../../restore/criteria/criteria.contract.ts'
import { SignOffPlan } from '../../restore/sign-off/sign-off.contract.ts'
import { WatchPlan } from '../../restore/watch/watch.contract.ts'
import { ActionPlan } from '../../stabilize/actions/actions.contract.ts'
import { Kind } from '../../stabilize/crisis/crisis.contract.ts'
import { RoleKey, RolePlan } from '../../stabilize/roles/roles.contract.ts'
import { TaskPlan } from '../../stabilize/tasks/tasks.contract.ts'

const perSeverity = <T extends z.ZodType>(each: T) => z.strictObject({ 1: each, 2: each, 3: each, 4: each })
const Minutes = z
  .number()
  .int()
  .min(1)
  .max(60 * 24 * 90)

/** Minutes until each promise is due; a promise left out is not made at that severity. */
export const ClockPolicy = perSeverity(z.partialRecord(z.enum(policyKinds), Minutes))

const People = perSeverity(z.number().int().min(1).max(3))

/** Who is told what besides the affected customers: staff, executives, partners, regulators… `fromSeverity`: at this severity and stricter ones. */
export const AudiencePlan = z.strictObject({
  audience: z.enum(['customers', 'staff', 'executives', 'investors', 'partners', 'suppliers', 'media', 'regulators']),
  fromSeverity: z.number().int().min(1).max(4).default(4),
  told: z.string().min(1).max(300),
  by: RoleKey,
  rhythm: z
    .strictObject({ 1: Rhythm, 2: Rhythm, 3: Rhythm, 4: Rhythm })
    .partial()
    .optional()
    .describe('per severity, minutes until they must have had the first word, and from each word to the next'),
})

/** The keys of playbooks become parts of addresses. */
export const PlaybookKey = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, 'must be lower-case letters, digits and dashes')

const Criterion = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]+$/, 'must be lower-case letters, digits and dashes'),
  text: z.string().min(1),
  each: z.enum(['service']).optional().describe('asked once for each service in scope'),
  measure: Measure.optional().describe('what checks it; left out, a person’s word'),
})

/** A whole plan; what is left out has its default. That its names refer to what is there is checked by `Playbook`. */
export const PlaybookShape = z.strictObject({
  playbook: PlaybookKey.describe('the name under which it is kept'),
  version: z.string().min(1).describe('the edition of the author; in quotes'),
  title: z.string().min(1).max(120),
  about: z.string().max(600).default('').describe('when to use it, in a sentence or two'),
  kinds: z.array(Kind).min(1).describe('the kinds of crises it is used for'),
  detection: z
    .strictObject({ declaresByItself: z.boolean().default(false) })
    .prefault({})
    .describe(
      'declaresByItself: a suspicion becomes a crisis without a person, where it is nearly certain and two witnesses that know nothing of each other say so',
    ),
  severity: SeverityPlan.prefault({}).describe('questions and rules that say how bad it is'),
  roles: z.record(RoleKey, RolePlan).default({}).describe('seats, from which severity on they must be filled, and what their holders decide alone'),
  tasks: z.array(TaskPlan).max(80).default([]).describe('what must be done; what must work again first stands first'),
  clocks: ClockPolicy.describe('per severity, minutes until each promise is due; a promise left out is not made'),
  regulatory: z.array(RegulatoryQuestion).max(20).default([]).describe('questions whose yes starts clocks of the law'),
  actions: z.array(ActionPlan).max(12).default([]).describe('webhooks that the installation may set up'),
  audiences: z.array(AudiencePlan).max(12).default([]).describe('who else is told what, and by whom'),
  approvals: z
    .strictObject({
      updates: People,
      holding: People.default({ 1: 1, 2: 1, 3: 1, 4: 1 }).describe('to the safe holding update, whose words are fixed and claim nothing new'),
      remedies: People,
    })
    .describe('people who must agree, the author included, per severity'),
  remedies: z.string().describe('the policy in remedies.yaml'),
  criteria: z.array(Criterion).min(1).describe('it is over for customers when these hold'),
  restoration: RestorationPlan.prefault({}).describe('by which shares a service comes back, critical ones first'),
  watch: WatchPlan.prefault({}).describe('per severity, minutes for which it is watched after it was restored'),
  signOff: SignOffPlan.prefault({}).describe('which customers are asked whether it works again, and what rate says so'),
  templates: z.record(z.enum(['holding', ...phases]), Parts.strict()).describe('first words for customers, in Liquid; docs/templates.md says what is put in'),
})
export type PlaybookShape = z.output<typeof PlaybookShape>
export type ClockPolicy = z.output<typeof ClockPolicy>
export type AudiencePlan = z.output<typeof AudiencePlan>
