// Which conversation a mail belongs to: by our signed Message-ID, else by what it answers, else by what it quotes or its subject; and only where its sender belongs there.
import type { ReadMail } from './read-mail.ts'
import { conversationOfMessageId, tokensIn } from './message-id.ts'
import { printsOf, quotedLines, quotesSomebody } from './quotes.ts'
import { isGeneric, type Topic, topicOf } from './topic.ts'

export type Threaded = Pick<ReadMail, 'from' | 'subject' | 'messageId' | 'inReplyTo' | 'references' | 'written' | 'quoted'>

/** A message of a conversation, ours or theirs. `mentions`: the ids that it answered; `prints`: `printsOf` what was written in it. */
export type KnownMessage = { messageId: string | null; mentions: readonly string[]; at: Date; ours: boolean; prints: readonly number[]; sender?: string }

/**
 * A conversation that was looked up, with those of its messages that may matter.
 * `contact`: every address of its customer. `participants`: who else was let in, by address; “everyone” is for mailing lists, never for customers.
 */
export type Candidate = {
  conversation: string
  contact: readonly string[]
  participants: readonly string[] | 'everyone'
  subject: string
  /** Further ones that its messages came under, where they are kept. */
  subjects?: readonly string[]
  lastAt: Date
  messages: readonly KnownMessage[]
}

/** `also`: further conversations which this mail proves to be the same; to be merged. `near`: where it would belong if its sender did: for a person to decide. */
export type Thread =
  | { conversation: string; by: 'token' | 'references' | 'quoted' | 'subject'; why: string; also: string[] }
  | { conversation: undefined; why: string; near?: { conversation: string; by: 'token' | 'references' } }

/** What to look up for a mail, each by an index; what is found goes to `threadOf` as candidates. */
export type Lookups = {
  /** Conversations named by tokens of ours whose signature holds. */
  conversations: string[]
  /** Messages that have one of these ids, or mention one. */
  messageIds: string[]
  /** Messages that mention the mail itself: they overtook it. */
  own: string | null
  /** Conversations with this sender and these words as their subject, of the last `windowDays`; and the sender's newest ones, for what it quotes. */
  sender: string
  topic: Topic
  /** Of what it quotes, and whether it quotes anything. */
  prints: number[]
  quotes: boolean
}

/** So long a subject alone may join a mail to a conversation. */
export const windowDays = 14
/** So soon a customer who writes the same subject anew means the same matter. */
const againDays = 3
/** After so much silence another subject is another matter, even in an answer. */
const silenceDays = 14
/** Of what is quoted, so many prints (of about twenty words each) and this share must be found in one message. */
const [certainPrints, certainShare, hintPrints] = [5, 0.3, 2]
const day = 86_400_000

export function lookupsOf(key: Buffer, mail: Threaded): Lookups {
  const answered = [...mail.inReplyTo, ...mail.references.toReversed()]
  const signed = [...answered, ...tokensIn(`${mail.quoted}\n${mail.written}`)].map((id) => conversationOfMessageId(key, id))
  return {
    conversations: [...new Set(signed.filter((id) => id !== undefined))],
    messageIds: [...new Set(answered)],
    own: mail.messageId,
    sender: mail.from.address.toLowerCase(),
    topic: topicOf(mail.subject),
    prints: printsOf(quotedLines(mail.quoted)),
    quotes: quotesSomebody(mail.quoted),
  }
}

