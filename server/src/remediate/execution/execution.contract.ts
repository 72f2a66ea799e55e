// Who carries lines out, what became of them, what people decide of them, and the report against a provider.
import { z } from 'zod'
import { Id, Instant, Line, Person } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'

export const payerKinds = ['stripe', 'shopify', 'webhook'] as const
export type PayerKind = (typeof payerKinds)[number]
export const payoutStates = ['approved', 'executing', 'applied', 'failed', 'unknown', 'reversed', 'expired'] as const
export const meansNames = [
  'balance',
  'credit-note',
  'refund',
  'extension',
  'discount',
  'store-credit',
  'gift-card',
  'webhook',
  'file',
  'task',
  'practice',
] as const

const State = z.enum(payoutStates)
const Means = z.enum(meansNames)
const Url = Line(2_000)
const Key = Line(500)

/** Secrets are never part of it. `can`: what it carries out; empty where this version has nobody for its kind. */
export const PayerView = z.object({
  id: Id,
  kind: z.enum(payerKinds),
  name: z.string(),
  brand: z.string(),
  settings: z.record(z.string(), z.unknown()),
  hasSecret: z.boolean(),
  hasHookSecret: z.boolean().describe('Stripe: whether what it reports can be checked'),
  live: z.boolean().describe('false: a dry run; nothing is called and nothing is applied'),
  paused: z.object({ why: z.string() }).nullable(),
  can: z.array(Means),
  madeBy: Person,
  madeAt: Instant,
})
const RemindAfterDays = z.number().int().min(1).max(365).nullable().describe('when an unused gift card is reminded of; null: never')
const about = { name: Line(100), brand: z.string().max(40), live: z.boolean().default(false) }
/** `hookSecret`: what Stripe signs its reports with. `lookUp`: where the webhook's receiver is asked what it has done; `{reference}` stands in it. */
export const AddPayer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('stripe'),
    ...about,
    key: Key.regex(/^(sk|rk)_/, 'must be a secret or restricted key of Stripe: sk_… or rk_…'),
    hookSecret: Key.regex(/^whsec_/, 'must begin with whsec_').optional(),
  }),
  z.object({
    kind: z.literal('shopify'),
    ...about,
    shop: Line(200).regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'must be the shop’s own address: name.myshopify.com'),
    token: Key.describe('the Admin API access token of an app of the shop'),
    remindAfterDays: RemindAfterDays.default(30),
  }),
  z.object({ kind: z.literal('webhook'), ...about, url: Url, lookUp: Url.optional() }),
])
/** What is left out stays as it is. */
export const ChangePayer = z.object({
  name: Line(100).optional(),
  live: z.boolean().optional(),
  key: Key.optional(),
  hookSecret: Key.optional(),
  token: Key.optional(),
  remindAfterDays: RemindAfterDays.optional(),
  url: Url.optional(),
  lookUp: Url.nullable().optional(),
})
/** `secret`: what signs the calls of a webhook, shown this once. */
export const AddedPayer = PayerView.extend({ secret: z.string().nullable() })
export const TestedPayer = z.object({ ok: z.boolean(), says: z.string() })
export const Why = z.object({ why: Line(500) })

const Counts = z.object(Object.fromEntries(payoutStates.map((state) => [state, z.number().int()])) as Record<(typeof payoutStates)[number], z.ZodNumber>)
/** Every line is in one state: the states add up to `lines`. */
export const ProgressView = z.object({
  lines: z.number().int(),
  states: Counts,
  done: z.number().int().describe('applied, or taken back after it was'),
  remaining: z.number().int().describe('approved, being called, or unknown and still looked up'),
  forPeople: z.number().int().describe('unknown ones that only a person can settle, and files and tasks'),
  sums: z.array(z.object({ currency: z.string(), means: Means, state: State, lines: z.number().int(), amountMinor: z.number().int() })),
  payers: z.array(
    z.object({
      id: Id,
      name: z.string(),
      live: z.boolean(),
      paused: z.string().nullable(),
      remaining: z.number().int(),
      perSecond: z.number().nullable().describe('what the provider allows'),
      perMinute: z.number().int().nullable().describe('what was done of late; null: nothing was'),
      secondsLeft: z.object({ least: z.number().int(), likely: z.number().int().nullable() }).nullable().describe('null: nothing is left, or it does not run'),
    }),
  ),
})

