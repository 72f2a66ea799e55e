import { describe, expect, it } from 'vitest'
import { bestScore, contributions, probationOf, type Scored, scoreAt } from './nab-score.ts'

const standard = { tpWeight: 1, fnWeight: 1, fpWeight: 0.11 }

describe('The score of a detector of anomalies', () => {
  it('is 100 for an alarm in the first row of each window, and 0 for none at all', () => {
    expect(scoreAt(0.5, [series({ 40: 0.9 })], standard).score).toBeCloseTo(100, 10)
    expect(scoreAt(0.5, [series({})], standard).score).toBe(0)
  })

  it('counts a window once, by its earliest alarm, worth the less the later it comes', () => {
    const early = scoreAt(0.5, [series({ 42: 0.9, 43: 0.9, 48: 0.9 })], standard).raw
    expect(early).toBe(scoreAt(0.5, [series({ 42: 0.9 })], standard).raw)
    expect(early).toBeGreaterThan(scoreAt(0.5, [series({ 48: 0.9 })], standard).raw)
    // Two of ten rows from the end: 2 / (1 + e^(5 · -0.2)) - 1, over the same of a whole window.
    expect(scoreAt(0.5, [series({ 48: 0.9 })], standard).raw).toBeCloseTo((2 / (1 + Math.exp(-1)) - 1) / (2 / (1 + Math.exp(-5)) - 1), 12)
  })

  it('charges an alarm outside, in full before a window and far behind it, and hardly just behind it', () => {
    expect(contributions(0.5, series({ 20: 0.9 }), standard)[20]).toBeCloseTo(-0.11, 12)
    expect(contributions(0.5, series({ 90: 0.9 }), standard)[90]).toBeCloseTo(-0.11, 12)
    const [behind] = contributions(0.5, series({ 50: 0.9 }), standard).slice(50)
    expect(behind).toBeCloseTo(0.11 * (2 / (1 + Math.exp(5 / 9)) - 1), 12)
  })

  it('judges nobody on the first 15 % of the rows, and on no more than 750 of them', () => {
    expect(scoreAt(0.5, [series({ 3: 1, 14: 1 })], standard).raw).toBe(-1)
    expect([probationOf(100), probationOf(4_032), probationOf(15_902)]).toEqual([15, 604, 750])
  })

  it('weighs lost windows and wrong alarms as the profile says', () => {
    const scored = [series({ 20: 0.9 })]
    expect(scoreAt(0.5, scored, { ...standard, fpWeight: 0.22 }).raw).toBeCloseTo(-1.22, 12)
    expect(scoreAt(0.5, scored, { ...standard, fnWeight: 2 }).raw).toBeCloseTo(-2.11, 12)
  })

  it('finds the threshold that is best for all series together', () => {
    const both = [series({ 40: 0.7, 20: 0.6 }), series({ 41: 0.8, 25: 0.75 })]
    const best = bestScore(both, standard)
    expect(best.threshold).toBe(0.7)
    expect(best.raw).toBeCloseTo(scoreAt(0.7, both, standard).raw, 12)
    for (const other of [0.6, 0.75, 0.8]) expect(best.raw).toBeGreaterThan(scoreAt(other, both, standard).raw)
  })
})

/** 100 rows, one window from row 40 to 49. */
function series(scores: Record<number, number>): Scored {
  return { scores: Array.from({ length: 100 }, (_, row) => scores[row] ?? 0), windows: [{ from: 40, to: 49 }] }
}
