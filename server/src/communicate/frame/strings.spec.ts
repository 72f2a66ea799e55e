import { describe, expect, test } from 'vitest'
import { frame, frameLanguages, languageOf } from './strings.ts'

describe('The words around a message', () => {
  test('are there in six languages, every one, with the same gaps to fill', () => {
    expect(frameLanguages).toEqual(['en', 'de', 'fr', 'es', 'pt', 'ja'])
    const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort()
    const english = frame('en')
    for (const language of frameLanguages) {
      const words = frame(language)
      expect(Object.keys(words), language).toEqual(Object.keys(english))
      for (const [key, text] of Object.entries(words)) {
        expect(text.trim(), `${language}.${key}`).not.toBe('')
        expect(gaps(text), `${language}.${key}`).toEqual(gaps(english[key as keyof typeof english]))
        expect(text, `${language}.${key}`).not.toMatch(/[<>"]/)
      }
    }
  })
  test('are those of the language where the country has none of its own, and English where there is none', () => {
    expect([languageOf('pt-BR'), languageOf('fr-CA'), languageOf('ko'), languageOf('__proto__')]).toEqual(['pt', 'fr', 'en', 'en'])
  })
})
