import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cut, largest, plain, webAddress } from './plain-text.ts'

describe('Text that strangers wrote', () => {
  test('cannot turn around what follows it, nor carry control characters; its lines stay lines', () => {
    expect(plain('invoice\u202efdp.exe')).toBe('invoicefdp.exe')
    expect(plain('\u2066a\u2069\0b\x1b[31mc\r\nd\te\ufeff')).toBe('ab[31mc\nd e')
  })
  test('keeps what languages need: marks of direction, joiners, accents', () => expect(plain('שלום\u200f! 👩‍🚒 é')).toBe('שלום\u200f! 👩‍🚒 é'))
  test('half a character becomes a whole one', () => expect(plain('a\ud83d').isWellFormed()).toBe(true))
})

describe('A text that is too long', () => {
  test('ends in …, and fits', () => expect(cut('outage', 4)).toBe('out…'))
  test('is left alone where it fits', () => expect(cut('outage', 6)).toBe('outage'))
  test('is not cut within a character', () => {
    expect(cut('ab👩‍🚒cd', 5)).toBe('ab…')
    expect(cut('a🔥🔥', 3)).toBe('a…')
  })
  test('is measured as the place counts that it goes to', () => expect(cut('äääää', 7, Buffer.byteLength)).toBe('ää…'))
  test('a hundred thousand characters take no time', () => {
    const began = performance.now()
    expect(cut('🔥'.repeat(50_000), 3_000).length).toBeLessThanOrEqual(3_000)
    expect(performance.now() - began).toBeLessThan(500)
  })
  test('whatever it is, it fits, is well-formed, and begins as it did', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, most) => {
        const short = cut(text, most, Buffer.byteLength)
        expect(Buffer.byteLength(short)).toBeLessThanOrEqual(most)
        expect(short.isWellFormed()).toBe(true)
        expect(text.startsWith(short.replace(/…$/, ''))).toBe(true)
      }),
    ))
  test('the largest number that fits is found, or none', () => {
    expect(largest(100, (each) => each <= 37)).toBe(37)
    expect(largest(100, () => true)).toBe(100)
    expect(largest(100, () => false)).toBe(0)
  })
})

describe('An address that is handed on', () => {
  test('is a web address', () => expect(webAddress('https://status.example/c/1')).toBe('https://status.example/c/1'))
  test.each(['javascript:alert(1)', 'data:text/html,x', 'status', 'https://a:b@status.example/', `https://status.example/${'x'.repeat(2_000)}`])(
    '%.40s is not',
    (address) => expect(webAddress(address)).toBe(undefined),
  )
})
