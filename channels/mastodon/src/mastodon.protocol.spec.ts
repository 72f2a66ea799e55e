// Against an instance on loopback that refuses what a real one refuses, and misbehaves as told.
import { acceptThenDrop, badJson, hang, refuse, slow, status, throttle } from '@leeward/channel/fake-service'
import { plainly } from '@leeward/channel/plainly'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeMastodon, startFakeMastodon } from './fake-mastodon.ts'
import { createMastodon, type MastodonMessage } from './mastodon.ts'
import { lengthOf } from './mastodon-post.ts'

describe('Mastodon over a real line', () => {
  let fake: FakeMastodon
  let mastodon: ReturnType<typeof createMastodon>
  beforeEach(async () => {
    fake = await startFakeMastodon()
    mastodon = createMastodon(plainly(1_000))
  })
  afterEach(() => fake.close())
  const message = (more: Partial<MastodonMessage> = {}): MastodonMessage => ({
    id: '1',
    to: { service: fake.url, handle: fake.handle, token: fake.token },
    post: { pieces: [{ name: 'title', text: 'Mail is “down” & <out>' }], link: 'https://status.example/acme/incidents/C-2030-001-with-a-long-end' },
    language: 'en',
    key: 'delivery_1',
    earlier: [],
    ...more,
  })
  const send = (more: Partial<MastodonMessage> = {}) => mastodon.send(message(more))
  const another = (nth: number, ...earlier: (string | undefined)[]): Partial<MastodonMessage> => ({
    key: `delivery_${nth}`,
    post: { pieces: [{ name: 'title', text: `Update ${nth}` }] },
    earlier: earlier.filter((each) => each !== undefined),
  })

  test('an update is posted in public, and those that follow stand behind the one before', async () => {
    const first = await send()
    const second = await send(another(2, first.reference))
    await send(another(3, first.reference, second.reference))
    expect(fake.statuses).toMatchObject([
      { language: 'en', visibility: 'public', replyTo: null, key: 'delivery_1' },
      { replyTo: first.reference },
      { replyTo: second.reference },
    ])
  })
  test('the same sent twice is one post', async () => {
    const both = [await send(), await send()]
    expect(both[0]).toEqual(both[1])
    expect(fake.statuses).toHaveLength(1)
  })
  test('as much is said as the instance has room for', async () => {
    const long = {
      post: {
        pieces: [
          { name: 'title', text: 'Mail is down' },
          { name: 'happened', text: 'word '.repeat(900) },
        ],
      },
    }
    await send(long)
    fake.limit(2_000)
    await mastodon.close()
    await send({ ...long, key: 'other' })
    expect(fake.statuses.map(({ text }) => lengthOf(text)).map((each) => Math.ceil(each / 10))).toEqual([50, 200])
  })
  test('where the instance does not say its limit, it is the usual one', async () => {
    fake.faults([status(404)])
    expect((await send({ post: { pieces: [{ name: 'title', text: 'word '.repeat(900) }] } })).state).toBe('accepted')
  })
  test('looking at the account posts nothing, and tells whose the token is', async () => {
    expect(await send({ look: true })).toEqual({ state: 'accepted', answer: 'signed in as @acme; nothing was posted' })
    expect(await send({ look: true, to: { ...message().to, handle: '@other@mastodon.example' } })).toMatchObject({ state: 'bounced', reason: 'other-account' })
    expect(fake.statuses).toEqual([])
  })
  test('a wrong token, and one that was taken back, are gone until somebody sets them right', async () => {
    expect(await send({ to: { ...message().to, token: 'x' } })).toMatchObject({ state: 'bounced', gone: true, reason: 'revoked' })
    await send()
    fake.revoke()
    expect(await send(another(2))).toMatchObject({ state: 'bounced', gone: true, reason: 'revoked' })
  })
  test('where the first post was deleted, a new thread begins, and says so', async () => {
    const first = await send()
    fake.remove(first.reference ?? '')
    expect(await send(another(2, first.reference))).toMatchObject({ state: 'accepted', answer: expect.stringContaining('a new thread begins') })
    expect(fake.statuses).toMatchObject([{ replyTo: null }])
  })
  test('where only the one before was deleted, it answers the first', async () => {
    const first = await send()
    const second = await send(another(2, first.reference))
    fake.remove(second.reference ?? '')
    expect((await send(another(3, first.reference, second.reference))).answer).toBe('posted')
    expect(fake.statuses[1]?.replyTo).toBe(first.reference)
  })

  test('an answer that was lost is unknown, then found in the account, also when its key is forgotten', async () => {
    await send(another(9))
    fake.faults([acceptThenDrop])
    expect((await send()).state).toBe('unknown')
    fake.forgetKeys()
    expect(await mastodon.lookUp?.(message())).toMatchObject({ state: 'accepted', reference: fake.statuses[1]?.id })
  })
  test('one that never came is not there, so it may be sent again; one that reads alike and is another is not taken for it', async () => {
    await send(another(9))
    fake.faults([hang])
    expect((await send()).state).toBe('unknown')
    expect(await mastodon.lookUp?.(message())).toBe(undefined)
    const first = await send()
    expect(await mastodon.lookUp?.(message({ key: 'other', earlier: [String(first.reference)] }))).toBe(undefined)
  })
  test('it is found behind others', async () => {
    await send()
    for (let nth = 0; nth < 12; nth += 1) await send(another(nth + 10))
    expect((await mastodon.lookUp?.(message()))?.state).toBe('accepted')
  })
  test('where it does not say, or may not be read, it stays unknown', async () => {
    fake.faults([throttle(60), status(500), badJson, acceptThenDrop])
    for (let each = 0; each < 4; each += 1) expect((await mastodon.lookUp?.(message()))?.state).toBe('unknown')
    expect(await mastodon.lookUp?.(message({ to: { ...message().to, token: fake.readsNothing } }))).toMatchObject({
      state: 'unknown',
      answer: expect.stringContaining('scopes'),
    })
  })
  test('an instance that is down, asks for less, hangs up, or answers late', async () => {
    await send(another(9))
    fake.faults([status(503), throttle(17), refuse, slow(50)])
    expect((await send()).state).toBe('deferred')
    expect(await send()).toMatchObject({ state: 'deferred', retryAfterSeconds: 17 })
    expect((await send()).state).toBe('unknown')
    expect((await send()).state).toBe('accepted')
    expect((await mastodon.send(message({ to: { ...message().to, service: 'http://127.0.0.1:1' } }))).state).toBe('deferred')
  })
})
