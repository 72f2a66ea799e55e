// What one account gets, in integers of its currency's minor unit. The plan computes the same in SQL for all at once; a specification holds the two together.
import type { PolicyInForce, RemedyRule, SlaTable } from './policy.ts'

export type Hurt = {
  severity: number
  kind: string
  tier: string
  region: string | null
  degree: string
  minutes: number
  /** Price of a month; 0 where none is known. */
  mrrMinor: number
  currency: string
  missedPromise: boolean
  asked: readonly string[]
}

/** The most that fits a number exactly; no amount is larger. */
export const most = 9_007_199_254_740_991n

/** What the crisis itself decides: its severity and kind, and whether a promise was missed. */
export const mayApply = (rule: RemedyRule, crisis: Pick<Hurt, 'severity' | 'kind' | 'missedPromise'>): boolean =>
  (rule.severity ?? crisis.severity) === crisis.severity &&
  (rule.kinds as string[] | undefined)?.includes(crisis.kind) !== false &&
  (!rule.missedPromise || crisis.missedPromise)

export const applies = (rule: RemedyRule, hurt: Hurt): boolean =>
  mayApply(rule, hurt) &&
  rule.tiers?.includes(hurt.tier) !== false &&
  (!rule.regions || (hurt.region !== null && rule.regions.includes(hurt.region))) &&
  (rule.degrees as string[] | undefined)?.includes(hurt.degree) !== false &&
  hurt.minutes >= (rule.minMinutes ?? 0) &&
  hurt.minutes < (rule.maxMinutes ?? Number.POSITIVE_INFINITY) &&
  (!rule.optIn || hurt.asked.includes(rule.remedy))

/** Rounded up to the step, in the customer's favour; never more than fits. */
const upTo = (dividend: bigint, divisor: bigint, step: bigint): bigint => {
  const amount = ((dividend + divisor * step - 1n) / (divisor * step)) * step
  return amount > most ? most : amount
}

/** What a rule gives by itself; null: it cannot be told (no price, or no amount in this currency); 0: it gives no money. */
export function worth(rule: RemedyRule, { mrrMinor, currency }: Pick<Hurt, 'mrrMinor' | 'currency'>, roundUpTo: number): bigint | null {
  const [price, step] = [BigInt(mrrMinor), BigInt(roundUpTo)]
  if (rule.fixed) return rule.fixed[currency] === undefined ? null : BigInt(rule.fixed[currency])
  if (rule.days === undefined && rule.percent === undefined) return 0n
  if (price === 0n) return null
  return rule.days !== undefined
    ? upTo(price * BigInt(rule.days), 30n, step)
    : upTo(price * BigInt(Math.round((rule.percent ?? 0) * 100)) * BigInt(rule.as === 'discount' ? (rule.months ?? 1) : 1), 10_000n, step)
}

export type Line = { rule: number; remedy: string; full: bigint; amount: bigint; held: string | null }

/**
 * The goodwill of one account in the order of the rules (refunds go by its orders and stand apart): the share that people chose, less what is owed anyway, up to the cap.
 * @param limits.share percent of the goodwill that is given; @param limits.owed what the contract gives, taken off; @param limits.cap in minor units
 */
export function goodwillFor(policy: PolicyInForce, hurt: Hurt, { share, owed, cap }: { share: number; owed: bigint; cap: bigint | null }): Line[] {
  const full = policy.rules.flatMap((rule, at) =>
    rule.as !== 'refund' && applies(rule, hurt) ? [{ at, rule, gives: worth(rule, hurt, policy.roundUpTo) }] : [],
  )
  const kept = full.filter((one) => !full.some((other) => other.rule.remedy === one.rule.remedy && outdoes(other, one)))
  const off = policy.combine === 'larger' ? owed : 0n
  let [before, sum] = [0n, 0n]
  const left = (total: bigint) => clamp(total > off ? total - off : 0n, cap)
  return kept.map(({ at, rule, gives }) => {
    const shared = upTo((gives ?? 0n) * BigInt(share), 100n, 1n)
    before = sum
    sum += shared
    const amount = left(sum) - left(before)
    const uncapped = (sum > off ? sum - off : 0n) - (before > off ? before - off : 0n)
    const held = gives === null ? 'no-price' : amount < uncapped ? 'cap' : uncapped < shared ? 'smaller' : shared < gives ? 'share' : null
    return { rule: at, remedy: rule.remedy, full: gives ?? 0n, amount, held }
  })
}

const outdoes = (other: { at: number; gives: bigint | null }, one: { at: number; gives: bigint | null }) =>
  (other.gives ?? -1n) > (one.gives ?? -1n) || ((other.gives ?? -1n) === (one.gives ?? -1n) && other.at < one.at)
const clamp = (amount: bigint, cap: bigint | null) => (cap !== null && amount > cap ? cap : amount)

/** What an uptime table gives for a month; `downSeconds` of `seconds`. The lowest step that uptime fell below counts. null: something is owed, and no price says how much. */
export function owedFor(
  table: SlaTable,
  month: { seconds: number; downSeconds: number },
  price: { mrrMinor: number; currency: string },
  roundUpTo: number,
): bigint | null {
  const up = (month.seconds - month.downSeconds) * 100
  const step = table.steps.filter(({ below }) => up < below * month.seconds).at(-1)
  if (!step) return 0n
  const gives = worth({ remedy: 'sla', sentence: '', ...(step.days ? { days: step.days } : { percent: step.percent ?? 0 }) }, price, roundUpTo)
  return gives === null ? null : gives < BigInt(table.least?.[price.currency] ?? 0) ? 0n : gives
}
