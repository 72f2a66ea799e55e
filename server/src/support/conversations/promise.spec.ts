import { describe, expect, test } from 'vitest'
import { alwaysOpen, dueAt, type Hours, isOpen, nearFrom, opensAt, promised, shippedTargets } from './promise.ts'

const weekdays = (...blocks: [string, string][]): Hours => ({
  zone: 'Europe/Berlin',
  days: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [String(day), blocks])),
  closed: [],
})
const office = weekdays(['09:00', '12:30'], ['13:30', '18:00'])
const due = (from: string, minutes: number, hours = office) => dueAt(new Date(from), minutes, hours)?.toISOString()

describe('By when a customer is answered', () => {
  test('minutes pass while the house is open', () => expect(due('2030-01-02T08:00:00Z', 60)).toBe('2030-01-02T09:00:00.000Z'))
  test('and not in the pause at noon: several blocks a day', () => expect(due('2030-01-02T11:00:00Z', 60)).toBe('2030-01-02T13:00:00.000Z'))
  test('what comes at night begins to count in the morning', () => expect(due('2030-01-02T22:00:00Z', 30)).toBe('2030-01-03T08:30:00.000Z'))
  test('what comes on Friday evening is due on Monday', () => expect(due('2030-01-04T16:30:00Z', 60)).toBe('2030-01-07T08:30:00.000Z'))
  test('a holiday is closed', () => expect(due('2030-01-04T16:30:00Z', 60, { ...office, closed: ['2030-01-07'] })).toBe('2030-01-08T08:30:00.000Z'))
  test('a house that is always open counts every minute', () => expect(due('2030-01-05T23:50:00Z', 20, alwaysOpen())).toBe('2030-01-06T00:10:00.000Z'))
  test('in the night of summer time an hour that does not exist does not count', () =>
    expect(due('2030-03-31T00:30:00Z', 60, alwaysOpen('Europe/Berlin'))).toBe('2030-03-31T01:30:00.000Z'))
  test('a house that never opens promises nothing', () => expect(due('2030-01-02T08:00:00Z', 1, { ...office, days: {} })).toBe(undefined))
  test('says when somebody is there', () => {
    expect(opensAt(new Date('2030-01-05T12:00:00Z'), office)?.toISOString()).toBe('2030-01-07T08:00:00.000Z')
    expect(isOpen(new Date('2030-01-02T08:00:00Z'), office)).toBe(true)
    expect(isOpen(new Date('2030-01-02T17:00:00Z'), office)).toBe(false)
  })
})

describe('What is promised', () => {
  const since = new Date('2030-01-02T08:00:00Z')
  const asked = { kind: 'first' as const, since, tier: 'enterprise', crisis: undefined, targets: shippedTargets, hours: office }
  test('an enterprise hears within its hour', () => expect(promised(asked)).toEqual({ promise: 'first', at: new Date('2030-01-02T09:00:00Z') }))
  test('a tier without a target has that of all others', () =>
    expect(promised({ ...asked, tier: 'toString', hours: alwaysOpen() })?.at).toEqual(new Date('2030-01-02T16:00:00Z')))
  test('in a crisis it is the next word to everybody: that is what they were told', () =>
    expect(promised({ ...asked, crisis: { nextWordAt: new Date('2030-01-02T08:30:00Z') } })).toEqual({
      promise: 'crisis',
      at: new Date('2030-01-02T08:30:00Z'),
    }))
  test('a crisis whose word is late, or that has none dated, changes nothing', () => {
    expect(promised({ ...asked, crisis: { nextWordAt: null } })?.promise).toBe('first')
    expect(promised({ ...asked, crisis: { nextWordAt: new Date('2030-01-02T07:00:00Z') } })?.promise).toBe('first')
  })
  test('is near when a fifth of its time is left, at least ten minutes', () => {
    expect(nearFrom(since, new Date('2030-01-02T13:00:00Z'))).toEqual(new Date('2030-01-02T12:00:00Z'))
    expect(nearFrom(since, new Date('2030-01-02T08:20:00Z'))).toEqual(new Date('2030-01-02T08:10:00Z'))
  })
})
