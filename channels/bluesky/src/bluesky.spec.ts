import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer } from '@leeward/channel'
import { outcomeOf, refusedEntry, strongOf } from './bluesky-answers.ts'
import { keyOf, recordOf, textOf } from './bluesky-post.ts'
import { wrongWith } from './fake-lexicon.ts'

const at = new Date('2030-01-01T09:00:00Z')
const link = 'https://status.example/acme/incidents/C-2030-001'
const post = (title = 'Mail is down', must = '', url = link) => ({
  pieces: [
    { name: 'title', head: 'Investigating: ', text: title },
    { name: 'must', text: must, needed: true as const },
  ],
  link: url,
})
const record = (...given: Parameters<typeof post>) => recordOf(post(...given), { at, language: 'en' })
const marked = (given: ReturnType<typeof record>) =>
  (given.facets ?? []).map(({ index, features }) => [Buffer.from(given.text).subarray(index.byteStart, index.byteEnd).toString(), features[0]?.uri])

describe('A post on Bluesky', () => {
  test('ends in its link, marked by bytes, without its scheme', () => {
    const made = record('Störung 🔥')
    expect(made.text).toBe('Investigating: Störung 🔥\nstatus.example/acme/incidents/C-2030-001')
    expect(marked(made)).toEqual([['status.example/acme/incidents/C-2030-001', link]])
  })
  test('marks the addresses that people wrote too', () =>
    expect(marked(record('Mail is down', 'Go to https://acme.example/ünï now.'))[0]).toEqual([
      'https://acme.example/ünï',
      'https://acme.example/%C3%BCn%C3%AF',
    ]))
  test('makes no link of what is none, nor of what reads as another', () => {
    const made = record('Mail is down', 'See https://acme.example@evil.example/ and javascript:alert(1)')
    expect(marked(made)).toHaveLength(1)
  })
  test('shows a long address by its host and its beginning', () => {
    const long = `${link}/${'a'.repeat(300)}`
    const made = record('Mail is down', '', long)
    expect(marked(made)).toEqual([[expect.stringMatching(/^status\.example\/.{40,}…$/), long]])
  })
  test('without an address that may be handed on it has none', () => expect(record('x', '', 'javascript:alert(1)')).not.toHaveProperty('facets'))
  test('of 150 emoji, or of marks heaped upon letters, is within both limits', () => {
    for (const title of ['👩‍🚒'.repeat(150), `e${'\u0301'.repeat(1_400)} `.repeat(3), '🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(150)])
      expect(wrongWith(record(title, title) as never)).toBe(undefined)
  })
  test('says what it had to leave out', () => {
    const pieces = [...post('x'.repeat(100)).pieces, { name: 'happened', text: 'y'.repeat(180) }, { name: 'doing', text: 'We look.' }]
    expect(textOf({ pieces, link })).toMatchObject({ cut: ['happened'], left: ['doing'] })
  })
  test('whatever is written, it is what the lexicon takes', () =>
    fc.assert(
      fc.property(anything, anything, (title, must) => {
        expect(wrongWith(record(title || 'x', must) as never)).toBe(undefined)
      }),
      { numRuns: 100 },
    ))
})

describe('The key of a record', () => {
  const seed = (text: string) => Buffer.from(text)
  test('has the form of a TID, is the same on each try, and another for another message or moment', () => {
    expect(keyOf(at, seed('abcd'))).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/)
    expect(keyOf(at, seed('abcd'))).toBe(keyOf(at, seed('abcd')))
    expect(keyOf(at, seed('abce'))).not.toBe(keyOf(at, seed('abcd')))
    expect(keyOf(new Date(at.getTime() + 1), seed('abcd')) > keyOf(at, seed('abcd'))).toBe(true)
  })
})

describe('What a PDS answered', () => {
  test('a record is named by where it is and what it holds', () => {
    const reference = 'at://did:plc:abc/app.bsky.feed.post/3k2 bafyreiabcdefghijklmnop'
    expect(outcomeOf(heard(200, { uri: reference.split(' ')[0], cid: reference.split(' ')[1] }))).toMatchObject({ state: 'accepted', reference })
    expect(strongOf(reference)).toEqual({ uri: reference.split(' ')[0], cid: reference.split(' ')[1] })
  })
  test.each(['', 'at://x', 'at://did:plc:abc/app.bsky.feed.post/3k2', 'https://a b', '1503435956.000247'])('%s names none', (text) =>
    expect(strongOf(text)).toBe(undefined),
  )
  test.each([
    [401, 'AccountTakedown', 'closed'],
    [400, 'AccountDeactivated', 'closed'],
    [401, 'AuthenticationRequired', 'revoked'],
  ])('%d %s: it wants nothing more', (status, error, reason) =>
    expect(outcomeOf(heard(status, { error, message: 'x' }))).toMatchObject({ state: 'bounced', gone: true, reason }),
  )
  test('429 is tried when it says so, whichever way it says it', () => {
    const reset = Math.ceil(Date.now() / 1_000) + 90
    const { retryAfterSeconds } = outcomeOf(heard(429, { error: 'RateLimitExceeded' }, { 'ratelimit-reset': String(reset) }))
    expect(retryAfterSeconds).toBeGreaterThan(85)
    expect(retryAfterSeconds).toBeLessThan(93)
    expect(outcomeOf(heard(429, {}, { 'retry-after': '7' }))).toMatchObject({ state: 'deferred', retryAfterSeconds: 7 })
    expect(outcomeOf(heard(429, {}, { 'ratelimit-reset': 'soon' })).state).toBe('deferred')
  })
  test('a record that it does not take is our mistake', () => {
    expect(outcomeOf(heard(400, { error: 'InvalidRequest', message: 'text must not be longer than 300 graphemes' }))).toMatchObject({
      state: 'failed',
      reason: 'too-large',
    })
    expect(outcomeOf(heard(400, { error: 'InvalidRequest', message: 'odd' }))).toMatchObject({ state: 'failed', reason: 'bad-message' })
  })
  test('an address at which there is no PDS is said to be one', () =>
    expect(outcomeOf(heard(404, '<h1>'))).toMatchObject({ state: 'bounced', reason: 'wrong-address' }))
  test.each(['', 'null', '[]', '{"ok":', '{"uri":7}'])('%s behind a 200 cannot be understood: unknown', (body) =>
    expect(outcomeOf(heard(200, body)).state).toBe('unknown'),
  )
  test('the password of the account itself is not what is wanted', () =>
    expect(refusedEntry(heard(401, { error: 'AuthFactorTokenRequired', message: 'A sign in code has been sent' }))).toMatchObject({
      gone: true,
      answer: expect.stringContaining('app password'),
    }))
  test('a line that breaks while signing in has posted nothing', () => expect(refusedEntry({ kind: 'lost', why: 'x', sent: true }).state).toBe('deferred'))
})

const heard = (status: number, body: object | string, headers: Record<string, string> = {}): Answer => ({
  kind: 'heard',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const anything = fc
  .tuple(
    fc.string({ unit: fc.constantFrom('a', 'word ', ' ', '\n', '👩‍🚒', '\u202e', '\u200b', '障害', '\ud800', 'https://x.example/y ', '@a.example ', '#tag ') }),
    fc.constantFrom(1, 5, 60),
  )
  .map(([text, times]) => text.repeat(times))
