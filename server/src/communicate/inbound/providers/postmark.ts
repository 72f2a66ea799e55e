// Postmark: an event a request; known by the name and password that stand in the address it calls.
import { fieldsOf, momentOf, notTheirs, type Reader, same, textOf } from './provider.ts'
import { bounced } from './provider.ts'

export const readPostmark: Reader = async ({ body, headers, secret, now }) => {
  const [scheme, credentials] = (headers.authorization ?? '').split(' ')
  const given = scheme?.toLowerCase() === 'basic' ? Buffer.from(credentials ?? '', 'base64').toString('utf8') : undefined
  if (!same(given, secret)) throw notTheirs('The name and password of this webhook are not right.')
  const event = fieldsOf(body)
  const [kind, type] = [textOf(event.RecordType), textOf(event.Type)]
  const address = textOf(event.Email) || textOf(event.Recipient)
  const at = momentOf(event.BouncedAt ?? event.DeliveredAt, now)
  const id = `${kind}/${type}/${textOf(event.ID)}/${textOf(event.MessageID)}/${address}`
  const common = { messageId: textOf(fieldsOf(event.Metadata)['message-id']) || undefined, address: address || undefined, at, key: id, trusted: true }
  const answer = textOf(event.Details) || textOf(event.Description)
  if (kind === 'Delivery') return [{ id, feedback: { ...common, outcome: 'delivered', reason: 'delivered', answer } }]
  if (kind === 'SpamComplaint' || type === 'SpamComplaint') return [{ id, feedback: { ...common, outcome: 'complaint', reason: 'complaint', answer } }]
  if (kind === 'Bounce' && bounces.has(type))
    return [{ id, feedback: { ...common, ...bounced(address, answer, type === 'HardBounce' || type === 'BadEmailAddress' || undefined), answer } }]
  return [{ id }]
}

/** The others are answering machines, subscriptions, or Postmark's own affairs. */
const bounces: ReadonlySet<string> = new Set([
  'HardBounce',
  'SoftBounce',
  'Transient',
  'DnsError',
  'BadEmailAddress',
  'Blocked',
  'Unknown',
  'SpamNotification',
  'DMARCPolicy',
  'VirusNotification',
])
