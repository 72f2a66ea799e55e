import { z } from 'zod'
import { Id, Instant, Person, Text } from '../../platform/contract.ts'
import { PageQuery } from '../../platform/http/cursor.ts'

const count = z.number().int().min(0)
/** Every delivery is in exactly one of these. */
export const states = [
  'planned',
  'queued',
  'sending',
  'accepted',
  'delivered',
  'deferred',
  'bounced',
  'complained',
  'failed',
  'suppressed',
  'cancelled',
  'unknown',
] as const
export const DeliveryStateName = z.enum(states)

/** One update on one channel. */
export const DispatchView = z.object({
  updateId: Id,
  channel: z.string(),
  title: z.string(),
  class: z.enum(['update', 'remedy-notice', 'sign-off-request', 'direct', 'notice', 'stakeholder']),
  state: z.enum(['running', 'paused', 'cancelled', 'finished']),
  plannedAt: Instant,
  changedAt: Instant,
  changedBy: Person.nullable(),
  counts: z.object(Object.fromEntries(states.map((state) => [state, count])) as Record<(typeof states)[number], typeof count>),
  total: count,
  lastWord: z.boolean().describe('no newer update will follow: what is unknown is sent once more, with the same Message-ID'),
  estimate: z
    .object({ perMinute: count, from: Instant, until: Instant })
    .nullable()
    .describe('when it will be done, from what was done in the last minutes; null where nothing can be said'),
})
/** Who carries the mails; those that never failed are not known. */
export const ProviderView = z.object({
  name: z.string(),
  state: z.enum(['well', 'tried', 'away']).describe('away: nothing is given to it until openUntil; tried: one mail shows whether it is back'),
  openUntil: Instant.nullable(),
  answer: z.string().nullable().describe('what it said when it last failed'),
})
export const DispatchesView = z.object({
  dispatches: z.array(DispatchView),
  providers: z.array(ProviderView),
})

export const DeliveryView = z.object({
  id: z.number().int(),
  accountId: z.number().int().nullable().describe('null: a room or public account of ours, or a visitor’s browser'),
  account: z.string().nullable(),
  name: z.string().nullable(),
  destination: z.string(),
  state: DeliveryStateName,
  attempts: count,
  provider: z.string().nullable(),
  answer: z.string().nullable(),
  reason: z.string().nullable(),
  resent: z.boolean(),
  dueAt: Instant.nullable(),
  changedAt: Instant.nullable(),
  messageId: z.string().describe('how the receiving mail system knows it'),
})
export const channels = ['email', 'sms', 'call', 'slack', 'teams', 'webhook', 'push', 'bluesky', 'mastodon', 'in-app'] as const
export const ListDeliveries = PageQuery.extend({
  channel: z.enum(channels).default('email'),
  state: DeliveryStateName.optional(),
  search: Text(254).optional().describe('the beginning of an address'),
})

/** The sums of every dispatch of a crisis, each counted anew from its rows, and what must not be. */
export const DeliveriesAudit = z.object({
  crisis: z.string(),
  countedAt: Instant.describe('all of it was read at this moment'),
  right: z.boolean().describe('nobody forgotten, nobody twice, no row lost, none stuck'),
  dispatches: z.array(
    z.object({
      updateId: Id,
      channel: z.string(),
      title: z.string(),
      state: DispatchView.shape.state,
      planned: count.describe('as counted in the transactions that planned them'),
      rows: count.describe('as they are there now'),
      counts: DispatchView.shape.counts,
      twice: count.describe('addresses with more than one row, however they are spelled'),
      stuck: count.describe('in somebody’s hand longer than a lease lasts, or waiting for a moment that is past'),
      resent: count,
    }),
  ),
  forgotten: count.describe('addresses of those whom the crisis hurts without a row for the current update'),
  problems: z.array(z.string()),
})
