// The same update in our rooms, in visitors' browsers and in the customer's app; and every way out proven by a message to ourselves.
import { createHmac } from 'node:crypto'
import { startFakePushService } from '@leeward/push/fake'
import { startFakeSlack } from '@leeward/slack/fake'
import { startFakeTeams } from '@leeward/teams/fake'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { takeInbound } from '../server/src/communicate/inbound/inbound.store.ts'
import { vapidOf } from '../server/src/communicate/push/vapid.ts'
import { seal } from '../server/src/platform/secrets/seal.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Rooms, browsers and the customer’s app', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let slack: Awaited<ReturnType<typeof startFakeSlack>>
  let teams: Awaited<ReturnType<typeof startFakeTeams>>
  let push: Awaited<ReturnType<typeof startFakePushService>>
  let crisis: string
  beforeAll(async () => {
    ;[slack, teams, push] = await Promise.all([startFakeSlack(), startFakeTeams(), startFakePushService()])
    system = await testSystem({
      at: '2030-01-01T09:00:00Z',
      slackApi: slack.api,
      env: { LEEWARD_PUSH_HOSTS: '127.0.0.1', LEEWARD_PROOF_MAIL: 'proof@acme.example' },
    })
    company = await smallCompany(system, 6)
    ann = await system.person('Ann', 'administrator')
  })
  afterAll(async () => {
    await Promise.all([slack, teams, push].map((each) => each.close()))
    await system.close()
  })
  beforeEach(async () => {
    await later(2 * 86_400)
    await sql`truncate endpoints, deliveries, dispatches, suppressions, channel_proofs, social_inboxes, social_messages`.execute(system.db)
    for (const each of [slack, teams, push]) {
      each.received.length = 0
      each.faults([])
    }
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail, regions: ['east'] }] })).body.id
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
  })

  const later = async (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())
  const deliver = () => system.deliver()
  const publish = async (more: object = {}) => {
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...update(), nextUpdateAt: null, ...more })
    expect((await ann.post(`/api/updates/${body.id}/submission`, {})).body.status).toBe('published')
    await deliver()
    return body.id as string
  }
  const add = async (more: object) => (await ann.post('/api/endpoints', { brand: company.slug, name: 'room', ...more })).body.id as string
  const went = async (id: string) => (await ann.get(`/api/endpoints/${id}/deliveries`)).body.items.map(({ state }: { state: string }) => state)
  const prove = () => system.tasks['run-proofs']?.({}, new AbortController().signal)

  test('a room hears what customers hear, in Slack under the first post of the crisis, in Teams as a card', async () => {
    const room = await add({ channel: 'slack', token: 'xoxb-fake-token-1', room: slack.channel })
    expect(await went(room)).toEqual([])
    await sql`update endpoints set sealed = ${seal(system.deps.key, JSON.stringify({ token: slack.token, room: slack.channel }))} where id = ${room}`.execute(
      system.db,
    )
    await add({ channel: 'slack', url: slack.webhookUrl })
    await add({ channel: 'teams', url: teams.webhookUrl })
    await publish()
    await publish({
      phase: 'resolved',
      nextUpdateAt: null,
      parts: { title: 'Mail works again', happened: 'It fell.', why: 'A disk.', doing: 'Replaced it.', prevention: 'Two disks.' },
    })
    const bot = slack.received.filter(({ by }) => by === 'token')
    expect(bot).toHaveLength(2)
    expect(bot[1]?.thread).toBe(bot[0]?.ts)
    expect(JSON.stringify(bot[0]?.payload)).toContain('Mail is down')
    expect(slack.received.filter(({ by }) => by === 'webhook')).toHaveLength(2)
    expect(teams.received).toHaveLength(2)
    expect(JSON.stringify(teams.received[1])).toContain('A disk.')
  })

  test('hostile words in an update call nobody in a room', async () => {
    await add({ channel: 'slack', url: slack.webhookUrl })
    await publish({ parts: { title: '<!channel> <https://evil.example|click>', happened: '<@U1> & <script>', must: '[x](javascript:alert(1))' } })
    const { text, blocks } = (slack.received[0]?.payload ?? { text: '', blocks: [] }) as { text: string; blocks: { text?: { type: string; text: string } }[] }
    // A heading is plain text, in which nothing is read.
    const read = [text, ...blocks.flatMap((block) => (block.text?.type === 'mrkdwn' ? [block.text.text] : []))].join()
    expect(read).not.toContain('<!channel>')
    expect(read).not.toContain('<https://evil')
    expect(read).not.toContain('<@U1>')
  })

  test('a room that was archived is turned off; a post nobody heard of is looked up, and is not there twice', async () => {
    const gone = await add({ channel: 'slack', url: slack.revokedUrl })
    const room = await add({ channel: 'slack', token: 'xoxb-fake-token-1', room: slack.channel })
    await sql`update endpoints set sealed = ${seal(system.deps.key, JSON.stringify({ token: slack.token, room: slack.channel }))} where id = ${room}`.execute(
      system.db,
    )
    await sql`update endpoints set made_at = made_at + interval '1 minute' where id = ${gone}`.execute(system.db)
    const { acceptThenDrop } = await import('@leeward/channel/fake-service')
    await ann.post(`/api/endpoints/${gone}/off`, { why: 'tested below' })
    slack.faults([acceptThenDrop])
    await publish()
    expect(await went(room)).toEqual(['unknown'])
    await later(70)
    await deliver()
    expect(await went(room)).toEqual(['accepted'])
    expect(slack.received).toHaveLength(1)
    await ann.post(`/api/endpoints/${gone}/on`)
    await publish({ phase: 'identified' })
    expect((await went(gone))[0]).not.toBe('accepted')
  })

  test('a browser that asked is told, can read it, and is forgotten when it is gone', async () => {
    const { publicKey } = vapidOf(system.deps.key, system.config.statusUrl)
    const page = await system.web.status.inject(`/${company.slug}/notifications`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain(publicKey)
    const browser = push.subscribe(publicKey)
    const path = `/${company.slug}/push-subscriptions`
    const ask = (payload: unknown, to = path) => system.web.status.inject({ method: 'POST', url: to, payload: payload as object })
    // The real check wants https; what it lets through is stored as it is here.
    expect((await ask(browser)).statusCode).toBe(422)
    expect((await ask({ ...browser, endpoint: browser.endpoint.replace('http:', 'https:') })).statusCode).toBe(204)
    expect((await ask({ ...browser, endpoint: 'https://evil.example/x' })).statusCode).toBe(422)
    expect((await ask({ ...browser, endpoint: 'https://169.254.169.254/x' })).statusCode).toBe(422)
    expect((await ask({ endpoint: 7 })).statusCode).toBe(422)
    expect((await ask([])).statusCode).toBe(422)
    expect((await ask(browser, '/nobody/push-subscriptions')).statusCode).toBe(422)
    const { rows } = await sql<{ id: string }>`select id from endpoints where channel = 'push'`.execute(system.db)
    expect(rows).toHaveLength(1)
    await sql`update endpoints set sealed = ${seal(system.deps.key, JSON.stringify(browser))} where channel = 'push'`.execute(system.db)
    await prove()
    expect(push.received[0]?.payload).toMatchObject({ title: 'You will be told' })
    await publish()
    expect(push.received[1]).toMatchObject({ urgency: 'high', payload: { title: 'Mail is down', url: expect.stringContaining(`/${company.slug}/incidents/`) } })
    push.unsubscribe(browser.endpoint)
    await publish({ phase: 'identified' })
    await publish({ phase: 'monitoring' })
    expect(push.received).toHaveLength(2)
    await later(2 * 86_400)
    await system.tasks['plan-heartbeats']?.({}, new AbortController().signal)
    expect((await sql`select from endpoints where channel = 'push'`.execute(system.db)).rows).toEqual([])
  })

  test('a browser that wants no more notices gets none', async () => {
    const browser = push.subscribe(vapidOf(system.deps.key, system.config.statusUrl).publicKey)
    const endpoint = browser.endpoint.replace('http:', 'https:')
    const url = `/${company.slug}/push-subscriptions`
    await system.web.status.inject({ method: 'POST', url, payload: { ...browser, endpoint } })
    expect((await system.web.status.inject({ method: 'POST', url: `${url}/removal`, payload: { endpoint } })).statusCode).toBe(204)
    expect((await sql`select from endpoints`.execute(system.db)).rows).toEqual([])
  })

  test('the customer’s app shows the newest update to whoever can prove to be the account, and that it was shown is a delivery', async () => {
    await ann.put(`/api/brands/${company.slug}/channels`, { textSeverity: null, nextChannelMinutes: 30, inApp: true })
    const { secret } = (await ann.post(`/api/brands/${company.slug}/in-app-secret`)).body
    const proofOf = (account: string) => createHmac('sha256', secret).update(account).digest('hex')
    const ask = async (account: string, proof = proofOf(account)) =>
      system.web.status.inject(`/in-app/${company.slug}?account=${encodeURIComponent(account)}&proof=${proof}`)
    const id = await publish()
    // Other accounts: not hurt, not there, somebody else's proof.
    await later(3)
    expect((await ask('A1')).json()).toEqual({ notices: [] })
    expect((await ask('NOBODY')).json()).toEqual({ notices: [] })
    expect((await ask('A2', proofOf('A4'))).statusCode).toBe(403)
    expect((await ask('A2', 'x')).statusCode).toBe(400)
    const answer = await ask('A2')
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    const [notice] = answer.json().notices
    expect(notice).toMatchObject({ phase: 'investigating', title: 'Mail is down', must: 'Wait.', language: 'en', url: expect.stringContaining('/incidents/') })
    const seen = (account: string, ids: string) =>
      system.web.status.inject({
        method: 'POST',
        url: `/in-app/${company.slug}/seen`,
        payload: new URLSearchParams({ account, proof: proofOf(account), ids }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    const state = async () => (await sql<{ state: string }>`select state from deliveries where id = ${notice.id}`.execute(system.db)).rows[0]?.state
    expect((await seen('A4', notice.id)).statusCode).toBe(204)
    expect(await state()).toBe('accepted')
    expect((await seen('A2', 'x')).statusCode).toBe(400)
    expect((await seen('A2', notice.id)).statusCode).toBe(204)
    expect(await state()).toBe('delivered')
    const { dispatches } = (await ann.get(`/api/crises/${crisis}/dispatches`)).body
    expect(dispatches.find((each: { channel: string; updateId: string }) => each.channel === 'in-app' && each.updateId === id)).toMatchObject({
      state: 'finished',
      total: 3,
    })
    await ann.post(`/api/crises/${crisis}/dispatches/${id}/stop`)
    expect((await ask('A2')).json()).toEqual({ notices: [] })
    await ann.put(`/api/brands/${company.slug}/channels`, { textSeverity: null, nextChannelMinutes: 30, inApp: false })
  })

  test('every way out is proven by a test that comes back: mail by the mailbox, a room by its answer; a failure is shown with its words', async () => {
    await add({ channel: 'teams', url: teams.webhookUrl, name: 'War room' })
    const broken = await add({ channel: 'slack', url: slack.revokedUrl, name: 'Old room' })
    await add({ channel: 'webhook', url: 'http://127.0.0.1:1/', name: 'Theirs', accountKey: 'A2' })
    await system.tasks['plan-heartbeats']?.({}, new AbortController().signal)
    await prove()
    const look = async (channel: string) => (await ann.get('/api/channels')).body.channels.filter((each: { channel: string }) => each.channel === channel)
    expect(await look('teams')).toMatchObject([{ name: 'War room', state: 'proven', last: [{ askedBy: null }] }])
    expect(await look('slack')).toMatchObject([{ endpointId: broken, state: 'failing', sentence: expect.stringContaining('failed') }])
    // A customer's own system hears no heartbeat.
    expect(await look('webhook')).toEqual([])
    expect(await look('sms')).toMatchObject([{ state: 'not-set-up', sentence: expect.stringContaining('LEEWARD_TEXT_URL') }])
    expect(await look('email')).toMatchObject([{ provider: 'fake', to: 'proof@acme.example', state: 'accepted' }])
    const mail = system.live.sent.at(-1)
    expect(mail).toMatchObject({ to: 'proof@acme.example', from: { address: 'updates@acme.example' } })
    await later(3)
    await takeInbound(
      system.deps,
      Buffer.from(`From: updates@acme.example\r\nTo: proof@acme.example\r\nSubject: ${mail?.subject}\r\nAuto-Submitted: auto-generated\r\n\r\nback`),
      'test',
      '1',
    )
    expect(await look('email')).toMatchObject([{ state: 'proven', last: [{ milliseconds: 3_000 }] }])
    expect((await ann.get('/api/inbound/mails')).body.items).toEqual([])
    // Not again before its time, soon after a failure, and by hand at once.
    const sent = system.live.sent.length
    await later(16 * 60)
    await system.tasks['plan-heartbeats']?.({}, new AbortController().signal)
    await prove()
    expect(system.live.sent).toHaveLength(sent)
    expect((await look('slack'))[0].last).toHaveLength(2)
    expect((await ann.post('/api/channels/proofs', { channel: 'email', provider: 'fake' })).status).toBe(200)
    expect((await ann.post('/api/channels/proofs', { channel: 'email', provider: 'fake' })).status).toBe(200)
    await prove()
    expect(system.live.sent).toHaveLength(sent + 1)
    expect((await look('email'))[0].last[0]).toMatchObject({ state: 'accepted', askedBy: { name: 'Ann' } })
    await later(16 * 60)
    await system.tasks['plan-heartbeats']?.({}, new AbortController().signal)
    expect(await look('email')).toMatchObject([{ state: 'late', sentence: expect.stringContaining('15 minutes') }])
    expect((await ann.post('/api/channels/proofs', { channel: 'email', provider: 'nobody' })).status).toBe(404)
    expect((await ann.post('/api/channels/proofs', { channel: 'sms', provider: '' })).status).toBe(409)
  })
})
