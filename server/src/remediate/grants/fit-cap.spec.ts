import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guessOf, largestThatFits } from './fit-cap.ts'

describe('The largest share that fits a cap', () => {
  const asked = async (answer: number, most: number, guess: number) => {
    let times = 0
    const share = await largestThatFits(most, guess, async (each) => {
      times += 1
      return each <= answer
    })
    return { share, times }
  }
  test('is found whatever was guessed, and no share outside is asked', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: -1, max: 200 }), fc.integer({ min: 0, max: 200 }), fc.integer({ min: -5, max: 400 }), async (answer, most, guess) => {
        const { share } = await asked(answer, most, guess)
        expect(share).toBe(answer < 0 ? null : Math.min(answer, most))
      }),
    ))
  test('is found by two questions where proportion was right, and by a dozen at most', async () => {
    expect(await asked(63, 100, 63)).toEqual({ share: 63, times: 2 })
    expect(await asked(62, 100, 63)).toEqual({ share: 62, times: 2 })
    for (let answer = -1; answer <= 200; answer += 1) expect((await asked(answer, 200, 63)).times).toBeLessThanOrEqual(12)
  })
  test('is guessed by what grows with it, in the tightest currency', () => {
    expect(guessOf([eur(10_000)], [eur(2_000)], { EUR: 6_000 }, 100)).toBe(50)
    expect(guessOf([eur(10_000), usd(1_000)], [], { EUR: 9_000, USD: 100 }, 100)).toBe(10)
    expect(guessOf([eur(10_000)], [eur(10_000)], { EUR: 6_000 }, 100)).toBe(100)
    expect(guessOf([eur(10_000)], [eur(8_000)], { EUR: 6_000 }, 100)).toBe(0)
    expect(guessOf([], [], { EUR: 6_000 }, 80)).toBe(80)
  })
})

const eur = (amountMinor: number) => ({ currency: 'EUR', amountMinor })
const usd = (amountMinor: number) => ({ currency: 'USD', amountMinor })
