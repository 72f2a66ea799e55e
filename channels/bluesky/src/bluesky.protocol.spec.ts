// Against a personal data server on loopback that refuses what a real one refuses, and misbehaves as told.
import { acceptThenDrop, badJson, hang, refuse, slow, status, throttle } from '@leeward/channel/fake-service'
import { plainly } from '@leeward/channel/plainly'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type BlueskyMessage, createBluesky } from './bluesky.ts'
import { type FakeBluesky, startFakeBluesky } from './fake-bluesky.ts'

describe('Bluesky over a real line', () => {
  let fake: FakeBluesky
  let bluesky: ReturnType<typeof createBluesky>
  beforeEach(async () => {
    fake = await startFakeBluesky()
    bluesky = createBluesky(plainly(1_000))
  })
  afterEach(() => fake.close())
  const message = (more: Partial<BlueskyMessage> = {}): BlueskyMessage => ({
    id: '1',
    to: { service: fake.url, handle: fake.handle, password: fake.password },
    post: { pieces: [{ name: 'title', text: 'Mail is down' }], link: 'https://status.example/acme/' },
    language: 'en',
    at: new Date('2030-01-01T09:00:00Z'),
    key: 'delivery_1',
    earlier: [],
    ...more,
  })
  const send = (more: Partial<BlueskyMessage> = {}) => bluesky.send(message(more))
  const posts = () => [...fake.records.values()].map(({ record }) => record)
  const another = (nth: number, ...earlier: (string | undefined)[]): Partial<BlueskyMessage> => ({
    key: `delivery_${nth}`,
    at: new Date(Date.parse('2030-01-01T09:00:00Z') + nth * 60_000),
    post: { pieces: [{ name: 'title', text: `Update ${nth}` }] },
    earlier: earlier.filter((each) => each !== undefined),
  })

  test('an update is posted, and those that follow stand under the first, each behind the one before', async () => {
    const first = await send()
    expect(first).toMatchObject({ state: 'accepted', reference: expect.stringMatching(/^at:\/\/did:plc:\w+\/app\.bsky\.feed\.post\/\w{13} baf\w+$/) })
    const second = await send(another(2, first.reference))
    const third = await send(another(3, first.reference, second.reference))
    expect(third.state).toBe('accepted')
    const named = (reference: string | undefined) => ({ uri: reference?.split(' ')[0], cid: reference?.split(' ')[1] })
    expect(posts()[2]?.reply).toEqual({ root: named(first.reference), parent: named(second.reference) })
    expect(fake.entries).toEqual({ signedIn: 1, renewed: 0 })
  })
  test('the same sent twice, also at once, is one post', async () => {
    const [one, other] = await Promise.all([send(), send()])
    expect(one).toEqual(other)
    expect((await send()).reference).toBe(one?.reference)
    expect(fake.records.size).toBe(1)
    expect(fake.entries.signedIn).toBe(1)
  })
  test('looking at the account posts nothing', async () => {
    expect(await send({ look: true })).toEqual({ state: 'accepted', answer: 'signed in as acme.example; nothing was posted' })
    expect(fake.records.size).toBe(0)
    fake.standing('deactivated')
    expect(await send({ look: true })).toMatchObject({ state: 'bounced', gone: true, reason: 'closed' })
  })

  test('a wrong name, and a wrong password, are gone until somebody sets them right', async () => {
    for (const to of [
      { service: fake.url, handle: 'nobody.example', password: fake.password },
      { service: fake.url, handle: fake.handle, password: 'aaaa-bbbb-cccc-dddd' },
    ])
      expect(await send({ to })).toMatchObject({ state: 'bounced', gone: true, reason: 'revoked', answer: expect.stringContaining('app password is wrong') })
    expect((await send()).state).toBe('accepted')
  })
  test('an app password that was taken back ends what was open', async () => {
    await send()
    fake.revoke()
    expect(await send(another(2))).toMatchObject({ state: 'bounced', gone: true, reason: 'revoked' })
    expect(fake.records.size).toBe(1)
  })
  test('a session that ran out is renewed, once for all who need it', async () => {
    await send()
    fake.expire()
    const both = await Promise.all([send(another(2)), send(another(3))])
    expect(both.map(({ state }) => state)).toEqual(['accepted', 'accepted'])
    expect(fake.entries).toEqual({ signedIn: 1, renewed: 1 })
  })
  test('an account that was taken down is gone', async () => {
    fake.standing('takendown')
    expect(await send()).toMatchObject({ state: 'bounced', gone: true, reason: 'closed' })
  })

  test('where the first post was deleted, a new thread begins, and says so; the next one follows it', async () => {
    const first = await send()
    fake.remove(first.reference?.split(' ')[0] ?? '')
    const second = await send(another(2, first.reference))
    expect(second).toMatchObject({ state: 'accepted', answer: expect.stringContaining('a new thread begins') })
    expect(posts()[0]).not.toHaveProperty('reply')
    const third = await send(another(3, first.reference, second.reference))
    expect(third.answer).toBe('posted')
    expect(posts()[1]?.reply).toMatchObject({ root: { uri: second.reference?.split(' ')[0] } })
  })
  test('where only the one before was deleted, it answers the first; where the first is gone under it, it begins anew', async () => {
    const first = await send()
    const second = await send(another(2, first.reference))
    fake.remove(second.reference?.split(' ')[0] ?? '')
    await send(another(3, first.reference, second.reference))
    expect(posts()[1]?.reply).toMatchObject({ parent: { uri: first.reference?.split(' ')[0] } })
    const fourth = await send(another(4, first.reference))
    fake.remove(first.reference?.split(' ')[0] ?? '')
    expect((await send(another(5, first.reference, fourth.reference))).answer).toContain('a new thread begins')
  })
  test('a reference that is none is no reason to lose the update', async () => expect((await send(another(2, 'nonsense'))).state).toBe('accepted'))

  test('an answer that was lost is unknown, then found; what never came is not there, and lands on the same record', async () => {
    await send({ look: true })
    fake.faults([acceptThenDrop])
    expect((await send()).state).toBe('unknown')
    expect(await bluesky.lookUp?.(message())).toMatchObject({ state: 'accepted', reference: expect.stringContaining('at://') })
    fake.faults([hang])
    expect((await send(another(2))).state).toBe('unknown')
    expect(await bluesky.lookUp?.(message(another(2)))).toBe(undefined)
    await send(another(2))
    await send(another(2))
    expect(fake.records.size).toBe(2)
  })
  test('where it does not say, it stays unknown', async () => {
    await send({ look: true })
    fake.faults([throttle(60), status(500), badJson, acceptThenDrop])
    for (let each = 0; each < 4; each += 1) expect((await bluesky.lookUp?.(message()))?.state).toBe('unknown')
  })
  test('nothing is posted while signing in: whatever goes wrong then is tried again', async () => {
    for (const fault of [hang, refuse, acceptThenDrop, badJson, status(502)]) {
      fake.faults([fault])
      expect((await send()).state).toBe('deferred')
    }
    fake.faults([throttle(300)])
    expect(await send()).toMatchObject({ state: 'deferred', retryAfterSeconds: 300 })
    expect((await send()).state).toBe('accepted')
  })
  test('nor while the thread is looked for', async () => {
    const first = await send()
    for (const fault of [hang, status(500), throttle(5)]) {
      fake.faults([fault])
      expect((await send(another(2, first.reference))).state).toBe('deferred')
    }
    expect(fake.records.size).toBe(1)
  })
  test('a PDS that is down, asks for less, or answers late', async () => {
    await send({ look: true })
    fake.faults([status(503), throttle(17), slow(50)])
    expect((await send()).state).toBe('deferred')
    expect(await send()).toMatchObject({ state: 'deferred', retryAfterSeconds: 17 })
    expect((await send()).state).toBe('accepted')
  })
  test('a redirect is not followed', async () => {
    await send({ look: true })
    fake.faults([status(307, '', { location: 'http://elsewhere.example/' })])
    expect((await send()).state).toBe('failed')
  })
})
