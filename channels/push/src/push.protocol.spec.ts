// Against a push service on loopback with browsers behind it, which checks the sender and reads what arrives; it misbehaves as told.
import { acceptThenDrop, badJson, hang, refuse, slow, status, throttle } from '@leeward/channel/fake-service'
import { plainly } from '@leeward/channel/plainly'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FakePushService, startFakePushService } from './fake-push.ts'
import { createPush, newVapidKeys, type PushMessage, type Subscription } from './push.ts'

describe('Web push over a real line', () => {
  let fake: FakePushService
  let browser: Subscription
  const keys = newVapidKeys()
  const vapid = { subject: 'mailto:status@acme.example', ...keys }
  const push = createPush(vapid, plainly(2_000))
  beforeAll(async () => {
    fake = await startFakePushService()
  })
  afterAll(() => fake.close())
  beforeEach(() => {
    browser = fake.subscribe(keys.publicKey)
    fake.received.length = 0
    fake.faults([])
  })
  const send = (more: Partial<PushMessage> = {}) => push.send({ id: 'm_1', to: browser, payload, ttlSeconds: 3_600, urgency: 'high', ...more })

  test('a browser reads what was written, and nobody else can', async () => {
    const outcome = await send()
    expect(outcome).toMatchObject({ state: 'accepted', reference: expect.stringContaining('/message/') })
    expect(fake.received).toMatchObject([{ endpoint: browser.endpoint, payload, ttlSeconds: 3_600, urgency: 'high' }])
    const another = fake.subscribe(keys.publicKey)
    expect(await send({ to: { ...browser, keys: another.keys } })).toMatchObject({ state: 'failed', answer: expect.stringContaining('CannotBeDecrypted') })
  })
  test('a sender whose signature is missing, changed, for another service or out of date is refused', async () => {
    const changed = (change: (headers: Record<string, string>) => void) =>
      createPush(vapid, (url, call) => {
        change(call.headers)
        return plainly()(url, call)
      }).send({ id: 'm_1', to: browser, payload, ttlSeconds: 60, urgency: 'low' })
    const refused = { state: 'failed', reason: 'wrong-key' }
    expect(await changed((headers) => delete headers.authorization)).toMatchObject(refused)
    expect(await changed((headers) => (headers.authorization = String(headers.authorization).replace(/\.[^.]+\./, '.e30.')))).toMatchObject(refused)
    expect(await send({ to: { ...browser, endpoint: browser.endpoint.replace('127.0.0.1', 'localhost') } })).toMatchObject(refused)
    try {
      expect(await changed(() => vi.useFakeTimers({ now: Date.now() + 13 * 3_600_000, toFake: ['Date'] }))).toMatchObject(refused)
    } finally {
      vi.useRealTimers()
    }
    expect(fake.received).toHaveLength(0)
  })
  test('a newer message of a topic replaces one that waits', async () => {
    for (const title of ['First', 'Second']) await send({ topic: 'crisis_1-update', payload: { ...payload, title } })
    await send({ payload: { ...payload, title: 'Apart' } })
    expect(fake.received).toHaveLength(3)
    expect(fake.waiting(browser.endpoint).map((each) => (each.payload as { title: string }).title)).toEqual(['Second', 'Apart'])
  })
  test('a browser that unsubscribed, and one that never was, is gone', async () => {
    fake.unsubscribe(browser.endpoint)
    expect(await send()).toMatchObject({ state: 'bounced', gone: true, reason: 'gone', answer: expect.stringContaining('410') })
    expect(await send({ to: { ...browser, endpoint: `${fake.url}/push/never` } })).toMatchObject({
      state: 'bounced',
      gone: true,
      answer: expect.stringContaining('404'),
    })
  })
  test('a browser that subscribed to other keys takes nothing from us', async () => {
    expect(await send({ to: fake.subscribe(newVapidKeys().publicKey) })).toMatchObject({ state: 'failed', reason: 'wrong-key' })
  })
  test('100 kB are cut before, and every urgency is known', async () => {
    for (const urgency of ['high', 'normal', 'low'] as const)
      expect(await send({ urgency, payload: { ...payload, title: '🔥'.repeat(25_000), body: '"'.repeat(100_000) } })).toMatchObject({ state: 'accepted' })
  })
  test('what cannot be sent is said, and never thrown', async () => {
    expect(await send({ topic: 'not base64url!' })).toMatchObject({ state: 'failed', reason: 'bad-message' })
    expect(await send({ topic: 'x'.repeat(33) })).toMatchObject({ state: 'failed', reason: 'bad-message' })
    expect(await send({ to: { ...browser, keys: { p256dh: 'AAAA', auth: browser.keys.auth } } })).toMatchObject({ state: 'failed', reason: 'bad-message' })
    expect(await send({ payload: { ...payload, url: `https://status.example/${'x'.repeat(3_000)}` } })).toMatchObject({ state: 'failed', reason: 'too-large' })
    expect(fake.received).toHaveLength(0)
  })
  test('silence, and a line that breaks behind the message, are unknown', async () => {
    fake.faults([hang, acceptThenDrop, refuse])
    expect((await send()).state).toBe('unknown')
    expect((await send()).state).toBe('unknown')
    expect((await send()).state).toBe('unknown')
    expect(fake.received).toHaveLength(1)
  })
  test('a slow answer is waited for, and one without sense still says it by its status', async () => {
    fake.faults([slow(100), badJson])
    expect((await send()).state).toBe('accepted')
    expect((await send()).state).toBe('accepted')
  })
  test('who asks too much is told when to come back; a service that is down is tried later, out of reach too', async () => {
    fake.faults([throttle(17), status(503, '', { 'retry-after': '30' })])
    expect(await send()).toMatchObject({ state: 'deferred', retryAfterSeconds: 17 })
    expect(await send()).toMatchObject({ state: 'deferred', retryAfterSeconds: 30 })
    expect((await send({ to: { ...browser, endpoint: 'http://127.0.0.1:1/' } })).state).toBe('deferred')
    expect(fake.received).toHaveLength(0)
  })
  test('a redirect is not followed', async () => {
    fake.faults([status(308, '', { location: 'http://elsewhere.example/' })])
    expect((await send()).state).toBe('failed')
  })
})

const payload = { title: 'Payments fail', body: 'Cards are refused. <b>&</b> 🔥', url: 'https://status.example/c/1', tag: 'crisis_1', lang: 'en' }
