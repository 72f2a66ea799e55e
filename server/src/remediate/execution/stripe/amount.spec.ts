import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalsOf } from '../../../prepare/registry/import/cells.ts'
import { stripeDecimals } from '../../../prepare/registry/sync/stripe/stripe-objects.ts'
import { ourAmount, stripeAmount } from './amount.ts'

test('cents are cents, and yen are yen', () => expect([stripeAmount(1_234, 'EUR'), stripeAmount(500, 'JPY')]).toEqual([1_234, 500]))
test('krónur are written with two zeros, and read without', () => expect([stripeAmount(500, 'ISK'), ourAmount(50_000, 'isk')]).toEqual([50_000, 500]))
test('what is written without decimals here and with two there is paid whole, not a hundredth of it', () => {
  const other = Intl.supportedValuesOf('currency').filter((code) => decimalsOf(code) === 0 && stripeDecimals(code) === 2)
  expect(other).toEqual(expect.arrayContaining(['ISK', 'UGX']))
  expect(other.length).toBeGreaterThan(2)
  expect(new Set(other.map((code) => stripeAmount(5_000, code)))).toEqual(new Set([500_000]))
})
test('dinars are paid in steps of ten fils, never rounded by us', () => {
  expect(stripeAmount(1_230, 'KWD')).toBe(1_230)
  expect(stripeAmount(1_234, 'KWD')).toMatchObject({ refused: expect.stringContaining('steps of 10') })
})
test('nothing is not paid, nor what no number holds', () => {
  expect(stripeAmount(0, 'EUR')).toMatchObject({ refused: expect.any(String) })
  expect(stripeAmount(Number.MAX_SAFE_INTEGER, 'ISK')).toMatchObject({ refused: expect.stringContaining('larger') })
})
test('a part of our unit that stands there is no whole amount of ours', () => expect(ourAmount(50_049, 'isk')).toBe(500.49))

test('in every currency what is paid is what was meant, and reads back as it was', () =>
  fc.assert(
    fc.property(fc.constantFrom(...Intl.supportedValuesOf('currency')), fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), (currency, amount) => {
      const paid = stripeAmount(amount, currency)
      if (typeof paid === 'number') {
        // The same number of whole units, by integers alone.
        expect(BigInt(paid) * 10n ** BigInt(decimalsOf(currency))).toBe(BigInt(amount) * 10n ** BigInt(stripeDecimals(currency)))
        expect(ourAmount(paid, currency.toLowerCase())).toBe(amount)
      } else expect(amount % 10 !== 0 || amount === 0 || decimalsOf(currency) > stripeDecimals(currency)).toBe(true)
    }),
    { numRuns: 5_000 },
  ))
