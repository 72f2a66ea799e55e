import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitted } from './fitted.ts'
import { segments } from './segments.ts'

describe('How many text messages a text becomes', () => {
  test.each([
    ['', 'gsm-7', 0, 0],
    ['a'.repeat(160), 'gsm-7', 160, 1],
    ['a'.repeat(161), 'gsm-7', 161, 2],
    ['a'.repeat(306), 'gsm-7', 306, 2],
    ['a'.repeat(307), 'gsm-7', 307, 3],
    ['ä'.repeat(160), 'gsm-7', 160, 1],
    ['ж'.repeat(70), 'ucs-2', 70, 1],
    ['ж'.repeat(71), 'ucs-2', 71, 2],
    ['ж'.repeat(134), 'ucs-2', 134, 2],
    ['ж'.repeat(135), 'ucs-2', 135, 3],
  ])('%# counts as the standard says', (text, encoding, units, count) => expect(segments(text)).toEqual({ encoding, units, segments: count }))

  test('what needs an escape (€, brackets) counts as two', () => {
    expect(segments('€'.repeat(80))).toEqual({ encoding: 'gsm-7', units: 160, segments: 1 })
    expect(segments(`${'€'.repeat(80)}a`)).toMatchObject({ units: 161, segments: 2 })
  })
  test('an escape is not torn from its character: the place that remains stays empty', () =>
    expect(segments(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toEqual({ encoding: 'gsm-7', units: 306, segments: 3 }))
  test('an emoji counts as two and is not torn apart', () => {
    expect(segments('🔥'.repeat(35))).toEqual({ encoding: 'ucs-2', units: 70, segments: 1 })
    expect(segments('🔥'.repeat(67))).toEqual({ encoding: 'ucs-2', units: 134, segments: 3 })
  })
  test('one character outside the alphabet makes all of them cost more', () =>
    expect(segments(`${'a'.repeat(99)}ł`)).toMatchObject({ encoding: 'ucs-2', segments: 2 }))
})

describe('A text that must fit', () => {
  const link = 'https://status.acme.example/c/1'
  test('what fits stays as it is, with its link after a space', () =>
    expect(fitted({ text: ' We are on it. ', suffix: link, most: 1 })).toBe(`We are on it. ${link}`))
  test('what does not is shortened at a word, and the link stays whole', () => {
    const whole = "Payments by card fail since nine o'clock. ".repeat(9)
    const text = fitted({ text: whole, suffix: link, most: 1 })
    expect(text).toMatch(/^Payments .*[a-z.']\.\.\. https:\/\/status\.acme\.example\/c\/1$/)
    expect(segments(text)).toMatchObject({ encoding: 'gsm-7', segments: 1 })
    expect(text.length).toBeGreaterThan(145)
    const kept = text.slice(0, text.indexOf('...'))
    expect(whole.startsWith(kept)).toBe(true)
    expect(whole[kept.length]).toMatch(/[ .]/)
  })
  test('three dots where … would make every character cost double, … where it costs nothing', () => {
    expect(fitted({ text: 'word '.repeat(60), most: 1 })).toMatch(/word\.\.\.$/)
    expect(fitted({ text: 'слово '.repeat(60), most: 1 })).toMatch(/слово…$/)
  })
  test('the characters that were cut off no longer make the rest cost more', () => {
    const text = fitted({ text: `${'word '.repeat(40)}🔥`, most: 1 })
    expect(segments(text)).toMatchObject({ encoding: 'gsm-7', segments: 1 })
  })
  test('a single long word is cut inside, never through a character that people see as one', () => {
    expect(fitted({ text: 'x'.repeat(500), most: 1 })).toBe(`${'x'.repeat(157)}...`)
    expect(fitted({ text: '👨‍👩‍👧'.repeat(40), most: 1 })).toMatch(/^(👨‍👩‍👧)+…$/u)
  })
  test('a link that is too long by itself stays whole and alone', () =>
    expect(fitted({ text: 'Look:', suffix: `https://x.example/${'y'.repeat(200)}`, most: 1 })).toMatch(/^https:.*y{200}$/))
  test('for any text it needs no more than it may, and ends as it must', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), fc.integer({ min: 1, max: 4 }), (text, most) => {
        const short = fitted({ text, suffix: link, most })
        expect(segments(short).segments).toBeLessThanOrEqual(most)
        expect(short.endsWith(link)).toBe(true)
      }),
    ))
})
