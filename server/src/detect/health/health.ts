// How an account fares: a hundred, less what speaks against it. Every part has its points and its sentence; the same table scores one account here and a million in SQL (`score.store.ts`).

/** What is measured of an account; absent is unknown, or not so. */
export const measures = ['usageDrop', 'conversations', 'angry', 'leavingDays', 'failedDays', 'disputedDays', 'crisisHours'] as const
export type Measure = (typeof measures)[number]
export const reasons = ['usage', 'conversations', 'anger', 'leaving', 'payment', 'dispute', 'crisis'] as const
export type Reason = (typeof reasons)[number]

/** `from`: from so much on it costs so many points (`atMost`: up to so many days ago). The last step that holds counts. */
type Part = { reason: Reason; measure: Measure } & ({ from: readonly (readonly [number, number])[] } | { atMost: readonly (readonly [number, number])[] })

export const parts: readonly Part[] = [
  {
    reason: 'usage',
    measure: 'usageDrop',
    from: [
      [30, 15],
      [50, 30],
      [80, 45],
    ],
  },
  {
    reason: 'conversations',
    measure: 'conversations',
    from: [
      [3, 5],
      [6, 10],
    ],
  },
  {
    reason: 'anger',
    measure: 'angry',
    from: [
      [1, 10],
      [2, 20],
      [4, 30],
    ],
  },
  {
    reason: 'leaving',
    measure: 'leavingDays',
    atMost: [
      [27, 30],
      [6, 45],
    ],
  },
  {
    reason: 'payment',
    measure: 'failedDays',
    atMost: [
      [27, 10],
      [6, 20],
    ],
  },
  { reason: 'dispute', measure: 'disputedDays', atMost: [[27, 30]] },
  {
    reason: 'crisis',
    measure: 'crisisHours',
    from: [
      [0, 5],
      [1, 10],
      [4, 20],
      [24, 30],
    ],
  },
]

/** Below `high` a score is high risk, below `medium` it is medium risk. */
export const risks = { high: 50, medium: 75 } as const
export type Risk = 'low' | 'medium' | 'high'
export const riskOf = (score: number): Risk => (score < risks.high ? 'high' : score < risks.medium ? 'medium' : 'low')

/** As an account's row has it. Days are UTC, as in 2030-01-31; `conversations` and `angry` of the last seven days. */
export type Facts = {
  usageDrop: number | null
  usageSince: string | null
  conversations: number
  angry: number
  leavingOn: string | null
  failedOn: string | null
  disputedOn: string | null
  crisisSince: Date | null
}
export type Against = { reason: Reason; points: number; sentence: string }

/** The score, and everything that speaks against the account, the heaviest first. */
export function healthOf(facts: Facts, now: Date): { score: number; risk: Risk; against: Against[] } {
  const measured = measuredOf(facts, now)
  const against = parts
    .map((part) => ({ reason: part.reason, points: pointsOf(part, measured[part.measure]), sentence: sentences[part.reason](facts, now) }))
    .filter(({ points }) => points > 0)
    .toSorted((one, other) => other.points - one.points)
  const score = Math.max(0, 100 - against.reduce((sum, { points }) => sum + points, 0))
  return { score, risk: riskOf(score), against }
}

function pointsOf(part: Part, value: number | null): number {
  if (value === null) return 0
  if ('from' in part) return part.from.findLast(([from]) => value >= from)?.[1] ?? 0
  return part.atMost.findLast(([days]) => value <= days)?.[1] ?? 0
}

const measuredOf = (facts: Facts, now: Date): Record<Measure, number | null> => ({
  usageDrop: facts.usageDrop,
  conversations: facts.conversations,
  angry: facts.angry,
  leavingDays: daysSince(facts.leavingOn, now),
  failedDays: daysSince(facts.failedOn, now),
  disputedDays: daysSince(facts.disputedOn, now),
  crisisHours: hoursSince(facts.crisisSince, now),
})
const daysSince = (day: string | null, now: Date): number | null => (day === null ? null : Math.floor(now.getTime() / dayMs) - Date.parse(day) / dayMs)
const hoursSince = (at: Date | null, now: Date): number | null => (at === null ? null : Math.max(0, Math.floor((now.getTime() - at.getTime()) / 3_600_000)))
const dayMs = 86_400_000

const sentences: Record<Reason, (facts: Facts, now: Date) => string> = {
  usage: ({ usageDrop, usageSince }) =>
    usageDrop === 100 ? `uses nothing any more since ${dayOf(usageSince)}` : `uses ${usageDrop} % less than usual since ${dayOf(usageSince)}`,
  conversations: ({ conversations }) => `wrote ${times(conversations)} in 7 days`,
  anger: ({ angry, conversations }) =>
    angry === conversations ? `wrote angrily ${times(angry)} in 7 days` : `wrote ${times(conversations)} in 7 days, ${angry} of them angry`,
  leaving: ({ leavingOn }, now) => `said that they leave, ${ago(leavingOn, now)}`,
  payment: ({ failedOn }, now) => `a payment failed ${ago(failedOn, now)}`,
  dispute: ({ disputedOn }, now) => `disputed a payment ${ago(disputedOn, now)}`,
  crisis: ({ crisisSince }, now) => `hit by an open crisis for ${lasting(hoursSince(crisisSince, now) ?? 0)}`,
}
const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)
const lasting = (hours: number) => (hours < 1 ? 'less than an hour' : hours < 48 ? `${hours} hour${hours === 1 ? '' : 's'}` : `${Math.floor(hours / 24)} days`)
function ago(day: string | null, now: Date): string {
  const days = daysSince(day, now) ?? 0
  return days <= 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`
}
const dayOf = (day: string | null) =>
  day === null ? 'lately' : new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(day))
