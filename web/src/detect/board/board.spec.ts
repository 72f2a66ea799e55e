import { describe, expect, test } from 'vitest'
import { periodOf, type Point, shown, summaryOf } from './board.ts'
import { runsOf, scaleOf } from './draw.ts'

const begin = Date.parse('2030-01-01T00:00:00Z')
const point = (minute: number, value: number, more: Partial<Point> = {}): Point => ({
  ...{ at: new Date(begin + minute * 60_000).toISOString(), value, middle: null, low: null, high: null, raised: false },
  ...more,
})

describe('Series on the board', () => {
  test('a period ends with a whole minute', () => {
    expect(periodOf(2, begin + 59_999)).toEqual({ from: begin - 7_200_000, to: begin })
  })
  test('figures have as many digits as matter', () => {
    expect([0.256, 3, 31.27, 1_204.4].map(shown)).toEqual(['0.26', '3', '31.3', '1,204'])
  })
  test('what was said and what was expected both fit into the picture', () => {
    const { x, y } = scaleOf([point(0, 5, { middle: 4, low: 2, high: 9 }), point(10, 7)], begin, begin + 600_000, { width: 344, height: 116 })
    expect([x(begin), x(begin + 600_000)]).toEqual([44, 344])
    expect([y(9), y(2)]).toEqual([10, 110])
  })
  test('where it never changes, it is a line in the middle', () => {
    const { y } = scaleOf([point(0, 0), point(1, 0)], begin, begin + 60_000, { width: 300, height: 116 })
    expect(y(0)).toBe(60)
  })
  test('what was not measured is a hole', () => {
    expect(runsOf([point(0, 1), point(1, 1), point(4, 1)], 60_000).map((run) => run.length)).toEqual([2, 1])
  })
  test('who does not see it is told the same', () => {
    expect(summaryOf([])).toBe('Nothing was measured in this period.')
    expect(summaryOf([point(0, 3), point(1, 12, { raised: true })])).toMatch(/^From .* to .*: 3 to 12, last 12; something unusual began once\.$/)
  })
})
