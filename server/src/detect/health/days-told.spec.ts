import { describe, expect, test } from 'vitest'
import { placesFrom } from './days-told.ts'

describe('Days on which nobody’s use was told', () => {
  test('each day has a place of its own, for 63 days', () => {
    expect(new Set(placesFrom('2030-01-31', new Set())).size).toBe(63)
    expect(placesFrom('2030-01-31', new Set())[0]).toBe(placesFrom('2030-02-01', new Set())[1])
  })
  test('a gap is taken from the week before, and where that is a gap too, from the one before that', () => {
    const whole = placesFrom('2030-01-31', new Set())
    const told = days('2030-01-01', 31)
    told.delete('2030-01-30')
    expect(placesFrom('2030-01-31', told)[1]).toBe(whole[8])
    told.delete('2030-01-23')
    expect(placesFrom('2030-01-31', told)[1]).toBe(whole[15])
  })
  test('before the first day that was told there are no gaps', () =>
    expect(placesFrom('2030-01-31', days('2030-01-25', 7))).toEqual(placesFrom('2030-01-31', new Set())))
})

const days = (from: string, count: number) =>
  new Set(Array.from({ length: count }, (_, n) => new Date(Date.parse(from) + n * 86_400_000).toISOString().slice(0, 10)))
