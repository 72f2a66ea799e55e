// Replies to people, against an instance on loopback that refuses what a real one refuses.
import { acceptThenDrop, badJson, refuse, status, throttle } from '@leeward/channel/fake-service'
import { plainly } from '@leeward/channel/plainly'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeMastodon, startFakeMastodon } from './fake-mastodon.ts'
import { createMastodonReplies, type MastodonReply, replyLength } from './mastodon-replies.ts'

describe('Replies on Mastodon over a real line', () => {
  let fake: FakeMastodon
  let asked: string
  const replies = createMastodonReplies(plainly(1_000))
  beforeEach(async () => {
    fake = await startFakeMastodon()
    asked = fake.say({ acct: 'ann@far.example', content: '<p>is it down?</p>' })
  })
  afterEach(() => fake.close())
  const reply = (more: Partial<MastodonReply> = {}): MastodonReply => ({
    ...{ id: '1', to: { service: fake.url, handle: '@acme', token: fake.token }, text: 'It is.', mention: '@ann@far.example', answers: asked },
    ...{ visibility: 'public', language: 'en', key: 'leeward_reply_1', earlier: [], ...more },
  })

  test('tells the one who asked and nobody else whom the words name, and keeps its lines', async () => {
    expect(await replies.send(reply({ text: 'Not @ben@far.example.\n\n\n\nMore: https://x.example/@carl \u202e' }))).toMatchObject({ state: 'accepted' })
    expect(fake.statuses).toMatchObject([
      { text: '@ann@far.example Not @\u200dben@far.example.\n\nMore: https://x.example/@carl', replyTo: asked, visibility: 'public', key: 'leeward_reply_1' },
    ])
  })
  test('is never seen by more people than what it answers', async () => {
    for (const visibility of ['direct', 'private', 'unlisted'] as const) await replies.send(reply({ visibility, key: visibility }))
    expect(fake.statuses.map((each) => each.visibility)).toEqual(['direct', 'private', 'unlisted'])
  })
  test('is as long as the instance counts it: of the name only what stands before its server', async () => {
    const longest = 'x'.repeat(495)
    expect(replyLength({ text: longest, mention: '@ann@far.example' })).toBe(500)
    expect(await replies.send(reply({ text: longest }))).toMatchObject({ state: 'accepted' })
    expect(await replies.send(reply({ text: `${longest}x`, key: 'other' }))).toMatchObject({ state: 'failed', reason: 'too-large' })
  })
  test('to what was deleted there is not posted', async () => {
    fake.remove(asked)
    expect(await replies.send(reply())).toMatchObject({ state: 'bounced', reason: 'post-gone' })
    expect(fake.statuses).toEqual([])
  })
  test.each([
    [acceptThenDrop, 'unknown', 'accepted'],
    [badJson, 'unknown', 'accepted'],
    [status(502), 'deferred', undefined],
    [throttle(30), 'deferred', undefined],
    [refuse, 'deferred', undefined],
  ] as const)('what nobody heard of is looked for in the thread (%#)', async (fault, said, found) => {
    fake.faults([fault])
    const outcome = await replies.send(reply({ text: 'It is “down” & <out>\nfor all.' }))
    if (fault !== refuse) expect(outcome.state).toBe(said)
    expect((await replies.lookUp?.(reply({ text: 'It is “down” & <out>\nfor all.' })))?.state).toBe(found)
  })
  test('the same words of before are not the ones that are looked for', async () => {
    const { reference } = await replies.send(reply())
    expect(await replies.lookUp?.(reply({ earlier: [reference as string] }))).toBeUndefined()
    fake.faults([status(500)])
    expect(await replies.lookUp?.(reply())).toMatchObject({ state: 'unknown' })
  })
})
