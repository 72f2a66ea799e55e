import type { Answer } from '@leeward/channel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from './teams-answers.ts'
import { type Card, cardOf, neutral, type Post } from './teams-card.ts'

describe('What Teams answered', () => {
  test.each([
    [202, ''],
    [202, '{"id":"08585"}'],
    [200, '1'],
    [200, ''],
    [200, '{"posted":true}'],
  ])('%d “%s” is taken', (status, body) => expect(outcomeOf(heard(status, body)).state).toBe('accepted'))
  test.each(['<html>Sign in</html>', 'ok then', '2'])('200 and %s is from somebody else: unknown', (body) =>
    expect(outcomeOf(heard(200, body)).state).toBe('unknown'),
  )
  test.each([
    [429, { state: 'deferred' }],
    [503, { state: 'deferred' }],
    [413, { state: 'failed', reason: 'too-large' }],
    [400, { state: 'failed', reason: 'bad-message' }],
    [403, { state: 'bounced', reason: 'not-allowed' }],
    [404, { state: 'bounced', reason: 'gone', gone: true }],
  ])('200 that tells of an HTTP error %d means that error', (code, means) => {
    const body = `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${code} with ContextId tcid=0,server=x`
    expect(outcomeOf(heard(200, body))).toEqual({ ...means, answer: `200 ${body}` })
  })
  test('a delivery that failed without a number is tried later', () =>
    expect(outcomeOf(heard(200, 'Webhook message delivery failed with error: timeout')).state).toBe('deferred'))
  test.each([
    [400, 'WorkflowTriggerIsNotEnabled', 'switched-off'],
    [401, 'DirectApiAuthorizationRequired', 'wrong-address'],
    [403, 'AuthorizationFailed', 'not-allowed'],
    [403, 'SomethingNew', 'not-allowed'],
  ])('%d %s: it does not work until somebody sets it right', (status, code, reason) => {
    const outcome = outcomeOf(failing(status, code))
    expect(outcome).toMatchObject({ state: 'bounced', reason, answer: expect.stringContaining(code) })
    expect(outcome.gone).toBe(undefined)
  })
  test('a workflow that is not found any more is gone, and so is what answers 404 or 410', () => {
    expect(outcomeOf(failing(404, 'WorkflowNotFound'))).toMatchObject({ state: 'bounced', gone: true, reason: 'gone' })
    expect(outcomeOf(heard(404, ''))).toMatchObject({ state: 'bounced', gone: true })
    expect(outcomeOf(heard(410, 'Gone'))).toMatchObject({ state: 'bounced', gone: true })
  })
  test('a message that does not fit is our mistake', () => {
    expect(outcomeOf(failing(400, 'TriggerInputSchemaMismatch'))).toMatchObject({ state: 'failed', reason: 'bad-message' })
    expect(outcomeOf(failing(400, 'constructor'))).toMatchObject({ state: 'failed', reason: 'bad-message' })
    expect(outcomeOf(heard(413, ''))).toMatchObject({ state: 'failed', reason: 'too-large' })
    expect(outcomeOf(heard(400, 'Bad payload received by generic incoming webhook.'))).toMatchObject({ state: 'failed', reason: 'bad-message' })
  })
  test('an address that never was one of theirs does not work', () =>
    expect(outcomeOf(heard(400, 'Invalid webhook URL'))).toMatchObject({ state: 'bounced', reason: 'wrong-address' }))
  test('429 and 5xx are tried later, when Teams said', () => {
    expect(outcomeOf(heard(429, '', { 'retry-after': '12' }))).toMatchObject({ state: 'deferred', retryAfterSeconds: 12 })
    expect(outcomeOf(failing(502, 'NoResponse')).state).toBe('deferred')
  })
  test('a redirect is not followed', () => expect(outcomeOf(heard(302, '')).state).toBe('failed'))
  test('a line that broke leaves it unknown; one that never came about does not', () => {
    expect(outcomeOf({ kind: 'lost', why: 'hung up', sent: true }).state).toBe('unknown')
    expect(outcomeOf({ kind: 'lost', why: 'no route', sent: false }).state).toBe('deferred')
  })
  test('nothing that one channel answers is held against Teams as a whole', () => {
    for (const status of [200, 202, 400, 401, 404, 429, 500]) expect(outcomeOf(heard(status, 'x')).provider).toBe(undefined)
  })
})

