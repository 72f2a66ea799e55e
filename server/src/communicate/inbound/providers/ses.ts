// Amazon SES by way of SNS: signed with a certificate that lies at Amazon, for topics that we know; a subscription is confirmed once, through the outgoing guard.
import { verify, X509Certificate } from 'node:crypto'
import { Refused } from '../../../platform/refused.ts'
import type { Outgoing } from '../../../platform/outgoing/outgoing.ts'
import { bounced, fieldsOf, listOf, momentOf, notTheirs, type ProviderEvent, type Reader, textOf } from './provider.ts'

type Envelope = Record<string, unknown>
const amazon = /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?$/

export const readSes: Reader = async ({ body, secret, now, call }) => {
  const envelope = fieldsOf(body)
  const topics = secret.split(/[\s,]+/).filter(Boolean)
  if (!topics.includes(textOf(envelope.TopicArn))) throw notTheirs('This topic is not one of those that are set up.')
  if (!(await isSigned(envelope, call))) throw notTheirs('The signature of this message is not right.')
  const id = textOf(envelope.MessageId)
  if (textOf(envelope.Type) === 'SubscriptionConfirmation') {
    await confirm(textOf(envelope.SubscribeURL), call)
    return [{ id }]
  }
  return textOf(envelope.Type) === 'Notification' ? eventsOf(id, fieldsOf(parsed(textOf(envelope.Message))), now) : [{ id }]
}

/** The lines that are signed, in the order that Amazon names. */
const signedFields = (envelope: Envelope): string[] =>
  textOf(envelope.Type) === 'Notification'
    ? ['Message', 'MessageId', ...(envelope.Subject === undefined || envelope.Subject === null ? [] : ['Subject']), 'Timestamp', 'TopicArn', 'Type']
    : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']

async function isSigned(envelope: Envelope, call: Outgoing): Promise<boolean> {
  const url = textOf(envelope.SigningCertURL)
  if (!isAmazons(url) || !new URL(url).pathname.endsWith('.pem')) return false
  const certificate = await certificateAt(url, call)
  const said = signedFields(envelope).map((name) => `${name}\n${textOf(envelope[name])}\n`)
  try {
    return verify(
      textOf(envelope.SignatureVersion) === '2' ? 'sha256' : 'sha1',
      Buffer.from(said.join('')),
      new X509Certificate(certificate).publicKey,
      Buffer.from(textOf(envelope.Signature), 'base64'),
    )
  } catch {
    return false
  }
}

const isAmazons = (url: string) =>
  URL.canParse(url) && new URL(url).protocol === 'https:' && amazon.test(new URL(url).hostname) && new URL(url).port === '' && !new URL(url).username

/** Certificates stay the same for months; a few are remembered. */
const certificates = new Map<string, string>()
async function certificateAt(url: string, call: Outgoing): Promise<string> {
  const known = certificates.get(url)
  if (known) return known
  const heard = await call(url, { method: 'GET' })
  if (heard.kind !== 'heard' || heard.status !== 200) throw new Refused('changed-meanwhile', 'Amazon’s certificate could not be fetched. Send it again.')
  if (certificates.size > 20) certificates.clear()
  certificates.set(url, heard.body)
  return heard.body
}

async function confirm(url: string, call: Outgoing): Promise<void> {
  if (!isAmazons(url)) throw notTheirs('The address to confirm is not Amazon’s.')
  const heard = await call(url, { method: 'GET' })
  if (heard.kind !== 'heard' || heard.status >= 300) throw new Refused('changed-meanwhile', 'The subscription could not be confirmed. Send it again.')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function eventsOf(id: string, message: Record<string, unknown>, now: Date): ProviderEvent[] {
  const kind = textOf(message.notificationType) || textOf(message.eventType)
  const mail = fieldsOf(message.mail)
  // Amazon replaces the Message-ID; ours is among the headers as they were given.
  const messageId = textOf(fieldsOf(listOf(mail.headers).find((header) => textOf(fieldsOf(header).name).toLowerCase() === 'message-id')).value) || undefined
  const about = fieldsOf(message[kind.toLowerCase()])
  const at = momentOf(about.timestamp, now)
  const event = (nth: number, address: string) => ({
    id: `${id}/${nth}`,
    common: { messageId, address: address || undefined, at, key: `${id}/${nth}`, trusted: true },
  })
  if (kind === 'Delivery')
    return listOf(about.recipients).map((address, nth) => {
      const { id: each, common } = event(nth, textOf(address))
      return { id: each, feedback: { ...common, outcome: 'delivered', reason: 'delivered', answer: textOf(about.smtpResponse) } }
    })
  if (kind === 'Complaint')
    return listOf(about.complainedRecipients).map((recipient, nth) => {
      const { id: each, common } = event(nth, textOf(fieldsOf(recipient).emailAddress))
      // “not-spam” is praise.
      return textOf(about.complaintFeedbackType) === 'not-spam'
        ? { id: each }
        : { id: each, feedback: { ...common, outcome: 'complaint', reason: 'complaint', answer: textOf(about.complaintFeedbackType) } }
    })
  if (kind === 'Bounce')
    return listOf(about.bouncedRecipients).map((recipient, nth) => {
      const { emailAddress, diagnosticCode, status } = fieldsOf(recipient)
      const { id: each, common } = event(nth, textOf(emailAddress))
      const answer = textOf(diagnosticCode) || textOf(about.bounceSubType)
      return {
        id: each,
        feedback: { ...common, ...bounced(textOf(emailAddress), answer, textOf(about.bounceType) === 'Permanent' || false, textOf(status)), answer },
      }
    })
  return [{ id }]
}
