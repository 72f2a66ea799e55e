import { describe, expect, test } from 'vitest'
import { normalPhone, phonePattern } from './phone-number.ts'

describe('A phone number', () => {
  test.each([
    ['+49 30 123456', '+4930123456'],
    ['0049-30-123456', '+4930123456'],
    ['+49 (0)30 / 12 34 56', '+4930123456'],
    ['tel:+1 (555) 010-0199', '+15550100199'],
  ])('%s is kept as %s', (given, kept) => expect(normalPhone(given)).toBe(kept))
  test.each(['030 123456', '+49', '+0 123 456 789', 'call me', '+1234567890123456'])(
    '%s is none, since nobody knows its country, or it is no number',
    (given) => expect(normalPhone(given)).not.toMatch(phonePattern),
  )
})
