import { describe, expect, test } from 'vitest'
import { momentsOf, sameWall, shownIn, spanIn, wallIn } from './zoned.ts'

describe('The clock on the wall of a zone', () => {
  test('shows a moment as people there read it', () => {
    expect(wallIn(at('2030-12-06T21:00Z'), 'Europe/Berlin')).toBe('2030-12-06T22:00')
    expect(wallIn(at('2030-12-06T23:30Z'), 'Asia/Tokyo')).toBe('2030-12-07T08:30')
    expect(shownIn(at('2030-12-06T21:00Z'), 'Europe/Berlin')).toBe('Fri 6 Dec 2030, 22:00 CET')
  })
  test('gives one moment back', () => {
    expect(moments('2030-12-06T22:00', 'Europe/Berlin')).toEqual(['2030-12-06T21:00:00.000Z'])
    expect(moments('2030-07-06T22:00', 'America/Los_Angeles')).toEqual(['2030-07-07T05:00:00.000Z'])
    expect(moments('2030-12-06T00:00', 'Pacific/Kiritimati')).toEqual(['2030-12-05T10:00:00.000Z'])
  })
  test('never shows the hour over which it is put forward', () => expect(moments('2030-03-31T02:30', 'Europe/Berlin')).toEqual([]))
  test('shows the hour twice over which it is put back', () =>
    expect(moments('2030-10-27T02:30', 'Europe/Berlin')).toEqual(['2030-10-27T00:30:00.000Z', '2030-10-27T01:30:00.000Z']))
  test('says nothing of what is no time', () => expect(moments('', 'Europe/Berlin')).toEqual([]))
  test('names a span with its zone, and the second day or zone where it is another', () => {
    expect(spanIn(at('2030-12-06T21:00Z'), at('2030-12-06T22:30Z'), 'Europe/Berlin')).toBe('Fri 6 Dec 2030, 22:00 – 23:30 CET')
    expect(spanIn(at('2030-12-06T22:00Z'), at('2030-12-07T01:00Z'), 'Europe/Berlin')).toBe('Fri 6 Dec 2030, 23:00 – Sat 7 Dec 2030, 02:00 CET')
    expect(spanIn(at('2030-10-27T00:30Z'), at('2030-10-27T01:30Z'), 'Europe/Berlin')).toBe('Sun 27 Oct 2030, 02:30 CEST – 02:30 CET')
  })
  test('may show the same as another one', () => {
    expect(sameWall(at('2030-12-06T21:00Z'), 'Europe/Berlin', 'Europe/Paris')).toBe(true)
    expect(sameWall(at('2030-12-06T21:00Z'), 'Europe/Berlin', 'Europe/London')).toBe(false)
  })
})

const at = (iso: string) => Date.parse(iso)
const moments = (wall: string, zone: string) => momentsOf(wall, zone).map((moment) => new Date(moment).toISOString())
