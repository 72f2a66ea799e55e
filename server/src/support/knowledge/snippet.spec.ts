import { describe, expect, test } from 'vitest'
import { bestOf, stemmerOf } from './languages.ts'
import { type Piece, snippetOf } from './snippet.ts'

const shown = (pieces: Piece[]) => pieces.map(({ text, mark }) => (mark ? `[${text}]` : text)).join('')

describe('The place that is shown of what was found', () => {
  test('marks words that begin with what was asked, and no longer ones', () =>
    expect(shown(snippetOf('Log in, logged, logistics: resets of a password', { begins: ['log', 'reset', 'password'], runs: [] }))).toBe(
      '[Log] in, [logged], logistics: [resets] of a [password]',
    ))
  test('marks with or without accents, and in scripts without spaces', () => {
    expect(shown(snippetOf('Passwörter ändern', { begins: ['passwort'], runs: [] }))).toBe('[Passwörter] ändern')
    expect(shown(snippetOf('新しいパスワードを設定します', { begins: [], runs: ['パスワード', 'パス'] }))).toBe('新しい[パスワード]を設定します')
  })
  test('is where most of it stands together, and says that there is more', () => {
    const text = `${'filler words here '.repeat(40)}the invoice number of the invoice ${'and more of it '.repeat(40)}`
    const found = shown(snippetOf(text, { begins: ['invoice', 'number'], runs: [] }))
    expect(found).toContain('the [invoice] [number] of the [invoice]')
    expect(found).toMatch(/^… filler|^… words|^… here/)
    expect(found).toMatch(/ …$/)
    expect(found.length).toBeLessThan(260)
  })
  test('loses nothing of a short text, and never cuts a character in two', () => {
    expect(shown(snippetOf('Only this.', { begins: ['zzz'], runs: [] }))).toBe('Only this.')
    expect(shown(snippetOf('😀'.repeat(400), { begins: [], runs: [] })).isWellFormed()).toBe(true)
  })
  test('of a hostile text takes no time', () => {
    const began = performance.now()
    snippetOf('a '.repeat(60_000), { begins: ['a', 'aa'], runs: ['a'] })
    snippetOf('パ'.repeat(60_000), { begins: [], runs: ['パ', 'パパ'] })
    expect(performance.now() - began).toBeLessThan(1_500)
  })
})

describe('The language somebody reads', () => {
  test('is their own, else their language elsewhere, else the page’s, else English, else what there is', () => {
    expect(bestOf(['en', 'de', 'pt-BR'], 'de-AT', 'en')).toBe('de')
    expect(bestOf(['en', 'pt-BR'], 'pt', 'en')).toBe('pt-BR')
    expect(bestOf(['en', 'fr'], 'ja', 'fr')).toBe('fr')
    expect(bestOf(['en', 'fr'], 'ja', 'de')).toBe('en')
    expect(bestOf(['ko', 'ja'], 'sv', 'de')).toBe('ja')
    expect(bestOf([], 'de', 'en')).toBeUndefined()
  })
  test('has stems where the database knows them', () => {
    expect([stemmerOf('de-AT'), stemmerOf('ja'), stemmerOf('pl'), stemmerOf('constructor')]).toEqual(['german', 'simple', 'simple', 'simple'])
  })
})
