// Against webhooks of Teams on loopback that refuse what Teams refuses, and misbehave as told.
import { acceptThenDrop, badJson, hang, refuse, slow, status, throttle } from '@leeward/channel/fake-service'
import { plainly } from '@leeward/channel/plainly'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FakeTeams, startFakeTeams } from './fake-teams.ts'
import { createTeams, type Post } from './teams.ts'

describe('Teams over a real line', () => {
  let fake: FakeTeams
  const teams = createTeams(plainly(2_000))
  beforeAll(async () => {
    fake = await startFakeTeams()
  })
  afterAll(() => fake.close())
  beforeEach(() => {
    fake.received.length = 0
    fake.faults([])
  })
  const send = (webhookUrl = fake.webhookUrl, post = update) => teams.send({ id: 'm_1', to: { webhookUrl }, post })

  test('a workflow takes an update, as one card', async () => {
    expect(await send()).toEqual({ state: 'accepted', answer: '202' })
    expect(fake.received).toMatchObject([{ by: 'workflow', card: { body: expect.any(Array), actions: [{ url: 'https://status.example/c/1' }] } }])
  })
  test('a webhook of the old kind takes it too', async () => {
    expect(await send(fake.connectorUrl)).toEqual({ state: 'accepted', answer: '200 1' })
    expect(fake.received).toMatchObject([{ by: 'connector' }])
  })
  test('a workflow that is switched off, deleted, or called without its signature is told apart', async () => {
    expect(await send(fake.switchedOffUrl)).toMatchObject({ state: 'bounced', reason: 'switched-off' })
    expect(await send(fake.deletedUrl)).toMatchObject({ state: 'bounced', reason: 'gone', gone: true })
    expect(await send(fake.unsignedUrl)).toMatchObject({ state: 'bounced', reason: 'wrong-address' })
  })
  test('what is far too long is taken all the same, for it is cut before', async () => {
    const long = 'Ünïcødé [x](y) 🔥 "\n'.repeat(5_000)
    const post = { ...update, title: long, footer: long, lines: Array.from({ length: 60 }, () => ({ label: long, text: long })) }
    expect((await send(fake.webhookUrl, post)).state).toBe('accepted')
    expect((await send(fake.connectorUrl, post)).state).toBe('accepted')
  })
  test('silence, and a line that breaks behind the message, are unknown', async () => {
    fake.faults([hang, acceptThenDrop, refuse])
    expect((await send()).state).toBe('unknown')
    expect((await send()).state).toBe('unknown')
    expect((await send()).state).toBe('unknown')
    expect(fake.received).toHaveLength(1)
  })
  test('a slow answer is waited for', async () => {
    fake.faults([slow(100)])
    expect((await send()).state).toBe('accepted')
  })
  test('an old webhook whose answer nobody can read is unknown; a workflow says it by its status', async () => {
    fake.faults([badJson, badJson])
    expect((await send(fake.connectorUrl)).state).toBe('unknown')
    expect((await send()).state).toBe('accepted')
  })
  test('who asks too much is told when to come back; the old webhook says so behind a 200', async () => {
    fake.faults([
      throttle(17),
      status(200, 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId tcid=1.'),
    ])
    expect(await send()).toMatchObject({ state: 'deferred', retryAfterSeconds: 17 })
    expect(await send(fake.connectorUrl)).toMatchObject({ state: 'deferred' })
    expect(fake.received).toHaveLength(0)
  })
  test('a Teams that is down is tried later; out of reach too', async () => {
    fake.faults([status(503)])
    expect((await send()).state).toBe('deferred')
    expect((await send('http://127.0.0.1:1/')).state).toBe('deferred')
  })
  test('a redirect is not followed', async () => {
    fake.faults([status(302, '', { location: 'http://elsewhere.example/' })])
    expect((await send()).state).toBe('failed')
  })
})

const update: Post = {
  title: 'Payments fail',
  badge: { text: 'Investigating', tone: 'bad' },
  lines: [{ label: 'What happened', text: 'Cards are refused.' }],
  footer: 'Acme Pay',
  link: { url: 'https://status.example/c/1', text: 'Status page' },
}
