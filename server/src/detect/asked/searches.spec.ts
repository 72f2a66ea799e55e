import { describe, expect, test } from 'vitest'
import { troubleOf } from './ask.ts'
import { postsIn as onBluesky } from './bluesky.ask.ts'
import { postsIn as onMastodon } from './mastodon.ask.ts'
import { plainHtml } from './plain-html.ts'

const since = new Date('2030-01-01T09:00:00Z')

describe('Posts on Mastodon', () => {
  const server = 'https://town.example'
  const status = (more: object = {}) => ({
    id: '113456789012345678',
    uri: 'https://town.example/users/ann/statuses/113456789012345678',
    url: 'https://town.example/@ann/113456789012345678',
    created_at: '2030-01-01T09:30:00.000Z',
    content: '<p>Hey <span class="h-card"><a href="https://town.example/@acme">@acme</a></span>, is it down?<br>Again.</p>',
    spoiler_text: '',
    visibility: 'public',
    account: { acct: 'ann', username: 'ann' },
    reblog: null,
    ...more,
  })
  const items = (list: unknown, ours: string[] = ['@acme']) => onMastodon(list, { server, ours }, since)?.flatMap(({ item }) => (item ? [item] : []))
  test('say what was written, when, and where one can answer', () =>
    expect(items([status()])).toEqual([
      {
        id: 'post/https://town.example/users/ann/statuses/113456789012345678',
        at: Date.parse('2030-01-01T09:30:00Z'),
        kind: 'message',
        name: 'posts',
        body: 'Hey @acme, is it down?\nAgain.',
        link: 'https://town.example/@ann/113456789012345678',
        labels: { server: 'town.example' },
      },
    ]))
  test('stand in a search as in a list', () => expect(items({ statuses: [status()], accounts: [], hashtags: [] })).toHaveLength(1))
  test.each([
    ['ours', { account: { acct: 'acme' } }],
    ['ours, seen from elsewhere', { account: { acct: 'Acme@town.example' } }],
    ['passed on', { reblog: status() }],
    ['for friends only', { visibility: 'private' }],
    ['without a word', { content: '<p></p>' }],
    ['from before we asked', { created_at: '2030-01-01T08:59:59Z' }],
  ])('are left out, and known, where they are %s', (_, more) => {
    const posts = onMastodon([status(more)], { server, ours: ['@acme', 'acme@town.example'] }, since)
    expect(posts).toMatchObject([{ mark: '113456789012345678', item: undefined }])
  })
  test('of somebody of our name on another server are not ours', () => expect(items([status({ account: { acct: 'acme@elsewhere.example' } })])).toHaveLength(1))
  test.each([null, 5, 'x', {}, { statuses: 5 }, { error: 'no' }])('are no list: %j', (answer) => expect(items(answer)).toBe(undefined))
  test('odd ones lose nothing of the rest', () =>
    expect(
      items([
        null,
        5,
        {},
        status({ id: 5 }),
        status({ id: '../../x' }),
        status({ content: null, spoiler_text: 'x'.repeat(9_000) }),
        status({ url: 'javascript:x', account: null }),
      ]),
    ).toHaveLength(3))
})

describe('Posts on Bluesky', () => {
  const post = (more: object = {}) => ({
    uri: 'at://did:plc:abcabcabcabcabcabcabcabc/app.bsky.feed.post/3kabcabcabcab',
    cid: 'bafyreiabc',
    author: { did: 'did:plc:abcabcabcabcabcabcabcabc', handle: 'ann.example' },
    record: { $type: 'app.bsky.feed.post', text: '@acme.example is it down?', createdAt: '2030-01-01T09:30:00.000Z' },
    indexedAt: '2030-01-01T09:30:02.000Z',
    ...more,
  })
  const items = (list: unknown, ours: string[] = ['acme.example']) => onBluesky(list, { ours }, since)?.flatMap(({ item }) => (item ? [item] : []))
  test('say what was written, when, and where one can answer, without a name', () =>
    expect(items([post()])).toEqual([
      {
        id: 'post/at://did:plc:abcabcabcabcabcabcabcabc/app.bsky.feed.post/3kabcabcabcab',
        at: Date.parse('2030-01-01T09:30:00Z'),
        kind: 'message',
        name: 'posts',
        body: '@acme.example is it down?',
        link: 'https://bsky.app/profile/did:plc:abcabcabcabcabcabcabcabc/post/3kabcabcabcab',
        labels: { server: 'bluesky' },
      },
    ]))
  test('of ours, by name or by identity, are left out', () => {
    expect(items([post({ author: { did: 'did:plc:x', handle: 'Acme.example' } })], ['@acme.example'])).toEqual([])
    expect(items([post()], ['did:plc:abcabcabcabcabcabcabcabc'])).toEqual([])
  })
  test('dated into the future count when they were found', () =>
    expect(items([post({ record: { text: 'x', createdAt: '2099-01-01T00:00:00Z' } })])?.[0]).toMatchObject({ at: Date.parse('2030-01-01T09:30:02Z') }))
  test('odd ones lose nothing of the rest', () =>
    expect(
      items([
        null,
        {},
        post({ uri: 'https://x' }),
        post({ record: null }),
        post({ record: { text: 5 } }),
        post({ indexedAt: 'x', record: { text: 'y' } }),
        post(),
      ]),
    ).toHaveLength(2))
  test.each([null, 5, {}])('are no list: %j', (answer) => expect(items(answer)).toBe(undefined))
})

describe('What an answer of somebody we ask means', () => {
  const heard = (status: number, headers: Record<string, string> = {}) => troubleOf({ kind: 'heard', status, headers, body: '' }, since, true)
  test('a token that is not taken is refused, and stays so', () =>
    expect(heard(401)).toEqual({ kind: 'refused', sentence: 'The token is no longer valid, or may not do this.' }))
  test('too often: as long as it says, in any of the ways to say it', () => {
    expect(heard(429)).toMatchObject({ waitSeconds: 300 })
    expect(heard(429, { 'retry-after': '17' })).toMatchObject({ waitSeconds: 17 })
    expect(heard(429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2030-01-01T09:05:00.000Z' })).toMatchObject({ waitSeconds: 300 })
    expect(heard(429, { 'ratelimit-remaining': '0', 'ratelimit-reset': String(since.getTime() / 1_000 + 60) })).toMatchObject({ waitSeconds: 60 })
    expect(heard(429, { 'retry-after': 'soon' })).toMatchObject({ waitSeconds: 300 })
  })
})

describe('Words in HTML', () => {
  test('are what people read of it', () => {
    expect(plainHtml('<p>One</p><p>Two &amp; <b>three</b></p><script>alert(1)</script><style>p{}</style>')).toBe('One\n\nTwo & three')
    expect(plainHtml('no marks at all')).toBe('no marks at all')
    expect(plainHtml('<'.repeat(100_000)).length).toBeLessThan(60_000)
  })
})
