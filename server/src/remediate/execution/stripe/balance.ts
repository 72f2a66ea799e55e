// Credit on the customer's balance, which the next invoice uses up; taken back by the opposite.
import type Stripe from 'stripe'
import type { DueLine } from '../payer.ts'
import { ourAmount, stripeAmount } from './amount.ts'
import { findIn, isRefused, metadataOf, mostLookedAt, refused, type StripeMeans } from './means.ts'

export const balance: StripeMeans = {
  shows: (line) => {
    const params = paramsOf(line)
    return isRefused(params) ? params : { method: 'POST', path: `/v1/customers/${line.customer}/balance_transactions`, body: { ...params } }
  },
  pay: async (stripe, line) => {
    const params = paramsOf(line)
    if (isRefused(params)) return refused(params)
    const { id } = await stripe.customers.createBalanceTransaction(line.customer, params, { idempotencyKey: line.key })
    return { kind: 'applied', providerId: id }
  },
  find: (stripe, line) => findIn(all(stripe, line), line.reference),
  entries: async (stripe, line) => {
    const found = []
    let seen = 0
    for await (const { id, amount, currency, metadata } of all(stripe, line)) {
      const reference = metadata?.leeward_grant
      if (reference) found.push({ reference, providerId: id, amountMinor: -ourAmount(amount, currency), currency: currency.toUpperCase(), takenBack: false })
      seen += 1
      if (seen >= mostLookedAt) break
    }
    return found
  },
}

/** Below zero is credit there. */
function paramsOf(line: DueLine): Stripe.CustomerCreateBalanceTransactionParams | { refused: string } {
  const amount = stripeAmount(line.amountMinor, line.currency)
  if (typeof amount !== 'number') return amount
  return { amount: -amount, currency: line.currency.toLowerCase(), description: line.description, metadata: metadataOf(line) }
}

const all = (stripe: Stripe, { customer }: DueLine) => stripe.customers.listBalanceTransactions(customer, { limit: 100 })
