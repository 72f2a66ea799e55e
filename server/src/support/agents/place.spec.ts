import { describe, expect, test } from 'vitest'
import { expectedMinutes } from './place.ts'

describe('How long somebody in the queue still waits', () => {
  test('as long as those before them take at the pace of the last hour, rounded up', () => {
    expect(expectedMinutes(0, 60)).toBe(5)
    expect(expectedMinutes(9, 30)).toBe(20)
    expect(expectedMinutes(10, 30)).toBe(25)
    expect(expectedMinutes(20, 30)).toBe(45)
  })
  test('nothing is said where next to nobody was answered', () => {
    expect(expectedMinutes(0, 0)).toBeUndefined()
    expect(expectedMinutes(0, 2)).toBeUndefined()
  })
  test('nothing is said of what is hours away', () => {
    expect(expectedMinutes(500, 30)).toBeUndefined()
  })
})
