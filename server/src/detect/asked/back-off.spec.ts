import { describe, expect, test } from 'vitest'
import { nextAskIn } from './back-off.ts'

describe('When a source is asked again', () => {
  const every = { everySeconds: 300, failures: 0 }
  test('as often as it was set up, and soon where there is more', () => {
    expect(nextAskIn(every)).toBe(300)
    expect(nextAskIn({ ...every, more: true })).toBe(10)
  })
  test('ever more slowly while it fails, up to six hours', () =>
    expect([1, 2, 3, 4, 8, 99].map((failures) => nextAskIn({ ...every, failures }))).toEqual([300, 600, 1_200, 2_400, 21_600, 21_600]))
  test('once a day stays once a day', () => expect(nextAskIn({ everySeconds: 86_400, failures: 1 })).toBe(86_400))
  test('never sooner than it asked for, up to a day', () => {
    expect(nextAskIn({ ...every, waitSeconds: 900 })).toBe(900)
    expect(nextAskIn({ ...every, more: true, waitSeconds: 900 })).toBe(900)
    expect(nextAskIn({ ...every, failures: 1, waitSeconds: 30 })).toBe(300)
    expect(nextAskIn({ ...every, failures: 1, waitSeconds: 10 ** 9 })).toBe(86_400)
  })
  test('once an hour at most where it refuses us', () => expect(nextAskIn({ everySeconds: 60, failures: 1, refused: true })).toBe(3_600))
})
