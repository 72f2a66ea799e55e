import { describe, expect, test } from 'vitest'
import { readCalendar } from './read-calendar.ts'

const now = new Date('2030-06-01T00:00:00Z')
const read = (text: string, kind: 'holiday' | 'special' = 'holiday') => readCalendar(text, kind, now)
const event = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')
const dates = (text: string) => read(text).days.map(({ date }) => date)

describe('Days read from a calendar (ICS)', () => {
  test('an event of a whole day', () =>
    expect(read(event('DTSTART;VALUE=DATE:20301225', 'DTEND;VALUE=DATE:20301226', 'SUMMARY:Christmas\\, first day'))).toEqual({
      days: [{ date: '2030-12-25', name: 'Christmas, first day', kind: 'holiday' }],
      left: 0,
      wrong: [],
    }))
  test('a file that says more than any calendar is read so far and no further', () => {
    const year = 'BEGIN:VEVENT\nDTSTART:20300101\nDTEND:20300131\nRRULE:FREQ=YEARLY\nSUMMARY:x\nEND:VEVENT\n'
    const { days, wrong } = read(`BEGIN:VCALENDAR\n${year.repeat(5_000)}`)
    expect(days).toHaveLength(30 * 8 - 30)
    expect(wrong).toEqual([{ line: expect.any(Number), sentence: 'More than 50000 days are said until here: the rest is not read.' }])
  })
  test('of several days each; without an end, one', () => {
    expect(dates(event('DTSTART;VALUE=DATE:20301230', 'DTEND;VALUE=DATE:20310102', 'SUMMARY:Turn of the year'))).toEqual([
      '2030-12-30',
      '2030-12-31',
      '2031-01-01',
    ])
    expect(dates(event('DTSTART:20301225T080000Z', 'SUMMARY:x'))).toEqual(['2030-12-25'])
  })
  test('a long name over several lines', () => expect(read(event('DTSTART:20301225', 'SUMMARY:Christ', ' mas')).days[0]?.name).toBe('Christmas'))
  test('what comes each year, in the years that matter, until it ends', () => {
    expect(dates(event('DTSTART:20000501', 'RRULE:FREQ=YEARLY', 'SUMMARY:May Day'))).toEqual(
      [2029, 2030, 2031, 2032, 2033, 2034, 2035, 2036].map((year) => `${year}-05-01`),
    )
    expect(dates(event('DTSTART:20290501', 'RRULE:FREQ=YEARLY;UNTIL=20300601', 'SUMMARY:May Day'))).toEqual(['2029-05-01', '2030-05-01'])
    expect(dates(event('DTSTART:20280229', 'RRULE:FREQ=YEARLY', 'SUMMARY:Leap day'))).toEqual(['2032-02-29', '2036-02-29'])
  })
  test('another rule is refused with its line, and the rest is read', () => {
    const two = event(
      'DTSTART:20301128',
      'RRULE:FREQ=YEARLY;BYDAY=4TH;BYMONTH=11',
      'SUMMARY:Thanksgiving',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART:20301225',
      'SUMMARY:x',
    )
    expect(read(two)).toMatchObject({ days: [{ date: '2030-12-25' }], wrong: [{ line: 3, sentence: expect.stringContaining('give each day by itself') }] })
  })
  test('what is cancelled is none; what has no day, no name, or lasts for months is refused', () => {
    expect(read(event('DTSTART:20301225', 'STATUS:CANCELLED', 'SUMMARY:x'))).toMatchObject({ days: [], wrong: [] })
    for (const lines of [['SUMMARY:x'], ['DTSTART:20301225'], ['DTSTART:20301332', 'SUMMARY:x'], ['DTSTART:20300101', 'DTEND:20300601', 'SUMMARY:x']])
      expect(read(event(...lines))).toMatchObject({ days: [], wrong: [{ line: 3 }] })
  })
})

describe('Days read from a table (CSV)', () => {
  test('with or without a head, with any of three dividers, each day once', () =>
    expect(read('date;name;kind\n2030-12-25;"Christmas; really"\n2030-11-29;Black Friday;special\r\n\n2030-12-25;again', 'holiday')).toMatchObject({
      days: [
        { date: '2030-11-29', name: 'Black Friday', kind: 'special' },
        { date: '2030-12-25', kind: 'holiday' },
      ],
    }))
  test('a list of special days is of that kind', () =>
    expect(read('2030-11-29,Sale', 'special').days).toEqual([{ date: '2030-11-29', name: 'Sale', kind: 'special' }]))
  test('what is wrong is named by its line', () =>
    expect(read('2030-12-25,Christmas\n25.12.2030,x\n2030-02-30,x\n2030-12-26\n2030-12-27,x,often').wrong.map(({ line }) => line)).toEqual([2, 3, 4, 5]))
  test('days of long ago and far ahead are counted and left out', () => expect(read('1999-12-25,x\n2090-12-25,x')).toEqual({ days: [], left: 2, wrong: [] }))
  test('rubbish is refused, a bounded part of it by line', () => expect(read('\u0001\n'.repeat(500)).wrong).toHaveLength(20))
})
