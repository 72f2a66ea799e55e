import { describe, expect, test } from 'vitest'
import { distance, nearTo } from './near.ts'
import { queryOf } from './query.ts'
import { freeSlug, slugOf } from './slug.ts'
import { searchedOf, termsOf } from './words.ts'

describe('The words that a text is searched by', () => {
  test('are small letters and digits, whatever stands between them', () =>
    expect(searchedOf('E-Mail: „Über“ v2.3 (E-1042), it’s Ｆｕｌｌ').words).toBe('e mail über v2 3 e 1042 it s full'))
  test('are pairs of characters where a script puts no spaces between words', () => {
    expect(searchedOf('VPN接続とパスワード')).toEqual({ words: 'vpn', pairs: ['接続', '続と', 'とパ', 'パス', 'スワ', 'ワー', 'ード'] })
    expect(searchedOf('비밀번호 재설정').pairs).toEqual(['비밀', '밀번', '번호', '재설', '설정'])
    expect(searchedOf('會').pairs).toEqual(['會'])
  })
  test('of enormous length, and what is no text at all, fill nothing', () => {
    expect(searchedOf(`${'x'.repeat(5_000)} ok`).words).toBe('ok')
    expect(searchedOf('\u0000 \ud800 <!-- -->')).toEqual({ words: '', pairs: [] })
  })
})

describe('What a search asks for', () => {
  test('is each term once, and the last may be the beginning of a word until something follows it', () => {
    expect(termsOf('Reset reset passw')).toEqual([
      { text: 'reset', pairs: null, last: false },
      { text: 'passw', pairs: null, last: true },
    ])
    expect(termsOf('passw ').at(-1)?.last).toBe(false)
  })
  test('of Japanese is without the endings that differ from text to text', () =>
    expect(termsOf('パスワードを忘れた').map(({ text }) => text)).toEqual(['パスワード', '忘']))
  test('is at most a dozen terms, however much was pasted', () => expect(termsOf(Array.from({ length: 90 }, (_, i) => `word${i}`).join(' '))).toHaveLength(12))
  test('becomes stems and words in a language, without those that say nothing', () => {
    const stems = new Map([
      ['the', []],
      ['passwords', ['password']],
      ['res', ['res']],
    ])
    expect(queryOf(termsOf('the passwords res'), { stems, near: new Map() })).toBe("('password' | 'passwords') & ('res' | 'res':*)")
    expect(queryOf(termsOf('the '), { stems, near: new Map() })).toBe("('the')")
    expect(queryOf(termsOf('忘れた'), { stems, near: new Map() })).toBe("('忘':*)")
  })
  test('cannot end its quotes', () => {
    const asked = queryOf(termsOf("a' | !'b\\':* & c"), { stems: new Map([['a', ["x' | 'y"]]]), near: new Map() })
    expect(asked).not.toMatch(/x' \| 'y/)
  })
})

describe('A mistyped word', () => {
  test('is near to what lacks a letter, has one too many, another, or two that changed places', () => {
    expect(nearTo('pasword', ['password', 'passport', 'word'])).toEqual(['password'])
    expect(nearTo('lgoin', ['login', 'logic', 'going'])).toEqual(['login'])
    expect(nearTo('rechnugn', ['rechnung', 'rechnen'])).toEqual(['rechnung'])
    expect(nearTo('anderung', ['änderung'])).toEqual(['änderung'])
  })
  test('is not guessed where it is short, or a code', () => {
    expect(nearTo('vpm', ['vpn'])).toEqual([])
    expect(nearTo('e1042', ['e1043'])).toEqual([])
  })
  test('is compared no further than it matters', () => {
    expect(distance('a'.repeat(50), 'b'.repeat(50), 2)).toBe(3)
    expect(distance('kitten', 'sitting', 5)).toBe(3)
  })
})

describe('The address of an article', () => {
  test('is its first title in plain letters, and its number where it has none', () => {
    expect(slugOf('Größe der Dateien: was geht?', 'id')).toBe('groesse-der-dateien-was-geht')
    expect(slugOf('Crème brûlée', 'id')).toBe('creme-brulee')
    expect(slugOf('パスワード', '0190-aaaa-bbbbcccc1234')).toBe('article-bbcccc1234')
  })
  test('is one that no other has', () => expect(freeSlug('help', ['help', 'help-2'])).toBe('help-3'))
})
