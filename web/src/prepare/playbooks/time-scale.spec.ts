import { describe, expect, test } from 'vitest'
import { layOut, scaleOf } from './time-scale.ts'

const entry = (minutes: number | null, title = 'Update', fromMinutes: number | null = null) => ({ minutes, fromMinutes, title })

describe('The time line of a playbook', () => {
  test('an hour is even, everything gives the beginning more room', () => {
    expect(scaleOf('hour', 0).at(32.5)).toBe(0.5)
    const all = scaleOf('all', 60 * 24 * 30)
    expect(all.at(0)).toBe(0)
    expect(all.at(60)).toBeGreaterThan(0.15)
    expect(all.at(60 * 24 * 30)).toBeLessThan(1)
  })
  test('words never cover words: what does not fit goes into the next row', () => {
    const rows = layOut([entry(0, 'One'), entry(1, 'Two'), entry(30, 'Three'), entry(31, 'Four')], scaleOf('hour', 0), 650).map((laid) => laid.row)
    expect(rows).toEqual([0, 1, 0, 1])
  })
  test('a rhythm is one row of dots, and the last has the words', () =>
    expect(layOut([entry(10), entry(11), entry(30)], scaleOf('hour', 0), 650).map(({ row, words }) => [row, words])).toEqual([
      [0, false],
      [0, false],
      [0, true],
    ]))
  test('at the right edge words stand to the left', () =>
    expect(layOut([entry(0), entry(60, 'Impact and timeline')], scaleOf('hour', 0), 650).map((laid) => laid.side)).toEqual(['right', 'left']))
  test('what has no time, or lies outside, is not on the line', () => expect(layOut([entry(null), entry(900)], scaleOf('hour', 0), 650)).toEqual([]))
})
