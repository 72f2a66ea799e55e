// Money back on the payment it came from, up to what is left of it. Never said to be fraud: that would bar the customer's card. It cannot be taken back.
import type Stripe from 'stripe'
import type { DueLine } from '../payer.ts'
import { ourAmount, stripeAmount } from './amount.ts'
import { findIn, isRefused, metadataOf, refused, type StripeMeans, textOf } from './means.ts'

const ended = ['failed', 'canceled']

export const refund: StripeMeans = {
  shows: (line) => {
    const params = paramsOf(line)
    return isRefused(params) ? params : { method: 'POST', path: '/v1/refunds', body: { ...params } }
  },
  pay: async (stripe, line) => {
    const params = paramsOf(line)
    if (isRefused(params)) return refused(params)
    const { id, status, failure_reason: failure } = await stripe.refunds.create(params, { idempotencyKey: line.key })
    if (status && ended.includes(status))
      return { kind: 'refused', why: `The refund ${status === 'failed' ? 'failed' : 'was cancelled'}${failure ? `: ${failure}` : ''}` }
    return { kind: 'applied', providerId: id, ...(status && status !== 'succeeded' ? { answer: `the refund is ${status}` } : {}) }
  },
  find: (stripe, line) => findIn(all(stripe, line), line.reference, ({ status }) => !ended.includes(status ?? '')),
  entries: async (stripe, line) => {
    const found = []
    for await (const { id, amount, currency, metadata, status } of all(stripe, line))
      if (metadata?.leeward_grant)
        found.push({
          reference: metadata.leeward_grant,
          providerId: id,
          amountMinor: ourAmount(amount, currency),
          currency: currency.toUpperCase(),
          takenBack: ended.includes(status ?? ''),
        })
    return found
  },
}

function paramsOf(line: DueLine): Stripe.RefundCreateParams | { refused: string } {
  if (line.takesBack) return { refused: 'A refund cannot be taken back at Stripe. Ask the customer, or write it off; then say so here.' }
  const payment = paymentOf(line)
  if (!payment) return { refused: 'No payment is known to refund. Name one, then try again.' }
  const amount = stripeAmount(line.amountMinor, line.currency)
  if (typeof amount !== 'number') return amount
  return { ...payment, amount, reason: 'requested_by_customer', metadata: metadataOf(line) }
}

function paymentOf(line: DueLine): { payment_intent: string } | { charge: string } | undefined {
  const [intent, charge] = [textOf(line, 'paymentIntent'), textOf(line, 'charge')]
  return intent ? { payment_intent: intent } : charge ? { charge } : undefined
}

async function* all(stripe: Stripe, line: DueLine): AsyncIterable<Stripe.Refund> {
  const payment = paymentOf(line)
  if (payment) yield* stripe.refunds.list({ ...payment, limit: 100 })
}
