// The lists of the inbox, what is asked for most first.
import type { Counts } from '../../../../server/src/support/conversations/conversations.contract.ts'

export const views = ['queue', 'mine', 'mentions', 'open', 'all', 'waiting', 'snoozed', 'closed'] as const
export type View = (typeof views)[number]

/** How many are in a view; undefined for those that only grow. */
export function countOf(view: View, counts: Counts | undefined): number | undefined {
  if (!counts || view === 'closed' || view === 'all') return undefined
  return counts[view]
}
