import { describe, expect, test } from 'vitest'
import { sureWord, tomorrowAtNine } from './suspicions.ts'

describe('Suspicions on the screen', () => {
  test('how sure is said in words', () => {
    expect([0.3, 0.5, 0.7, 0.9, 0.99].map(sureWord)).toEqual(['low', 'medium', 'high', 'highest', 'highest'])
  })
  test('tomorrow at nine is nine on the clock of the brand, whatever the clock of the reader', () => {
    const at = (now: string, zone: string) => tomorrowAtNine(Date.parse(now), zone).toISOString()
    expect(at('2030-01-01T12:00:00Z', 'Europe/Berlin')).toBe('2030-01-02T08:00:00.000Z')
    expect(at('2030-01-01T23:30:00Z', 'Europe/Berlin')).toBe('2030-01-03T08:00:00.000Z')
    expect(at('2030-01-01T23:30:00Z', 'America/New_York')).toBe('2030-01-02T14:00:00.000Z')
    // The night in which the clocks go forward.
    expect(at('2030-03-30T12:00:00Z', 'Europe/Berlin')).toBe('2030-03-31T07:00:00.000Z')
  })
})
