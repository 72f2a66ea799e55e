import { describe, expect, test } from 'vitest'
import { asSent, fresh, givenOf, isWhole, type Threshold } from './thresholds.ts'

const threshold: Threshold = {
  ...{ id: '0', name: 'Slow', brand: 'north', practice: false, when: 'above', figure: 'quantile', quantile: 0.995, value: 500, unit: 'ms' },
  ...{
    forMinutes: 5,
    backMinutes: 10,
    severity: 'error',
    sentence: '',
    matches: 1,
    open: 0,
    changedBy: { id: '0', name: 'Ann' },
    changedAt: '2030-01-01T00:00:00Z',
  },
  series: { name: 'latency.*', service: 'shop', region: null, labels: { shard: 'a', kind: 'x=y' } },
}

describe('Thresholds as they are typed', () => {
  test('what is shown of a threshold and sent again is the same', () => {
    const { id: _, sentence: __, matches: ___, open: ____, changedBy: _____, changedAt: ______, ...same } = threshold
    expect(asSent(givenOf(threshold))).toEqual(same)
  })
  test('silence has no bound', () => expect(asSent({ ...givenOf(threshold), when: 'silent' }).value).toBeNull())
  test('without a name, a series or a bound it is not whole', () => {
    expect(isWhole(givenOf(threshold))).toBe(true)
    expect(isWhole(fresh('north'))).toBe(false)
    expect(isWhole({ ...givenOf(threshold), value: '' })).toBe(false)
    expect(isWhole({ ...givenOf(threshold), value: '', when: 'silent' })).toBe(true)
    expect(isWhole({ ...givenOf(threshold), value: 0 })).toBe(true)
  })
})
