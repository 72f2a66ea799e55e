import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { monthlyPrice, ourMinor, type PricedItem } from './monthly-price.ts'

describe('The price of a month', () => {
  test('is the amount times the quantity', () => expect(price(item('1999', { quantity: 3 }))).toBe(5_997))
  test('of a year is a twelfth, of a quarter a third, of a week 52 twelfths, of a day 365 twelfths', () => {
    expect(price(item('12000', { everyUnit: 'year' }))).toBe(1_000)
    expect(price(item('3000', { everyCount: 3 }))).toBe(1_000)
    expect(price(item('1200', { everyUnit: 'week' }))).toBe(5_200)
    expect(price(item('1200', { everyUnit: 'week', everyCount: 2 }))).toBe(2_600)
    expect(price(item('12', { everyUnit: 'day' }))).toBe(365)
  })
  test('is rounded once, after everything is added up, half up', () => {
    expect(price(item('100', { everyUnit: 'year' }))).toBe(8)
    expect(price(item('100', { everyUnit: 'year' }), item('100', { everyUnit: 'year' }), item('100', { everyUnit: 'year' }))).toBe(25)
    expect(price(item('0.5'))).toBe(1)
    expect(price(item('0.000000000001', { quantity: 5 }))).toBe(0)
  })
  test('counts packages, begun ones where the price says so', () => {
    expect(price(item('500', { quantity: 11, packages: { of: 10, round: 'up' } }))).toBe(1_000)
    expect(price(item('500', { quantity: 11, packages: { of: 10, round: 'down' } }))).toBe(500)
  })
  test('of tiers and of usage is unknown; where a part is known, it says what is not counted', () => {
    expect(monthlyPrice([item('1', { tiered: true })], 'EUR')).toEqual({ priceMinor: null, notCounted: ['tiered'] })
    expect(monthlyPrice([item('1', { metered: true, tiered: true })], 'EUR')).toEqual({ priceMinor: null, notCounted: ['metered'] })
    expect(monthlyPrice([item('700'), item('1', { metered: true })], 'EUR')).toEqual({ priceMinor: 700, notCounted: ['metered'] })
    expect(monthlyPrice([item('700'), item('1', { currency: 'USD' })], 'EUR')).toEqual({ priceMinor: 700, notCounted: ['currency'] })
    for (const unitAmount of [null, '', '-1', '1e3', '0x1', 'NaN', ' 1', '1.', '9'.repeat(16)])
      expect(monthlyPrice([item(unitAmount)], 'EUR')).toEqual({ priceMinor: null, notCounted: ['no-amount'] })
    expect(monthlyPrice([item('1', { quantity: 0.5 })], 'EUR').priceMinor).toBeNull()
    expect(monthlyPrice([item('1', { everyCount: 0 })], 'EUR').priceMinor).toBeNull()
  })
  test('free is a price, and nothing to bill is free', () => {
    expect(price(item('0'))).toBe(0)
    expect(monthlyPrice([], 'EUR')).toEqual({ priceMinor: 0, notCounted: [] })
  })
  test('is in our minor unit where the provider counts another way', () => {
    expect(monthlyPrice([item('500', { currency: 'ISK' })], 'ISK', 2).priceMinor).toBe(5)
    expect(monthlyPrice([item('500', { currency: 'JPY' })], 'JPY', 0).priceMinor).toBe(500)
    expect(monthlyPrice([item('5000', { currency: 'KWD' })], 'KWD', 3).priceMinor).toBe(5_000)
    expect(ourMinor(550, 'ISK', 2)).toBe(6)
    for (const odd of [-1, 1.5, Number.NaN, '5', null, 2 ** 60]) expect(ourMinor(odd, 'EUR', 2)).toBeUndefined()
  })
  test('beyond what can be stored is unknown, not a wrong number', () =>
    expect(monthlyPrice([item('999999999999999', { quantity: 1_000 })], 'EUR')).toEqual({ priceMinor: null, notCounted: ['too-large'] }))
  test('in every order of the same things is the same, and twice the things is twice the price but for one unit', () => {
    fc.assert(
      fc.property(fc.array(priced, { minLength: 1, maxLength: 6 }), (items) => {
        const once = monthlyPrice(items, 'EUR').priceMinor as number
        expect(monthlyPrice(items.toReversed(), 'EUR').priceMinor).toBe(once)
        expect(Math.abs((monthlyPrice([...items, ...items], 'EUR').priceMinor as number) - 2 * once)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

const price = (...items: PricedItem[]) => monthlyPrice(items, 'EUR').priceMinor
const item = (unitAmount: string | null, more: Partial<PricedItem> = {}): PricedItem => ({
  ...{ unitAmount, quantity: 1, everyCount: 1, everyUnit: 'month', currency: 'EUR', tiered: false, metered: false },
  ...more,
})
const priced = fc
  .record({ amount: fc.integer({ min: 0, max: 1e7 }), quantity: fc.integer({ min: 0, max: 99 }), everyCount: fc.integer({ min: 1, max: 12 }) })
  .chain(({ amount, ...more }) =>
    fc.constantFrom('day', 'week', 'month', 'year').map((everyUnit) => item(String(amount), { ...more, everyUnit } as Partial<PricedItem>)),
  )
