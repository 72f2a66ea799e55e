import { describe, expect, test } from 'vitest'
import { ofChecks, ofFigure, ofSeries, ofWord, orWord } from './measure.ts'

describe('Whether a criterion holds', () => {
  test('checks must be up, all of them, and for long enough', () => {
    expect(ofChecks([], 5, at('10:00')).state).toBe('open')
    expect(ofChecks([up('09:58')], 5, at('10:00'))).toMatchObject({ state: 'open', sentence: 'Up, but for less than 5 minutes; 3 more.' })
    expect(ofChecks([up('09:55')], 5, at('10:00'))).toMatchObject({ state: 'met', since: at('09:55') })
    expect(ofChecks([up('09:00'), { ...up('09:59'), name: 'Login', state: 'down', sentence: 'It answers 503.' }], 5, at('10:00'))).toMatchObject({
      state: 'failing',
      sentence: 'Login fails: It answers 503.',
    })
    expect(ofChecks([{ ...up('09:00'), state: 'unknown' }], 5, at('10:00')).state).toBe('open')
  })
  test('a metric is back once each of the last minutes is in its band', () => {
    expect(ofSeries({ atMost: 5 }, minutes(9, 4, 3, 2), 3, at('10:01')).state).toBe('met')
    expect(ofSeries({ atMost: 5 }, minutes(4, 9, 3, 2), 3, at('10:01'))).toMatchObject({ state: 'open', sentence: 'at most 5 for 2 of 3 minutes.' })
    expect(ofSeries({ atMost: 5 }, minutes(4, 3, 2, 9), 3, at('10:01'))).toMatchObject({
      state: 'failing',
      sentence: '9 in the last minute; at most 5 is wanted.',
    })
    expect(ofSeries({ atLeast: 2, atMost: 5 }, minutes(3, 1), 1, at('10:01')).state).toBe('failing')
  })
  test('a metric of which nothing arrives is not called good', () => {
    expect(ofSeries({ atMost: 5 }, minutes(null, null), 2, at('10:01')).state).toBe('open')
    expect(ofSeries({ atMost: 5 }, minutes(1, 1, 1), 3, at('10:30'))).toMatchObject({ state: 'open', sentence: 'No values arrive.' })
    expect(ofSeries({ atMost: 5 }, minutes(1, null, 1), 3, at('10:01'))).toMatchObject({ state: 'open' })
  })
  test('a figure is judged by its target', () => {
    const band = { unit: 'orders', atLeast: 100 }
    expect(ofFigure(band, undefined).state).toBe('open')
    expect(ofFigure(band, { value: 100, by: 'ann', at: at('10:00') })).toMatchObject({
      state: 'met',
      sentence: '100 orders; at least 100 is wanted.',
      by: 'ann',
    })
    expect(ofFigure(band, { value: 99.5, by: 'ann', at: at('10:00') }).state).toBe('failing')
  })
  test('what no machine can see a person may say; what one sees they may not', () => {
    const word = { met: true, by: 'ann', at: at('10:00') }
    expect(orWord(ofChecks([], 5, at('10:00')), 'check', word)).toMatchObject({ state: 'met', by: 'ann' })
    expect(orWord(ofChecks([{ ...up('09:00'), state: 'down' }], 5, at('10:00')), 'check', word).state).toBe('failing')
    expect(ofWord(undefined).state).toBe('open')
    expect(ofWord({ ...word, met: false }).state).toBe('failing')
  })
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const up = (since: string) => ({ name: 'Home page', state: 'up' as 'up' | 'down' | 'unknown', changedAt: at(since), sentence: null as string | null })
const minutes = (...values: (number | null)[]) => ({ values, through: at('10:00') })
