// The fake's provider of the plain contract (docs/sms.md): POST /messages, a bearer token, and a key that makes repetition harmless.
import { randomBytes } from 'node:crypto'
import { type House, isNumber, json, type Reply, type Sent } from './house.ts'

/** `secret`: what its webhooks are signed with, whsec_… */
export type HttpKeys = { token: string; secret?: string }

export function httpHouse({ token }: HttpKeys, sent: Sent[], stopped: Set<string>): House {
  const answered = new Map<string, { body: string; reply: Reply }>()
  return {
    answer: ({ method, headers, body }, refusal) => {
      if (headers.authorization !== `Bearer ${token}`) return json(401, { reason: 'not-signed-in' })
      if (method !== 'POST') return json(405, {})
      const key = headers['idempotency-key']
      if (typeof key !== 'string' || !key) return json(400, { reason: 'refused', message: 'no Idempotency-Key' })
      const before = answered.get(key)
      if (before) return before.body === body ? before.reply : json(422, { reason: 'refused', message: 'the same key with another message' })
      if (refusal) return json(refusal.code, { reason: refusal.message })
      const reply = take(body, sent, stopped)
      answered.set(key, { body, reply })
      return reply
    },
    throttled: (seconds) => json(429, { reason: 'asked-to-wait' }, { 'retry-after': String(seconds) }),
  }
}

function take(body: string, sent: Sent[], stopped: Set<string>): Reply {
  let read: { id?: unknown; to?: unknown; from?: unknown; text?: unknown; statusUrl?: unknown }
  try {
    read = JSON.parse(body)
  } catch {
    return json(400, { reason: 'refused', message: 'no JSON' })
  }
  const { id, to, from = '', text, statusUrl } = read
  if (typeof id !== 'string' || typeof to !== 'string' || typeof text !== 'string' || typeof from !== 'string' || !text) return json(422, { reason: 'refused' })
  if (!isNumber(to)) return json(422, { reason: 'unknown-user' })
  if (stopped.has(to)) return json(422, { reason: 'stopped' })
  const reference = randomBytes(8).toString('hex')
  sent.push({
    provider: 'http',
    reference,
    delivery: id,
    from,
    to,
    text,
    at: new Date(),
    status: 'accepted',
    ...(typeof statusUrl === 'string' ? { statusUrl } : {}),
  })
  return json(202, { id: reference })
}
