// A webhook in the form of Standard Webhooks (standardwebhooks.com): signed, the same id on every try. It knows nothing of crises, and nothing of networks: who may be called is decided by the request that it is given.
import { createHmac, randomBytes } from 'node:crypto'
import { type Answer, outcomeOf as answered, type Request } from '@leeward/channel'

export type WebhookMessage = {
  /** Stays the same when the same message is sent again, so that the receiver can tell. */
  id: string
  to: string
  /** whsec_ and 24 to 64 bytes in base64; two while one takes the place of the other: both sign. */
  secret: string | string[]
  /** What happened, such as page.escalation. */
  type: string
  timestamp: Date
  data: object
  /** The whole body, where a receiver wants another form than ours. */
  body?: object
}
/**
 * What the receiver said. `deferred` may be tried again, after `retryAfterSeconds` where it said so; `gone`: it wants no more of these;
 * `failed` is wrong on one side or the other and stays wrong; `unknown`: no answer was heard, so it may have been taken.
 */
export type WebhookOutcome = { state: 'accepted' | 'deferred' | 'gone' | 'failed' | 'unknown'; answer: string; retryAfterSeconds?: number }
export type Webhook = { name: string; send: (message: WebhookMessage) => Promise<WebhookOutcome>; close: () => Promise<void> }

const largestBody = 20_000

export const createWebhook = (request: Request): Webhook => ({
  name: 'webhook',
  send: async ({ id, to, secret, type, timestamp, data, body: given }) => {
    const body = JSON.stringify(given ?? { type, timestamp: timestamp.toISOString(), data })
    if (Buffer.byteLength(body) >= largestBody) return { state: 'failed', answer: `the message is larger than ${largestBody} bytes` }
    const seconds = Math.floor(Date.now() / 1_000)
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Leeward',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': [secret]
        .flat()
        .map((each) => signature(each, id, seconds, body))
        .join(' '),
    }
    return outcomeOf(await request(to, { method: 'POST', headers, body }))
  },
  close: async () => {},
})

/** A new secret, to be shown once. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export const signature = (secret: string, id: string, seconds: number, body: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${id}.${seconds}.${body}`)
    .digest('base64')}`

/** As for every channel; 410 is said in a word of its own. */
export function outcomeOf(answer: Answer): WebhookOutcome {
  const { state, gone, answer: words, retryAfterSeconds } = answered(answer)
  return { state: gone ? 'gone' : state === 'bounced' ? 'failed' : state, answer: words, ...(retryAfterSeconds ? { retryAfterSeconds } : {}) }
}

/** The channel's fake: keeps what it was given, answers as told. For tests, and for practice, where nothing may leave. */
export function createFakeWebhook(
  answer: (message: WebhookMessage) => WebhookOutcome = () => ({ state: 'accepted', answer: 'rehearsed' }),
): Webhook & { sent: WebhookMessage[] } {
  const sent: WebhookMessage[] = []
  return {
    name: 'webhook',
    sent,
    send: async (message) => {
      sent.push(message)
      return answer(message)
    },
    close: async () => {},
  }
}
