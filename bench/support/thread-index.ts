// Conversations in memory, looked up by the same indexes as a database would have; everybody on a list takes part in all of them.
import type { ReadMail } from '../../server/src/support/conversations/mail/read-mail.ts'
import { printsOf } from '../../server/src/support/conversations/mail/quotes.ts'
import { type Candidate, type KnownMessage, lookupsOf, threadOf, windowDays } from '../../server/src/support/conversations/mail/threading.ts'
import { topicOf } from '../../server/src/support/conversations/mail/topic.ts'

const key = Buffer.alloc(32, 7)
/** What stands in so many conversations says nothing: footers of lists. */
const [mostSame, mostQuoted] = [8, 12]

type Kept = Candidate & { messages: KnownMessage[]; lastAt: Date; subjects: string[] }

export class Threads {
  private conversations = new Map<string, Kept>()
  private byId = new Map<string, string>()
  private byTopic = new Map<string, string[]>()
  private byPrint = new Map<number, string[]>()
  private merged = new Map<string, string>()
  private order: string[] = []

  take(mail: ReadMail, at: Date): void {
    const lookups = lookupsOf(key, mail)
    const found = threadOf(key, mail, this.candidates(lookups, at), at, lookups)
    const conversation = found.conversation ?? String(this.order.length)
    for (const other of found.conversation === undefined ? [] : found.also) this.merge(other, conversation)
    this.keep(conversation, mail, at)
    this.order.push(conversation)
  }

  /** The conversation of each mail, in the order in which they were taken. */
  threads = (): string[] => this.order.map((each) => this.now(each))

  private now(conversation: string): string {
    let at = conversation
    for (let to = this.merged.get(at); to !== undefined; to = this.merged.get(at)) at = to
    return at
  }

  private candidates({ messageIds, own, topic, prints }: ReturnType<typeof lookupsOf>, at: Date): Candidate[] {
    const quoted = new Map<string, number>()
    for (const print of prints) {
      const where = new Set((this.byPrint.get(print) ?? []).map((each) => this.now(each)))
      if (where.size <= mostSame) for (const each of where) quoted.set(each, (quoted.get(each) ?? 0) + 1)
    }
    const most = [...quoted].toSorted(([, one], [, other]) => other - one).slice(0, mostQuoted)
    const ids = [...messageIds, ...(own ? [own] : [])].flatMap((id) => this.byId.get(id) ?? [])
    const names = [
      ...ids,
      ...(this.byTopic.get(topic.key) ?? []),
      ...(topic.was ? (this.byTopic.get(topic.was) ?? []) : []),
      ...most.map(([name]) => name),
    ].map((each) => this.now(each))
    return [...new Set(names)]
      .map((each) => this.conversations.get(each) as Kept)
      .filter((each) => ids.length > 0 || at.getTime() - each.lastAt.getTime() <= windowDays * 86_400_000)
  }

  private merge(from: string, into: string): void {
    const [one, other] = [this.conversations.get(this.now(from)), this.conversations.get(this.now(into))]
    if (!one || !other || one === other) return
    other.messages.push(...one.messages)
    other.subjects.push(...one.subjects)
    if (one.lastAt > other.lastAt) other.lastAt = one.lastAt
    this.conversations.delete(one.conversation)
    this.merged.set(one.conversation, other.conversation)
  }

  private keep(conversation: string, mail: ReadMail, at: Date): void {
    const kept = this.conversations.get(this.now(conversation)) ?? {
      conversation,
      contact: [],
      participants: 'everyone' as const,
      subject: mail.subject,
      lastAt: at,
      messages: [],
      subjects: [],
    }
    const prints = printsOf(mail.written)
    const mentions = [...mail.inReplyTo, ...mail.references]
    kept.messages.push({ messageId: mail.messageId, mentions, at, ours: false, prints, sender: mail.from.address })
    if (at > kept.lastAt) kept.lastAt = at
    if (!kept.subjects.includes(mail.subject)) kept.subjects.push(mail.subject)
    this.conversations.set(kept.conversation, kept)
    for (const id of [...(mail.messageId ? [mail.messageId] : []), ...mentions]) if (!this.byId.has(id)) this.byId.set(id, kept.conversation)
    const words = topicOf(mail.subject).key
    this.byTopic.set(words, [...new Set([...(this.byTopic.get(words) ?? []), kept.conversation])])
    for (const print of prints) this.byPrint.set(print, [...(this.byPrint.get(print) ?? []), kept.conversation].slice(-(mostSame + 1)))
  }
}
