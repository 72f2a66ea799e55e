// What came back: a bounce, a delay, a complaint, an answering machine, or none of these. Any bytes are read; none make it throw.
import { addressesIn, type Lines, saidOfAll, saidOfEach } from './addresses.ts'
import { type Action, isHard, type Kind, type Report, type ReportedRecipient } from './bounces.ts'
import { type StatusGroup, statusGroups } from './delivery-status.ts'
import { complaintIn } from './feedback-report.ts'
import { fieldGroups, headerOf, type MailParts, mailParts } from './mail-parts.ts'
import { aboutFailure, copyIn, isAutoReply, isDelay, isList, isNotice, wentOverList } from './notice.ts'
import { judge } from './reason.ts'

const mostRecipients = 200

/** Reads a mail as a report about mails of ours. */
export const readReport = async (raw: Uint8Array): Promise<Report> => reportOf(await mailParts(raw))

/** The same, of a mail that is already taken apart. */
export function reportOf(mail: MailParts): Report {
  const original = mail.original || copyIn(mail.text)
  const about = { subject: mail.subject, originalMessageId: originalId(mail, original) }
  const complaint = complaintIn(mail, original)
  if (complaint && !isList(mail)) {
    const told = { action: 'failed' as const, hard: false, reason: 'complaint' as const, answer: complaint.answer }
    return {
      ...about,
      kind: 'complaint',
      feedback: complaint.feedback,
      stops: complaint.stops,
      recipients: few(complaint.addresses.map((address) => ({ address, ...told }))),
    }
  }
  const groups = wentOverList(mail) ? [] : machineGroups(mail)
  if (groups.length > 0) return { ...about, ...ofGroups(mail, groups, original) }
  if (isNotice(mail) && !isVacation(mail)) return { ...about, ...ofNotice(mail, original) }
  if (isAutoReply(mail) && !wentOverList(mail)) {
    const address = addressesIn(mail.from)[0]
    const told = { action: 'delivered' as const, hard: false, reason: 'auto-reply' as const, answer: mail.subject.slice(0, 300) }
    return { ...about, kind: 'auto-reply', recipients: address ? [{ address, ...told }] : [] }
  }
  return { ...about, kind: 'none', recipients: [] }
}

/** The machine's part; where the mail is too broken to have parts, or copies it into its text, from there. */
function machineGroups(mail: MailParts): StatusGroup[] {
  const groups = mail.statuses.flatMap(statusGroups)
  if (groups.length > 0) return groups
  const copied = [mail.text, /multipart\/report|delivery-status/i.test(mail.whole.slice(0, 20_000)) ? mail.whole : ''].find((text) =>
    /^(final|original)-recipient:/im.test(text),
  )
  return copied ? statusGroups(copied).filter((group) => group.address && (group.status || group.diagnostic)) : []
}

function ofGroups(mail: MailParts, groups: StatusGroup[], original: string): Pick<Report, 'kind' | 'recipients'> {
  const about = aboutFailure(mail.text)
  const said = saidOfEach(about, writers(mail, original))
  const recipients = groups.flatMap((group): ReportedRecipient[] => {
    const lines = said.find((each) => each.address === group.address)
    const address = group.address ?? said[0]?.address ?? recipientOf(original)
    if (!address) return []
    const around = groups.length === 1 ? about : (lines?.text ?? about)
    return [
      told(address, group.diagnostic || (lines?.text ?? ''), `${around}\n${group.category ?? ''}`, group.action, { ...group, alone: groups.length === 1 }),
    ]
  })
  return { kind: kindOf(recipients.map(({ action }) => action)), recipients: few(recipients) }
}

function ofNotice(mail: MailParts, original: string): Pick<Report, 'kind' | 'recipients'> {
  const action: Action = isDelay(mail) ? 'delayed' : 'failed'
  const about = aboutFailure(mail.text)
  const not = writers(mail, original)
  const inHeader = addressesIn(headerOf(mail, 'x-failed-recipients'))
  const said =
    found(saidOfEach(about, not)) ??
    found(inHeader.map((address) => ({ address, text: about }))) ??
    found(saidOfAll(about, not)) ??
    found(saidOfAll(about, new Set(addressesIn(mail.from))))
  const fallback = recipientOf(original)
  const each = said ?? (fallback ? [{ address: fallback, text: about }] : [])
  return {
    kind: action === 'delayed' ? 'delay' : 'bounce',
    recipients: few(each.map(({ address, text }) => told(address, text, about, action, { alone: each.length === 1 }))),
  }
}

function told(
  address: string,
  answer: string,
  around: string,
  action: Action,
  more: Pick<StatusGroup, 'status'> & { unsure?: boolean; alone: boolean },
): ReportedRecipient {
  const { reason, status, reply } = judge({ ...more, address, answer, around, action })
  return {
    address,
    status,
    reply,
    action,
    reason,
    hard: action === 'failed' && isHard(reason, status),
    answer: (answer || around).replace(/\s+/g, ' ').trim().slice(0, 500),
  }
}

function kindOf(actions: Action[]): Kind {
  if (actions.includes('failed')) return 'bounce'
  return actions.includes('delayed') ? 'delay' : actions.length > 0 ? 'delivered' : 'bounce'
}

/** Who wrote the mail that came back, and who reports it: never those whom it did not reach. */
function writers(mail: MailParts, original: string): ReadonlySet<string> {
  const head = fieldGroups(original)[0]
  const own = ['from', 'return-path', 'sender', 'reply-to', 'errors-to'].flatMap((name) => addressesIn(head?.get(name) ?? ''))
  const wanted = new Set(addressesIn(head?.get('to') ?? ''))
  return new Set([...own, ...addressesIn(mail.from), ...addressesIn(headerOf(mail, 'to'))].filter((address) => !wanted.has(address)))
}

const recipientOf = (original: string): string | undefined => addressesIn(fieldGroups(original)[0]?.get('to') ?? '')[0]
const found = (lines: Lines[]): Lines[] | undefined => (lines.length > 0 ? lines : undefined)
const few = (recipients: ReportedRecipient[]) => recipients.slice(0, mostRecipients)
const isVacation = (mail: MailParts) => isAutoReply(mail) && /vacation|out of (the )?office|away|auto-?repl/i.test(mail.subject)

/** Of the mail that came back; else what the notice itself answers to. */
function originalId(mail: MailParts, original: string): string | undefined {
  const inOriginal = /^(?:original-)?message-id:\s*(<[^\s<>]{3,250}>)/im.exec(original)?.[1]
  const named = /<[^\s<>@]{1,200}@[^\s<>]{1,200}>/
  return inOriginal ?? named.exec(headerOf(mail, 'in-reply-to'))?.[0] ?? named.exec(headerOf(mail, 'references'))?.[0]
}