describe('A post as Teams shows it', () => {
  test('has its title, its badge in colour and words, its lines, who says it, and a button to read more', () => {
    const card = cardOf(post())
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.4', msteams: { width: 'Full' } })
    expect(card.body[0]).toEqual({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'Payments fail', size: 'Large', weight: 'Bolder' }] })
    expect(card.body[1]).toMatchObject({ inlines: [{ text: 'Investigating', color: 'Attention' }] })
    expect(textsOf(card)).toEqual(['Payments fail', 'Investigating', 'What happened', 'Cards are refused.', 'Next update', 'by 09:50', 'Acme Pay'])
    expect(card.actions).toEqual([{ type: 'Action.OpenUrl', title: 'Status page', url: 'https://status.example/c/1' }])
  })
  test('what people write is never in a place that reads Markdown', () => {
    const kinds = new Set(JSON.stringify(cardOf(post({ text: '- a\n- b\n**c**' }))).match(/"type":"[^"]+"/g))
    expect([...kinds].sort()).toEqual(['"type":"Action.OpenUrl"', '"type":"AdaptiveCard"', '"type":"RichTextBlock"', '"type":"TextRun"'])
  })
  test.each([
    '[a](javascript:alert(1))',
    '[a](https://evil.example)',
    '![a](https://evil.example/x.png)',
    '[a][b] [b]: https://evil.example',
    '{{DATE(2030-01-01T00:00:00Z, SHORT)}}',
  ])('%s stays letters even where a client reads it all the same', (hostile) => {
    const card = JSON.stringify(cardOf(post({ title: hostile, badge: hostile, label: hostile, text: hostile, footer: hostile, linkText: hostile })))
    expect(card).not.toMatch(/\]\(|\]\[|\]:|\{\{D/)
    expect(card.replaceAll('\u2060', '')).toContain(hostile)
  })
  test('brackets that are no link stay as they are', () => expect(neutral('a [b] (c) {d}')).toBe('a [b] (c) {d}'))
  test('lines of a text are rows; beyond twenty they run on', () => {
    expect(textsOf(cardOf(post({ text: 'one\n\n two\r\nthree' })))).toEqual(expect.arrayContaining(['one', 'two', 'three']))
    const many = textsOf(cardOf(post({ text: Array.from({ length: 40 }, (_, n) => `p${n}`).join('\n') })))
    expect(many).toContain('p18')
    expect(many).toContain(Array.from({ length: 21 }, (_, n) => `p${n + 19}`).join(' '))
  })
  test('text that turns the direction of reading does not', () => expect(JSON.stringify(cardOf(post({ text: 'pay\u202eecivni' })))).not.toContain('\u202e'))
  test('an address that is none for the web gets no button', () => {
    for (const url of ['javascript:alert(1)', 'msteams://x', '', 'https://a:b@evil.example/']) expect(cardOf(post({ url })).actions).toEqual([])
    expect(cardOf(post({ linkText: '' })).actions[0]?.title).toBe('status.example')
  })
  test('a line of 100 kB is cut, the others are not', () => {
    const texts = textsOf(cardOf(post({ text: '🔥'.repeat(50_000) })))
    expect(texts.at(3)).toMatch(/^(🔥)+…$/u)
    expect(texts.at(-2)).toBe('by 09:50')
  })
  test('more lines than are bearable end in …', () =>
    expect(textsOf(cardOf({ ...post(), lines: Array.from({ length: 80 }, () => ({ label: 'Line', text: 'x' })) })).at(-2)).toBe('…'))
  test('whatever is written, it stays below the limit, and no run is empty', () =>
    fc.assert(
      fc.property(anything, anything, fc.nat(60), (label, text, count) => {
        const card = cardOf({ ...post({ title: label, badge: label, footer: text }), lines: Array.from({ length: count }, () => ({ label, text })) })
        expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(27_000)
        for (const each of textsOf(card)) {
          expect(each).not.toBe('')
          expect(each.isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 60 },
    ))
})

const heard = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({ kind: 'heard', status, headers, body })
const failing = (status: number, code: string): Answer => heard(status, JSON.stringify({ error: { code, message: 'why' } }))
const textsOf = (card: Card): string[] => card.body.flatMap(({ inlines }) => inlines.map(({ text }) => text))
const anything = fc
  .tuple(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '[a](b)', '{{', '🔥', 'ä', '\u202e', '"', '\\', '\ud800') }), fc.constantFrom(1, 1, 30, 3_000))
  .map(([text, times]) => text.repeat(times))

function post({
  title = 'Payments fail',
  badge = 'Investigating',
  label = 'What happened',
  text = 'Cards are refused.',
  footer = 'Acme Pay',
  url = 'https://status.example/c/1',
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
