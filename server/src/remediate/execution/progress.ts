// How long a payer still takes: never less than its provider's rate allows, and likely as long as what was done of late says.

/** `perSecond` is null where it does not run; `perMinute` where nothing was done of late. */
export function timeLeft({
  remaining,
  perSecond,
  perMinute,
}: {
  remaining: number
  perSecond: number | null
  perMinute: number | null
}): { least: number; likely: number | null } | null {
  if (remaining === 0 || perSecond === null) return null
  const least = Math.ceil(remaining / perSecond)
  return { least, likely: perMinute ? Math.max(least, Math.ceil((remaining * 60) / perMinute)) : null }
}
