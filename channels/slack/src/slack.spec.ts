import type { Answer } from '@leeward/channel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apiOutcome, found, pageOf, webhookOutcome } from './slack-answers.ts'
import { type Block, escaped, type Post, payloadOf } from './slack-post.ts'

describe('What an incoming webhook of Slack answered', () => {
  test('“ok” is taken', () => expect(webhookOutcome(heard(200, 'ok'))).toEqual({ state: 'accepted', answer: 'ok' }))
  test('any other 200 is not from Slack, and nobody knows what became of it', () =>
    expect(webhookOutcome(heard(200, '<html>Sign in</html>')).state).toBe('unknown'))
  test.each([
    [404, 'no_service', 'gone'],
    [404, 'no_active_hooks', 'gone'],
    [410, 'channel_is_archived', 'archived'],
  ])('%d %s: it wants nothing more', (status, word, reason) =>
    expect(webhookOutcome(heard(status, word))).toEqual({ state: 'bounced', gone: true, reason, answer: `${status} ${word}` }),
  )
  test.each([
    [404, 'channel_not_found', 'no-channel'],
    [403, 'action_prohibited', 'not-allowed'],
    [403, 'invalid_token', 'wrong-token'],
    [403, 'posting_to_general_channel_denied', 'not-allowed'],
    [404, '<h1>Not found</h1>', 'wrong-address'],
  ])('%d %s: it does not work until somebody sets it right', (status, word, reason) => {
    const outcome = webhookOutcome(heard(status, word))
    expect(outcome).toMatchObject({ state: 'bounced', reason })
    expect(outcome.gone).toBe(undefined)
  })
  test.each(['invalid_payload', 'no_text', 'invalid_blocks'])('400 %s is our mistake', (word) =>
    expect(webhookOutcome(heard(400, word))).toMatchObject({ state: 'failed', reason: 'bad-message' }),
  )
  test('429 and 5xx are tried later, when Slack said', () => {
    expect(webhookOutcome(heard(429, 'rate_limited', { 'retry-after': '30' }))).toMatchObject({ state: 'deferred', retryAfterSeconds: 30 })
    expect(webhookOutcome(heard(500, 'rollup_error')).state).toBe('deferred')
  })
  test('a redirect is not followed', () => expect(webhookOutcome(heard(302, ''))).toMatchObject({ state: 'failed' }))
  test('a line that broke leaves it unknown; one that never came about does not', () => {
    expect(webhookOutcome({ kind: 'lost', why: 'hung up', sent: true }).state).toBe('unknown')
    expect(webhookOutcome({ kind: 'lost', why: 'no route', sent: false }).state).toBe('deferred')
    expect(webhookOutcome({ kind: 'refused', why: 'internal' })).toMatchObject({ state: 'failed', reason: 'not-permitted' })
  })
})

