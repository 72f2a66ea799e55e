// What each means of Stripe's is: a call that can be shown before it is made, and a look-up by what we left there.
import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import type { DueLine, Entry, Found, Outcome, Shown } from '../payer.ts'

export type StripeMeans = {
  shows: (line: DueLine) => Shown
  pay: (stripe: Stripe, line: DueLine) => Promise<Outcome>
  find: (stripe: Stripe, line: DueLine) => Promise<Found>
  /** What is there of ours for one line's customer, invoice, payment or subscription; several lines may share it. */
  entries: (stripe: Stripe, line: DueLine) => Promise<Entry[]>
}

/** What a line is found by again. */
export const metadataOf = ({ reference, crisis }: DueLine): Record<string, string> => ({
  leeward_grant: reference,
  ...(crisis ? { leeward_crisis: crisis } : {}),
})

/** Of what is one for several lines, such as a subscription: a name of its own for each. */
export const markOf = (reference: string): string => `leeward_${hashOf(reference)}`
export const hashOf = (reference: string): string => createHash('sha256').update(reference).digest('hex').slice(0, 24)

/** A text of `more`; undefined where it has none. */
export const textOf = ({ more }: DueLine, name: string): string | undefined =>
  typeof more[name] === 'string' && more[name] ? (more[name] as string) : undefined
export const numberOf = ({ more }: DueLine, name: string): number | undefined => (Number.isFinite(more[name]) ? (more[name] as number) : undefined)

export const isRefused = <T extends object>(made: T | { refused: string }): made is { refused: string } => 'refused' in made
export const refused = ({ refused: why }: { refused: string }): Outcome => ({ kind: 'refused', why })

/** Nobody has this many; where somebody does, not having found it among the newest says nothing. */
export const mostLookedAt = 2_000

/** The one that bears the reference, among the newest. */
export async function findIn<T extends { id: string; metadata?: Record<string, string> | null }>(
  list: AsyncIterable<T>,
  reference: string,
  counts: (each: T) => boolean = () => true,
): Promise<Found> {
  let seen = 0
  for await (const each of list) {
    if (each.metadata?.leeward_grant === reference && counts(each)) return { kind: 'found', providerId: each.id }
    seen += 1
    if (seen >= mostLookedAt) return { kind: 'unknown', why: `It is not among the newest ${mostLookedAt} of this customer` }
  }
  return { kind: 'absent' }
}
