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

/** The newest message of the customer: what a reply answers. */
export const newestOf = (thread: readonly MessageView[]): number => Math.max(0, ...thread.filter(({ kind }) => kind === 'in').map(({ id }) => id))

/** Why taking a message out is no choice: the first one would leave nothing. */
export const maySplit = (thread: readonly MessageView[], id: number): boolean => thread.length > 1 && thread[0]?.id !== id
