// Replies to people, against a server on loopback that refuses what a real one refuses.
import { acceptThenDrop, badJson, status } from '@leeward/channel/fake-service'
import { plainly } from '@leeward/channel/plainly'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type BlueskyReply, createBlueskyReplies, fitsReply } from './bluesky-replies.ts'
import { type FakeBluesky, startFakeBluesky } from './fake-bluesky.ts'
import { createSessions } from './sessions.ts'

describe('Replies on Bluesky over a real line', () => {
  const ann = { did: 'did:plc:annannannannannannannann', handle: 'ann.example' }
  const at = new Date('2030-01-02T09:00:00Z')
  let fake: FakeBluesky
  let replies: ReturnType<typeof createBlueskyReplies>
  beforeEach(async () => {
    fake = await startFakeBluesky(() => at.toISOString())
    replies = createBlueskyReplies(createSessions(plainly(1_000)))
  })
  afterEach(() => fake.close())
  const strong = (reference: string) => ({ uri: reference.split(' ')[0] as string, cid: reference.split(' ')[1] as string })
  const reply = (answers: BlueskyReply['answers'], more: Partial<BlueskyReply> = {}): BlueskyReply => ({
    ...{ id: '1', to: { service: fake.url, handle: fake.handle, password: fake.password }, text: 'It is.\nMore: https://x.example/y', language: 'en' },
    ...{ at, key: 'leeward_reply_1', answers, earlier: [], ...more },
  })
  const behind = (reference: string) => ({ root: strong(reference), parent: strong(reference) })
  const convo = () => {
    fake.message(ann, 'is it down?')
    return { convo: `convo${ann.did.replace(/\W/g, '')}0` }
  }

  test('a post stands behind what it answers, with its lines and its links, and put again it is the same one', async () => {
    const asked = fake.write({ from: ann, text: 'is it down?' })
    const both = [await replies.send(reply(behind(asked))), await replies.send(reply(behind(asked)))]
    expect(both[0]).toEqual(both[1])
    expect(fake.records.size).toBe(1)
    const record = [...fake.records.values()][0]?.record
    expect(record).toMatchObject({ text: 'It is.\nMore: https://x.example/y', reply: { root: strong(asked), parent: strong(asked) }, facets: [{}] })
  })
  test('to what was deleted there nothing is posted', async () => {
    const asked = fake.write({ from: ann, text: 'is it down?' })
    fake.remove(strong(asked).uri)
    expect(await replies.send(reply(behind(asked)))).toMatchObject({ state: 'bounced', reason: 'post-gone' })
    expect(fake.records.size).toBe(0)
  })
  test('a message goes to the one who wrote; what nobody heard of is looked for among the messages, and not taken for the same words of before', async () => {
    const answers = convo()
    const first = await replies.send(reply(answers))
    expect([first.state, fake.messagesWith(ann)[0]?.text]).toEqual(['accepted', 'It is.\nMore: https://x.example/y'])
    expect(await replies.lookUp?.(reply(answers, { earlier: [first.reference as string] }))).toBeUndefined()
    fake.faults([acceptThenDrop])
    expect((await replies.send(reply(answers))).state).toBe('unknown')
    expect(await replies.lookUp?.(reply(answers, { earlier: [first.reference as string] }))).toMatchObject({ state: 'accepted' })
    fake.faults([badJson])
    expect((await replies.lookUp?.(reply(answers)))?.state).toBe('unknown')
    fake.faults([status(503)])
    expect((await replies.send(reply(answers))).state).toBe('deferred')
  })
  test('a password that may not write messages says so, and is not asked to sign in again for it', async () => {
    const answers = convo()
    fake.withoutMessages()
    expect(await replies.send(reply(answers))).toMatchObject({ state: 'bounced', reason: 'not-allowed' })
    expect(fake.entries).toEqual({ signedIn: 1, renewed: 0 })
  })
  test('it takes 300 in public and 1,000 in a message, as they are read', () => {
    expect([fitsReply('👨‍👩‍👧'.repeat(160), false), fitsReply('x'.repeat(300), false), fitsReply('x'.repeat(301), false)]).toEqual([true, true, false])
    expect([fitsReply('x'.repeat(1_000), true), fitsReply('x'.repeat(1_001), true)]).toEqual([true, false])
  })
})