/** @param candidates whatever the lookups found, in any order; each is judged by itself */
export function threadOf(key: Buffer, mail: Threaded, candidates: readonly Candidate[], now: Date, lookups: Lookups = lookupsOf(key, mail)): Thread {
  const { sender, topic } = lookups
  const belongs = candidates.filter((each) => mayWrite(each, sender))
  let refused: Thread | undefined
  for (const [by, linked] of [
    ['token', (each: Candidate) => lookups.conversations.indexOf(each.conversation)],
    ['references', (each: Candidate) => nearness(each, lookups)],
  ] as const) {
    const found = candidates.filter((each) => linked(each) >= 0).toSorted((one, other) => linked(one) - linked(other) || newest(one, other))
    const [first, ...others] = found.filter((each) => belongs.includes(each))
    if (!first) {
      if (found[0])
        refused ??= {
          conversation: undefined,
          near: { conversation: found[0].conversation, by },
          why: `It answers ${by === 'token' ? 'a mail of ours' : 'a message'} in a conversation of somebody else; ${sender || 'its sender'} does not take part in it.`,
        }
      continue
    }
    const silent = silenceOf(first, now)
    if (silent > silenceDays && isOther(first, topic))
      return {
        conversation: undefined,
        why: `It answers a mail of a conversation that was silent for ${Math.floor(silent)} days, under another subject: a new matter.`,
      }
    const also = others.filter((each) => !isOther(each, topic) || silenceOf(each, now) <= silenceDays).map(({ conversation }) => conversation)
    return {
      conversation: first.conversation,
      by,
      also,
      why: by === 'token' ? 'It answers a mail of ours, by its signed Message-ID.' : sentenceOf(first, lookups),
    }
  }
  return refused ?? withoutLinks(belongs, lookups, now)
}

const mayWrite = ({ contact, participants }: Candidate, sender: string) =>
  participants === 'everyone' || (sender !== '' && [...contact, ...participants].some((each) => each.toLowerCase() === sender))
const silenceOf = ({ lastAt }: Candidate, now: Date) => (now.getTime() - lastAt.getTime()) / day
const newest = (one: Candidate, other: Candidate) => other.lastAt.getTime() - one.lastAt.getTime() || (one.conversation < other.conversation ? -1 : 1)
const isOther = (candidate: Candidate, topic: Topic) => topic.key !== '' && !topicsOf(candidate).some((about) => same(about, topic) || topic.was === about.key)
const topicsOf = ({ subject, subjects = [] }: Candidate): Topic[] => [subject, ...subjects].map(topicOf)

/** The place of the nearest message that is answered (0: the one before); a message that only mentions the same, or overtook this one, comes after; -1: none. */
function nearness({ messages }: Candidate, { messageIds, own }: Lookups): number {
  let nearest = Number.POSITIVE_INFINITY
  for (const { messageId, mentions } of messages) {
    const at = messageId === null ? -1 : messageIds.indexOf(messageId)
    if (at >= 0) nearest = Math.min(nearest, at)
    else if ((own !== null && mentions.includes(own)) || mentions.some((id) => messageIds.includes(id))) nearest = Math.min(nearest, 1_000)
  }
  return Number.isFinite(nearest) ? nearest : -1
}

function sentenceOf(candidate: Candidate, lookups: Lookups): string {
  const nearest = nearness(candidate, lookups)
  if (nearest === 0) return 'It answers a message of this conversation.'
  return nearest < 1_000 ? 'It refers to a message of this conversation.' : 'Another message of this conversation refers to it, or to the same mail.'
}

