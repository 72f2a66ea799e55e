// The channels that post to a place: our rooms, and customers' systems.
import type { Channel } from '@leeward/channel'
import type { Webhook, WebhookMessage } from '@leeward/webhook'
import type { Line } from '../deliveries/line.ts'
import { markOf } from '../proofs/proof.ts'
import { addressesOf } from './endpoints.store.ts'
import { heardFrom } from './switch.store.ts'
import { messagesFor } from './place.store.ts'
import { eventOf } from './posts.ts'

/** As Standard Webhooks recommends, in seconds after each try: at once, then ever later, for more than three days. */
const webhookWaits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]

/** One that is late is not superseded: a system that keeps what it heard misses nothing. */
export const webhookLine = (live: Channel<WebhookMessage>, practice: Channel<WebhookMessage>, connections: number): Line<WebhookMessage> => ({
  channel: 'webhook',
  live: [{ name: 'webhook', channel: live, connections }],
  practice,
  newestOnly: false,
  retryAt: (attempts, id, now) => {
    const seconds = webhookWaits[attempts - 1]
    // A tenth more or less, so that a system that comes back is not met by all at once.
    return seconds === undefined ? undefined : new Date(now.getTime() + seconds * (0.9 + ((id * 0.618033988749895) % 1) / 5) * 1_000)
  },
  heard: heardFrom('webhook'),
  proof: async (deps, { token, endpointId }) => {
    const address = endpointId ? (await addressesOf(deps, [endpointId])).get(endpointId) : undefined
    if (!address || !('url' in address) || !address.secret) return { wrong: 'this endpoint was taken away' }
    return {
      message: { id: markOf(token), to: address.url, secret: address.secret, type: 'leeward.test', timestamp: deps.clock(), data: { test: true } },
      proves: 'arrived',
    }
  },
  messagesOf: (deps, batch) =>
    messagesFor(deps, batch, ({ row, update, place, address, statusPage }) => {
      if (!('url' in address) || !address.secret) throw new Error('this endpoint is no webhook')
      const before = address.before && Date.parse(address.before.until) > deps.clock().getTime() ? [address.before.secret] : []
      return { id: `delivery_${row.id}`, to: address.url, secret: [address.secret, ...before], ...eventOf(update, place, statusPage, row.practice) }
    }),
})

/** A webhook as a channel like all others: whoever says 410 is gone. */
export const asChannel = (webhook: Webhook): Channel<WebhookMessage> => ({
  name: webhook.name,
  send: async (message) => {
    const { state, ...said } = await webhook.send(message)
    return state === 'gone' ? { ...said, state: 'bounced', gone: true, reason: 'gone' } : { ...said, state }
  },
  close: webhook.close,
})
