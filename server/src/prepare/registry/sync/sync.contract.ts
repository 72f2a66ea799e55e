import { z } from 'zod'
import { Id, Instant, Line, Person, Text } from '../../../platform/contract.ts'

const Stamp = z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString())
const Provider = z.enum(['stripe', 'shopify'])
const Subject = z.enum(['customers', 'subscriptions', 'orders'])
/** A key of theirs: visible characters, as they stand in a header. */
const Secret = Line(500).regex(/^[\x21-\x7e]+$/, 'must not hold a space or a letter of another alphabet')

export const PutSyncLink = z.object({
  provider: Provider,
  name: Line(120),
  brand: Line(100),
  token: Secret.optional().describe('with which Leeward may read: a restricted key of Stripe, an access token of a Shopify app; not given again, it stays'),
  hookSecret: Secret.nullable()
    .optional()
    .describe('what the provider signs its webhooks with: whsec_… of Stripe, the client secret of a Shopify app; null takes it away'),
  shop: Text(255)
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'must be the shop’s own name, such as acme.myshopify.com')
    .nullable()
    .default(null),
  version: z
    .string()
    .regex(/^20\d\d-(01|04|07|10)$/, 'must be a version of Shopify’s API such as 2026-10')
    .default('2026-10'),
  keyField: Line(80)
    .regex(/^[A-Za-z0-9_.-]+$/, 'must be a name of letters, digits, points, - and _')
    .default('account_key')
    .describe('where the company’s own key of a customer stands: a name in Stripe’s metadata, namespace.key of a Shopify metafield'),
  mergeBy: z.enum(['person', 'itself']).default('person').describe('who merges doubles that are sure: by a verified address, or by our own key'),
  ordersOf: Line(100).nullable().default(null).describe('key of the service that orders depend on; null: orders are no exposures'),
  url: Text(300)
    .regex(/^https?:\/\/[^\s/?#@]+$/, 'must be an address without a path, such as https://api.stripe.com')
    .nullable()
    .default(null)
    .describe('another place of the provider’s API, for tests'),
})
const Counts = z.object({
  subject: Subject,
  read: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
  bad: z.number().int(),
})
export const SyncLinkView = z.object({
  id: Id,
  provider: Provider,
  name: z.string(),
  brand: z.string(),
  shop: z.string().nullable(),
  version: z.string().nullable(),
  keyField: z.string(),
  mergeBy: z.enum(['person', 'itself']),
  ordersOf: z.string().nullable(),
  url: z.string().nullable(),
  signed: z.boolean().describe('whether a secret is stored that its webhooks are checked with'),
  hookUrl: z.string(),
  state: z.enum(['on', 'paused']),
  waitsUntil: Instant.nullable(),
  waitsWhy: z.string().nullable(),
  heardAt: Instant.nullable(),
  due: z.number().int().describe('what webhooks told of and is not read yet'),
  problems: z.number().int(),
  doubles: z.number().int(),
  run: z
    .object({
      state: z.enum(['running', 'done', 'failed']),
      stage: Subject,
      failure: z.string().nullable(),
      startedBy: Person,
      startedAt: Stamp,
      finishedAt: Stamp.nullable(),
      counts: z.array(Counts),
    })
    .nullable()
    .describe('the newest reading of everything'),
  madeBy: Person,
  madeAt: Instant,
})
export const SyncTested = z.object({ works: z.boolean(), sentence: z.string() })
export const PauseSync = z.object({ paused: z.boolean() })
export const SyncProblem = z.object({ subject: Subject, externalId: z.string(), reason: z.string(), seenAt: Instant })
const Pair = z.object({ id: z.number().int(), key: z.string(), name: z.string() })
export const DoubleView = z.object({
  id: z.number().int(),
  why: z.enum(['key', 'email']),
  said: z.string().describe('the key or the address that both have'),
  sure: z.boolean(),
  provider: Provider,
  account: Pair,
  into: Pair.describe('the account that stays'),
})
export type PutSyncLink = z.output<typeof PutSyncLink>
export type SyncLinkView = z.output<typeof SyncLinkView>
export type DoubleView = z.output<typeof DoubleView>
export type SyncProblem = z.output<typeof SyncProblem>