/** No header says anything (some programs and gateways lose them): what is quoted speaks first, then the subject. */
function withoutLinks(belongs: readonly Candidate[], lookups: Lookups, now: Date): Thread {
  const { topic, prints, quotes, messageIds } = lookups
  // On a list, what says that it answers a mail that nobody knows is believed.
  const lately = belongs.filter((each) => silenceOf(each, now) <= windowDays && (messageIds.length === 0 || each.participants !== 'everyone'))
  const weights = weightsOf(lately, prints)
  const seen = lately
    .map((candidate) => ({ candidate, ...alikeness(candidate, topic), quoted: quotedOf(candidate, prints, weights) }))
    .toSorted((one, other) => other.quoted - one.quoted || other.alike - one.alike || newest(one.candidate, other.candidate))
  const best = seen.find(({ contradicts }) => !contradicts)
  // What says that it answers a mail that nobody knows may quote one that somebody else quoted, too.
  if (best && best.quoted >= certainPrints && best.quoted >= certainShare * prints.length && (best.alike > 0 || messageIds.length === 0))
    return joined(best.candidate, 'quoted', 'It quotes what was written in this conversation.')
  const [first] = seen
    .filter(({ alike }) => alike > 0)
    .toSorted((one, other) => other.alike - one.alike || other.quoted - one.quoted || newest(one.candidate, other.candidate))
  if (!first) return { conversation: undefined, why: 'It answers nothing that is known, and no conversation of its sender has its subject of late.' }
  if (first.quoted >= hintPrints) return joined(first.candidate, 'subject', 'It has the same subject and quotes what was written in this conversation.')
  if (isGeneric(topic.words) && topic.markers.length === 0)
    return { conversation: undefined, why: 'Only its subject is the same as that of a conversation, and anybody may write anything under such a subject.' }
  if (topic.reply || quotes)
    return joined(first.candidate, 'subject', `It answers (it says “Re:”, or quotes) under the same subject, within ${windowDays} days.`)
  if (first.candidate.participants !== 'everyone' && silenceOf(first.candidate, now) <= againDays)
    return joined(first.candidate, 'subject', `The same customer writes under the same subject again, within ${againDays} days.`)
  if (first.candidate.participants === 'everyone' && isDiscussed(first.candidate) && silenceOf(first.candidate, now) <= againDays)
    return joined(first.candidate, 'subject', 'It is under the subject that several people are discussing.')
  // The beginning of what was answered, which came late.
  if (topicOf(first.candidate.subject).reply && !topic.forward)
    return joined(first.candidate, 'subject', 'It is under the subject that a conversation already answers.')
  return { conversation: undefined, why: 'Its subject is that of a conversation, but nothing says that it answers it.' }
}

const joined = ({ conversation }: Candidate, by: 'quoted' | 'subject', why: string): Thread => ({ conversation, by, why, also: [] })

const same = (one: Topic, other: Topic) => one.key === other.key && !contradict(one, other)
/** Each marked with numbers, and none of them the same. */
const contradict = (one: Topic, other: Topic) =>
  one.markers.length > 0 && other.markers.length > 0 && !one.markers.some((marker) => other.markers.includes(marker))

/** 2: the same subject; 1: the one that it was under before; 0: another. */
function alikeness(candidate: Candidate, topic: Topic): { alike: number; contradicts: boolean } {
  const topics = topicsOf(candidate)
  const contradicts = topics.some((about) => contradict(about, topic))
  if (contradicts) return { alike: 0, contradicts }
  return { contradicts, alike: topics.some((about) => same(about, topic)) ? 2 : topic.was !== null && topics.some(({ key }) => key === topic.was) ? 1 : 0 }
}

/** Some lists take “Re:” away. A newsletter comes from one sender. */
const isDiscussed = ({ messages }: Candidate) => new Set(messages.map(({ sender }) => sender)).size > 1

/** What stands in several conversations (footers, an answer that went to all) says less of each. */
function weightsOf(candidates: readonly Candidate[], prints: readonly number[]): Map<number, number> {
  const found = new Map(prints.map((print) => [print, 0]))
  for (const { messages } of candidates)
    for (const print of new Set(messages.flatMap((message) => message.prints.filter((each) => found.has(each))))) found.set(print, (found.get(print) ?? 0) + 1)
  return found
}

/** The most that one message was quoted. */
const quotedOf = ({ messages }: Candidate, prints: readonly number[], weights: ReadonlyMap<number, number>): number =>
  prints.length === 0
    ? 0
    : Math.max(
        0,
        ...messages
          .map((message) => new Set(message.prints.filter((each) => weights.has(each))))
          .map((each) => [...each].reduce((sum, print) => sum + 1 / (weights.get(print) || 1), 0)),
      )
