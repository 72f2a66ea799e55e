import type { Answer } from '@leeward/channel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from './mastodon-answers.ts'
import { lengthOf, spaced, textOf, wordsOf } from './mastodon-post.ts'

const link = 'https://status.example/acme/incidents/C-2030-001'
const post = (title = 'Mail is down', must = '') => ({
  pieces: [
    { name: 'title', text: title },
    { name: 'must', text: must, needed: true as const },
  ],
  link,
})

describe('How Mastodon counts', () => {
  test.each([
    ['a', 1],
    ['👩‍🚒🏴󠁧󠁢󠁥󠁮󠁧󠁿é', 3],
    [`see ${link}/${'x'.repeat(200)}`, 4 + 23],
    ['https://a.example.', 23 + 1],
    // Only what is a link there is counted as one.
    ['https://localhost/x', 19],
    ['http://10.0.0.1/', 16],
    ['https://störung.example/ü', 23],
  ])('%s', (text, length) => expect(lengthOf(text)).toBe(length))
})

describe('A post on Mastodon', () => {
  test('ends in its whole link', () => expect(textOf(post()).text).toBe(`Mail is down\n${link}`))
  test('has room for as much as the instance allows', () => {
    expect(lengthOf(textOf(post('x y '.repeat(300)), { most: 1_000, perLink: 23 }).text)).toBeGreaterThan(950)
    expect(lengthOf(textOf(post('x y '.repeat(300))).text)).toBeLessThanOrEqual(500)
  })
  test.each(['@acme', 'ask @acme@mastodon.example now', '(@acme)', '＠acme'])('%s calls nobody', (text) =>
    expect(textOf(post(text)).text).not.toMatch(/(?<![\w/=])[@＠]\w/),
  )
  test.each(['help@acme.example', 'https://mastodon.example/@acme'])('%s stays as it is', (text) => expect(textOf(post(text)).text).toContain(text))
  test('whatever is written, it is within the limit', () =>
    fc.assert(
      fc.property(anything, anything, (title, must) => {
        const { text } = textOf(post(title || 'x', must))
        expect(lengthOf(text)).toBeLessThanOrEqual(500)
        expect(text.isWellFormed()).toBe(true)
        expect(text.endsWith(link)).toBe(true)
      }),
      { numRuns: 100 },
    ))
  test('is known again in the HTML that it is shown as', () => {
    const html = `<p>Tom &amp; &quot;Jerry&quot;<br />a &lt; b</p><p><a href="x"><span class="invisible">https://</span><span class="ellipsis">status.example/acme</span><span class="invisible">/incidents</span></a></p>`
    expect(wordsOf(html)).toBe(spaced('Tom & "Jerry"\na < b\n\nhttps://status.example/acme/incidents'))
    expect(wordsOf('&amp;lt;')).toBe('&lt;')
  })
})

describe('What an instance answered', () => {
  test('a status is named by its id', () => expect(outcomeOf(heard(200, { id: '103' }))).toEqual({ state: 'accepted', answer: 'posted', reference: '103' }))
  test('a token that is not taken any more is gone', () =>
    expect(outcomeOf(heard(401, { error: 'The access token was revoked' }))).toMatchObject({ state: 'bounced', gone: true, reason: 'revoked' }))
  test('410 is gone', () => expect(outcomeOf(heard(410, { error: 'gone' }))).toMatchObject({ state: 'bounced', gone: true }))
  test('what a token may not do is said with the scopes', () =>
    expect(outcomeOf(heard(403, { error: 'outside the authorized scopes' }))).toMatchObject({
      state: 'bounced',
      reason: 'not-allowed',
      answer: expect.stringContaining('write:statuses'),
    }))
  test('an address at which there is no instance is said to be none', () =>
    expect(outcomeOf(heard(404, '<h1>'))).toMatchObject({ state: 'bounced', reason: 'wrong-address' }))
  test('429 is tried when it says so', () => {
    const { retryAfterSeconds } = outcomeOf(heard(429, { error: 'Too many requests' }, { 'x-ratelimit-reset': new Date(Date.now() + 90_000).toISOString() }))
    expect(retryAfterSeconds).toBeGreaterThan(85)
    expect(retryAfterSeconds).toBeLessThan(93)
    expect(outcomeOf(heard(429, '', { 'x-ratelimit-reset': 'soon' })).state).toBe('deferred')
  })
  test('what it does not take is our mistake', () => {
    expect(outcomeOf(heard(422, { error: 'Validation failed: Text character limit of 500 exceeded' }))).toMatchObject({ state: 'failed', reason: 'too-large' })
    expect(outcomeOf(heard(422, { error: 'Validation failed: Language' }))).toMatchObject({ state: 'failed', reason: 'bad-message' })
  })
  test.each(['', 'null', '[]', '{"id":', '{"id":7}'])('%s behind a 200 cannot be understood: unknown', (body) =>
    expect(outcomeOf(heard(200, body)).state).toBe('unknown'),
  )
  test('a redirect is not followed', () => expect(outcomeOf(heard(302, '')).state).toBe('failed'))
})

const heard = (status: number, body: object | string, headers: Record<string, string> = {}): Answer => ({
  kind: 'heard',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const anything = fc
  .tuple(
    fc.string({
      unit: fc.constantFrom('a', 'word ', ' ', '\n', '👩‍🚒', '\u202e', '\u200b', '障害', '\ud800', 'https://x.example/y ', '@a@b.example ', '#tag '),
    }),
    fc.constantFrom(1, 5, 60),
  )
  .map(([text, times]) => text.repeat(times))
