import { z } from 'zod'
import { Id, Instant, Line, Person, Text, Title } from '../../platform/contract.ts'

export const sourceKinds = ['signals', 'cloudevents', 'alertmanager', 'pagerduty', 'grafana', 'sentry', 'stripe', 'shopify'] as const
export const signalKinds = ['metric', 'alert', 'complaint', 'payment', 'order', 'usage', 'check', 'event'] as const
export const signalSeverities = ['critical', 'error', 'warning', 'info'] as const
export const mostLabels = 32

/** A time as programs send it: ISO 8601, or milliseconds since 1970. */
const SentAt = z
  .union([z.iso.datetime({ offset: true, message: 'must be a time such as 2030-01-31T09:30:00Z' }).transform((text) => Date.parse(text)), z.number()])
  .pipe(z.number().int().min(0).max(7_258_118_400_000, 'must lie between 1970 and 2200'))

/** One thing that tells something. A number alone goes into its series; with words it is kept for people to read as well. */
export const GivenSignal = z.object({
  id: Line(300).optional().describe('the same id again, that day or the next, is the same signal'),
  at: SentAt.optional().describe('when it happened; left out: now'),
  kind: z.enum(signalKinds).optional().describe('left out: metric where there is only a number, else event'),
  name: Line(200).describe('what is counted or measured, as in checkout.errors'),
  value: z.number().optional().describe('left out: one more'),
  measure: z
    .enum(['count', 'gauge'])
    .optional()
    .describe('count: values are added up, none is 0; gauge: averaged, none is unknown; left out: gauge where there is a value'),
  service: Line(120).optional().describe('key of a service'),
  region: Line(80).optional(),
  account: Line(200).optional().describe('key of an account'),
  labels: z
    .record(z.string().min(1).max(80), Text(200))
    .refine((labels) => Object.keys(labels).length <= mostLabels, `must be ${mostLabels} at most`)
    .optional(),
  state: z.enum(['firing', 'resolved']).optional(),
  alert: Line(300).optional().describe('names what a later signal with the state resolved ends; left out: the name with service and region'),
  severity: z.enum(signalSeverities).optional(),
  title: Title(300).optional(),
  body: Text(8_000).optional(),
  link: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
})
export type GivenSignal = z.output<typeof GivenSignal>

export const SignalsTaken = z.object({
  taken: z.number().int().describe('counted, durably, once'),
  twice: z.number().int().describe('known already, by their id'),
  thinned: z.number().int().describe('of those taken: counted, but not kept in words, because this source sends too many'),
  refused: z.number().int(),
  wrong: z.array(z.object({ index: z.number().int(), sentence: z.string() })).describe('the first that were refused, and why'),
})
export type SignalsTaken = z.output<typeof SignalsTaken>

export const PutSource = z.object({
  name: Line(120),
  kind: z.enum(sourceKinds),
  brand: Line(40).describe('slug'),
  practice: z.boolean().default(false).describe('of an exercise: never becomes a real crisis'),
  service: Line(120).nullable().default(null).describe('key; what its signals are about where they name none'),
  region: Line(80).nullable().default(null),
  keptAMinute: z.number().int().min(10).max(100_000).default(6_000),
  secret: Line(500).nullable().optional().describe('what the sender signs with; null takes it away, left out it stays'),
})
export type PutSource = z.output<typeof PutSource>
export const SourceView = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(sourceKinds),
  brand: z.string(),
  practice: z.boolean(),
  service: z.string().nullable(),
  region: z.string().nullable(),
  keptAMinute: z.number().int(),
  signed: z.boolean(),
  url: z.string().describe('where its signals go, without the key'),
  createdBy: Person,
  createdAt: Instant,
  lastAt: Instant.nullable(),
  lastHour: z.object({ taken: z.number().int(), twice: z.number().int(), refused: z.number().int(), thinned: z.number().int() }),
})
export type SourceView = z.output<typeof SourceView>
export const NewSource = SourceView.extend({ key: z.string().describe('shown this once') })

export const SignalsQuery = z.object({
  source: Id.optional(),
  state: z.enum(['firing', 'resolved']).optional(),
  kind: z.enum(signalKinds).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.iso.datetime({ offset: true }).optional(),
})
export const SignalView = z.object({
  id: Id,
  source: z.string(),
  at: Instant,
  receivedAt: Instant,
  kind: z.enum(signalKinds),
  name: z.string(),
  state: z.enum(['firing', 'resolved']).nullable(),
  severity: z.enum(signalSeverities).nullable(),
  service: z.string().nullable(),
  region: z.string().nullable(),
  account: z.string().nullable(),
  title: z.string(),
  body: z.string().nullable(),
  link: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
})
