import { describe, expect, test } from 'vitest'
import { frame } from '../frame/strings.ts'
import { postsOf, type Said, shortPost } from './post.ts'
import { weighted } from './weighted.ts'

const parts = { title: 'Mail is down', happened: 'A disk broke.', must: 'Do not send twice.', known: 'It is the east.', can: 'Use the web page.' }
const said = (more: Partial<Said> = {}): Said => ({
  ...{ phase: 'investigating', parts, nextUpdateAt: new Date('2030-01-01T09:50:00Z'), locale: 'en', timeZone: 'UTC', practice: false },
  link: 'https://status.example/acme/incidents/C-2030-001',
  ...more,
})
const textOn = (network: string, more: Partial<Said> = {}) => postsOf(said(more)).find((each) => each.network === network)?.text ?? ''

describe('An update in public', () => {
  test('is its title, what must be done, what is most needed, when we write again, and where the rest stands', () =>
    expect(textOn('mastodon').split('\n')).toEqual([
      'Investigating: Mail is down',
      'What you must do now: Do not send twice.',
      'A disk broke.',
      'What you can do meanwhile: Use the web page.',
      'What we know: It is the east.',
      expect.stringMatching(/^We write again by .*09:50.*$/),
      'https://status.example/acme/incidents/C-2030-001',
    ]))
  test('stands in the words of its language', () => {
    expect(textOn('bluesky', { locale: 'de' })).toMatch(new RegExp(`^${frame('de').investigating}: Mail is down`))
    expect(textOn('bluesky', { locale: 'fr' })).toContain('\u00a0: Mail is down')
    expect(textOn('bluesky', { locale: 'ja' })).toContain('：Mail is down')
  })
  test('the final one says why, what was done, and that it is the last', () => {
    const lines = textOn('mastodon', {
      phase: 'resolved',
      nextUpdateAt: null,
      parts: { ...parts, must: '', why: 'It was old.', doing: 'We replaced it.', prevention: 'Two disks.' },
    }).split('\n')
    expect(lines.slice(0, 4)).toEqual(['Resolved: Mail is down', 'A disk broke.', 'Why it happened: It was old.', 'What we did: We replaced it.'])
    expect(lines.at(-2)).toMatch(/last message/)
  })
  test('an exercise says so', () => expect(textOn('short', { practice: true })).toMatch(/^\[Exercise\] Investigating: Mail is down/))
  test('each network gets what it has room for, what must be done always', () => {
    const long = { ...parts, title: '障害'.repeat(60), must: 'Change your password. '.repeat(60), happened: 'word '.repeat(400), affected: 'x '.repeat(900) }
    for (const { network, text, length, most, cut, left } of postsOf(said({ parts: long }))) {
      expect(length).toBeLessThanOrEqual(most)
      expect(text).toContain('What you must do now: Change your password.')
      if (network !== 'long') expect([...cut, ...left]).toContain('affected')
    }
  })
  test('of a hundred and fifty emoji, and of text that turns around, it stays readable', () => {
    for (const { text } of postsOf(said({ parts: { title: '👩‍🚒'.repeat(37), must: 'a\u202eb\u200bc\u2066' } }))) {
      expect(text).toContain('abc')
      expect(text.isWellFormed()).toBe(true)
    }
  })
  test('a part that only looks empty takes no place', () =>
    expect(shortPost(said({ parts: { title: 'x', doing: ' \n ' } })).pieces.map(({ name }) => name)).toEqual(['title', 'next']))
})

describe('How X counts', () => {
  test.each([
    ['abc é', 5],
    ['障害', 4],
    ['👩‍🚒🏴󠁧󠁢󠁥󠁮󠁧󠁿🔥', 6],
    ['“quoted” – yes…', 16],
    ['see https://status.example/a/very/long/path/that/goes/on/and/on', 27],
    ['see acme.example', 27],
    ['me@acme.example', 15],
  ])('%s', (text, count) => expect(weighted(text)).toBe(count))
})
