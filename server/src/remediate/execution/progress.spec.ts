import { describe, expect, test } from 'vitest'
import { timeLeft } from './progress.ts'

describe('How long a payer still takes', () => {
  test('never less than its provider allows', () =>
    expect(timeLeft({ remaining: 50_000, perSecond: 25, perMinute: 1_500 })).toEqual({ least: 2_000, likely: 2_000 }))
  test('what was done of late says how long it is likely to take', () =>
    expect(timeLeft({ remaining: 600, perSecond: 25, perMinute: 60 })).toEqual({ least: 24, likely: 600 }))
  test('while nothing was done of late, nothing is promised', () =>
    expect(timeLeft({ remaining: 600, perSecond: 25, perMinute: null })).toEqual({ least: 24, likely: null }))
  test('nothing is left: nothing to say', () => expect(timeLeft({ remaining: 0, perSecond: 25, perMinute: 60 })).toBeNull())
  test('one that does not run has no end', () => expect(timeLeft({ remaining: 5, perSecond: null, perMinute: null })).toBeNull())
})
