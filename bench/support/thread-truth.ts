// Which mails belong together by their headers, whatever the order in which they came.
import type { ReadMail } from '../../server/src/support/conversations/mail/read-mail.ts'
import { topicOf } from '../../server/src/support/conversations/mail/topic.ts'

/** A number of the thread for each mail. */
export function threadsByLinks(mails: readonly Pick<ReadMail, 'messageId' | 'inReplyTo' | 'references'>[]): number[] {
  const parent = new Map<string, string>()
  const rootOf = (id: string): string => {
    let root = id
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    return root
  }
  const own = mails.map(({ messageId }, nth) => messageId ?? `#${nth}`)
  for (const [nth, { inReplyTo, references }] of mails.entries())
    for (const id of [...inReplyTo, ...references]) {
      const [one, other] = [rootOf(own[nth] as string), rootOf(id)]
      if (one !== other) parent.set(one, other)
    }
  const numbers = new Map<string, number>()
  return own.map((id) => {
    const root = rootOf(id)
    if (!numbers.has(root)) numbers.set(root, numbers.size)
    return numbers.get(root) as number
  })
}

type Linked = Pick<ReadMail, 'messageId' | 'inReplyTo' | 'references' | 'subject'>

/**
 * Pairs of one guessed thread that headers say nothing about: of two threads under one subject, one of which holds an answer to a mail that
 * is not in the set, or that does not say to which (“Re:” without either header). They may well be one; nobody can tell from the headers.
 * Nor of threads that such a one leads to.
 */
export function untold(mails: readonly Linked[], truth: readonly number[], guess: readonly string[]): number {
  const ids = new Set(mails.map(({ messageId }) => messageId))
  const [loose, topics] = [new Set<number>(), new Map<number, Set<string>>()]
  for (const [nth, { inReplyTo, references, subject }] of mails.entries()) {
    const [thread, topic, links] = [truth[nth] as number, topicOf(subject), [...inReplyTo, ...references]]
    if (links.length > 0 ? !links.some((id) => ids.has(id)) : topic.reply) loose.add(thread)
    topics.set(thread, new Set([...(topics.get(thread) ?? []), topic.key, ...(topic.was ? [topic.was] : [])]))
  }
  let pairs = 0
  for (const within of Map.groupBy(mails.keys(), (nth) => guess[nth]).values()) {
    const parts = [...Map.groupBy(within, (nth) => truth[nth] as number)].map(([thread, { length }]) => ({ thread, length }))
    for (const alike of mayBeOne(parts, loose, topics))
      pairs += pairsOf(
        alike.flatMap(({ thread, length }) => Array<number>(length).fill(thread)),
        true,
      )
  }
  return pairs
}

type Part = { thread: number; length: number }

/** Threads that may all be one: each leads to the next by a link that headers say nothing about. */
function mayBeOne(parts: readonly Part[], loose: ReadonlySet<number>, topics: ReadonlyMap<number, ReadonlySet<string>>): Part[][] {
  const may = (one: number, other: number) =>
    (loose.has(one) || loose.has(other)) && [...(topics.get(one) ?? [])].some((topic) => topics.get(other)?.has(topic))
  const groups: Part[][] = []
  for (const part of parts) {
    const near = groups.filter((group) => group.some(({ thread }) => may(thread, part.thread)))
    for (const group of near) groups.splice(groups.indexOf(group), 1)
    groups.push([part, ...near.flat()])
  }
  return groups
}

/** How many pairs are in one thread; or, `apart`, in two. */
export function pairsOf(threads: readonly (number | string)[], apart = false): number {
  const sizes = new Map<number | string, number>()
  for (const thread of threads) sizes.set(thread, (sizes.get(thread) ?? 0) + 1)
  const together = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  return apart ? (threads.length * (threads.length - 1)) / 2 - together : together
}
