import { z } from 'zod'
import { Id, Instant, Line, Person, Text, Title } from '../../platform/contract.ts'
import { settledKinds, SourceSettings } from './source-settings.contract.ts'

/** Who brings the key along, as a rule in a form of its own. */
const sendingKinds = ['signals', 'cloudevents', 'alertmanager', 'pagerduty', 'grafana', 'sentry', 'stripe', 'shopify'] as const
const deskKinds = ['conversations', 'chatwoot', 'zendesk', 'intercom'] as const
export const sourceKinds = [...sendingKinds, ...deskKinds, ...settledKinds] as const
export const signalKinds = ['metric', 'alert', 'complaint', 'message', 'payment', 'order', 'usage', 'check', 'event'] as const
/** What people wrote, where it has a body: it is read, and counted by what it says. */
export const writtenKinds = ['complaint', 'message', 'event', 'order', 'payment'] as const satisfies readonly (typeof signalKinds)[number][]
export const signalSeverities = ['critical', 'error', 'warning', 'info'] as const
export const mostLabels = 32
/** Larger is no measurement, and sums of it would be no numbers. */
export const mostValue = 1e30

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
  value: z
    .number()
    .refine((value) => Math.abs(value) <= mostValue, 'must lie between -1e30 and 1e30')
    .optional()
    .describe('from -1e30 to 1e30; left out: one more'),
  measure: z
    .enum(['count', 'gauge'])
    .optional()
    .describe('count: values are added up, none is 0; gauge: averaged, none is unknown; left out: gauge where there is a value'),
  service: Line(120).optional().describe('key of a service'),
  region: Line(80).optional(),
  account: Line(200)
    .optional()
    .describe(
      'key of an account; or its id in another system, as stripe:cus_123 (alone where the source is that system); or leeward:42; or the e-mail address of a contact',
    ),
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

const Source = z.object({
  name: Line(120),
  kind: z.enum(sourceKinds),
  brand: Line(40).describe('slug'),
  practice: z.boolean().default(false).describe('of an exercise: never becomes a real crisis'),
  service: Line(120).nullable().default(null).describe('key; what its signals are about where they name none'),
  region: Line(80).nullable().default(null),
  keptAMinute: z.number().int().min(10).max(100_000).default(6_000),
  secret: Line(500).nullable().optional().describe('what the sender signs with, or what lets us in where we ask; null takes it away, left out it stays'),
  settings: SourceSettings.nullable().default(null).describe('which mails, or what is asked: of the same kind'),
})
const settled: ReadonlySet<string> = new Set(settledKinds)
const isSettled = ({ kind, settings }: Pick<z.output<typeof Source>, 'kind' | 'settings'>) => (settings?.kind ?? null) === (settled.has(kind) ? kind : null)
export const PutSource = Source.refine(isSettled, {
  path: ['settings'],
  message: 'must be there for a source of mails or one that we ask, of the same kind; null for all others',
})
export type PutSource = z.output<typeof PutSource>

/** Asked for now, and shown, without anything being kept. */
export const TrySource = Source.extend({ source: Id.nullable().default(null).describe('whose secret is used where none is given') }).refine(isSettled, {
  path: ['settings'],
  message: 'must be there, of the same kind: only mails, feeds and searches can be tried',
})
export const SourceTried = z.object({
  sentence: z.string(),
  well: z.boolean(),
  found: z
    .array(
      z.object({
        at: Instant.nullable(),
        title: z.string(),
        body: z.string().nullable(),
        link: z.string().nullable(),
        state: z.enum(['firing', 'resolved']).nullable(),
        account: z.string().nullable(),
        language: z.string().nullable(),
        sentiment: z.string().nullable(),
        intents: z.array(z.string()),
        left: z.string().nullable().describe('why it would not be counted'),
      }),
    )
    .describe('what would have come, the newest first, masked'),
})
export type SourceTried = z.output<typeof SourceTried>

/** How asking goes. `news`: how many were new the last time. */
const Asked = z.object({
  state: z.enum(['waiting', 'well', 'failing', 'refused']),
  sentence: z.string().nullable(),
  askedAt: Instant.nullable(),
  wellAt: Instant.nullable(),
  failingSince: Instant.nullable(),
  nextAt: Instant,
  news: z.number().int().nullable(),
})
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
  url: z.string().nullable().describe('where its signals go, without the key; null: we ask'),
  settings: SourceSettings.nullable(),
  asked: Asked.nullable(),
  createdBy: Person,
  createdAt: Instant,
  lastAt: Instant.nullable(),
  lastHour: z.object({ taken: z.number().int(), twice: z.number().int(), refused: z.number().int(), thinned: z.number().int() }),
  strangers: z
    .object({ signals: z.number().int(), example: z.string() })
    .nullable()
    .describe('signals of the last seven days that named an account which nobody here knows, or an address that stands in several; with one of the names'),
})
export type SourceView = z.output<typeof SourceView>
export const NewSource = SourceView.extend({ key: z.string().nullable().describe('shown this once; null: we ask, and nobody sends') })

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
  secondOpinion: z.enum(['negative', 'neutral', 'positive']).nullable().describe('what a language model said of it, where one is set up and was asked'),
})