describe('What the Web API of Slack answered', () => {
  test('a post is taken, and its ts is what replies name', () =>
    expect(apiOutcome(heard(200, '{"ok":true,"ts":"1503435956.000247"}'))).toEqual({ state: 'accepted', answer: 'ok', reference: '1503435956.000247' }))
  test.each([
    ['is_archived', 'archived'],
    ['token_revoked', 'revoked'],
    ['account_inactive', 'revoked'],
  ])('%s: it wants nothing more', (error, reason) => expect(apiOutcome(refused(error))).toEqual({ state: 'bounced', gone: true, reason, answer: error }))
  test.each([
    ['channel_not_found', 'no-channel'],
    ['not_in_channel', 'not-invited'],
    ['invalid_auth', 'wrong-token'],
    ['restricted_action', 'not-allowed'],
    ['restricted_action_read_only_channel', 'not-allowed'],
  ])('%s: it does not work until somebody sets it right', (error, reason) =>
    expect(apiOutcome(refused(error))).toEqual({ state: 'bounced', reason, answer: error }),
  )
  test('a scope that is missing is named', () =>
    expect(apiOutcome(heard(200, '{"ok":false,"error":"missing_scope","needed":"chat:write"}'))).toMatchObject({
      state: 'bounced',
      answer: 'missing_scope, needs chat:write',
    }))
  test.each([
    ['msg_too_long', 'too-large'],
    ['msg_blocks_too_long', 'too-large'],
    ['invalid_blocks', 'bad-message'],
    ['something_new', 'bad-message'],
    ['constructor', 'bad-message'],
  ])('%s is our mistake', (error, reason) => expect(apiOutcome(refused(error))).toEqual({ state: 'failed', reason, answer: error }))
  test.each(['ratelimited', 'rate_limited', 'service_unavailable'])('%s is tried later', (error) =>
    expect(apiOutcome(heard(200, JSON.stringify({ ok: false, error }), { 'retry-after': '9' }))).toEqual({
      state: 'deferred',
      answer: error,
      retryAfterSeconds: 9,
    }),
  )
  test.each(['fatal_error', 'internal_error'])('%s may have come after the post: unknown', (error) => expect(apiOutcome(refused(error)).state).toBe('unknown'))
  test.each(['', 'null', '[]', '{"ok":', '<html>', '{"ok":"true"}'])('%s cannot be understood: unknown', (body) =>
    expect(apiOutcome(heard(200, body)).state).toBe('unknown'),
  )
  test('429 and 5xx are tried later', () => {
    expect(apiOutcome(heard(429, '', { 'retry-after': '3' }))).toMatchObject({ state: 'deferred', retryAfterSeconds: 3 })
    expect(apiOutcome(heard(503, '')).state).toBe('deferred')
  })
  test('nothing that one channel or workspace answers is held against Slack as a whole', () => {
    for (const error of ['ratelimited', 'invalid_auth', 'fatal_error', 'is_archived']) expect(apiOutcome(refused(error)).provider).toBe(undefined)
    for (const status of [200, 403, 404, 429, 500]) expect(webhookOutcome(heard(status, 'x')).provider).toBe(undefined)
  })
})

describe('A post that is looked for in Slack', () => {
  const ours = { ts: '1.2', metadata: { event_type: 'leeward_update', event_payload: { key: 'delivery_1' } } }
  test('is found by its key', () => expect(found([{ ts: '1.1' }, ours], 'delivery_1')).toMatchObject({ state: 'accepted', reference: '1.2' }))
  test('is not mistaken for another, nor for what another app marked alike', () =>
    expect(found([ours, { ts: '1.3', metadata: { event_type: 'other', event_payload: { key: 'delivery_2' } } }], 'delivery_2')).toBe(undefined))
  test('is looked for among whatever is answered', () =>
    expect(found([null, {}, { metadata: { event_type: 'leeward_update' } }, { ...ours, ts: 7 }], 'delivery_1')).toBe(undefined))
  test('is unknown where the channel cannot be read', () => {
    expect(pageOf(refused('missing_scope'))).toMatchObject({ state: 'unknown', answer: 'could not be looked up: missing_scope' })
    expect(pageOf(heard(429, '', { 'retry-after': '60' }))).toMatchObject({ state: 'unknown', retryAfterSeconds: 60 })
    expect(pageOf({ kind: 'lost', why: 'no route', sent: false })).toMatchObject({ state: 'unknown' })
  })
})

