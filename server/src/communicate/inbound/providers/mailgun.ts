// Mailgun: an event a request, signed by HMAC over a time and a token that serve once.
import { createHmac } from 'node:crypto'
import { bounced, fieldsOf, momentOf, notTheirs, type Reader, same, textOf } from './provider.ts'

const staleSeconds = 600

export const readMailgun: Reader = async ({ body, secret, now }) => {
  const signed = fieldsOf(fieldsOf(body).signature)
  const [timestamp, token] = [textOf(signed.timestamp), textOf(signed.token)]
  const expected = createHmac('sha256', secret).update(`${timestamp}${token}`).digest('hex')
  if (!token || !same(textOf(signed.signature), expected)) throw notTheirs('The signature of this webhook is not right.')
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > staleSeconds) throw notTheirs('This webhook was signed too long ago.')

  const event = fieldsOf(fieldsOf(body)['event-data'])
  const [kind, address] = [textOf(event.event), textOf(event.recipient)]
  // The token too: signed once, heard once, whatever the event inside claims to be.
  const id = `token/${token}`
  const status = fieldsOf(event['delivery-status'])
  const answer = textOf(status.message) || textOf(status.description)
  const messageId = textOf(fieldsOf(fieldsOf(event.message).headers)['message-id']) || undefined
  const common = { messageId, address: address || undefined, at: momentOf(event.timestamp, now), key: textOf(event.id) || id, trusted: true, answer }
  if (kind === 'delivered') return [{ id, feedback: { ...common, outcome: 'delivered', reason: 'delivered' } }]
  if (kind === 'complained') return [{ id, feedback: { ...common, outcome: 'complaint', reason: 'complaint' } }]
  // A failure for now is tried again by Mailgun itself.
  if (kind === 'failed' && textOf(event.severity) === 'permanent')
    return [{ id, feedback: { ...common, ...bounced(address, `${textOf(status.code)} ${answer}`, undefined, textOf(status['enhanced-code'])) } }]
  return [{ id }]
}
