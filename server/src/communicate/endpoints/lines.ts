// The channels that post to a place: our rooms, and customers' systems.
import type { Channel } from '@leeward/channel'
import type { Webhook, WebhookMessage } from '@leeward/webhook'
import type { SlackMessage } from '@leeward/slack'
import type { TeamsMessage } from '@leeward/teams'
import type { PushMessage } from '@leeward/push'
import type { Deps } from '../../deps.ts'
import type { Asked, Line } from '../deliveries/line.ts'
import { nextTry } from '../deliveries/pace.ts'
import { frame, languageOf } from '../frame/strings.ts'
import type { Address } from './address.ts'
import { markOf } from '../proofs/proof.ts'
import { addressesOf } from './endpoints.store.ts'
import { heardFrom } from './switch.store.ts'
import { statuspageBodies } from '../subscriptions/statuspage-body.ts'
import { messagesFor } from './place.store.ts'
import { eventOf, type Post, postOf } from './posts.ts'

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
    const address = await addressOf(deps, endpointId)
    if (!address || !('url' in address) || !address.secret) return { wrong: 'this endpoint was taken away' }
    return {
      message: { id: markOf(token), to: address.url, secret: address.secret, type: 'leeward.test', timestamp: deps.clock(), data: { test: true } },
      proves: 'arrived',
    }
  },
  messagesOf: async (deps, batch) => {
    const others = await statuspageBodies(deps, batch)
    return messagesFor(deps, batch, ({ row, update, place, address, statusPage }) => {
      if (!('url' in address) || !address.secret) throw new Error('this endpoint is no webhook')
      const body = others.get(row.id)
      return {
        id: `delivery_${row.id}`,
        to: address.url,
        secret: secretsOf(address, deps.clock()),
        ...eventOf(update, place, statusPage, row.practice),
        ...(body ? { body } : {}),
      }
    })
  },
})

/** While one secret takes the place of another, both sign. */
export const secretsOf = ({ secret, before }: { secret?: string; before?: { secret: string; until: string } }, now: Date): string[] => [
  ...(secret ? [secret] : []),
  ...(before && Date.parse(before.until) > now.getTime() ? [before.secret] : []),
]

/** Posts of one crisis stand under the first one, where a bot posts. */
export const slackLine = (live: Channel<SlackMessage>, practice: Channel<SlackMessage>): Line<SlackMessage> => ({
  ...chatLine('slack', live, practice),
  proof: async (deps, asked) => testPost(deps, asked, (address, post) => ({ id: asked.token, key: asked.token, to: slackAddress(address), post })),
  messagesOf: (deps, batch) =>
    messagesFor(deps, batch, ({ row, update, place, address, thread, statusPage }) => ({
      id: String(row.id),
      key: `delivery_${row.id}`,
      to: slackAddress(address),
      post: postOf(update, place, statusPage, row.practice),
      ...(thread ? { thread } : {}),
    })),
})

export const teamsLine = (live: Channel<TeamsMessage>, practice: Channel<TeamsMessage>): Line<TeamsMessage> => ({
  ...chatLine('teams', live, practice),
  proof: async (deps, asked) => testPost(deps, asked, (address, post) => ({ id: asked.token, to: { webhookUrl: urlOf(address) }, post })),
  messagesOf: (deps, batch) =>
    messagesFor(deps, batch, ({ row, update, place, address, statusPage }) => ({
      id: String(row.id),
      to: { webhookUrl: urlOf(address) },
      post: postOf(update, place, statusPage, row.practice),
    })),
})

/** A day at most: then a newer update is there, or the matter is over. */
const pushSeconds = 86_400

export const pushLine = (live: Channel<PushMessage>, practice: Channel<PushMessage>): Line<PushMessage> => ({
  ...chatLine('push', live, practice),
  live: [{ name: 'push', channel: live, connections: 20 }],
  proof: async (deps, { endpointId }) => {
    const address = await addressOf(deps, endpointId)
    if (!address || !('endpoint' in address)) return { wrong: 'this browser is gone' }
    const words = frame('en')
    return {
      message: {
        id: 'welcome',
        to: address,
        payload: { title: words.pushWelcome, body: words.pushWelcomeText, url: deps.config.statusUrl, tag: 'welcome' },
        ttlSeconds: 3_600,
        urgency: 'normal',
      },
      proves: 'arrived',
    }
  },
  messagesOf: (deps, batch) =>
    messagesFor(deps, batch, ({ row, update, place, address, statusPage }) => {
      if (!('endpoint' in address)) throw new Error('this endpoint is no browser')
      const { title, badge, footer } = postOf(update, place, statusPage, row.practice)
      return {
        id: String(row.id),
        to: address,
        payload: {
          title,
          body: `${badge.text}. ${footer}`,
          url: statusPage && `${statusPage}incidents/${update.crisisNumber}`,
          tag: update.crisisId,
          lang: languageOf(place.locale),
        },
        ttlSeconds: pushSeconds,
        urgency: 'high',
        // 16 bytes of the crisis's id: what a browser that was away gets is the newest.
        topic: Buffer.from(update.crisisId.replaceAll('-', ''), 'hex').toString('base64url'),
      }
    }),
})

export const chatLine = <M extends object>(channel: string, live: Channel<M>, practice: Channel<M>) => ({
  channel,
  live: [{ name: channel, channel: live, connections: 5 }],
  practice,
  newestOnly: true,
  retryAt: (attempts: number, id: number, now: Date) => (attempts < mostAttempts ? nextTry(attempts - 1, id, now) : undefined),
  heard: heardFrom(channel),
})
const mostAttempts = 6

export function slackAddress(address: Address): SlackMessage['to'] {
  return 'token' in address ? { token: address.token, channel: address.room } : { webhookUrl: urlOf(address) }
}
function urlOf(address: Address): string {
  if (!('url' in address)) throw new Error('this endpoint has no address')
  return address.url
}
export const addressOf = async (deps: Deps, endpointId: string | null) => (endpointId ? (await addressesOf(deps, [endpointId])).get(endpointId) : undefined)

async function testPost<M extends object>(deps: Deps, { endpointId }: Asked, write: (address: Address, post: Post) => M) {
  const address = await addressOf(deps, endpointId)
  if (!address) return { wrong: 'this endpoint was taken away' }
  const post: Post = {
    title: 'Leeward reaches this room',
    badge: { text: 'Test', tone: 'good' },
    lines: [{ label: 'What this is', text: 'A test of this channel. Updates about incidents will look like this one.' }],
    footer: 'Nobody needs to do anything.',
    link: { url: deps.config.statusUrl, text: 'Status page' },
  }
  return { message: write(address, post), proves: 'arrived' as const }
}

/** A webhook as a channel like all others: whoever says 410 is gone. */
export const asChannel = (webhook: Webhook): Channel<WebhookMessage> => ({
  name: webhook.name,
  send: async (message) => {
    const { state, ...said } = await webhook.send(message)
    if (state === 'gone') return { ...said, state: 'bounced', gone: true, reason: 'gone' }
    // Whatever a system answers but 2xx and 410: somebody may set it right within three days.
    return { ...said, state: state === 'failed' && /^[345]\d\d\b/.test(said.answer) ? 'deferred' : state }
  },
  close: webhook.close,
})
