import { describe, expect, test } from 'vitest'
import { trendOf } from './trend.ts'

describe('The trend of a score', () => {
  test('between two changes it stayed', () =>
    expect(
      scores([
        { day: '2030-01-02', score: 90, before: 100 },
        { day: '2030-01-04', score: 40, before: 90 },
      ]),
    ).toEqual([100, 90, 90, 40, 40]))
  test('where it never changed it was as it is', () => expect(scores([])).toEqual([40, 40, 40, 40, 40]))
  test('before the first change that is kept it was what it changed from', () =>
    expect(scores([{ day: '2030-01-05', score: 40, before: 60 }])).toEqual([60, 60, 60, 60, 40]))
  test('it begins with the day from which it is known, and is so many days long at most', () => {
    expect(trendOf([], 80, '2030-01-04', '2030-01-05', 90)).toEqual([
      { day: '2030-01-04', score: 80 },
      { day: '2030-01-05', score: 80 },
    ])
    expect(trendOf([], 80, '2020-01-01', '2030-01-05', 90)).toHaveLength(90)
  })
})

const scores = (changes: Parameters<typeof trendOf>[0]) => trendOf(changes, 40, '2030-01-01', '2030-01-05', 90).map(({ score }) => score)
