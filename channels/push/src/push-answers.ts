// What a push service's answer means (RFC 8030, 8292; Apple, Google and Mozilla keep to them).
import { type Answer, outcomeOf as answered, type Outcome } from '@leeward/channel'

/**
 * 2xx: taken, to be kept until the browser comes or its time is over. `reference`: how the service calls it (Location).
 * 404 and 410: the browser unsubscribed, or was taken away; nothing will ever arrive there again.
 */
export function outcomeOf(answer: Answer): Outcome {
  const outcome = answered(answer)
  if (answer.kind !== 'heard') return outcome
  const { status, headers } = answer
  if (outcome.state === 'accepted') return headers.location ? { ...outcome, reference: headers.location.slice(0, 500) } : outcome
  if (status === 404 || status === 410) return { state: 'bounced', answer: outcome.answer, gone: true, reason: 'gone' }
  const reason = reasons[status]
  return reason ? { ...outcome, state: 'failed', reason } : outcome
}

/** 401 and 403: our keys, our subject or our clock; or the browser subscribed to other keys than these. */
const reasons: Record<number, string> = { 400: 'bad-message', 401: 'wrong-key', 403: 'wrong-key', 413: 'too-large' }
