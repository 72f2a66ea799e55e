// Which account a customer who was read is: the one that has its id already, the one our own key names, or a new one. Nothing that people changed here is taken back.
import { normalAddress } from '../../../platform/email-address.ts'
import { email as asEmail } from '../import/cells.ts'
import type { ReadCustomer } from './read.ts'

/** What is known of a customer before its page is stored. */
export type Known = {
  externalId: string
  /** The account that has this id, and as it was read last. */
  accountId: number | null
  before: { name: string; email: string | null; verified: boolean; accountKey: string | null; deleted: boolean } | null
  /** The account whose key the company wrote at the provider, and the one whose key is this very id. */
  byKey: number | null
  byId: number | null
}

export type Stored = ReadCustomer & {
  outcome: 'added' | 'changed' | 'same'
  /** Null: a new account under `key`. */
  accountId: number | null
  key: string
  /** Another account that is probably the same customer, by its key. */
  doubleOf: number | null
  nameBefore: string | null
  emailBefore: string | null
}

export function decideCustomers(rows: ReadCustomer[], known: Known[], mergeBy: 'person' | 'itself'): Stored[] {
  const by = new Map(known.map((each) => [each.externalId, each]))
  const taken = new Set<string>()
  return rows.map((given) => {
    const read = { ...given, email: addressOf(given.email) }
    const { accountId, before, byKey, byId } = by.get(read.externalId) ?? { accountId: null, before: null, byKey: null, byId: null }
    const found = accountId ?? byId ?? (mergeBy === 'itself' ? byKey : null)
    const free = read.accountKey !== null && byKey === null && !taken.has(read.accountKey)
    const key = found === null && free ? (read.accountKey as string) : read.externalId
    if (found === null) taken.add(key)
    const same =
      before !== null &&
      accountId !== null &&
      !before.deleted &&
      before.name === read.name &&
      before.email === read.email &&
      before.verified === read.verified &&
      before.accountKey === read.accountKey
    return {
      ...read,
      outcome: found === null ? 'added' : same ? 'same' : 'changed',
      accountId: found,
      key,
      doubleOf: byKey !== null && byKey !== found && before?.accountKey !== read.accountKey ? byKey : null,
      nameBefore: before?.name ?? null,
      emailBefore: before?.email ?? null,
    } satisfies Stored
  })
}

/** In the one spelling of the registry; null for what is no address. */
function addressOf(given: string | null): string | null {
  const cell = given === null ? null : asEmail(normalAddress(given))
  return typeof cell === 'string' ? cell : null
}
