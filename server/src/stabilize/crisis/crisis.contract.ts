import { z } from 'zod'
import { ClockView } from '../../communicate/clocks/clocks.contract.ts'
import { ScopeRow, ScopeView } from '../../assess/impact/definition.contract.ts'
import { ImpactTotals } from '../../assess/impact/impact.contract.ts'
import { UpdateView } from '../../communicate/updates/updates.contract.ts'
import { GivenInstant, Id, Instant, Line, Person, Text, Title } from '../../platform/contract.ts'
import { RemedyPlanView } from '../../remediate/grants/grants.contract.ts'

export const crisisKinds = [
  'service-outage',
  'degraded-performance',
  'data-breach',
  'billing-failure',
  'product-failure',
  'product-recall',
  'shipping-delay',
  'third-party-failure',
  'regulatory-trouble',
  'natural-disaster',
  'complaint-surge',
  'single-customer',
  'support-down',
  'planned-maintenance',
] as const
export const Kind = z.enum(crisisKinds)
export const Severity = z.number().int().min(1).max(4)

/** Declares a crisis in one step. Times in UTC. The severity is proposed by rule from the facts; `severity` overrides it and needs `severityReason`. */
export const Declare = z
  .object({
    title: Title(200),
    kind: Kind,
    scope: z.array(ScopeRow).max(200).default([]),
    onsetAt: GivenInstant.optional().describe('when customers began to be hurt; now, where it is not known'),
    practice: z.boolean().default(false),
    brand: Text(100).optional().describe('slug of the brand; the first one where left out'),
    answers: z
      .object({
        customersHurt: z.enum(['all', 'many', 'some', 'one']).default('some'),
        canWork: z.enum(['no', 'partly', 'yes']).default('partly'),
        dataSafetyOrLaw: z.boolean().default(false),
        moneyWrong: z.boolean().default(false),
      })
      .prefault({}),
    severity: Severity.optional(),
    severityReason: Text(1_000).optional(),
  })
  .refine((given) => given.severity === undefined || (given.severityReason ?? '').length > 0, {
    path: ['severityReason'],
    message: 'a severity that overrides the rule needs a reason',
  })
export const Declared = z.object({ id: Id, number: z.string(), severity: Severity, severityReasons: z.array(z.string()) })

export const ChangeSeverity = z.object({ severity: Severity, reason: Line(1_000) })
export const WriteNote = z.object({ text: Line(5_000) })

export const CrisisSummary = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  kind: Kind,
  severity: Severity,
  practice: z.boolean(),
  status: z.enum(['declared', 'commanded', 'restored', 'closed']),
  onsetAt: Instant,
  declaredAt: Instant,
  restoredAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  commander: Person.nullable(),
  accountsAffected: z.number().int().nullable(),
  nextDeadline: Instant.nullable(),
  clocksMissed: z.number().int(),
  now: Instant.describe('the crisis’s own time'),
  rate: z.number().describe('how fast it runs; 0 is a pause'),
})

export const Criterion = z.object({ key: z.string(), text: z.string(), service: z.string().nullable(), metAt: Instant.nullable(), metBy: Person.nullable() })

/** The one thing to do next: `action` names the part of the room it happens in. */
export const NextStep = z.object({
  action: z.enum([
    'take-command',
    'acknowledge',
    'assess-impact',
    'write-update',
    'approve-update',
    'plan-remedy',
    'approve-remedy',
    'check-criteria',
    'restore',
    'ask-sign-off',
    'review',
    'close',
    'nothing',
  ]),
  title: z.string(),
  detail: z.string(),
  deadline: Instant.nullable(),
})

/** Everything the crisis room shows, in one answer. `now` is the crisis's own time; `rate` how fast it runs. */
export const CrisisRoom = CrisisSummary.extend({
  severityReasons: z.array(z.string()),
  detectedAt: Instant,
  acknowledgedAt: Instant.nullable(),
  brand: z.object({ slug: z.string(), name: z.string() }),
  scope: z.array(ScopeView),
  clocks: z.array(ClockView),
  next: NextStep,
  impact: ImpactTotals.nullable(),
  updates: z.array(UpdateView),
  remedyPlan: RemedyPlanView.nullable(),
  criteria: z.array(Criterion),
  signOff: z.object({ asked: z.number().int(), works: z.number().int(), stillBroken: z.number().int() }),
  review: z.object({ draftedAt: Instant, publishedAt: Instant.nullable() }).nullable(),
  statusPageUrl: z.string(),
})

export const TimelineEntry = z.object({
  position: z.number().int(),
  at: Instant,
  type: z.string(),
  actor: Person,
  sentence: z.string(),
  text: z.string().nullable(),
  tone: z.enum(['plain', 'good', 'bad', 'warning']),
})
export const SeriesView = z.object({ series: z.string(), points: z.array(z.object({ at: Instant, count: z.number().int() })) })

export type CrisisRoom = z.output<typeof CrisisRoom>
export type CrisisSummary = z.output<typeof CrisisSummary>
export type TimelineEntry = z.output<typeof TimelineEntry>
export type NextStep = z.output<typeof NextStep>
export type Declare = z.output<typeof Declare>
