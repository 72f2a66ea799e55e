// Complaints (RFC 5965, the abuse reporting format), and the older kind that is only a covering text with the mail attached.
import { addressesIn } from './addresses.ts'
import { fieldGroups, headerOf, type MailParts } from './mail-parts.ts'

export type Complaint = { feedback: string; stops: boolean; addresses: string[]; answer: string }

/** Feedback types after which somebody is not written to again; the others (auth-failure, not-spam, dmarc) are news for the postmaster. */
const againstUs: ReadonlySet<string> = new Set(['abuse', 'fraud', 'virus', 'miscategorized', 'opt-out', 'opt-out-list', 'complaint', 'other'])

export function complaintIn(mail: MailParts, original: string): Complaint | undefined {
  const fields = fieldGroups((mail.feedback.join('\n\n') || copied(mail)) ?? '')
  const type = fields.find((group) => group.has('feedback-type'))?.get('feedback-type')
  if (!type && !declared(mail) && !covering(mail)) return undefined
  const values = (name: string) => fields.flatMap((group) => addressesIn(group.get(name) ?? ''))
  const headers = fieldGroups(original)[0]
  const named = [
    ...values('original-rcpt-to'),
    ...values('removal-recipient'),
    ...addressesIn(headerOf(mail, 'x-hmxmroriginalrecipient')),
    ...addressesIn(headers?.get('x-hmxmroriginalrecipient') ?? ''),
  ]
  const addresses = named.length > 0 ? named : addressesIn(headers?.get('to') ?? headers?.get('delivered-to') ?? '')
  const feedback = (type ?? 'abuse').toLowerCase().trim()
  return { feedback, stops: againstUs.has(feedback), addresses: [...new Set(addresses)], answer: mail.text.trim().slice(0, 300) }
}

const declared = (mail: MailParts) => /report-type\s*=\s*"?feedback-report/i.test(headerOf(mail, 'content-type'))
const copied = (mail: MailParts) => (/^feedback-type:/im.test(mail.text) ? mail.text : undefined)
const covering = (mail: MailParts) =>
  mail.original !== '' &&
  /^(complaint about message|(e-?mail|spam|abuse|junk)( mail)? (abuse |complaint |feedback )?report\b)|abuse report|spam complaint/i.test(mail.subject.trim())
