import { describe, expect, test } from 'vitest'
import { pressing } from './pressing.ts'

const minute = 60_000
const left = (minutes: number, whole?: number) => pressing(minutes * minute, 0, whole === undefined ? undefined : (minutes - whole) * minute)

describe('how pressing a deadline is', () => {
  test('a passed deadline is critical', () => expect(left(0)).toBe('critical'))
  test('a half-hour promise is soon in its last six minutes', () => {
    expect(left(7, 30)).toBe('neutral')
    expect(left(5.9, 30)).toBe('soon')
  })
  test('a two-day promise is soon in its last fifth', () => {
    expect(left(10 * 60, 48 * 60)).toBe('neutral')
    expect(left(9 * 60, 48 * 60)).toBe('soon')
  })
  test('a short promise is not soon from its first second', () => expect(left(3, 4)).toBe('neutral'))
  test('without a start, the last five minutes are soon', () => {
    expect(left(6)).toBe('neutral')
    expect(left(4)).toBe('soon')
  })
})
