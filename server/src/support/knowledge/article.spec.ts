import { describe, expect, test } from 'vitest'
import type { Refused } from '../../platform/refused.ts'
import { type Article, publication, retirement, withdrawal, writing } from './article.ts'

const article = (state: Article['state'], languages: Record<string, [newest: number, published: number | null]>): Article => ({
  state,
  languages: Object.fromEntries(Object.entries(languages).map(([locale, [newest, published]]) => [locale, { newest, published }])),
})
const code = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    return (error as Refused).code
  }
  return undefined
}

describe('An article', () => {
  test('is published with the words that were read, language by language', () => {
    expect(publication(article('draft', { en: [2, null], de: [1, null] }), { en: 2 })).toEqual({ en: 2 })
    expect(code(() => publication(article('draft', { en: [3, null] }), { en: 2 }))).toBe('changed-meanwhile')
    expect(code(() => publication(article('draft', { en: [3, null] }), { fr: 1 }))).toBe('not-valid')
    expect(code(() => publication(article('draft', { en: [3, null] }), { constructor: 1 }))).toBe('not-valid')
    expect(code(() => publication(article('draft', { en: [3, null] }), {}))).toBe('not-valid')
  })
  test('whose words readers have already is not published again, unless it was retired', () => {
    expect(code(() => publication(article('published', { en: [2, 2] }), { en: 2 }))).toBe('already-done')
    expect(publication(article('retired', { en: [2, 2] }), { en: 2 })).toEqual({ en: 2 })
  })
  test('is retired once', () => {
    expect(code(() => retirement(article('published', { en: [1, 1] })))).toBeUndefined()
    expect(code(() => retirement(article('retired', { en: [1, 1] })))).toBe('already-done')
  })
  test('loses a language, but not its last', () => {
    expect(code(() => withdrawal(article('published', { en: [1, 1], de: [2, 1] }), 'de'))).toBeUndefined()
    expect(code(() => withdrawal(article('published', { en: [1, 1], de: [2, null] }), 'en'))).toBe('out-of-order')
    expect(code(() => withdrawal(article('published', { en: [1, 1], de: [2, null] }), 'de'))).toBe('already-done')
  })
  test('is written on from what was read, so that nobody’s words are lost', () => {
    expect(writing(article('draft', { en: [2, null] }), 'en', 2)).toBe(3)
    expect(writing(article('draft', { en: [2, null] }), 'de', 0)).toBe(1)
    expect(code(() => writing(article('draft', { en: [2, null] }), 'en', 1))).toBe('changed-meanwhile')
    expect(code(() => writing(article('draft', { en: [2, null] }), 'de', 1))).toBe('changed-meanwhile')
  })
})
