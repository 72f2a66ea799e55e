import { z } from 'zod'
import { Text } from '../../platform/contract.ts'

export const Severity = z.number().int().min(1).max(4)
const Key = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/, 'must be lower-case letters, digits and dashes')

/** What anybody can say at 03:00; `more` answers the playbook's own questions, by key. */
export const Answers = z.object({
  customersHurt: z.enum(['all', 'many', 'some', 'one']).default('some'),
  canWork: z.enum(['no', 'partly', 'yes']).default('partly'),
  dataSafetyOrLaw: z.boolean().default(false),
  moneyWrong: z.boolean().default(false),
  more: z.record(Key, z.boolean()).optional(),
})

/** Answers as they are sent to us: they become a fact, so they are bounded; what is read back stays as it was. */
export const GivenAnswers = Answers.refine(({ more }) => Object.keys(more ?? {}).length <= 100, {
  path: ['more'],
  message: 'must not hold more than 100 answers',
})

/** What the assessment of impact knows. Percent of all accounts; revenue per month in major units, the largest of the currencies. */
export const SeverityFacts = z.object({
  affectedPercent: z.number(),
  affectedAccounts: z.number(),
  vulnerableAccounts: z.number(),
  monthlyRevenue: z.number(),
})

const AtLeast = z.strictObject({ atLeast: z.number().min(0) })
const oneOrMore = <T extends z.ZodType>(each: T) => z.union([each, z.array(each).min(1)])

/** Every part that is named must hold; a list means any of these. A rule on facts holds only once impact is assessed. */
export const SeverityCondition = z
  .strictObject({
    customersHurt: oneOrMore(z.enum(['all', 'many', 'some', 'one'])),
    canWork: oneOrMore(z.enum(['no', 'partly', 'yes'])),
    dataSafetyOrLaw: z.boolean(),
    moneyWrong: z.boolean(),
    answers: z.record(Key, z.boolean()),
    affectedPercent: AtLeast,
    affectedAccounts: AtLeast,
    vulnerableAccounts: AtLeast,
    monthlyRevenue: AtLeast,
  })
  .partial()
  .refine((condition) => Object.keys(condition).length > 0, 'must name at least one condition')

export const SeverityRule = z.strictObject({ severity: Severity, when: SeverityCondition, reason: Text(300).min(1) })
/** A yes-or-no question of one playbook, asked beside the four that every crisis has. */
export const SeverityQuestion = z.strictObject({ key: Key, ask: Text(200).min(1), help: Text(500).optional() })
/** `standardRules: false` leaves the house's rules out: what the playbook says is all there is. `otherwise`: the level where no rule holds. */
export const SeverityPlan = z.strictObject({
  standardRules: z.boolean().default(true),
  questions: z.array(SeverityQuestion).max(8).default([]),
  rules: z.array(SeverityRule).max(40).default([]),
  otherwise: Severity.default(4),
  otherwiseReason: Text(300).optional().describe('why it is the level of `otherwise`'),
})

export const SeverityProposal = z.object({ severity: Severity, reasons: z.array(z.string()) })

export type Answers = z.output<typeof Answers>
export type SeverityFacts = z.output<typeof SeverityFacts>
export type SeverityRule = z.output<typeof SeverityRule>
export type SeverityCondition = z.output<typeof SeverityCondition>
export type SeverityPlan = z.output<typeof SeverityPlan>
export type SeverityProposal = z.output<typeof SeverityProposal>
