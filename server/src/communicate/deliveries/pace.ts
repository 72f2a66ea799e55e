// How fast: how long until a mail is tried again, when a domain asks for less, and which moments are given to mails that wait for a slower one.
/** A provider's rate or a domain's; `tokens` below zero are promised to mails that wait. */
export type Pace = { perSecond: number; tokens: number; pausedUntil: Date | null; asked: number; changedAt: Date }

/**
 * The next try after `attempts` tries: 1, 2, 4 … 32 minutes, a quarter more or less, so that mails which failed together do not all come back at once.
 * The same mail gets the same moment: no dice.
 */
export function nextTry(attempts: number, id: number, now: Date): Date {
  const spread = 0.75 + ((id * 0.618033988749895) % 1) / 2
  return new Date(now.getTime() + Math.min(32, 2 ** attempts) * spread * 60_000)
}

/** Whether a refusal for now is about how much is sent there, not about this one mail. */
export const asksForLess = (answer: string): boolean =>
  /^4\d\d/.test(answer) &&
  /throttl|\brate\b|rate.?limit|too (many|much|fast)|slow down|exceeded|4\.7\.(28|1\b)|unusual (rate|volume)|temporarily deferred/i.test(answer)

const slowest = 0.2
/** What a domain gets after it asked for less: half of what it had, and a pause that doubles, up to a quarter of an hour. */
export function slower(pace: Pace | undefined, sentPerSecond: number, now: Date): Pace {
  const asked = (pace?.asked ?? 0) + 1
  const perSecond = Math.max(slowest, (pace ? Math.min(pace.perSecond, Math.max(sentPerSecond, slowest)) : sentPerSecond) / 2)
  return { perSecond, tokens: 0, pausedUntil: new Date(now.getTime() + Math.min(900, 30 * 2 ** (asked - 1)) * 1_000), asked, changedAt: now }
}

/** What there is by now: a second's worth at most. */
const filled = ({ perSecond, tokens, changedAt }: Pace, now: Date) =>
  Math.min(Math.max(1, perSecond), tokens + (perSecond * Math.max(0, now.getTime() - changedAt.getTime())) / 1_000)

/** Moments for `wanted` mails, each its own: now while there are tokens, then one after the other. */
export function slots(pace: Pace, wanted: number, now: Date): { pace: Pace; moments: Date[] } {
  const from = pace.pausedUntil && pace.pausedUntil > now ? pace.pausedUntil : now
  const has = from > now ? Math.min(0, pace.tokens) : filled(pace, now)
  const moments = Array.from({ length: wanted }, (_, nth) => {
    const short = nth + 1 - has
    return short <= 0 ? now : new Date(from.getTime() + (short / pace.perSecond) * 1_000)
  })
  return { pace: { ...pace, tokens: has - wanted, changedAt: from > now ? from : now }, moments }
}
