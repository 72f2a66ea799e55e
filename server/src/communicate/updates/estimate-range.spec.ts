import { describe, expect, test } from 'vitest'
import { estimateRange } from './estimate-range.ts'

describe('An estimate for customers', () => {
  test('begins at the likely time, never at the earliest, and ends half as much later', () => expect(range(20, 40)).toEqual(['09:40', '10:00']))
  test('is as wide as the team is unsure', () => expect(range(10, 60)).toEqual(['10:00', '11:00']))
  test('ends on times that are read at a glance, always rounded up', () => {
    expect(range(7, 13, '09:01')).toEqual(['09:15', '09:25'])
    expect(range(50, 100, '09:02')).toEqual(['10:45', '11:45'])
    expect(range(300, 400, '09:02')).toEqual(['16:00', '20:00'])
  })
  test('is a range also where the team is quite sure', () => expect(range(1, 1)).toEqual(['09:05', '09:10']))
  test('of any minutes: later than likely, and never shorter than its buffer', () => {
    for (let likely = 1; likely < 3_000; likely += 37)
      for (const earliest of [1, Math.ceil(likely / 3), likely]) {
        const { from, until } = estimateRange({ earliestMinutes: earliest, likelyMinutes: likely }, at('09:03'))
        expect((from.getTime() - at('09:03').getTime()) / 60_000).toBeGreaterThanOrEqual(likely)
        expect((until.getTime() - at('09:03').getTime()) / 60_000).toBeGreaterThanOrEqual(likely + Math.max(likely / 2, likely - earliest))
        expect(until.getTime()).toBeGreaterThan(from.getTime())
      }
  })
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const range = (earliestMinutes: number, likelyMinutes: number, now = '09:00') =>
  Object.values(estimateRange({ earliestMinutes, likelyMinutes }, at(now))).map((each) => each.toISOString().slice(11, 16))
