import { describe, expect, test } from 'vitest'
import { Theme } from './theme.contract.ts'
import { accentStyle, aroundHtml, contrastOf, themeOf } from './theme.ts'

describe('The theme of a status page', () => {
  test('has colours that can be read on white and in the dark', () => {
    expect(themeOf({ ...plain, accent: { light: '#7a1fa2', dark: '#d9a7f0' } }, none).accent).toEqual({ light: '#7a1fa2', dark: '#d9a7f0' })
    expect(() => themeOf({ ...plain, accent: { light: '#ffdd00', dark: '#d9a7f0' } }, none)).toThrow(
      /accent.light: has a contrast of 1\.\d to the page, and text needs 4.5. Take a darker one/,
    )
    expect(() => themeOf({ ...plain, accent: { light: '#7a1fa2', dark: '#222222' } }, none)).toThrow(/lighter/)
    expect(contrastOf('#000000', '#ffffff')).toBe(21)
    expect(accentStyle(themeOf({ ...plain, accent: { light: '#7a1fa2', dark: '#d9a7f0' } }, none))).toContain('--link:#7a1fa2')
  })
  test('has a logo that only shows', () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/><use href="#a"/></svg>'
    expect(themeOf({ ...plain, logo: of(svg) }, none).logo).toBe(svg)
    for (const evil of [
      '<script>alert(1)</script>',
      '<a onclick="x()"/>',
      '<image href="https://track.example/x.png"/>',
      '<foreignObject/>',
      '<a href="javascript:x"/>',
      '<style>@import "x"</style>',
      '<image xlink:href="http://x"/>',
      '<animate attributeName="href"/>',
    ])
      expect(() => themeOf({ ...plain, logo: of(`<svg>${evil}</svg>`) }, none), evil).toThrow(/logo: holds/)
    expect(() => themeOf({ ...plain, logo: of('hello') }, none)).toThrow(/is no SVG/)
    expect(() => themeOf({ ...plain, logo: { type: 'image/png', base64: Buffer.from('hello').toString('base64') } }, none)).toThrow(/is no PNG/)
  })
  test('keeps its logo where none is given, and loses it where that is said', () => {
    const before = { ...none, logo: '<svg></svg>' }
    expect([themeOf(plain, before).logo, themeOf({ ...plain, logo: null }, before).logo]).toEqual(['<svg></svg>', null])
  })
  test('has words above and below, with a few variables, and nothing else is run', () => {
    expect(aroundHtml('**{{ brand }}**: [help](https://help.example)', values)).toBe(
      '<div class="around"><p><strong>A*c*me &lt;b&gt;</strong>: <a href="https://help.example">help</a></p>\n</div>',
    )
    expect(aroundHtml('<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![p](https://track.example/p.png)', values)).not.toMatch(/<img|href="javascript/)
    expect(aroundHtml('  ', values)).toBe('')
  })
  test('a variable that there is not, a loop without an end and tricks are refused with their place', () => {
    const wrong = (header: string) => () => themeOf({ ...plain, header }, none)
    expect(wrong('{{ bran }}')).toThrow(/header, line 1, column \d+: .*brand/)
    expect(wrong('{{ brand.constructor }}')).toThrow(/header, line 1/)
    expect(wrong('{{ __proto__ }}')).toThrow(/header/)
    expect(wrong('{% for i in (1..100000000) %}x{% endfor %}')).toThrow(/header/)
    expect(wrong('{% include "x" %}')).toThrow(/header/)
    expect(wrong('{{ brand')).toThrow(/header, line 1/)
  })
})

const none = Theme.parse({})
const plain = { accent: null, header: '', footer: '' }
const values = { brand: 'A*c*me <b>', state: 'ok', page: 'https://x.example', language: 'en', year: '2030' }
const of = (text: string) => ({ type: 'image/svg+xml' as const, base64: Buffer.from(text).toString('base64') })
