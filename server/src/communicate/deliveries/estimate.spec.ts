import { describe, expect, test } from 'vitest'
import { estimateFinish, type Progress } from './estimate.ts'

describe('When a dispatch will be done', () => {
  test('follows from the last minutes, as a range', () => {
    const { perMinute, from, until } = estimate({ remaining: 10_000, minutes: [done(-2, 1_000), done(-1, 1_000)] }) ?? never()
    expect(perMinute).toBe(1_000)
    expect([minutesAway(from), minutesAway(until)]).toEqual([8, 14.5])
  })
  test('what was long ago does not count', () => expect(estimate({ remaining: 100, minutes: [done(-30, 9_000), done(-1, 60)] })?.perMinute).toBe(60))
  test('is not before the last row’s own moment', () =>
    expect(minutesAway(estimate({ remaining: 0, waitsUntil: at(42), minutes: [done(-1, 60)] })?.from)).toBe(42))
  test('is not said where nothing was done lately, nor where nothing is left', () => {
    expect(estimate({ remaining: 100, minutes: [done(-30, 9_000)] })).toBeUndefined()
    expect(estimate({ remaining: 0, minutes: [done(-1, 60)] })).toBeUndefined()
  })
  test('gets longer as the provider gets slower', () => {
    const slow = estimate({ remaining: 1_000, minutes: [done(-2, 100), done(-1, 10)] })?.until.getTime() ?? 0
    const fast = estimate({ remaining: 1_000, minutes: [done(-2, 100), done(-1, 100)] })?.until.getTime() ?? 0
    expect(slow).toBeGreaterThan(fast)
  })
})

const at = (minutes: number) => new Date(Date.UTC(2030, 0, 1, 12) + minutes * 60_000)
const done = (minutes: number, settled: number) => ({ minute: at(minutes), settled })
const minutesAway = (moment: Date | undefined) => Math.round(((moment?.getTime() ?? 0) - at(0).getTime()) / 6_000) / 10
const estimate = (of: Partial<Progress>) => estimateFinish({ remaining: 0, waitsUntil: null, minutes: [], now: at(0), ...of })
const never = (): never => {
  throw new Error('no estimate')
}
