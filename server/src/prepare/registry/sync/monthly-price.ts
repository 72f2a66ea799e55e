// What a subscription costs in a month, exactly: fractions of integers, rounded once, half up. What nobody can know beforehand (tiers, usage) is said to be unknown.
import { decimalsOf } from '../import/cells.ts'

/** One thing that is billed. `unitAmount` is a decimal in the provider's minor unit, as text; null where there is none. `quantity` is whole. */
export type PricedItem = {
  unitAmount: string | null
  quantity: number
  everyCount: number
  everyUnit: 'day' | 'week' | 'month' | 'year'
  currency: string
  tiered: boolean
  metered: boolean
  /** Packages: so many units are billed as one. */
  packages?: { of: number; round: 'up' | 'down' } | null
}

export type MonthlyPrice = { priceMinor: number | null; notCounted: NotCounted[] }
type NotCounted = 'tiered' | 'metered' | 'no-amount' | 'currency' | 'too-large'

/** @param providersDecimals how many decimals the provider's minor unit has in this currency, where it counts differently from us */
export function monthlyPrice(items: PricedItem[], currency: string, providersDecimals = decimalsOf(currency)): MonthlyPrice {
  const notCounted = new Set<NotCounted>()
  let sum: Fraction = { over: 0n, under: 1n }
  let known = 0
  for (const item of items) {
    const price = ofOne(item, currency)
    if (typeof price === 'string') notCounted.add(price)
    else {
      known += 1
      sum = plus(sum, price)
    }
  }
  const minor = rounded(times(sum, tenToThe(decimalsOf(currency) - providersDecimals)))
  if (minor > mostMinor) return { priceMinor: null, notCounted: [...notCounted, 'too-large'] }
  return { priceMinor: known === 0 && items.length > 0 ? null : Number(minor), notCounted: [...notCounted] }
}

/** As much as an account's revenue may be. */
const mostMinor = 10_000_000_000_000n

function ofOne(item: PricedItem, currency: string): Fraction | NotCounted {
  if (item.currency !== currency) return 'currency'
  if (item.metered) return 'metered'
  if (item.tiered) return 'tiered'
  const unit = item.unitAmount === null ? undefined : fraction(item.unitAmount)
  if (!unit || !Number.isSafeInteger(item.quantity) || item.quantity < 0 || !(item.everyCount >= 1) || !Number.isSafeInteger(item.everyCount))
    return 'no-amount'
  const quantity = billed(item)
  return quantity === undefined ? 'no-amount' : times(times(unit, { over: quantity, under: BigInt(item.everyCount) }), aMonth[item.everyUnit])
}

function billed({ quantity, packages }: PricedItem): bigint | undefined {
  if (!packages) return BigInt(quantity)
  if (!Number.isSafeInteger(packages.of) || packages.of < 1) return undefined
  const [units, of] = [BigInt(quantity), BigInt(packages.of)]
  return packages.round === 'up' ? (units + of - 1n) / of : units / of
}

type Fraction = { over: bigint; under: bigint }

/** How many of them a month has: a year has twelve months, 52 weeks and 365 days. */
const aMonth: Record<PricedItem['everyUnit'], Fraction> = {
  month: { over: 1n, under: 1n },
  year: { over: 1n, under: 12n },
  week: { over: 52n, under: 12n },
  day: { over: 365n, under: 12n },
}

const plus = (one: Fraction, other: Fraction): Fraction => ({ over: one.over * other.under + other.over * one.under, under: one.under * other.under })
const times = (one: Fraction, other: Fraction): Fraction => ({ over: one.over * other.over, under: one.under * other.under })
const tenToThe = (power: number): Fraction => (power >= 0 ? { over: 10n ** BigInt(power), under: 1n } : { over: 1n, under: 10n ** BigInt(-power) })
const rounded = ({ over, under }: Fraction): bigint => (2n * over + under) / (2n * under)

/** A decimal that is not negative, by its digits. */
function fraction(text: string): Fraction | undefined {
  const match = /^(\d{1,15})(?:\.(\d{1,12}))?$/.exec(text)
  if (!match) return undefined
  const decimals = match[2] ?? ''
  return { over: BigInt(`${match[1]}${decimals}`), under: 10n ** BigInt(decimals.length) }
}

/** A provider's minor units in ours, half up; undefined for what is no amount. */
export function ourMinor(minor: unknown, currency: string, providersDecimals: number): number | undefined {
  if (typeof minor !== 'number' || !Number.isSafeInteger(minor) || minor < 0) return undefined
  const ours = rounded(times({ over: BigInt(minor), under: 1n }, tenToThe(decimalsOf(currency) - providersDecimals)))
  return ours <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(ours) : undefined
}
