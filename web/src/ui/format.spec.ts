import { describe, expect, test } from 'vitest'
import { bytes, clockFace, fromLocalInput, money, percent, span, toLocalInput } from './format.ts'

describe('figures as people read them', () => {
  test('money is shown in the currency’s own minor unit', () => {
    expect(money({ amountMinor: 123_456, currency: 'EUR' })).toBe('€1,234.56')
    expect(money({ amountMinor: 123_456, currency: 'JPY' })).toContain('123,456')
    expect(money({ amountMinor: 1_234_567, currency: 'KWD' })).toContain('1,234.567')
  })
  test('a large sum may leave out its cents, a small one never does', () => {
    expect(money({ amountMinor: 123_456, currency: 'EUR' }, true)).toBe('€1,235')
    expect(money({ amountMinor: 1_250, currency: 'EUR' }, true)).toBe('€12.50')
  })
  test('a clock shows seconds within a day or two, and days beyond', () => {
    expect(clockFace(65_000)).toBe('1:05')
    expect(clockFace(3_725_000)).toBe('1:02:05')
    expect(clockFace(14 * 3_600_000 + 5 * 60_000)).toBe('14 h 5 min')
    expect(clockFace(2 * 86_400_000 + 3 * 3_600_000)).toBe('2 d 3 h')
    expect(clockFace(-65_000)).toBe('1:05')
  })
  test('a span is said in words', () => {
    expect(span(20_000)).toBe('under a minute')
    expect(span(12 * 60_000)).toBe('12 min')
    expect(span(3 * 3_600_000)).toBe('3 h')
    expect(span(185 * 60_000)).toBe('3 h 5 min')
    expect(span(50 * 3_600_000)).toBe('2 d 2 h')
  })
  test('a share of nothing is not a number', () => {
    expect(percent(0, 0)).toBe('–')
    expect(percent(41_207, 1_000_000)).toBe('4.1 %')
    expect(percent(1, 2)).toBe('50 %')
  })
  test('bytes in the unit people know', () => {
    expect(bytes(0)).toBe('0 B')
    expect(bytes(48_200_000)).toBe('48.2 MB')
  })
  test('a moment survives the way through a date field, to the minute', () => {
    expect(fromLocalInput(toLocalInput('2026-03-01T14:30:00.000Z'))).toBe('2026-03-01T14:30:00.000Z')
    expect(fromLocalInput('')).toBeNull()
  })
})