describe('A post as Slack shows it', () => {
  test('has its title, its badge, its lines, where to read more, and who says it', () =>
    expect(payloadOf(post()).blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: 'Payments fail', emoji: false } },
      section('🔴 *Investigating*'),
      section('*What happened*\nCards are refused.'),
      section('*Next update*\nby 09:50'),
      section('<https://status.example/c/1?a=1&amp;b=2|Status page>'),
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'Acme Pay', verbatim: true }] },
    ]))
  test('a phone shows it in words, and no link unfurls', () => {
    const payload = payloadOf(post())
    expect(payload.text).toBe('Investigating: Payments fail\nWhat happened: Cards are refused.\nNext update: by 09:50')
    expect(payload).toMatchObject({ unfurl_links: false, unfurl_media: false, link_names: false })
  })
  test.each(['<!channel>', '<!here|x>', '<@U123>', '<#C1|x>', '<https://evil.example|click>', '&lt;!channel&gt;', '@channel', '@here now', '@everyone'])(
    '%s in anything that somebody wrote stays letters',
    (hostile) => {
      const blocks = payloadOf(post({ title: hostile, badge: hostile, label: hostile, text: hostile, footer: hostile, linkText: hostile }))
      const written = JSON.stringify({ ...blocks, blocks: blocks.blocks.slice(1) })
      expect(written.replace('<https://status.example/c/1?a=1&amp;b=2|', '').replace('>"', '"')).not.toMatch(/[<>]/)
      expect(JSON.stringify(blocks)).not.toMatch(/@(channel|here|everyone)/)
    },
  )
  test('what it is escaped to reads as it was written', () => expect(escaped('a < b & c > d &amp;')).toBe('a &lt; b &amp; c &gt; d &amp;amp;'))
  test('an address that could lead elsewhere is left out', () => {
    for (const url of ['javascript:alert(1)', 'https://status.example@evil.example/', 'slack://open', ''])
      expect(JSON.stringify(payloadOf(post({ url })).blocks)).not.toContain('Status page')
    expect(JSON.stringify(payloadOf(post({ url: 'https://status.example/a|b>c' })).blocks)).toContain('<https://status.example/a%7Cb%3Ec|Status page>')
  })
  test('text that turns the direction of reading does not', () => expect(JSON.stringify(payloadOf(post({ text: 'pay\u202eecivni' })))).not.toContain('\u202e'))
  test('a line of 100 kB is cut, whole characters and entities only', () => {
    const { blocks } = payloadOf(post({ text: '&'.repeat(100_000) }))
    const [line] = textsOf(blocks).filter((text) => text.includes('What happened'))
    expect(line).toMatch(/^\*What happened\*\n(&amp;)+…$/)
    expect(line?.length).toBeLessThanOrEqual(3_000)
  })
  test('twenty long lines all keep their beginning', () => {
    const { blocks } = payloadOf({ ...post(), lines: Array.from({ length: 20 }, (_, n) => ({ label: `Line ${n}`, text: 'long '.repeat(500) })) })
    expect(textsOf(blocks).filter((text) => text.startsWith('*Line'))).toHaveLength(20)
  })
  test('more lines than there may be blocks end in …', () => {
    const { blocks } = payloadOf({ ...post(), lines: Array.from({ length: 80 }, (_, n) => ({ label: `Line ${n}`, text: 'x' })) })
    expect(blocks).toHaveLength(50)
    expect(textsOf(blocks).at(-3)).toBe('…')
  })
  test('what is empty is left out, and a title is always there', () =>
    expect(payloadOf(post({ title: '\u202e', badge: '', label: '', text: '', footer: ' ', url: '' })).blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: '…', emoji: false } },
      section('*Next update*\nby 09:50'),
    ]))
  test('whatever is written, it is within the limits', () =>
    fc.assert(
      fc.property(anything, anything, anything, anything, fc.nat(70), (title, badge, label, text, count) => {
        const { text: fallback, blocks } = payloadOf({
          title,
          badge: { text: badge, tone: 'bad' },
          lines: Array.from({ length: count }, () => ({ label, text })),
          footer: text,
          link: { url: 'https://status.example/', text: label },
        })
        expect(fallback.length).toBeLessThanOrEqual(3_000)
        expect(blocks.length).toBeLessThanOrEqual(50)
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000)
        for (const [n, each] of textsOf(blocks).entries()) {
          expect(each.length).toBeLessThanOrEqual(n === 0 ? 150 : 3_000)
          expect(each).not.toBe('')
          expect(each.isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 60 },
    ))
})

const heard = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({ kind: 'heard', status, headers, body })
const refused = (error: string): Answer => heard(200, JSON.stringify({ ok: false, error }))
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } })
const textsOf = (blocks: Block[]): string[] =>
  blocks.flatMap((block) => (block.type === 'context' ? block.elements.map(({ text }) => text) : [block.text.text]))
const anything = fc
  .tuple(
    fc.string({ unit: fc.constantFrom('a', ' ', '\n', '&', '<', '>', '*', '@here', '🔥', '👩‍🚒', '\u202e', '"', '|', '\ud800') }),
    fc.constantFrom(1, 1, 30, 3_000),
  )
  .map(([text, times]) => text.repeat(times))

function post({
  title = 'Payments fail',
  badge = 'Investigating',
  label = 'What happened',
  text = 'Cards are refused.',
  footer = 'Acme Pay',
  url = 'https://status.example/c/1?a=1&b=2',
  linkText = 'Status page',
} = {}): Post {
  return {
    title,
    badge: { text: badge, tone: 'bad' },
    lines: [
      { label, text },
      { label: 'Next update', text: 'by 09:50' },
    ],
    footer,
    link: { url, text: linkText },
  }
}
