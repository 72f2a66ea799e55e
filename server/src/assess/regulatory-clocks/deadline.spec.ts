import { describe, expect, test } from 'vitest'
import { isBusinessDay } from './business-days.ts'
import { deadlineOf, dueAt } from './deadline.ts'
import { DeadlineRule } from './regulatory.contract.ts'

const [brussels, newYork, losAngeles] = ['Europe/Brussels', 'America/New_York', 'America/Los_Angeles']

describe('Deadlines of the law', () => {
  test('hours are exact, weekends and the night the clocks change included', () => {
    expect(due({ hours: 72 }, '2030-01-04T17:20:00Z')).toBe('2030-01-07T17:20:00.000Z')
    // 31 March 2030: 02:00 becomes 03:00 in Brussels; 24 hours stay 24 hours.
    expect(due({ hours: 24 }, '2030-03-30T22:00:00Z')).toBe('2030-03-31T22:00:00.000Z')
  })
  test('calendar days end with the last second of the day where the authority is', () => {
    expect(due({ calendarDays: 30 }, '2030-01-01T10:00:00Z', losAngeles)).toBe('2030-02-01T07:59:59.000Z')
    // 05:00 UTC is still the evening before in Los Angeles.
    expect(due({ calendarDays: 1 }, '2030-01-01T05:00:00Z', losAngeles)).toBe('2030-01-02T07:59:59.000Z')
    expect(due({ calendarDays: 60 }, '2028-01-01T12:00:00Z', newYork)).toBe('2028-03-02T04:59:59.000Z')
  })
  test('a day on which the clocks change ends an hour earlier or later', () => {
    expect(due({ calendarDays: 1 }, '2030-03-30T10:00:00Z')).toBe('2030-03-31T21:59:59.000Z')
    expect(due({ calendarDays: 1 }, '2030-10-26T10:00:00Z')).toBe('2030-10-27T22:59:59.000Z')
    expect(due({ calendarDays: 1 }, '2030-03-09T15:00:00Z', newYork)).toBe('2030-03-11T03:59:59.000Z')
    expect(due({ calendarDays: 1 }, '2030-11-02T15:00:00Z', newYork)).toBe('2030-11-04T04:59:59.000Z')
  })
  test('also where the clocks change at midnight itself', () =>
    expect(due({ calendarDays: 1 }, '2018-11-02T12:00:00Z', 'America/Sao_Paulo')).toBe('2018-11-04T02:59:59.000Z'))
  test('months end on the same date, or on the last day of a shorter month', () => {
    expect(due({ months: 1 }, '2030-01-15T12:00:00Z')).toBe('2030-02-15T22:59:59.000Z')
    expect(due({ months: 1 }, '2030-01-31T12:00:00Z')).toBe('2030-02-28T22:59:59.000Z')
    expect(due({ months: 1 }, '2028-01-31T12:00:00Z')).toBe('2028-02-29T22:59:59.000Z')
    expect(due({ months: 1 }, '2030-12-31T12:00:00Z')).toBe('2031-01-31T22:59:59.000Z')
  })
  test('business days begin on the day after, and skip weekends', () => {
    // Monday 7 January 2030; a Friday; a Saturday: the days count from Monday on.
    expect(due(fourDays, '2030-01-07T15:00:00Z', newYork)).toBe('2030-01-12T04:59:59.000Z')
    expect(due(fourDays, '2030-01-11T15:00:00Z', newYork)).toBe('2030-01-18T04:59:59.000Z')
    expect(due(fourDays, '2030-01-12T15:00:00Z', newYork)).toBe('2030-01-18T04:59:59.000Z')
  })
  test('business days skip federal holidays', () => {
    // Thursday 17 January 2030, and Monday the 21st is a holiday.
    expect(due(fourDays, '2030-01-17T15:00:00Z', newYork)).toBe('2030-01-25T04:59:59.000Z')
    expect(due({ businessDays: 10, calendar: 'us-federal' }, '2030-12-20T15:00:00Z', newYork)).toBe('2031-01-08T04:59:59.000Z')
  })
  test('promptly has no deadline', () => expect(dueAt({ promptly: true }, new Date('2030-01-01'), brussels)).toBeNull())
})

describe('Deadlines of the law with a second limit', () => {
  const initial = {
    timeZone: brussels,
    deadline: { hours: 4 },
    alsoWithin: { from: 'awareness' as const, deadline: { hours: 24 } },
  }
  const [early, late] = [new Date('2030-01-01T08:00:00Z'), new Date('2030-01-02T06:00:00Z')]
  test('the earlier of the two counts', () => {
    expect(deadlineOf(initial, early, early)?.toISOString()).toBe('2030-01-01T12:00:00.000Z')
    expect(deadlineOf(initial, late, early)?.toISOString()).toBe('2030-01-02T08:00:00.000Z')
  })
  test('before the first has begun, the second counts alone', () => expect(deadlineOf(initial, null, early)?.toISOString()).toBe('2030-01-02T08:00:00.000Z'))
  test('where nothing has begun there is no deadline', () => expect(deadlineOf(initial, null)).toBeNull())
})

describe('Business days', () => {
  const free = (calendar: 'us-federal' | 'eu-target', ...days: string[]) => {
    for (const day of days) expect(isBusinessDay(calendar, on(day)), day).toBe(false)
  }
  const open = (calendar: 'us-federal' | 'eu-target', ...days: string[]) => {
    for (const day of days) expect(isBusinessDay(calendar, on(day)), day).toBe(true)
  }
  test('the federal holidays of 2026', () =>
    free(
      'us-federal',
      '2026-01-01',
      '2026-01-19',
      '2026-02-16',
      '2026-05-25',
      '2026-06-19',
      '2026-07-03',
      '2026-09-07',
      '2026-10-12',
      '2026-11-11',
      '2026-11-26',
      '2026-12-25',
    ))
  test('a holiday on a Saturday is observed on Friday, one on a Sunday on Monday', () => {
    free('us-federal', '2027-12-24', '2027-07-05', '2021-12-31')
    open('us-federal', '2027-12-27', '2026-07-06', '2022-01-03')
  })
  test('Memorial Day is the last Monday of May', () => {
    free('us-federal', '2027-05-31', '2030-05-27')
    open('us-federal', '2027-05-24', '2030-05-20')
  })
  test('the closing days of TARGET move with Easter and are not moved otherwise', () => {
    free('eu-target', '2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-12-25', '2027-03-26', '2027-03-29', '2030-04-19', '2030-04-22')
    open('eu-target', '2026-04-07', '2027-12-27', '2026-07-03', '2026-11-26')
  })
})

describe('Rules of deadlines', () => {
  test('a rule names exactly one length', () => {
    expect(DeadlineRule.safeParse({}).success).toBe(false)
    expect(DeadlineRule.safeParse({ hours: 1, months: 1 }).success).toBe(false)
    expect(DeadlineRule.safeParse({ promptly: false }).success).toBe(false)
  })
  test('business days need a calendar, and nothing else has one', () => {
    expect(DeadlineRule.safeParse({ businessDays: 4 }).success).toBe(false)
    expect(DeadlineRule.safeParse({ hours: 4, calendar: 'us-federal' }).success).toBe(false)
    expect(DeadlineRule.safeParse(fourDays).success).toBe(true)
  })
})

const fourDays = { businessDays: 4, calendar: 'us-federal' } as const
const due = (rule: DeadlineRule, from: string, zone = brussels) => dueAt(rule, new Date(from), zone)?.toISOString()
const on = (text: string) => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  return { year, month, day }
}
