import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addresses, atWord, fitted, graphemesIn, inOneLine, type Piece } from './short-post.ts'

const within = (most: number) => (text: string) => graphemesIn(text) <= most
const link = 'https://status.example/acme/incidents/C-2030-001'
const pieces = (more: Partial<Record<'title' | 'must' | 'happened' | 'doing' | 'next', string>> = {}): Piece[] => {
  const said = {
    title: 'Mail is down',
    must: 'Do not send twice.',
    happened: 'A disk broke.',
    doing: 'We copy the data.',
    next: 'We write again by 10:00',
    ...more,
  }
  return [
    { name: 'title', head: 'Investigating: ', text: said.title },
    { name: 'must', head: 'What you must do now: ', text: said.must, needed: true },
    { name: 'happened', text: said.happened },
    { name: 'doing', text: said.doing },
    { name: 'next', text: said.next, last: true },
  ]
}
const post = (most: number, more = {}) => fitted({ pieces: pieces(more), link }, within(most))

describe('A short post', () => {
  test('says all of it where all of it fits, the most needed first and the link last', () =>
    expect(post(300)).toEqual({
      text: `Investigating: Mail is down\nWhat you must do now: Do not send twice.\nA disk broke.\nWe copy the data.\nWe write again by 10:00\n${link}`,
      left: [],
      cut: [],
    }))
  test('leaves out what is least needed, and says what', () => {
    const { text, left } = post(160)
    expect(left).toEqual(['doing'])
    expect(text).toContain('A disk broke.')
    expect(text.endsWith(link)).toBe(true)
  })
  test('cuts a part between words where much of it fits', () => {
    const { text, cut, left } = post(240, { happened: 'A disk broke in the eastern hall and its spare did not take over as it should have. '.repeat(3) })
    expect(cut).toEqual(['happened'])
    expect(left).toEqual(['doing'])
    expect(text).toMatch(/ [a-z]+…\nWe write again/)
  })
  test('never leaves out what must be done, however long the rest is; when we write again goes first', () => {
    const { text, left, cut } = post(165, { title: 'Mail is down in every region that we have and nobody can send anything', must: 'Do not send twice.' })
    expect(text).toContain('What you must do now: Do not send twice.')
    expect(left).toContain('next')
    expect(cut).toEqual(['title'])
    expect(text).toMatch(/ [a-z]+…\nWhat you must/)
  })
  test('is the beginning of title and must where both are endless', () => {
    const { text, cut } = post(200, { title: 'word '.repeat(30), must: 'Change your password now. '.repeat(40) })
    expect(cut).toEqual(['title', 'must'])
    expect(text).toMatch(/^Investigating: word.*…\nWhat you must do now: Change your.*…\nhttps/)
  })
  test('of a hundred and fifty emoji none is halved', () => {
    const { text } = post(120, { title: '👩‍🚒'.repeat(30) + '🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(30) })
    expect(text.isWellFormed()).toBe(true)
    expect(text.replace(/👩‍🚒|🏴󠁧󠁢󠁥󠁮󠁧󠁿/gu, '')).toMatch(/^Investigating: …?\nWhat you/)
    expect(text).not.toMatch(/\u200d…/)
  })
  test('an empty part takes no line', () => expect(post(300, { must: ' \u200b', happened: '' }).text).not.toContain('must do now'))
  test('whatever is written: it fits, keeps its link, is well-formed, and what must be done is in it', () =>
    fc.assert(
      fc.property(anything, anything, anything, fc.integer({ min: 160, max: 600 }), (title, must, happened, most) => {
        const { text } = post(most, { title: title || 'x', must: `Must ${must}`, happened })
        expect(graphemesIn(text)).toBeLessThanOrEqual(most)
        expect(text.endsWith(link)).toBe(true)
        expect(text.isWellFormed()).toBe(true)
        expect(text).toContain('What you must do now: ')
        expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/)
      }),
      { numRuns: 150 },
    ))
})

describe('Cutting between words', () => {
  test.each([
    ['one two three', 9, 'one two…'],
    ['one, two three', 5, 'one…'],
    ['don’t stop', 7, 'don’t…'],
    ['state-of-the-art mail', 18, 'state-of-the-art…'],
    ['障害が発生しています', 6, '障害が発生…'],
    ['🔥🔥🔥🔥', 3, '🔥🔥…'],
    ['Donaudampfschifffahrt', 8, 'Donauda…'],
  ])('%s in %d', (text, most, short) => expect(atWord(text, within(most))).toBe(short))
  test('an address is there whole or not at all', () => {
    expect(atWord('See https://acme.example/a/b/c for more', within(20))).toBe('See…')
    expect(atWord('https://acme.example/a/b/c', within(20))).toBe('')
  })
  test('four thousand characters take no time', () => {
    const began = performance.now()
    atWord('🔥word '.repeat(600), within(300))
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

test('Addresses end before the signs around them', () =>
  expect(addresses('(see https://a.example/x?y=1), or http://b.example.').map(({ url }) => url)).toEqual(['https://a.example/x?y=1', 'http://b.example']))
test('What is invisible is taken out, what joins letters stays', () => expect(inOneLine('a\u202eb\u200b\u2060\n c 👩‍🚒')).toBe('ab c 👩‍🚒'))

const anything = fc
  .tuple(
    fc.string({ unit: fc.constantFrom('a', 'word ', ' ', '\n', '👩‍🚒', '\u202e', '\u200b', '障害', '\ud800', 'https://x.example/y ', 'e\u0301') }),
    fc.constantFrom(1, 5, 40),
  )
  .map(([text, times]) => text.repeat(times))
