import { describe, expect, test } from 'vitest'
import { poissonTail, termsOf, topicsOf, type Written } from './topics.ts'

const usualWords = ['order', 'invoice', 'parcel', 'account', 'password', 'delivery', 'late', 'question', 'change', 'address']
const ordinary = (count: number): Written[] =>
  Array.from({ length: count }, (_, i) => ({ id: `o${i}`, text: `My ${usualWords[i % 10]} and the ${usualWords[(i * 7 + 3) % 10]}, ${i}` }))
const usual = (term: string) => (usualWords.includes(term) ? 8 : usualWords.some((word) => term.includes(word)) ? 1 : undefined)
const smoke = (count: number): Written[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `s${i}`,
    text: [`Smoke comes from the battery`, `There was battery smoke this morning`, `battery smoke, what shall I do?`][i % 3] as string,
  }))

describe('Topics that grow', () => {
  test('what is usual is none, however much of it comes', () => expect(topicsOf(ordinary(40), usual)).toEqual([]))
  test('what many write of who never did is one, called by its own words, with examples', () => {
    const [topic, ...others] = topicsOf([...ordinary(40), ...smoke(12)], usual)
    expect(others).toEqual([])
    expect(topic).toMatchObject({ name: 'battery smoke', usual: 0.2 })
    expect(topic?.texts).toHaveLength(12)
    expect(topic?.examples).toContain('There was battery smoke this morning')
  })
  test('a few are no topic yet', () => expect(topicsOf(smoke(4), usual)).toEqual([]))
  test('a usual word is one where it comes far more often than it does', () => {
    const refunds = Array.from({ length: 60 }, (_, i) => ({ id: `r${i}`, text: `password reset ${'abcdefgh'[i % 8]}${i}` }))
    expect(topicsOf(refunds, usual)[0]?.name).toBe('password reset')
  })
  test('two at once are two', () => {
    const doors = Array.from({ length: 9 }, (_, i) => ({ id: `d${i}`, text: `The garage door opens alone ${i}` }))
    expect(topicsOf([...smoke(12), ...doors], usual).map(({ texts }) => texts.length)).toEqual([12, 9])
  })
  test('what was masked is no word, and neither is a number', () => expect([...termsOf('Call [phone] about order 4711')]).toEqual(['call', 'order']))
  test('a text of a megabyte is read in its beginning', () => expect(termsOf('word '.repeat(250_000)).size).toBeLessThan(5))
  test('chance is counted right, also far out', () => {
    expect(poissonTail(1, 0.2)).toBeCloseTo(1 - Math.exp(-0.2))
    expect(poissonTail(3, 8)).toBeCloseTo(0.98625, 4)
    expect(poissonTail(40, 1)).toBeGreaterThan(0)
    expect(poissonTail(40, 1)).toBeLessThan(1e-40)
  })
})
