// Against a Slack on loopback that refuses what Slack refuses, and misbehaves as told.
import { acceptThenDrop, badJson, hang, refuse, slow, status, throttle } from '@leeward/channel/fake-service'
import { plainly } from '@leeward/channel/plainly'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FakeSlack, startFakeSlack } from './fake-slack.ts'
import { createSlack, type SlackMessage } from './slack.ts'

describe('Slack over a real line', () => {
  let fake: FakeSlack
  let slack: ReturnType<typeof createSlack>
  beforeAll(async () => {
    fake = await startFakeSlack()
    slack = createSlack(plainly(2_000), { api: fake.api })
  })
  afterAll(() => fake.close())
  beforeEach(() => {
    fake.received.length = 0
    fake.faults([])
  })
  const byHook = (more: Partial<SlackMessage> = {}) => slack.send(message({ to: { webhookUrl: fake.webhookUrl }, ...more }))
  const byApp = (more: Partial<SlackMessage> = {}) => slack.send(message({ to: { token: fake.token, channel: fake.channel }, ...more }))
  const lookUp = (more: Partial<SlackMessage> = {}) => slack.lookUp?.(message({ to: { token: fake.token, channel: fake.channel }, ...more }))

  test('a webhook takes an update', async () => {
    expect(await byHook()).toEqual({ state: 'accepted', answer: 'ok' })
    expect(fake.received).toMatchObject([{ by: 'webhook', payload: { text: expect.stringContaining('Payments fail'), unfurl_links: false } }])
  })
  test('a webhook that was taken back, or never was, is gone', async () => {
    expect(await byHook({ to: { webhookUrl: fake.revokedUrl } })).toMatchObject({ state: 'bounced', gone: true, answer: '404 no_service' })
  })
  test('an app posts an update, marked so that it can be found, and the next one into its thread', async () => {
    const first = await byApp()
    expect(first).toMatchObject({ state: 'accepted', reference: expect.stringMatching(/^\d+\.\d{6}$/) })
    expect(await byApp({ id: 'm_2', key: 'k_2', thread: first.reference })).toMatchObject({ state: 'accepted' })
    expect(fake.received).toMatchObject([
      { by: 'token', payload: { parse: 'none', metadata: { event_type: 'leeward_update', event_payload: { id: 'm_1', key: 'k_1' } } } },
      { thread: first.reference },
    ])
  })
  test('the wrong token, the wrong channel and one that is archived are told apart', async () => {
    expect(await byApp({ to: { token: 'xoxb-other', channel: fake.channel } })).toMatchObject({ state: 'bounced', reason: 'wrong-token' })
    expect(await byApp({ to: { token: fake.token, channel: 'C9' } })).toMatchObject({ state: 'bounced', reason: 'no-channel' })
    expect(await byApp({ to: { token: fake.token, channel: fake.archived } })).toMatchObject({ state: 'bounced', gone: true })
  })
  test('what is far too long is taken all the same, for it is cut before', async () => {
    const long = 'Ünïcødé <&> 🔥 '.repeat(7_000)
    const post = { ...message().post, title: long, footer: long, lines: Array.from({ length: 60 }, () => ({ label: long, text: long })) }
    expect((await byHook({ post })).state).toBe('accepted')
    expect((await byApp({ post })).state).toBe('accepted')
  })

  test('silence, and a line that breaks behind the message, are unknown', async () => {
    fake.faults([hang, hang, acceptThenDrop, acceptThenDrop, refuse])
    expect((await byHook()).state).toBe('unknown')
    expect((await byApp()).state).toBe('unknown')
    expect((await byHook()).state).toBe('unknown')
    expect((await byApp()).state).toBe('unknown')
    expect((await byHook()).state).toBe('unknown')
    expect(fake.received).toHaveLength(2)
  })
  test('an answer that nobody can read is unknown', async () => {
    fake.faults([badJson, badJson])
    expect((await byHook()).state).toBe('unknown')
    expect((await byApp()).state).toBe('unknown')
  })
  test('a slow answer is waited for', async () => {
    fake.faults([slow(100), slow(100)])
    expect((await byHook()).state).toBe('accepted')
    expect((await byApp()).state).toBe('accepted')
  })
  test('who asks too much is told when to come back', async () => {
    fake.faults([throttle(17), throttle(18)])
    expect(await byHook()).toMatchObject({ state: 'deferred', retryAfterSeconds: 17 })
    expect(await byApp()).toMatchObject({ state: 'deferred', retryAfterSeconds: 18 })
    expect(fake.received).toHaveLength(0)
  })
  test('a Slack that is down is tried later; out of reach too', async () => {
    fake.faults([status(503), status(500, 'rollup_error')])
    expect((await byApp()).state).toBe('deferred')
    expect((await byHook()).state).toBe('deferred')
    expect((await byHook({ to: { webhookUrl: 'http://127.0.0.1:1/' } })).state).toBe('deferred')
  })
  test('a redirect is not followed', async () => {
    fake.faults([status(307, '', { location: 'http://elsewhere.example/' })])
    expect((await byHook()).state).toBe('failed')
  })

  test('an unknown post that was kept is found, with its ts; so it is not repeated', async () => {
    fake.faults([acceptThenDrop])
    expect((await byApp()).state).toBe('unknown')
    expect(await lookUp()).toMatchObject({ state: 'accepted', reference: fake.received[0]?.ts })
  })
  test('one in a thread is found there', async () => {
    const { reference } = await byApp()
    fake.faults([acceptThenDrop])
    expect((await byApp({ key: 'k_2', thread: reference })).state).toBe('unknown')
    expect(await lookUp({ key: 'k_2', thread: reference })).toMatchObject({ state: 'accepted', reference: fake.received[1]?.ts })
  })
  test('one that was not kept is not there, so it may be sent again', async () => {
    await byApp({ key: 'other' })
    fake.faults([hang])
    expect((await byApp()).state).toBe('unknown')
    expect(await lookUp()).toBe(undefined)
  })
  test('it is found behind others, page after page, and unknown behind too many', async () => {
    fake.faults([acceptThenDrop])
    await byApp()
    const [ours] = fake.received
    const others = (count: number) => Array.from({ length: count }, () => ({ ...ours, ts: `${Number(ours?.ts) + 1}`, payload: {} }) as never)
    fake.received.push(...others(250))
    expect((await lookUp())?.state).toBe('accepted')
    fake.received.push(...others(300))
    expect((await lookUp())?.state).toBe('unknown')
  })
  test('where Slack does not say, it stays unknown', async () => {
    fake.faults([throttle(60), status(500), badJson, acceptThenDrop])
    expect(await lookUp()).toMatchObject({ state: 'unknown', retryAfterSeconds: 60 })
    for (let each = 0; each < 3; each += 1) expect(await lookUp()).toMatchObject({ state: 'unknown' })
    expect(await lookUp({ to: { webhookUrl: fake.webhookUrl } })).toMatchObject({ state: 'unknown' })
  })
})

function message(more: Partial<SlackMessage> = {}): SlackMessage {
  return {
    id: 'm_1',
    key: 'k_1',
    to: { webhookUrl: '' },
    post: {
      title: 'Payments fail',
      badge: { text: 'Investigating', tone: 'bad' },
      lines: [{ label: 'What happened', text: 'Cards are refused.' }],
      footer: 'Acme Pay',
      link: { url: 'https://status.example/c/1', text: 'Status page' },
    },
    ...more,
  }
}
