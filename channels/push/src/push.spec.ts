import { createECDH, randomBytes } from 'node:crypto'
import type { Answer } from '@leeward/channel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decrypt } from './decrypt.ts'
import { createPush, isSubscription, newVapidKeys, wrongWithVapid } from './push.ts'
import { outcomeOf } from './push-answers.ts'
import { type Payload, payloadOf } from './push-payload.ts'

describe('What a push service answered', () => {
  test.each([200, 201, 202])('%d is taken', (status) => expect(outcomeOf(heard(status)).state).toBe('accepted'))
  test('how it calls the message is kept', () =>
    expect(outcomeOf(heard(201, '', { location: 'https://push.example/m/1' }))).toEqual({
      state: 'accepted',
      answer: '201',
      reference: 'https://push.example/m/1',
    }))
  test.each([404, 410])('%d: the browser is gone for good', (status) =>
    expect(outcomeOf(heard(status, 'Unregistered'))).toEqual({ state: 'bounced', gone: true, reason: 'gone', answer: `${status} Unregistered` }),
  )
  test.each([
    [400, 'bad-message'],
    [401, 'wrong-key'],
    [403, 'wrong-key'],
    [413, 'too-large'],
  ])('%d stays wrong: %s', (status, reason) => expect(outcomeOf(heard(status, 'why'))).toEqual({ state: 'failed', reason, answer: `${status} why` }))
  test.each([429, 500, 502, 503])('%d is tried later, when the service said', (status) =>
    expect(outcomeOf(heard(status, '', { 'retry-after': '5' }))).toEqual({ state: 'deferred', answer: String(status), retryAfterSeconds: 5 }),
  )
  test('a redirect is not followed', () => expect(outcomeOf(heard(307)).state).toBe('failed'))
  test('a line that broke leaves it unknown; one that never came about does not; where it may not lead is said', () => {
    expect(outcomeOf({ kind: 'lost', why: 'hung up', sent: true }).state).toBe('unknown')
    expect(outcomeOf({ kind: 'lost', why: 'no route', sent: false }).state).toBe('deferred')
    expect(outcomeOf({ kind: 'refused', why: 'internal' })).toMatchObject({ state: 'failed', reason: 'not-permitted' })
  })
  test('nothing that one browser answers is held against push as a whole', () => {
    for (const status of [201, 400, 403, 404, 429, 500]) expect(outcomeOf(heard(status)).provider).toBe(undefined)
  })
})

describe('What a notification says', () => {
  test('is told as it was written', () => expect(told(payload())).toEqual(payload()))
  test('a body of 100 kB is cut, in whole characters, to what every service takes', () => {
    const text = payloadOf(payload({ body: '🔥"\n'.repeat(25_000) })) as string
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3_000)
    expect(Buffer.byteLength(text)).toBeGreaterThan(2_900)
    expect(JSON.parse(text)).toMatchObject({ title: 'Payments fail', body: expect.stringMatching(/^🔥.*…$/su), url: 'https://status.example/c/1' })
  })
  test('a title is one line of 200 characters at most', () => expect(told(payload({ title: `a\n${'b'.repeat(500)}` }))?.title).toBe(`a ${'b'.repeat(197)}…`))
  test('text that turns the direction of reading does not', () => expect(told(payload({ title: 'pay\u202eecivni' }))?.title).toBe('payecivni'))
  test('an address that alone is too long is not cut: it would lead nowhere', () =>
    expect(payloadOf(payload({ url: `https://status.example/${'x'.repeat(3_000)}` }))).toBe(undefined))
  test('whatever is written, it fits', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.constantFrom(1, 50, 3_000), (title, body, times) => {
        const text = payloadOf(payload({ title: title.repeat(times), body: body.repeat(times) })) as string
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3_000)
        expect(JSON.parse(text).body.isWellFormed()).toBe(true)
      }),
    ))
})

