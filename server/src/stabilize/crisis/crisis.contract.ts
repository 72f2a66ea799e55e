import { z } from 'zod'
import { ClockView } from '../../communicate/clocks/clocks.contract.ts'
import { ScopeRow, ScopeView } from '../../assess/impact/definition.contract.ts'
import { ImpactTotals } from '../../assess/impact/impact.contract.ts'
import { GivenAnswers, Severity, SeverityProposal } from '../../assess/severity/severity.contract.ts'
import { UpdateView } from '../../communicate/updates/updates.contract.ts'
import { GivenInstant, Id, Instant, Line, Person, Text, Title } from '../../platform/contract.ts'
import { OfferView } from '../roles/team.contract.ts'
import { criterionStates } from '../../restore/criteria/criteria.contract.ts'
import { WatchView } from '../../restore/watch/watch.contract.ts'
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

/** Declares a crisis in one step. Times in UTC. The severity is proposed by rule from the facts; `severity` overrides it and needs `severityReason`. */
export const Declare = z
  .object({
    title: Title(200),
    kind: Kind,
    scope: z.array(ScopeRow).max(200).default([]),
    onsetAt: GivenInstant.optional().describe('when customers began to be hurt; now, where it is not known'),
    practice: z.boolean().default(false),
    brand: Text(100).optional().describe('slug of the brand; the first one where left out'),
    answers: GivenAnswers.prefault({}),
    playbook: Line(61).optional().describe('key of the playbook, where several cover the kind; left out, the installation’s own before the shipped'),
    severity: Severity.optional(),
    severityReason: Text(1_000).optional(),
  })
  .refine((given) => given.severity === undefined || (given.severityReason ?? '').length > 0, {
    path: ['severityReason'],
    message: 'a severity that overrides the rule needs a reason',
  })
export const Declared = z.object({ id: Id, number: z.string(), severity: Severity, severityReasons: z.array(z.string()) })

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

export const Criterion = z.object({
  key: z.string(),
  text: z.string(),
  service: z.string().nullable(),
  state: z.enum(criterionStates),
  sentence: z.string().describe('what is seen'),
  metAt: Instant.nullable(),
  metBy: Person.nullable(),
})

/** The one thing to do next: `action` names the part of the room it happens in. */
export const NextStep = z.object({
  action: z.enum([
    'answer-hand-over',
    'take-command',
    'acknowledge',
    'assess-impact',
    'look-at-severity',
    'fill-seats',
    'do-task',
    'answer-law',
    'meet-obligation',
    'write-update',
    'approve-update',
    'plan-remedy',
    'approve-remedy',
    'check-criteria',
    'restore',
    'tell-restored',
    'ask-sign-off',
    'reopen',
    'watch',
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
  severityProposal: SeverityProposal.nullable().describe('what the rules say now, where that is another severity'),
  work: z.object({
    tasksOpen: z.number().int(),
    tasksOverdue: z.number().int(),
    tasksDone: z.number().int(),
    lateTask: z.object({ key: z.string(), text: z.string() }).nullable().describe('the one most urgent: critical ones first'),
    emptySeats: z.array(z.object({ role: z.string(), title: z.string().nullable() })).describe('seats that this severity needs filled'),
    offersToMe: z.array(OfferView),
    decisionsDue: z.number().int(),
  }),
  law: z.object({
    unanswered: z.number().int().describe('questions of the law that nobody answered yet'),
    clocks: z
      .array(z.object({ key: z.string(), regime: z.string(), title: z.string(), startsAt: Instant, deadline: Instant.nullable(), missed: z.boolean() }))
      .describe('those that run, the nearest first'),
  }),
  detectedAt: Instant,
  acknowledgedAt: Instant.nullable().describe('when the first commander acknowledged; null again where it was over, goes on, and nobody leads it yet'),
  ledSince: Instant.nullable().describe('when the present commander acknowledged'),
  brand: z.object({ slug: z.string(), name: z.string() }),
  playbook: z.object({ key: z.string(), title: z.string(), version: z.string(), revision: z.number().int().describe('0: as shipped') }),
  scope: z.array(ScopeView),
  clocks: z.array(ClockView),
  next: NextStep,
  impact: ImpactTotals.nullable(),
  updates: z.array(UpdateView),
  remedyPlan: RemedyPlanView.nullable(),
  criteria: z.array(Criterion),
  signOff: z.object({
    asked: z.number().int(),
    works: z.number().int(),
    stillBroken: z.number().int(),
    targetPercent: z.number().int().describe('0: nobody was asked yet'),
  }),
  untold: z
    .object({
      conversations: z.number().int(),
      waiting: z.boolean().describe('it is written, and somebody else must agree'),
      by: z.string().nullable().describe('who wrote it'),
    })
    .nullable()
    .describe('conversations whose customers were not told that it works again, where it does'),
  watch: WatchView,
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
