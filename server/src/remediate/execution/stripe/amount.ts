// What an amount of ours is at Stripe: exactly as much, in the minor units in which Stripe counts this currency.
import { decimalsOf } from '../../../prepare/registry/import/cells.ts'
import { stripeDecimals } from '../../../prepare/registry/sync/stripe/stripe-objects.ts'

/** The amount as Stripe wants it; a sentence where it cannot be paid in this currency. */
export function stripeAmount(amountMinor: number, currency: string): number | { refused: string } {
  if (amountMinor === 0) return { refused: 'There is nothing to pay: the amount is 0.' }
  const [ours, theirs] = [decimalsOf(currency), stripeDecimals(currency)]
  // With three decimals the last one is always 0 there.
  const step = theirs === 3 ? 10 : 10 ** Math.max(0, ours - theirs)
  if (amountMinor % step !== 0) return { refused: `Stripe pays ${currency} in steps of ${step} of its smallest unit; round the amount and try again.` }
  const amount = theirs < ours ? amountMinor / 10 ** (ours - theirs) : amountMinor * 10 ** (theirs - ours)
  return Number.isSafeInteger(amount) ? amount : { refused: 'The amount is larger than Stripe moves at a time.' }
}

/** Back again, for the report; with a fraction where it is no whole number of our units. */
export function ourAmount(amount: number, currency: string): number {
  const code = currency.toUpperCase()
  const [ours, theirs] = [decimalsOf(code), stripeDecimals(code)]
  return theirs < ours ? amount * 10 ** (ours - theirs) : amount / 10 ** (theirs - ours)
}
