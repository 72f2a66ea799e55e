// What the codes say by themselves: enhanced status codes (RFC 3463, 5248 and IANA's registry) and SMTP replies (RFC 5321).
import type { Reason } from './bounces.ts'

/** By subject and detail; the class (4 or 5) says only for how long. */
const bySubject: Record<string, Reason> = {
  '1.0': 'unknown-user',
  '1.1': 'unknown-user',
  '1.2': 'unknown-host',
  '1.3': 'unknown-user',
  '1.4': 'filtered',
  '1.5': 'delivered',
  '1.6': 'moved',
  '1.7': 'sender-rejected',
  '1.8': 'sender-rejected',
  '1.9': 'system',
  '1.10': 'no-mail-accepted',
  '2.0': 'filtered',
  '2.1': 'filtered',
  '2.2': 'mailbox-full',
  '2.3': 'over-limit',
  '2.4': 'filtered',
  '3.1': 'system-full',
  '3.2': 'no-mail-accepted',
  '3.3': 'system',
  '3.4': 'too-large',
  '3.5': 'system',
  '4.0': 'network',
  '4.1': 'expired',
  '4.2': 'expired',
  '4.3': 'system',
  '4.4': 'unknown-host',
  '4.5': 'network',
  '4.6': 'network',
  '4.7': 'expired',
  '5.0': 'syntax',
  '5.1': 'syntax',
  '5.2': 'syntax',
  '5.3': 'over-limit',
  '5.4': 'system',
  '5.5': 'system',
  '5.6': 'not-authenticated',
  '6.0': 'content',
  '6.1': 'content',
  '6.2': 'content',
  '6.3': 'content',
  '6.4': 'content',
  '6.5': 'content',
  '6.6': 'content',
  '6.7': 'content',
  '6.8': 'content',
  '6.9': 'content',
  '6.10': 'content',
  '7.0': 'security',
  '7.1': 'sender-rejected',
  '7.2': 'filtered',
  '7.3': 'security',
  '7.4': 'security',
  '7.5': 'security',
  '7.6': 'security',
  '7.7': 'content',
  '7.8': 'security',
  '7.9': 'security',
  '7.10': 'no-encryption',
  '7.13': 'suspended',
  '7.17': 'filtered',
  '7.18': 'filtered',
  '7.20': 'not-authenticated',
  '7.21': 'not-authenticated',
  '7.22': 'not-authenticated',
  '7.23': 'not-authenticated',
  '7.24': 'not-authenticated',
  '7.25': 'no-reverse-name',
  '7.26': 'not-authenticated',
  '7.27': 'sender-rejected',
  '7.28': 'too-fast',
  '7.29': 'not-authenticated',
  '7.30': 'no-encryption',
}

/** The reason an enhanced status code gives, where it gives one. */
export const reasonOfStatus = (status: string | undefined): Reason | undefined => {
  const [, subject, detail] = /^[245]\.(\d{1,3})\.(\d{1,3})$/.exec(status ?? '') ?? []
  return subject === undefined ? undefined : status?.startsWith('2') ? 'delivered' : bySubject[`${Number(subject)}.${Number(detail)}`]
}

const byReply: Record<string, Reason> = {
  '421': 'expired',
  '422': 'mailbox-full',
  '452': 'system-full',
  '500': 'syntax',
  '501': 'syntax',
  '502': 'syntax',
  '503': 'syntax',
  '504': 'syntax',
  '521': 'no-mail-accepted',
  '530': 'security',
  '535': 'security',
  '550': 'filtered',
  '551': 'filtered',
  '552': 'mailbox-full',
  '553': 'sender-rejected',
  '556': 'no-mail-accepted',
}

/** The reason a bare reply code suggests: the weakest of all hints. */
export const reasonOfReply = (reply: string | undefined): Reason | undefined => (reply ? byReply[reply] : undefined)

/** The last enhanced status code of a text; codes that are part of a longer number or of an address are none. */
export function statusIn(text: string): string | undefined {
  const found = [...text.matchAll(/(?<![\d.\w-])([245])[.](\d{1,3})[.](\d{1,3})(?![\d.]*\d)/g)].map((match) => match[0])
  return found.find((code) => !code.endsWith('.0.0')) ?? found[0]
}

/** The SMTP reply code of a text: three digits where a reply would begin. */
export function replyIn(text: string): string | undefined {
  const found = [...text.matchAll(/(?:^|[\s:;<>("'[]|#)([245][0-5]\d)(?=[\s\-,;:)#]|$)/gm)].map((match) => match[1] as string)
  return found.find((code) => code.startsWith('5')) ?? found.find((code) => code.startsWith('4')) ?? found[0]
}