export const PayoutQuery = PageQuery.extend({
  plan: Id.optional(),
  crisis: Id.optional(),
  payer: Id.optional(),
  account: z.coerce.number().int().optional(),
  state: State.optional(),
  means: Means.optional(),
  forPeople: z.enum(['true', 'false']).optional().describe('true: only those that a person must settle'),
})
export const PayoutView = z.object({
  grantId: z.number().int(),
  reference: z.string(),
  crisisId: Id.nullable(),
  planId: Id.nullable(),
  account: z.object({ id: z.number().int(), key: z.string(), name: z.string() }),
  remedy: z.string(),
  owed: z.boolean(),
  reverses: z.number().int().nullable(),
  amountMinor: z.number().int(),
  currency: z.string(),
  means: Means,
  payerId: Id.nullable(),
  state: State,
  forPerson: z.boolean(),
  attempt: z.number().int(),
  tries: z.number().int(),
  firstCalledAt: Instant.nullable(),
  calledAt: Instant.nullable(),
  dueAt: Instant.nullable(),
  changedAt: Instant,
  providerId: z.string().nullable(),
  answer: z.string().nullable(),
  grantedBy: z.array(Person).describe('who approved it'),
  decisions: z.array(z.object({ what: z.enum(['applied', 'not-applied', 'retry', 'undone', 'handed-over']), evidence: z.string(), by: Person, at: Instant })),
})
/** What a person saw of a line that is unknown, or that people carry out. */
export const SettlePayout = z.object({
  outcome: z.enum(['applied', 'not-applied']),
  evidence: Line(2_000).describe('what was seen, and where'),
  providerId: Line(200).nullable().default(null).describe('its id at the provider, or the number of the booking'),
})
export const RetryPayout = z.object({ reason: Line(2_000) })
export const HandOver = z.object({ reason: Line(2_000).describe('why people carry it out') })
/** `left`: what the payer still has, since it may have been called or is in hand at this moment. */
export const HandedOverView = z.object({ lines: z.number().int(), left: z.number().int() })

/** What would be called, line by line; nothing is. */
export const RehearsalView = z.array(
  z.object({
    grantId: z.number().int(),
    account: z.string(),
    customer: z.string().nullable(),
    means: Means,
    amountMinor: z.number().int(),
    currency: z.string(),
    call: z.object({ method: z.string(), path: z.string(), body: z.record(z.string(), z.unknown()) }).nullable(),
    refused: z.string().nullable(),
  }),
)

export const AskReconciliation = z
  .object({ payer: Id, plan: Id.optional(), from: z.iso.datetime({ offset: true }).optional(), until: z.iso.datetime({ offset: true }).optional() })
  .refine(({ plan, from, until }) => plan !== undefined || (from !== undefined && until !== undefined), 'needs a plan, or from and until')
  .refine(({ from, until }) => !from || !until || from < until, 'until must be after from')
export const ReconciliationView = z.object({
  id: Id,
  payerId: Id,
  planId: Id.nullable(),
  from: Instant.nullable(),
  until: Instant.nullable(),
  state: z.enum(['running', 'done', 'stopped']),
  why: z.string().nullable(),
  accounts: z.number().int(),
  lookedAt: z.number().int(),
  matched: z.number().int(),
  differences: z.object({ missingThere: z.number().int(), missingHere: z.number().int(), amountsDiffer: z.number().int(), unsettled: z.number().int() }),
  askedBy: Person,
  askedAt: Instant,
  doneAt: Instant.nullable(),
})
export const DifferenceView = z.object({
  id: z.number().int(),
  kind: z.enum(['missing-there', 'missing-here', 'amounts-differ', 'unsettled']),
  account: z.string(),
  grantId: z.number().int().nullable(),
  reference: z.string(),
  providerId: z.string().nullable(),
  ledgerMinor: z.number().int().nullable(),
  providerMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
  note: z.string().nullable(),
})
export const StripeHook = z.object({ id: z.string().max(255), type: z.string().max(100), data: z.object({ object: z.record(z.string(), z.unknown()) }) })
export const Taken = z.object({ taken: z.literal(true) })
