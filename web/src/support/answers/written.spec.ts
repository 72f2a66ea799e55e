import { describe, expect, test } from 'vitest'
import { saysTheSame, unwritten, written } from './written.ts'

describe('The answer that stands in the dialog', () => {
  const rest = { publicTexts: {}, hold: [], late: true }
  test('a language without words is left out, and without any words there is no answer', () => {
    expect(written({ texts: { en: ' Hello ', de: '  ' }, ...rest })?.texts).toEqual({ en: 'Hello' })
    expect(written({ texts: { en: '\n' }, ...rest })).toBeUndefined()
  })
  test('words of the update need no second person as long as not a letter is changed', () => {
    const update = { en: 'We know.', de: 'Wir wissen es.' }
    expect(saysTheSame({ en: 'We know.' }, update)).toBe(true)
    expect(saysTheSame({ en: 'We know!' }, update)).toBe(false)
    expect(saysTheSame({ en: 'We know.', fr: 'Nous savons.' }, update)).toBe(false)
    expect(saysTheSame({ en: 'We know.', fr: ' ' }, update)).toBe(true)
  })
  test('whoever reads a language of their own in another one is counted', () => {
    const languages = [
      { language: 'en', conversations: 30, text: 'en' },
      { language: 'pt', conversations: 2, text: 'pt-BR' },
      { language: 'de', conversations: 7, text: 'en' },
    ]
    expect(unwritten(languages)).toEqual([{ language: 'de', conversations: 7 }])
  })
})
