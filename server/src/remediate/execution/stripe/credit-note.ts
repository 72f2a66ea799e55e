// A credit note on an invoice: the right document where taxes are on it. What is not open any more goes to the customer's balance. Voided to take it back.
import type Stripe from 'stripe'
import type { DueLine, Shown } from '../payer.ts'
import { ourAmount, stripeAmount } from './amount.ts'
import { findIn, isRefused, metadataOf, refused, type StripeMeans, textOf } from './means.ts'

export const creditNote: StripeMeans = {
  shows: (line): Shown => {
    if (line.takesBack) return { method: 'POST', path: `/v1/credit_notes/${line.takesBack.providerId}/void`, body: {} }
    const params = paramsOf(line)
    return isRefused(params) ? params : { method: 'POST', path: '/v1/credit_notes', body: { ...params } }
  },
  pay: async (stripe, line) => {
    if (line.takesBack) {
      const { id } = await stripe.creditNotes.voidCreditNote(line.takesBack.providerId, {}, { idempotencyKey: line.key })
      return { kind: 'applied', providerId: id, answer: 'the credit note is void' }
    }
    const params = paramsOf(line)
    if (isRefused(params)) return refused(params)
    const { amount_remaining: open } = await stripe.invoices.retrieve(params.invoice)
    const beyond = Math.max(0, (params.amount ?? 0) - open)
    const { id } = await stripe.creditNotes.create({ ...params, ...(beyond > 0 ? { credit_amount: beyond } : {}) }, { idempotencyKey: line.key })
    return { kind: 'applied', providerId: id }
  },
  find: async (stripe, line) => {
    if (line.takesBack) {
      const { id, status } = await stripe.creditNotes.retrieve(line.takesBack.providerId)
      return status === 'void' ? { kind: 'found', providerId: id } : { kind: 'absent' }
    }
    return findIn(all(stripe, line), line.reference, ({ status }) => status !== 'void')
  },
  entries: async (stripe, line) => {
    const found = []
    for await (const { id, amount, currency, metadata, status } of all(stripe, line))
      if (metadata?.leeward_grant)
        found.push({
          reference: metadata.leeward_grant,
          providerId: id,
          amountMinor: ourAmount(amount, currency),
          currency: currency.toUpperCase(),
          takenBack: status === 'void',
        })
    return found
  },
}

function paramsOf(line: DueLine): Stripe.CreditNoteCreateParams | { refused: string } {
  const invoice = textOf(line, 'invoice')
  if (!invoice) return { refused: 'No invoice is known for the credit note. Name one, then try again.' }
  const amount = stripeAmount(line.amountMinor, line.currency)
  if (typeof amount !== 'number') return amount
  // We write to the customer ourselves.
  return { invoice, amount, memo: line.description, reason: 'product_unsatisfactory', email_type: 'none', metadata: metadataOf(line) }
}

async function* all(stripe: Stripe, line: DueLine): AsyncIterable<Stripe.CreditNote> {
  const invoice = textOf(line, 'invoice')
  if (invoice) yield* stripe.creditNotes.list({ invoice, limit: 100 })
}
