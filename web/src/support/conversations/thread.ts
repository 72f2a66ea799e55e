// A thread as one reads it: what was written and what was done, in the order in which it happened.
import type { ActView, MessageView } from './conversations.ts'

export type Line = { message: MessageView } | { act: ActView }

/** Acts of the same moment stand after the message that they belong to. */
export function linesOf(thread: readonly MessageView[], acts: readonly ActView[]): Line[] {
  const lines = [
    ...thread.map((message) => ({ at: Date.parse(message.at), line: { message } as Line })),
    ...acts.map((act) => ({ at: Date.parse(act.at), line: { act } as Line })),
  ]
  return lines.sort((one, other) => one.at - other.at).map(({ line }) => line)
}

/** The newest that was said by either side: what whoever begins a reply has before them. */
export const newestOf = (thread: readonly MessageView[]): number => Math.max(0, ...thread.filter(({ kind }) => kind !== 'note').map(({ id }) => id))

/** What was said since and changes what one would write: the customer's newest words, else a colleague's answer. What goes out by itself does not, nor what one wrote oneself. */
export function newsSince(thread: readonly MessageView[], seen: number, me: string | undefined): MessageView | undefined {
  const since = thread.filter(({ id }) => id > seen)
  return (
    since.findLast(({ kind }) => kind === 'in') ?? since.findLast(({ kind, automatic, author }) => kind === 'out' && automatic === null && author?.id !== me)
  )
}

/** Why taking a message out is no choice: the first one would leave nothing. */
export const maySplit = (thread: readonly MessageView[], id: number): boolean => thread.length > 1 && thread[0]?.id !== id