describe('A subscription from a stranger', () => {
  test('is taken with nothing but what is needed', () => {
    const { endpoint, keys } = subscription()
    expect(isSubscription({ endpoint, keys: { ...keys, more: 1 }, expirationTime: null, __proto__: { admin: true } })).toEqual({ endpoint, keys })
  })
  test('written in base64 with padding is the same', () => {
    const { endpoint, keys } = subscription()
    const padded = { p256dh: Buffer.from(keys.p256dh, 'base64url').toString('base64'), auth: Buffer.from(keys.auth, 'base64url').toString('base64') }
    expect(isSubscription({ endpoint, keys: padded })).toEqual({ endpoint, keys })
  })
  test.each([
    ['http', 'http://push.example/1', 'endpoint must begin with https://'],
    ['a script', 'javascript:alert(1)', 'endpoint must begin with https://'],
    ['a password', 'https://a:b@push.example/1', 'endpoint must not contain a name or password'],
    ['no address', 'push', 'endpoint must be a web address of at most 2,000 characters'],
    ['too long', `https://push.example/${'x'.repeat(2_000)}`, 'endpoint must be a web address of at most 2,000 characters'],
    ['too long once it is encoded', `https://push.example/${'ä'.repeat(1_000)}`, 'endpoint must be a web address of at most 2,000 characters'],
    ['a number', 7, 'endpoint must be a web address of at most 2,000 characters'],
  ])('is refused for its endpoint: %s', (_, endpoint, why) => expect(isSubscription({ ...subscription(), endpoint })).toBe(why))
  test.each([
    ['nothing', undefined],
    ['a number', 7],
    ['no base64', '<script>'],
    ['too short', Buffer.alloc(64, 4).toString('base64url')],
    ['compressed', createECDH('prime256v1').generateKeys('base64url', 'compressed')],
    ['endless', 'A'.repeat(100_000)],
  ])('is refused for its key: %s', (_, p256dh) =>
    expect(isSubscription(subscription({ p256dh }))).toBe('keys.p256dh must be an uncompressed point of 65 bytes in base64url'),
  )
  test('is refused for a key that is no point of the curve: encrypting to it could tell of our keys', () => {
    const point = Buffer.from(subscription().keys.p256dh, 'base64url')
    point.writeUInt8(point.readUInt8(64) ^ 1, 64)
    expect(isSubscription(subscription({ p256dh: point.toString('base64url') }))).toBe('keys.p256dh is not a point of the curve P-256')
    expect(isSubscription(subscription({ p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64)]).toString('base64url') }))).toBe(
      'keys.p256dh is not a point of the curve P-256',
    )
  })
  test.each([undefined, '', 'x', randomBytes(15).toString('base64url'), randomBytes(17).toString('base64url')])('is refused for its secret: %s', (auth) =>
    expect(isSubscription(subscription({ auth }))).toBe('keys.auth must be 16 bytes in base64url'),
  )
  test.each([null, undefined, 'x', [], {}, { endpoint: 'https://push.example/1' }, { endpoint: 'https://push.example/1', keys: null }])(
    '%j is refused in words',
    (value) => expect(isSubscription(value)).toEqual(expect.any(String)),
  )
  test('whatever it is, it is answered', () =>
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(isSubscription(value)).toEqual(expect.any(String))
      }),
    ))
})

describe('The keys of an installation', () => {
  const keys = newVapidKeys()
  test('are a pair, of the lengths that browsers want', () => {
    expect(Buffer.from(keys.publicKey, 'base64url')).toHaveLength(65)
    expect(Buffer.from(keys.privateKey, 'base64url')).toHaveLength(32)
    expect(wrongWithVapid({ subject: 'mailto:status@acme.example', ...keys })).toBe(undefined)
    expect(wrongWithVapid({ subject: 'https://acme.example/contact', ...keys })).toBe(undefined)
  })
  test('of two pairs are told', () => {
    const mixed = { subject: 'mailto:status@acme.example', publicKey: keys.publicKey, privateKey: newVapidKeys().privateKey }
    expect(wrongWithVapid(mixed)).toContain('does not belong')
    expect(() => createPush(mixed, async () => ({ kind: 'refused', why: '' }))).toThrow('does not belong')
  })
  test.each(['', 'x', '!!', Buffer.alloc(32).toString('base64url')])('that are none are told: %s', (privateKey) =>
    expect(wrongWithVapid({ subject: 'mailto:status@acme.example', publicKey: keys.publicKey, privateKey })).toContain('make a new pair'),
  )
  test.each(['', 'status@acme.example', 'mailto:status@localhost', 'mailto:', 'http://acme.example/', 'https://localhost'])(
    'of somebody who cannot be asked are told: %s',
    (subject) => expect(wrongWithVapid({ subject, ...keys })).toContain('The subject must be'),
  )
})

describe('What a browser reads of a push', () => {
  test('is what the standard says of its own example (RFC 8291, appendix A)', () => {
    const browser = createECDH('prime256v1')
    browser.setPrivateKey(Buffer.from('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'base64url'))
    const body =
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN'
    expect(decrypt(Buffer.from(body, 'base64url'), browser, Buffer.from('BTBZMqHH6r4Tts7J_aSIgg', 'base64url'))).toBe(
      'When I grow up, I want to be a watermelon',
    )
  })
})

const heard = (status: number, body = '', headers: Record<string, string> = {}): Answer => ({ kind: 'heard', status, headers, body })
const payload = (more: Partial<Payload> = {}): Payload => ({
  title: 'Payments fail',
  body: 'Cards are refused.\nNext update by 09:50.',
  url: 'https://status.example/c/1',
  tag: 'crisis_1',
  lang: 'en',
  ...more,
})
const told = (given: Payload): Payload | undefined => JSON.parse(payloadOf(given) ?? 'null')

function subscription(more: { p256dh?: unknown; auth?: unknown } = {}) {
  const keys = { p256dh: createECDH('prime256v1').generateKeys('base64url'), auth: randomBytes(16).toString('base64url') }
  return { endpoint: 'https://push.example/send/abc?x=1', keys: { ...keys, ...more } as { p256dh: string; auth: string } }
}
