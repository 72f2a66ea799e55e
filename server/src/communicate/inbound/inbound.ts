// Where an inbound mail belongs, judged once from what it is: a report about our mails, an answering machine, a reply to us, or something else.
import type { Report } from '../bounces/bounces.ts'
import { headerOf, type MailParts } from '../bounces/mail-parts.ts'
import { deliveryNamed, type Feedback, outcomeOf } from '../suppressions/feedback.ts'

export const routes = ['bounce', 'complaint', 'auto-reply', 'reply', 'unparseable', 'other'] as const
export type Route = (typeof routes)[number]

export function routeOf(mail: MailParts, report: Report): Route {
  if (!mail.readable) return 'unparseable'
  if (report.kind === 'bounce' || report.kind === 'delay' || report.kind === 'delivered') return 'bounce'
  if (report.kind === 'complaint' || report.kind === 'auto-reply') return report.kind
  return deliveryNamed(`${headerOf(mail, 'in-reply-to')} ${headerOf(mail, 'references')}`) ? 'reply' : 'other'
}

/**
 * What a report says of our mails. A bare failure notice that names no mail of ours is taken for the newest mail to its address.
 * Anybody can write such a mail, so it is believed only of the address that the mail went to, or where it came to the bounce address of one delivery.
 */
export function feedbackOf(report: Report, key: string, at: Date, bounced?: number): Feedback[] {
  if (report.kind === 'complaint' && !report.stops) return []
  // A mail of ours has one recipient: a notice that came to its own bounce address is about that one, whatever it calls it.
  const proven = bounced !== undefined && report.recipients.length === 1 ? { deliveryId: bounced, trusted: true } : { trusted: false }
  return report.recipients.flatMap((recipient, nth) => {
    const outcome = outcomeOf(recipient)
    return outcome && recipient.reason !== 'auto-reply'
      ? [
          {
            messageId: report.originalMessageId,
            address: recipient.address,
            outcome,
            reason: recipient.reason,
            answer: recipient.answer,
            at,
            key: `${key}/${nth}`,
            ...proven,
          },
        ]
      : []
  })
}
