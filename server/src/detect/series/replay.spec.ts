import { describe, expect, test } from 'vitest'
import { asShipped } from '../sensitivity/choices.ts'
import { by, createReplay, type Replay } from './replay.ts'
import type { Sum } from './steps.ts'
import { createKeptSteps } from './steps-kept.ts'

const minuteMs = 60_000
const begin = Date.parse('2030-01-07T00:00:00Z')
const noise = (n: number) => ((Math.sin(n * 12.9898) * 43_758.5453) % 1) + 1
const last = 3 * 1_440
const sums = (more: Record<number, number> = {}): Map<number, Sum> =>
  new Map(
    Array.from({ length: last }, (_, n) => [begin + n * minuteMs, { count: 20, sum: more[n] ?? (n >= 900 && n < 920 ? 900 : 100 + Math.round(noise(n) * 8)) }]),
  )
const replay = (step?: number): Replay =>
  createReplay({
    series: { id: 1, measure: 'count', zone: 'UTC', firstAt: begin, brand: 'b', service: null, practice: false },
    ...{ watched: true, step, choices: asShipped },
  })
const all = (of: Replay) => of.points(begin, begin + last * minuteMs)
const to = (n: number) => begin + n * minuteMs

describe('A series looked at again', () => {
  const whole = replay()
  whole.goTo(to(last), sums())
  test('says each step, what was expected of it, and where something unusual began', () => {
    const points = all(whole)
    expect(points).toHaveLength(last)
    expect([points[59]?.middle, points[60]?.middle === null]).toEqual([null, false])
    expect(points.filter(({ raised }) => raised).map(({ at }) => at)[0]).toBe(new Date(to(900)).toISOString())
    const { middle, low, high } = points[2_000] as { middle: number; low: number; high: number }
    expect(high - middle).toBeCloseTo(middle - low, 3)
  })
  test('goes on with new minutes as if it had seen all at once', () => {
    const parts = replay()
    for (const n of [30, 61, 500, 1_441, 4_000, last]) parts.goTo(to(n), sums())
    expect(all(parts)).toEqual(all(whole))
    expect(parts.next()).toBe(to(last))
  })
  test('goes back before a late minute, and is what it would have been with it', () => {
    const changed = sums({ 2000: 700, 2001: 700 })
    const fresh = replay()
    fresh.goTo(to(last), changed)
    for (const [late, from] of [
      [2_000, 1_440],
      [10, 0],
      [last + 5, last],
    ] as const) {
      const own = replay()
      own.goTo(to(last), sums())
      own.backTo(to(late))
      expect((own.next() - begin) / minuteMs).toBe(from)
      own.goTo(to(last), changed)
      expect(all(own)).toEqual(late > last ? all(whole) : all(fresh))
    }
  })
  test('takes under half a megabyte for two weeks', () => {
    const steps = createKeptSteps()
    for (let n = 0; n < 14 * 1_440; n += 1) steps.push(to(n), { value: n, middle: 1, low: 0, high: 2, raised: n === 7 })
    expect(steps.bytes()).toBeLessThan(1_024 ** 2)
    expect(steps.between(to(6), to(9)).map(({ value, low, raised }) => [value, low, raised])).toEqual([
      [6, 0, false],
      [7, 0, true],
      [8, 0, false],
    ])
    steps.cut(to(7))
    expect(steps.between(to(6), to(9)).map(({ value }) => value)).toEqual([6])
  })
  test('hours and days are the mean of their steps', () => {
    const points = all(whole)
    expect(by(points, 'hour')).toHaveLength(72)
    expect(by(points, 'day').map(({ raised }) => raised)[0]).toBe(true)
    expect(by(points, 'day')).toHaveLength(3)
  })
})
