// SendGrid: many events a request, signed by elliptic curve over the time and the bytes of the body.
import { createPublicKey, verify } from 'node:crypto'
import { bounced, fieldsOf, listOf, momentOf, notTheirs, type ProviderEvent, type Reader, type Request, textOf } from './provider.ts'

const staleSeconds = 600

export const readSendgrid: Reader = async (request) => {
  if (!isSigned(request)) throw notTheirs('The signature of this webhook is not right.')
  return listOf(request.body).map((event) => eventOf(fieldsOf(event), request.now))
}

function isSigned({ raw, headers, secret, now }: Request): boolean {
  const signature = textOf(headers['x-twilio-email-event-webhook-signature'])
  const timestamp = textOf(headers['x-twilio-email-event-webhook-timestamp'])
  if (!signature || !/^\d{9,11}$/.test(timestamp) || Math.abs(now.getTime() / 1_000 - Number(timestamp)) > staleSeconds) return false
  try {
    return verify('sha256', Buffer.concat([Buffer.from(timestamp), raw]), keyOf(secret), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

const keyOf = (secret: string) => createPublicKey({ key: Buffer.from(secret.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64'), format: 'der', type: 'spki' })

export function isPublicKey(secret: string): boolean {
  try {
    return keyOf(secret).asymmetricKeyType === 'ec'
  } catch {
    return false
  }
}

function eventOf(event: Record<string, unknown>, now: Date): ProviderEvent {
  const [kind, address] = [textOf(event.event), textOf(event.email)]
  const id = textOf(event.sg_event_id) || `${kind}/${textOf(event.sg_message_id)}/${address}/${textOf(event.timestamp)}`
  const answer = textOf(event.reason) || textOf(event.response)
  const common = {
    messageId: textOf(event['smtp-id']) || undefined,
    address: address || undefined,
    at: momentOf(event.timestamp, now),
    key: id,
    trusted: true,
    answer,
  }
  if (kind === 'delivered') return { id, feedback: { ...common, outcome: 'delivered', reason: 'delivered' } }
  if (kind === 'spamreport') return { id, feedback: { ...common, outcome: 'complaint', reason: 'complaint' } }
  // “blocked” is a refusal for now; “dropped” was never sent, since the address was stopped there before.
  if (kind === 'bounce')
    return { id, feedback: { ...common, ...bounced(address, answer, textOf(event.type) === 'blocked' ? false : undefined, textOf(event.status)) } }
  if (kind === 'dropped' && /bounced address|invalid/i.test(answer)) return { id, feedback: { ...common, outcome: 'hard', reason: 'unknown-user' } }
  return { id }
}
