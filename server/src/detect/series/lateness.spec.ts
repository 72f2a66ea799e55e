import { describe, expect, test } from 'vitest'
import { cameLate, forgotten, type Habit, habitOf } from './lateness.ts'

const minuteMs = 60_000
const late = (habit: Habit, from: number, values: number[], every = 1) =>
  values.reduce((known, value, n) => cameLate(known, (from + n * every) * minuteMs, value), habit)

describe('How late a series comes', () => {
  const never = habitOf(0, 0)
  test('once or twice is no habit; three times within the hour are', () => {
    expect(late(never, 0, [5, 5]).behind).toBe(0)
    expect(late(never, 0, [5, 5], 40).behind).toBe(0)
    expect(late(never, 0, [5, 5, 5], 40).behind).toBe(0)
    expect(late(never, 0, [5, 5, 5], 20).behind).toBe(5)
  })
  test('as late as three times of the last ones, and never less for a quicker one', () => {
    expect(late(never, 0, [1, 2, 1, 2, 1]).behind).toBe(1)
    expect(late(never, 0, [1, 2, 1, 2, 1, 2]).behind).toBe(2)
    expect(late(never, 0, [2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1]).behind).toBe(2)
  })
  test('a day without, and it is as late as of late', () => {
    const known = late(never, 0, [7, 7, 7])
    expect(forgotten(known, 23 * 60 * minuteMs).behind).toBe(7)
    expect(forgotten(known, 25 * 60 * minuteMs).behind).toBe(0)
    const quicker = late(
      known,
      60,
      Array.from({ length: 25 * 6 }, () => 1),
      10,
    )
    expect([quicker.behind, forgotten(quicker, (60 + 25 * 60) * minuteMs).behind]).toEqual([7, 1])
  })
})
