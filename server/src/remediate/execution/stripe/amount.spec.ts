import { expect, test } from 'vitest'
import { ourAmount, stripeAmount } from './amount.ts'

test('cents are cents, and yen are yen', () => expect([stripeAmount(1_234, 'EUR'), stripeAmount(500, 'JPY')]).toEqual([1_234, 500]))
test('krónur are written with two zeros, and read without', () => expect([stripeAmount(500, 'ISK'), ourAmount(50_000, 'isk')]).toEqual([50_000, 500]))
test('dinars are paid in steps of ten fils, never rounded by us', () => {
  expect(stripeAmount(1_230, 'KWD')).toBe(1_230)
  expect(stripeAmount(1_234, 'KWD')).toMatchObject({ refused: expect.stringContaining('steps of 10') })
})
test('nothing is not paid', () => expect(stripeAmount(0, 'EUR')).toMatchObject({ refused: expect.any(String) }))
