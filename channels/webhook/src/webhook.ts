// A webhook in the form of Standard Webhooks (standardwebhooks.com): signed, the same id on every try. It knows nothing of crises, and nothing of networks: who may be called is decided by the request that it is given.
import { createHmac, randomBytes } from 'node:crypto'

export type WebhookMessage = {
  /** Stays the same when the same message is sent again, so that the receiver can tell. */
  id: string
  to: string
  /** whsec_ and 24 to 64 bytes in base64. */
  secret: string
  /** What happened, such as page.escalation. */
  type: string
  timestamp: Date
  data: object
}
/**
 * What the receiver said. `deferred` may be tried again, after `retryAfterSeconds` where it said so; `gone`: it wants no more of these;
 * `failed` is wrong on one side or the other and stays wrong; `unknown`: no answer was heard, so it may have been taken.
 */
export type WebhookOutcome = { state: 'accepted' | 'deferred' | 'gone' | 'failed' | 'unknown'; answer: string; retryAfterSeconds?: number }
export type Webhook = { name: string; send: (message: WebhookMessage) => Promise<WebhookOutcome>; close: () => Promise<void> }

/** One call to an address that somebody gave. It never throws, never follows a redirect, and bounds time and size. `lost`: no answer; `sent`: the request may have arrived. */
export type Request = (url: string, call: { method: 'POST'; headers: Record<string, string>; body: string }) => Promise<Answer>
export type Answer =
  | { kind: 'heard'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'refused'; why: string }
  | { kind: 'lost'; why: string; sent: boolean }

const largestBody = 20_000

export const createWebhook = (request: Request): Webhook => ({
  name: 'webhook',
  send: async ({ id, to, secret, type, timestamp, data }) => {
    const body = JSON.stringify({ type, timestamp: timestamp.toISOString(), data })
    if (Buffer.byteLength(body) >= largestBody) return { state: 'failed', answer: `the message is larger than ${largestBody} bytes` }
    const seconds = Math.floor(Date.now() / 1_000)
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Leeward',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signature(secret, id, seconds, body),
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

/** 2xx accepted, 410 gone, 429 and 5xx deferred, everything else (redirects too: the new address would be nobody's word) failed. */
export function outcomeOf(answer: Answer): WebhookOutcome {
  if (answer.kind === 'refused') return { state: 'failed', answer: answer.why }
  if (answer.kind === 'lost') return { state: answer.sent ? 'unknown' : 'deferred', answer: answer.why }
  const { status, headers, body } = answer
  const said = `${status} ${body}`.trim().slice(0, 500)
  if (status >= 200 && status < 300) return { state: 'accepted', answer: said }
  if (status === 410) return { state: 'gone', answer: said }
  if (status === 429 || status >= 500) return { state: 'deferred', answer: said, ...retryAfter(headers['retry-after']) }
  return { state: 'failed', answer: status >= 300 && status < 400 ? `${said} (redirects are not followed: give the final address)` : said }
}

/** Seconds, or a date. */
function retryAfter(said: string | undefined): { retryAfterSeconds?: number } {
  if (!said) return {}
  const seconds = /^\d{1,9}$/.test(said.trim()) ? Number(said) : Math.ceil((Date.parse(said) - Date.now()) / 1_000)
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {}
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
