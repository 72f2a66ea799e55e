// What a destination said after a mail was handed over, and what follows from it.
import type { ReportedRecipient } from '../bounces/bounces.ts'

export const outcomes = ['delivered', 'soft', 'hard', 'complaint'] as const
export type FeedbackOutcome = (typeof outcomes)[number]

/**
 * One thing that was said of one mail.
 * `messageId`: the Message-ID it was sent with, or any text that holds it. `address`: whom it was sent to; alone it names the newest mail that went there.
 * `trusted`: the provider that carried it says so, signed; anybody may write a failure notice, so one is believed only where it names the right address too.
 */
export type Feedback = {
  /** Mails, where nothing else is said. */
  channel?: 'email' | 'sms'
  /** How the provider calls the message. */
  reference?: string
  messageId?: string
  /** The delivery, where the address that it bounced to names it: nobody else can make that up. */
  deliveryId?: number
  address?: string
  outcome: FeedbackOutcome
  reason: string
  /** It did not arrive, and that is not the fault of where it went. */
  harmless?: boolean
  answer: string
  at: Date
  /** The same thing said twice has the same key. */
  key: string
  trusted: boolean
}

/** Hard bounces stop everything to an address until somebody allows it again; complaints stop updates only: what is owed still arrives. */
export const scopeOf = (outcome: 'hard' | 'soft' | 'complaint') => (outcome === 'complaint' ? 'updates' : 'all')

/** The third soft bounce within 14 days rests an address for 7 days. */
export const softBounces = { most: 3, withinDays: 14, restDays: 7 }

/** The update and the delivery that one of our own Message-IDs names: <update.delivery@domain>, alone or within other text. */
export function deliveryNamed(text: string | undefined): { updateId: string; deliveryId: string } | undefined {
  const [, updateId, deliveryId] = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(\d{1,18})(?=@)/i.exec(text ?? '') ?? []
  return updateId && deliveryId ? { updateId: updateId.toLowerCase(), deliveryId } : undefined
}

/** What a reported recipient means for its mail; a delay means nothing yet. */
export function outcomeOf({ action, reason, hard }: ReportedRecipient): FeedbackOutcome | undefined {
  if (reason === 'complaint') return 'complaint'
  if (action === 'delivered') return 'delivered'
  return action === 'failed' ? (hard ? 'hard' : 'soft') : undefined
}
