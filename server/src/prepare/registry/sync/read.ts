// What a provider's reader gives: customers, subscriptions and orders in our own words, page by page. Nothing of a provider's own shapes goes further than its reader.

export const subjects = ['customers', 'subscriptions', 'orders'] as const
export type Subject = (typeof subjects)[number]
export type Provider = 'stripe' | 'shopify'

export type ReadCustomer = {
  externalId: string
  name: string
  email: string | null
  /** The provider vouches that the address is this customer's. */
  verified: boolean
  /** What the company itself wrote there: the key of the account. */
  accountKey: string | null
  kind: 'organisation' | 'person'
  locale: string | null
}

export type ReadSubscription = {
  externalId: string
  customer: string
  status: string
  /** Of a month; null: nobody can know. */
  priceMinor: number | null
  notCounted: string[]
  currency: string
  everyCount: number | null
  everyUnit: 'day' | 'week' | 'month' | 'year' | null
  periodEnd: Date | null
  endedAt: Date | null
  /** The last invoice that was paid, where this reading shows one. */
  paid: { invoice: string; payment: string | null; amountMinor: number; at: Date } | null
}

export type ReadOrder = {
  externalId: string
  customer: string
  number: string
  currency: string
  totalMinor: number
  refundedMinor: number
  fulfilment: string
  payment: string | null
  placedAt: Date
  cancelledAt: Date | null
  skus: string[]
}

export type Wrong = { externalId: string; reason: string }
/** `gone`: asked for by id, and not there any more. `next`: where the following page begins; null: this was the last. `settled`: what was wrong before and is not any more. */
export type Page = { gone: string[]; wrong: Wrong[]; next: string | null; settled?: string[] } & (
  | { subject: 'customers'; rows: ReadCustomer[] }
  | { subject: 'subscriptions'; rows: ReadSubscription[] }
  | { subject: 'orders'; rows: ReadOrder[] }
)

/** `later`: nothing was read, and asking again helps. `refused`: it does not; somebody must do what the sentence says. */
export type Read = { kind: 'page'; page: Page } | { kind: 'later'; why: string; afterMs: number | null } | { kind: 'refused'; why: string }

export type Reader = {
  subjects: readonly Subject[]
  page: (subject: Subject, cursor: string | null) => Promise<Read>
  /** Some by their ids, at most `atOnce`. */
  some: (subject: Subject, ids: string[]) => Promise<Read>
  atOnce: number
}

/** What of a provider's text may be stored: one line, no NUL, no half characters. */
export function oneLine(value: unknown, most: number): string | null {
  if (typeof value !== 'string') return null
  const text = value
    .toWellFormed()
    .replace(/[\0-\x1f\x7f]+/g, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed()
    .trim()
  return text || null
}
