import { describe, expect, test } from 'vitest'
import { beyond } from './budget.ts'

describe('What an agent may give by themself', () => {
  const budget = { onceMinor: 2_000, monthMinor: 5_000, usedMinor: 3_500 }
  test('as much as they may at a time, while the month reaches', () => expect(beyond(budget, 1_500)).toBeUndefined())
  test('not more at a time', () => expect(beyond(budget, 2_001)).toMatch('at a time'))
  test('not more than is left of the month', () => expect(beyond(budget, 1_501)).toMatch('this month'))
  test('nothing without a budget', () => expect(beyond(undefined, 1)).toMatch('no budget'))
})
