// Minor units as the decimals that a shop takes, and back: by digits, never as floating-point numbers.
import { decimalsOf, minorUnits } from '../../../prepare/registry/import/cells.ts'

/** 1205 in EUR is 12.05, in JPY 1205, in KWD 1.205; what is taken back is as much. */
export function asDecimal(amountMinor: number, currency: string): string {
  if (!Number.isSafeInteger(amountMinor)) throw new Error(`${amountMinor} is no amount in minor units.`)
  const [digits, decimals] = [String(Math.abs(amountMinor)), decimalsOf(currency)]
  if (decimals === 0) return digits
  const padded = digits.padStart(decimals + 1, '0')
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`
}

export type ShopMoney = { amount?: unknown; currencyCode?: unknown } | null | undefined

/** A shop's money in minor units, without its sign; undefined for what is no amount of this currency. */
export function minorOf(money: ShopMoney, currency: string): number | undefined {
  if (money?.currencyCode !== currency || typeof money.amount !== 'string') return undefined
  const minor = minorUnits(money.amount.replace(/^-/, ''), currency)
  return typeof minor === 'string' ? Number(minor) : undefined
}
