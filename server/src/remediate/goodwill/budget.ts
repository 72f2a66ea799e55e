// Whether an agent may give this by themself.

export type Budget = { onceMinor: number; monthMinor: number; usedMinor: number }

/** @returns why somebody else must agree; undefined where nobody has to */
export function beyond(budget: Budget | undefined, amountMinor: number): string | undefined {
  if (!budget) return 'You have no budget in this currency: somebody who approves remedies must agree.'
  if (amountMinor > budget.onceMinor) return 'This is more than you may give at a time: somebody who approves remedies must agree.'
  if (amountMinor > budget.monthMinor - budget.usedMinor) return 'Your budget of this month does not reach: somebody who approves remedies must agree.'
  return undefined
}
