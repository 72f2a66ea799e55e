import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asDecimal, minorOf } from './amounts.ts'

describe('Amounts at a shop', () => {
  test('have as many decimals as their currency', () => {
    expect([asDecimal(1_205, 'EUR'), asDecimal(5, 'EUR'), asDecimal(0, 'EUR'), asDecimal(1_205, 'JPY'), asDecimal(1_205, 'KWD')]).toEqual([
      '12.05',
      '0.05',
      '0.00',
      '1205',
      '1.205',
    ])
    expect(asDecimal(-1_205, 'EUR')).toBe('12.05')
    expect(() => asDecimal(0.5, 'EUR')).toThrow('no amount')
  })
  test('come back as they went, whatever the amount', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), fc.constantFrom('EUR', 'JPY', 'KWD', 'USD'), (minor, currency) => {
        expect(minorOf({ amount: asDecimal(minor, currency), currencyCode: currency }, currency)).toBe(minor)
      }),
    ))
  test('in another form or currency are none', () => {
    expect(minorOf({ amount: '-12.05', currencyCode: 'EUR' }, 'EUR')).toBe(1_205)
    expect(minorOf({ amount: '12.0500', currencyCode: 'EUR' }, 'EUR')).toBe(1_205)
    for (const money of [
      null,
      undefined,
      {},
      { amount: 12.05, currencyCode: 'EUR' },
      { amount: '12.051', currencyCode: 'EUR' },
      { amount: '12', currencyCode: 'USD' },
      { amount: '1e3', currencyCode: 'EUR' },
    ])
      expect(minorOf(money, 'EUR')).toBeUndefined()
  })
})
