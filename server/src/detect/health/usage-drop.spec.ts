import { describe, expect, test } from 'vitest'
import { dropOf } from './usage-drop.ts'

describe('An account uses less than usual', () => {
  test('who comes every day is missed after two days', () => {
    expect(
      dropOf(
        daily(() => 20, { days: 2, times: 0 }),
        63,
      ),
    ).toEqual({ percent: 100, daysAgo: 2 })
    expect(
      dropOf(
        daily(() => 20, { days: 1, times: 0 }),
        63,
      ),
    ).toBeUndefined()
  })
  test('who uses it on working days is missed after a working week, and not on a Sunday', () => {
    const weekdays = (n: number) => ([5, 6].includes(n % 7) ? 0 : 30)
    expect(dropOf(daily(weekdays), 63)).toBeUndefined()
    expect(dropOf(daily(weekdays, { days: 7, times: 0 }), 63)).toEqual({ percent: 100, daysAgo: 5 })
  })
  test('less is told with by how much and since when', () =>
    expect(
      dropOf(
        daily(() => 50, { days: 10, times: 0.4 }),
        63,
      ),
    ).toEqual({ percent: 60, daysAgo: 10 }))
  test('a little less is nothing', () =>
    expect(
      dropOf(
        daily(() => 50, { days: 7, times: 0.75 }),
        63,
      ),
    ).toBeUndefined())
  test('more is nothing', () =>
    expect(
      dropOf(
        daily(() => 50, { days: 7, times: 3 }),
        63,
      ),
    ).toBeUndefined())
  test('weeks that differ among each other say that less is usual too', () =>
    expect(
      dropOf(
        daily((n) => ([100, 20, 90, 15, 80][Math.floor(n / 7)] ?? 50) / 7, { days: 7, times: 0.1 }),
        63,
      ),
    ).toBeUndefined())
  test('who comes once a week is not missed after a week, and after a month is', () => {
    const seldom = (n: number) => (n % 7 === 3 || n % 7 === 5 ? 4 : 0)
    expect(dropOf(daily(seldom, { days: 7, times: 0 }), 63)).toBeUndefined()
    expect(dropOf(daily(seldom, { days: 28, times: 0 }), 63)).toMatchObject({ percent: 100 })
  })
  test('of an account that is known for less than five weeks nothing is said', () =>
    expect(
      dropOf(
        daily(() => 20, { days: 7, times: 0 }),
        34,
      ),
    ).toBeUndefined())
  test('an account that was never used has nothing to lose', () =>
    expect(
      dropOf(
        daily(() => 0),
        63,
      ),
    ).toBeUndefined())
  test('of a thousand accounts that come by chance hardly any is missed', () => {
    let seed = 7
    const chance = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed / 2_147_483_648
    }
    for (const share of [0.15, 0.4, 0.7, 0.95]) {
      const missed = Array.from({ length: 1_000 }, () =>
        dropOf(
          daily(() => (chance() < share ? 1 + Math.floor(chance() * 9) : 0)),
          63,
        ),
      ).filter(Boolean).length
      expect(missed, `who comes on ${share} of the days`).toBeLessThan(15)
    }
  })
})

/** 63 days, newest first; the last `days` of them times `times`. */
const daily = (usual: (n: number) => number, { days, times } = { days: 0, times: 1 }) => Array.from({ length: 63 }, (_, n) => usual(n) * (n < days ? times : 1))
