import { describe, expect, test } from 'vitest'
import { calendarOf } from './calendar.ts'

describe('A calendar of shifts', () => {
  const event = { id: 'r-1@leeward', from: new Date('2030-03-31T01:00Z'), until: new Date('2030-04-01T07:00Z'), title: 'On call' }
  const at = new Date('2030-01-01T09:00:00Z')

  test('says its times in UTC, so that every calendar shows them right in every zone', () => {
    const lines = calendarOf('Video', [event], at).split('\r\n')
    expect(lines).toContain('DTSTART:20300331T010000Z')
    expect(lines).toContain('DTEND:20300401T070000Z')
    expect(lines).toContain('DTSTAMP:20300101T090000Z')
  })
  test('keeps commas, semicolons, backslashes and line breaks of a name as text', () =>
    expect(calendarOf('a,b;c\\d\ne', [], at)).toContain('X-WR-CALNAME:a\\,b\\;c\\\\d\\ne\r\n'))
  test('cannot be given lines of its own by a name', () =>
    expect(calendarOf('x', [{ ...event, title: 'x\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR' }], at).match(/^BEGIN:VCALENDAR/gm)).toHaveLength(1))
  test('folds long lines at 75 octets and never inside a character', () => {
    const title = 'Überwachung 🚨 '.repeat(20)
    const text = calendarOf('x', [{ ...event, title }], at)
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${title}`)
    expect(text).not.toContain('\ufffd')
  })
  test('ends every line as the format wants it', () => expect(calendarOf('x', [event], at).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/))
})
