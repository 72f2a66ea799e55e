// Why a mail was not taken: what was said first, then the enhanced code, then the reply; each only where the one before is silent.
import type { Action, Reason } from './bounces.ts'
import { reasonOfReply, reasonOfStatus, replyIn, statusIn } from './codes.ts'
import { reasonOfText, stageIn } from './wording.ts'

export type Said = {
  address: string
  /** What the other side answered: a Diagnostic-Code, or the lines about this address. */
  answer: string
  /** What the mail says to people, of this address where it can be told apart. */
  around: string
  /** Nobody else is spoken of. */
  alone: boolean
  status?: string
  action: Action
  /** The reporting system read the answer and still says no more than 5.0.0. */
  unsure?: boolean
}
export type Judged = { reason: Reason; status?: string; reply?: string }

/** Codes that say nothing in particular; wording is heard before them, and after them. */
const vague = /^[45]\.(0\.0|3\.0|4\.0|5\.0|7\.0|7\.1|1\.0|2\.0)$/

export function judge(said: Said): Judged {
  const { answer, around, status: reported, action } = said
  const status = better(statusIn(answer), reported) ?? statusIn(around)
  const reply = replyIn(answer) ?? replyIn(around)
  if (action === 'delivered' || action === 'relayed' || action === 'expanded') return { reason: 'delivered', status, reply }
  const weight = { status, byStatus: reasonOfStatus(status), forNow: action === 'delayed' || reply?.startsWith('4') === true, unsure: isUnsure(said, status) }
  return { reason: weighed(said, weight) ?? reasonOfReply(reply) ?? (action === 'delayed' ? 'expired' : 'on-hold'), status, reply }
}

/** “Unknown” under a report that says no more than 5.0.0, in an answer that does not name the address: a filter may have said it. */
const isUnsure = ({ answer, address, unsure }: Said, status: string | undefined): boolean =>
  unsure === true && (!status || status.endsWith('.0.0')) && !(spoken(answer) || answer).toLowerCase().includes(address)

type Weight = { status?: string; byStatus?: Reason; text: string; forNow: boolean; unsure: boolean }

function weighed({ answer, around, alone }: Said, weight: Omit<Weight, 'text'>): Reason | undefined {
  const { status, byStatus } = weight
  const byText = heard(answer)
  // Some servers call a mailbox unknown that is full or closed, and the notice knows better.
  const byOthers = byText === 'unknown-user' && alone ? heard(around.replace(answer, '')) : undefined
  if (byOthers === 'mailbox-full' || byOthers === 'suspended') return byOthers
  if (byText) return settled(byText, { ...weight, text: `${around}\n${answer}` })
  if (byStatus && !vague.test(status ?? '')) return byStatus
  const stage = stageIn(`${around}\n${answer}`)
  if (stage === 'connection') return 'blocked'
  if (stage === 'sender') return 'sender-rejected'
  const byProse = heard(around)
  return byProse ? settled(byProse, { ...weight, text: around }) : byStatus
}

/** The server's own words before those around them; but “service unavailable” does not outdo a line that names an unknown user. */
function heard(text: string): Reason | undefined {
  const own = reasonOfText(spoken(text))
  const all = own && !general.has(own) ? own : reasonOfText(text)
  return own && all && !ofAddress.has(all) ? own : (all ?? own)
}
const general: ReadonlySet<Reason> = new Set(['system', 'network', 'syntax', 'filtered'])

/** What the other server itself said, from its reply code to the end of the paragraph; nothing where it is not quoted. */
function spoken(text: string): string {
  const from = /(?:^|[\s:;<>("'[|#])[45][0-5]\d[ -](?=\S)/m.exec(text)
  return from ? (text.slice(from.index).split(/\n\s*\n/)[0] as string) : ''
}

/**
 * What is said at one point of the conversation is of what was just asked: of our name at its beginning, of the sender after MAIL FROM.
 * “Unknown” of a mailbox whose code says that it exists, or said after the whole mail was heard, is a refusal by a filter.
 */
function settled(byText: Reason, { byStatus, status, text, forNow, unsure }: Weight): Reason {
  // A name that cannot be looked up or a line that is dead, for now: nothing but time is lost so far.
  if ((byText === 'unknown-host' || byText === 'network') && forNow) return 'expired'
  const stage = stageIn(text)
  if (stage === 'connection' && (ofAddress.has(byText) || byText === 'sender-rejected')) return 'blocked'
  if (stage === 'sender' && ofAddress.has(byText)) return 'sender-rejected'
  if (byText !== 'unknown-user') return byText
  if (byStatus === 'moved') return 'moved'
  if (stage === 'data') return 'filtered'
  const doubtful = unsure || byStatus === 'filtered' || status?.startsWith('5.7.')
  return doubtful && stage !== 'recipient' ? 'filtered' : byText
}
const ofAddress: ReadonlySet<Reason> = new Set(['unknown-user', 'unknown-host', 'mailbox-full', 'moved', 'suspended', 'no-mail-accepted', 'filtered'])

/** The code that says more; a refusal's own words before the report about it. */
const better = (said: string | undefined, reported: string | undefined): string | undefined => (said && (!reported || !said.endsWith('.0.0')) ? said : reported)
