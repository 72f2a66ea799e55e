// What a bounce is called here: a closed set of reasons, and which of them mean that an address will never work.

/** Why a mail was not taken, in one word of ours; stored on the delivery and, where it stops the address, on its suppression. */
export const reasons = [
  'unknown-user',
  'unknown-host',
  'moved',
  'no-mail-accepted',
  'mailbox-full',
  'suspended',
  'filtered',
  'sender-rejected',
  'blocked',
  'bad-reputation',
  'no-reverse-name',
  'not-authenticated',
  'spam',
  'virus',
  'policy',
  'security',
  'relaying-denied',
  'too-large',
  'over-limit',
  'too-fast',
  'too-many-connections',
  'content',
  'not-compliant',
  'no-encryption',
  'expired',
  'network',
  'system',
  'system-full',
  'syntax',
  'mailer',
  'on-hold',
  'complaint',
  'auto-reply',
  'delivered',
] as const
export type Reason = (typeof reasons)[number]

/** Reasons that say something of the address itself, for good: nothing is sent there again. */
const forGood: ReadonlySet<Reason> = new Set(['unknown-user', 'unknown-host', 'moved', 'no-mail-accepted'])

/**
 * Hard: the address is wrong, and the answer was final. Everything else may pass.
 * A domain that takes no mail is believed only with a final code: its name servers may be at fault.
 */
export const isHard = (reason: Reason, status?: string): boolean => forGood.has(reason) && !(reason === 'no-mail-accepted' && status?.startsWith('4'))

export type Action = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
export type Kind = 'bounce' | 'delay' | 'complaint' | 'auto-reply' | 'delivered' | 'none'
export type ReportedRecipient = {
  address: string
  /** The enhanced status code (RFC 3463), where one was said: 5.1.1 */
  status?: string
  /** The SMTP reply code, where one was said: 550 */
  reply?: string
  action: Action
  hard: boolean
  reason: Reason
  /** What the other side said, as it said it, shortened. */
  answer: string
}
export type Report = {
  kind: Kind
  recipients: ReportedRecipient[]
  /** The Message-ID of the mail it speaks of, with its brackets. */
  originalMessageId?: string
  /** Of a complaint: abuse, fraud, virus, not-spam, auth-failure, opt-out, other. */
  feedback?: string
  /** Of a complaint: whether whoever complained is not to be written to any more. */
  stops?: boolean
  subject: string
}
