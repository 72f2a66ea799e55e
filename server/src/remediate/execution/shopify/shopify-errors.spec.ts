import { describe, expect, test } from 'vitest'
import { fromUserErrors, withoutData } from './shopify-errors.ts'

describe('What a shop’s errors mean for a ledger line', () => {
  test('none is none', () => expect(fromUserErrors([])).toBeUndefined())
  test.each([
    'ACCOUNT_NOT_FOUND',
    'OWNER_NOT_FOUND',
    'CUSTOMER_NOT_FOUND',
    'CREDIT_LIMIT_EXCEEDED',
    'DEBIT_LIMIT_EXCEEDED',
    'INSUFFICIENT_FUNDS',
    'EXPIRES_AT_IN_PAST',
    'MISMATCHING_CURRENCY',
    'UNSUPPORTED_CURRENCY',
    'NEGATIVE_OR_ZERO_AMOUNT',
    'GIFT_CARD_NOT_FOUND',
  ])('%s is refused for good, in a sentence', (code) => {
    const outcome = fromUserErrors([{ code, message: 'theirs' }])
    expect(outcome).toMatchObject({ kind: 'refused', why: expect.stringMatching(/^[A-Z].*\.$/) })
    expect(JSON.stringify(outcome)).not.toContain('theirs')
  })
  test('one that is not known is refused in the shop’s own words', () => {
    expect(fromUserErrors([{ code: 'NEW', message: 'No such luck' }])).toEqual({ kind: 'refused', why: 'The shop refuses it: No such luck' })
    expect(fromUserErrors([{}])).toEqual({ kind: 'refused', why: 'The shop refuses it: no reason given' })
  })
  test('what is there already is found, not refused', () => {
    expect(fromUserErrors([{ code: 'TAKEN', message: 'Code has already been taken' }])).toBe('taken')
    expect(fromUserErrors([{ message: 'Code has already been taken' }])).toBe('taken')
  })
  test.each(['INTERNAL_ERROR', 'INTERNAL_SERVER_ERROR', 'IDEMPOTENCY_CONCURRENT_REQUEST', 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH'])('of %s nobody knows', (code) =>
    expect(fromUserErrors([{ code, message: 'x' }])).toMatchObject({ kind: 'unknown' }),
  )
  test('an answer without data: limits put off, silence is unknown, and what somebody can mend fails no line', () => {
    expect(withoutData({ kind: 'later', why: 'x', afterMs: 5 })).toEqual({ kind: 'later', why: 'x', afterMs: 5 })
    expect(withoutData({ kind: 'unknown', why: 'x' })).toEqual({ kind: 'unknown', why: 'x' })
    expect(withoutData({ kind: 'refused', why: 'bad token' })).toEqual({ kind: 'later', why: 'bad token', afterMs: 300_000 })
  })
})
