// What an amount of ours is at Stripe: its minor units are ours, but for currencies whose units it counts in another way.

/** Without minor units, but written there with two zeros behind. */
const twoZeros = ['ISK', 'UGX']
const threeDecimals = ['BHD', 'JOD', 'KWD', 'OMR', 'TND']

/** The amount as Stripe wants it; a sentence where it cannot be paid in this currency. */
export function stripeAmount(amountMinor: number, currency: string): number | { refused: string } {
  if (amountMinor === 0) return { refused: 'There is nothing to pay: the amount is 0.' }
  if (twoZeros.includes(currency)) return amountMinor * 100
  if (threeDecimals.includes(currency) && amountMinor % 10 !== 0)
    return { refused: `Stripe pays ${currency} in steps of 10 of its smallest unit; round the amount and try again.` }
  return amountMinor
}

/** Back again, for the report. */
export const ourAmount = (amount: number, currency: string): number => (twoZeros.includes(currency.toUpperCase()) ? amount / 100 : amount)
