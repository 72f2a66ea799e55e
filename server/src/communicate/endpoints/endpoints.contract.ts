import { z } from 'zod'
import { Id, Instant, Line, Person, Text } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'
import { InboxView } from '../../support/social/social.contract.ts'
import { DeliveryStateName } from '../deliveries/dispatches.contract.ts'

export const endpointChannels = ['slack', 'teams', 'webhook', 'push', 'bluesky', 'mastodon'] as const
/** What is posted there, everybody can read. */
export const publicChannels = ['bluesky', 'mastodon'] as const
const Channel = z.enum(endpointChannels)
const Locale = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language such as en or pt-BR')
const Severity = z.number().int().min(1).max(4)
const Url = Line(2_000)

/** A place that updates are posted to: a room of ours, a customer's system, or a public account of ours. */
export const EndpointView = z.object({
  id: Id,
  channel: Channel,
  brand: z.string(),
  name: z.string(),
  shown: z.string().describe('what may be seen of its address'),
  account: z
    .object({ key: z.string(), name: z.string() })
    .nullable()
    .describe('whose it is: it hears of crises that hurt this account; null: ours, it hears of all'),
  leastSeverity: Severity.describe('it hears of crises of this severity and graver'),
  locale: z.string(),
  off: z
    .object({ reason: z.string(), detail: z.string().nullable(), since: Instant })
    .nullable()
    .describe(
      'why it is not posted to: gone (it said so), revoked (it does not let us in any more), closed (the account is), failing (given up after three days), by-hand',
    ),
  last: z.object({ state: DeliveryStateName, answer: z.string().nullable(), at: Instant.nullable() }).nullable(),
  test: z.object({ state: z.string(), answer: z.string().nullable(), at: Instant, milliseconds: z.number().int().nullable() }).nullable(),
  mentions: InboxView.nullable().describe('how its mentions and direct messages are read as conversations; null: they are not'),
  madeBy: Person.nullable(),
  madeAt: Instant,
})
export const EndpointQuery = PageQuery.extend({ channel: Channel.optional(), search: Text(200).optional().describe('part of its name, or an account’s key') })

const about = {
  brand: z.string().max(40),
  name: Line(100),
  accountKey: Line(200).nullable().default(null),
  leastSeverity: Severity.default(4),
  locale: Locale.optional().describe('left out: en; of a public account, the brand’s'),
}
/** Of a public account: its server, what it is called there, and what lets us post. It belongs to no customer. */
const account = {
  ...about,
  accountKey: z.null('must be empty: what is posted in public belongs to no customer').default(null),
  service: Url,
  handle: Line(300),
}
/** `token` and `room`: a bot of a Slack app instead of an incoming webhook. */
export const AddEndpoint = z.discriminatedUnion('channel', [
  z.object({ channel: z.literal('webhook'), ...about, url: Url }),
  z.object({ channel: z.literal('teams'), ...about, url: Url }),
  z.object({ channel: z.literal('slack'), ...about, url: Url.optional(), token: Line(300).optional(), room: Line(100).optional() }),
  z.object({ channel: z.literal('bluesky'), ...account, password: Line(100) }),
  z.object({ channel: z.literal('mastodon'), ...account, token: Line(300) }),
])
/** `secret` is shown this once: what signs the calls (Standard Webhooks). */
export const AddedEndpoint = EndpointView.extend({ secret: z.string().nullable() })
export const ChangeEndpoint = z.object({ name: about.name, leastSeverity: Severity, locale: Locale })
/** A new app password or access token of a public account. */
export const ChangeEntry = z.object({ password: Line(300) })
export const TurnOff = z.object({ why: Text(500).min(3, 'must say why, in three characters or more') })

/** One update as it went to an endpoint. */
export const EndpointDelivery = z.object({
  id: z.number().int(),
  crisis: z.string(),
  title: z.string(),
  state: DeliveryStateName,
  attempts: z.number().int(),
  answer: z.string().nullable(),
  dueAt: Instant.nullable(),
  changedAt: Instant.nullable(),
})
export type EndpointView = z.output<typeof EndpointView>
export type AddEndpoint = z.output<typeof AddEndpoint>
export type EndpointDelivery = z.output<typeof EndpointDelivery>
