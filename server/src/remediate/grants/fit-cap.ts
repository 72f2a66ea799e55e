// Which whole percent is the largest that fits: what costs less with a smaller share is asked as seldom as possible, for each answer is a plan for everybody.

/**
 * @param fits whether a share fits; where one does, every smaller one does as well
 * @param guess where to look first: by proportion
 * @returns from 0 to `most`; null where not even 0 fits
 */
export async function largestThatFits(most: number, guess: number, fits: (share: number) => Promise<boolean>): Promise<number | null> {
  // `low` fits, or is below all; `high` does not, or is above all.
  let [low, high, next] = [-1, most + 1, Math.min(most, Math.max(0, Math.floor(guess)))]
  while (high - low > 1) {
    if (await fits(next)) low = next
    else high = next
    // Beside the guess first: proportion is nearly right.
    const beside = low === next ? next + 1 : next - 1
    next = Math.abs(next - guess) <= 2 && beside > low && beside < high ? beside : Math.floor((low + high) / 2)
  }
  return low < 0 ? null : low
}

/** By proportion: what is left of the cap for what grows with the share. The tightest currency counts. */
export function guessOf(totals: Amounts, fixed: Amounts, caps: Record<string, number>, share: number): number {
  const shares = totals.flatMap(({ currency, amountMinor }) => {
    const [cap, stays] = [caps[currency], fixed.find((each) => each.currency === currency)?.amountMinor ?? 0]
    return cap === undefined || amountMinor <= stays ? [] : [(share * Math.max(0, cap - stays)) / (amountMinor - stays)]
  })
  return Math.floor(Math.min(share, ...shares))
}
type Amounts = readonly { currency: string; amountMinor: number }[]
