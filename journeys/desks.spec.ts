// A company keeps its desk and still has links, answers and priority: what is written there stands here, what is answered here stands there, each once.
import { createHmac } from 'node:crypto'
import { newSecret, signature } from '@leeward/webhook'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type FakeDesks, fakeDesks } from './support/fake-desks.ts'
import { receiver } from './support/receiver.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

describe('Desks that a company keeps', () => {
  let system: TestSystem
  let [chief, agent]: Person[] = []
  let mail: string
  let theirs: FakeDesks
  let own: Awaited<ReturnType<typeof receiver>>
  const who = (person: Person | undefined) => person as Person
  const hooks: Record<string, string> = {}
  const desks: Record<string, { id: string; theirSecret: string }> = {}
  const zendeskSecret = 'what zendesk signs with'
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    mail = (await smallCompany(system, 40)).mail
    chief = await system.person('Chief', 'administrator')
    agent = await system.person('Agnes', 'support')
    theirs = await fakeDesks()
    theirs.agents.push({ id: 51, name: 'Agnes', email: agent.email, role: 'agent' })
    own = await receiver()
  })
  afterAll(async () => {
    theirs.close()
    own.close()
    await system.close()
  })
  afterEach(() => theirs.goWrong())

  const add = async (body: object) => {
    const answer = await who(chief).post('/api/desks', body)
    if (answer.status !== 201) return answer
    hooks[answer.body.key] = new URL(answer.body.hook).pathname
    desks[answer.body.key] = answer.body
    return answer
  }
  const zendesk = () => ({
    kind: 'zendesk',
    key: 'zendesk',
    name: 'Zendesk',
    url: theirs.url,
    email: 'bot@acme.example',
    token: 'token',
    secret: zendeskSecret,
    perSecond: 50,
  })
  const inject = async (key: string, raw: string, headers: Record<string, string>) => {
    const answer = await system.web.console.inject({
      method: 'POST',
      url: hooks[key] ?? key,
      headers: { 'content-type': 'application/json', ...headers },
      payload: raw,
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  const fromZendesk = (body: unknown, secret = zendeskSecret) => {
    const [raw, at] = [JSON.stringify(body), system.now().toISOString()]
    return inject('zendesk', raw, {
      'x-zendesk-webhook-signature-timestamp': at,
      'x-zendesk-webhook-signature': createHmac('sha256', secret)
        .update(at + raw)
        .digest('base64'),
    })
  }
  const fromOwn = (body: unknown, secret = desks.own?.theirSecret ?? '') => {
    const [raw, at] = [JSON.stringify(body), Math.floor(system.now().getTime() / 1_000)]
    return inject('own', raw, { 'webhook-id': 'm1', 'webhook-timestamp': String(at), 'webhook-signature': signature(secret, 'm1', at, raw) })
  }
  const event = (type: string, ticket: number, more: object = {}, detail: object = {}, time = system.now().toISOString()) => ({
    ...{ type: `zen:event-type:ticket.${type}`, id: `evt-${type}`, time, event: more },
    detail: {
      id: String(ticket),
      subject: 'Mail is down',
      description: 'I cannot send mail!',
      requester_id: '8',
      submitter_id: '8',
      actor_id: '8',
      status: 'NEW',
      tags: ['vip'],
      ...detail,
    },
  })
  const comment = (id: number, body: string, more: object = {}) => ({
    comment: { id: String(id), body, is_public: true, author: { id: '8', is_staff: false, name: 'Ann' }, ...more },
  })
  const idOf = async (ticket: string, key = 'zendesk') =>
    (await sql<{ id: number }>`select id from conversations where external->>'system' = ${key} and external->>'id' = ${ticket}`.execute(system.db)).rows[0]
      ?.id as number
  const show = async (id: number) => (await who(agent).get(`/api/conversations/${id}`)).body
  const deliver = () => system.tasks['deliver-desks']?.({}, new AbortController().signal)
  const replyTo = async (id: number, text: string) => {
    const { thread } = await show(id)
    return who(agent).post(`/api/conversations/${id}/replies`, {
      text,
      seen: Math.max(0, ...thread.filter(({ kind }: { kind: string }) => kind === 'in').map((each: { id: number }) => each.id)),
    })
  }
  const lastDelivery = async (id: number) => (await show(id)).thread.at(-1).delivery

  test('a desk is set up with what it needs, tested by a button, and what lets us in is never shown again', async () => {
    for (const wrong of [
      { token: undefined },
      { secret: undefined },
      { email: undefined },
      { url: 'ftp://x' },
      { key: 'No Key' },
      { perSecond: 0 },
      { more: 1 },
    ])
      expect([400, 422]).toContain((await add({ ...zendesk(), ...wrong })).status)
    const { body } = await add(zendesk())
    expect(body).toMatchObject({ key: 'zendesk', signed: true, conversations: 0, test: null })
    expect((await add(zendesk())).status).toBe(409)
    expect((await who(chief).post(`/api/desks/${body.id}/test`, {})).body.test).toMatchObject({ ok: true, says: 'It lets us in as Bot.' })
    const { kind: _, key: __, secret: ___, ...change } = zendesk()
    await who(chief).put(`/api/desks/${body.id}`, { ...change, token: 'wrong' })
    expect((await who(chief).post(`/api/desks/${body.id}/test`, {})).body.test).toMatchObject({ ok: false, says: expect.stringMatching(/token is not right/) })
    expect((await who(chief).put(`/api/desks/${body.id}`, { ...change, token: undefined, url: 'https://evil.example' })).body.detail).toMatch(
      /the one that is kept is for/,
    )
    expect((await who(chief).put(`/api/desks/${body.id}`, change)).status).toBe(200)
    expect(JSON.stringify((await who(chief).get('/api/desks')).body)).not.toMatch(/"token"|zendesk signs/)
    expect((await who(agent).get('/api/desks')).status).toBe(403)
    await add({ kind: 'webhook', key: 'own', name: 'Our own', url: `${own.url}/in`, perSecond: 50 })
    own.secrets.set('/in', (desks.own as unknown as { ourSecret: string }).ourSecret)
    await add({ kind: 'chatwoot', key: 'chat', name: 'Chatwoot', url: theirs.url, account: '1', token: 'token', perSecond: 50 })
    expect((await who(chief).post(`/api/desks/${desks.chat?.id}/test`, {})).body.test).toMatchObject({ ok: true })
  })

  test('what is not signed, is unknown or makes no sense is refused with what to do', async () => {
    expect((await fromZendesk(event('created', 1), 'wrong')).status).toBe(403)
    expect((await inject('zendesk', '{}', {})).status).toBe(403)
    expect((await fromOwn({ conversation: 'c1' }, newSecret())).body.detail).toMatch(/Standard Webhooks/)
    expect((await inject('/api/desks/hooks/0123', '{}', {})).body.detail).toMatch(/No desk has this address/)
    for (const [body, sentence] of [
      [{}, /^conversation: must name/],
      [{ conversation: 'c1', text: 'x' }, /^from: must say/],
      [{ conversation: 'c1', text: 'x', from: 'customer' }, /^message: must name/],
      [{ conversation: 'c1', at: 'soon' }, /^at: must be a time/],
      [{ conversation: 'c1', state: 'melted' }, /^state: must be/],
      [{ conversation: 'c1', state: 'snoozed' }, /^until: must say/],
      [{ conversation: 'c1', agent: 'me' }, /^agent: must be/],
      [{ conversation: 'c1', files: 'x' }, /^files: must be a list/],
      [{ conversation: 'c1', message: 'm', text: 'x', from: 'customer', files: [{ url: 'ftp://x' }] }, /^files.0.url/],
      [{ conversation: 'c1', files: [{ url: 'https://x.example/1' }] }, /^message: must name/],
      [{ conversation: 'c1', email: 'me' }, /^email/],
      [Array.from({ length: 101 }, () => ({ conversation: 'c1' })), /At most 100/],
    ] as const) {
      const answer = await fromOwn(body)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      expect(answer.body.detail).toMatch(sentence)
    }
    for (const odd of [null, 5, [], { type: 7 }, event('merged', 1), event('created', 1, {}, { id: {} })])
      expect((await fromZendesk(odd)).status).toBeLessThan(500)
  })

  test('a ticket becomes a conversation once, its customer is found by their number there, and nobody is acknowledged', async () => {
    theirs.users.set('8', { name: 'Ann', email: 'a1@real.example' })
    expect((await fromZendesk(event('created', 35))).body).toMatchObject({ taken: 1, again: 0 })
    expect((await fromZendesk(event('created', 35))).body).toMatchObject({ taken: 0, again: 1 })
    expect((await fromZendesk(event('comment_added', 35, comment(900, 'I cannot send mail!')))).body).toMatchObject({ again: 1 })
    const id = await idOf('35')
    expect(await show(id)).toMatchObject({ state: 'open', account: null, tags: ['vip'], thread: [{ kind: 'in', text: 'I cannot send mail!' }] })
    await deliver()
    expect(await show(id)).toMatchObject({ address: 'a1@real.example', account: { key: 'A1' }, writer: 'Ann' })
    await system.deliver()
    expect(system.live.sent).toEqual([])
  })

  test('what comes in any order stands as it stands there', async () => {
    const at = (minute: number) => `2030-01-02T08:${String(minute).padStart(2, '0')}:00Z`
    const staff = { author: { id: '1', is_staff: true, name: 'Bo' } }
    const events = [
      event('created', 36, {}, {}, at(0)),
      event('comment_added', 36, comment(910, 'Are you there?'), {}, at(5)),
      event('comment_added', 36, comment(911, 'We are.', staff), {}, at(10)),
      event('comment_added', 36, comment(912, 'A note', { ...staff, is_public: false }), {}, at(11)),
      event('status_changed', 36, { current: 'SOLVED', previous: 'OPEN' }, {}, at(12)),
    ]
    for (const each of events.toReversed()) expect((await fromZendesk(each)).status).toBe(202)
    const id = await idOf('36')
    const seen = await show(id)
    expect(seen).toMatchObject({ state: 'closed', waitingSince: null })
    expect(seen.thread.map(({ kind, text }: { kind: string; text: string }) => [kind, text])).toEqual([
      ['in', 'I cannot send mail!'],
      ['in', 'Are you there?'],
      ['out', 'We are.'],
      ['note', 'A note'],
    ])
    await fromZendesk(event('comment_added', 36, comment(913, 'It is back, broken'), {}, at(20)))
    expect(await show(id)).toMatchObject({ state: 'open', waitingSince: '2030-01-02T08:20:00.000Z' })
  })

  test('who says the first words of a ticket again is heard, in any order; its own first comment is told apart from that', async () => {
    const said = async (ticket: number, number: number, minute: number) =>
      (await fromZendesk(event('comment_added', ticket, comment(number, 'I cannot send mail!'), {}, `2030-01-02T08:${String(minute).padStart(2, '0')}:05Z`)))
        .body
    const heard = async (ticket: string) => (await show(await idOf(ticket))).thread.filter(({ kind }: { kind: string }) => kind === 'in').length
    const created = (ticket: number) => fromZendesk(event('created', ticket, {}, {}, '2030-01-02T08:00:00Z'))
    await created(61)
    expect(await said(61, 930, 0)).toMatchObject({ taken: 0, again: 1 })
    expect(await said(61, 931, 30)).toMatchObject({ taken: 1 })
    expect(await said(61, 931, 30)).toMatchObject({ taken: 0, again: 1 })
    expect([await said(61, 932, 31), await said(61, 930, 0)]).toMatchObject([{ taken: 1 }, { again: 1 }])
    // The event of the first comment never came.
    await created(62)
    expect(await said(62, 941, 30)).toMatchObject({ taken: 1 })
    // The repetition comes before what it repeats.
    await said(63, 951, 30)
    await said(63, 950, 0)
    await created(63)
    expect([await heard('61'), await heard('62'), await heard('63')]).toEqual([3, 2, 2])
  })

  test('a reply is posted in the desk and not mailed; what the desk tells of it is not taken for another', async () => {
    const id = await idOf('35')
    await replyTo(id, 'We are on it.')
    await deliver()
    await system.deliver()
    expect(theirs.ticket('35').comments).toMatchObject([{ body: 'We are on it.', mark: expect.stringMatching(/^r\d+$/) }])
    expect(system.live.sent).toEqual([])
    expect(await lastDelivery(id)).toMatchObject({ state: 'accepted' })
    const [posted] = theirs.ticket('35').comments
    expect(
      (await fromZendesk(event('comment_added', 35, comment(posted?.id ?? 0, 'We are on it.', { author: { id: '9', is_staff: true, name: 'Bot' } })))).body,
    ).toMatchObject({ taken: 0, again: 1 })
    expect((await show(id)).thread).toHaveLength(2)
  })

  test('a reply of which no answer was heard is looked up and never blindly repeated; one that did not arrive goes out again', async () => {
    const id = await idOf('35')
    theirs.goWrong('drop')
    await replyTo(id, 'Arrived, unheard.')
    await deliver()
    expect(await lastDelivery(id)).toMatchObject({ state: 'unknown' })
    await deliver()
    await system.at('09:02')
    await deliver()
    expect(await lastDelivery(id)).toMatchObject({ state: 'accepted', answer: 'found in the desk' })
    theirs.goWrong('never')
    await replyTo(id, 'Never arrived.')
    await deliver()
    expect(await lastDelivery(id)).toMatchObject({ state: 'unknown' })
    await system.at('09:04')
    await deliver()
    expect(await lastDelivery(id)).toMatchObject({ state: 'accepted' })
    expect(theirs.ticket('35').comments.map(({ body }) => body)).toEqual(['We are on it.', 'Arrived, unheard.', 'Never arrived.'])
    theirs.goWrong(429, 503)
    await replyTo(id, 'Slowly.')
    await deliver()
    expect(await lastDelivery(id)).toMatchObject({ state: 'deferred' })
    for (const time of ['09:20', '09:50']) {
      await system.at(time)
      await deliver()
    }
    expect(theirs.ticket('35').comments.at(-1)?.body).toBe('Slowly.')
  })

  test('the desk hears what moves a conversation forward, its crisis and its tags; an answer to all is posted there once', async () => {
    const { body: crisis } = await who(chief).post('/api/crises', {
      title: 'Mail is down',
      kind: 'service-outage',
      scope: [{ serviceId: mail }],
      onsetAt: '2030-01-02T08:30:00Z',
    })
    await fromZendesk(event('created', 37, {}, { requester_id: '8', submitter_id: '8', actor_id: '8' }))
    await fromOwn({
      conversation: 'own-1',
      message: 'm1',
      from: 'customer',
      email: 'a20@real.example',
      name: 'Zed',
      subject: 'Mail is down',
      text: 'Mail is down, nothing is sent!!',
      at: system.now().toISOString(),
      tags: ['Gold'],
    })
    for (const id of [await idOf('37'), await idOf('own-1', 'own')]) await who(agent).post(`/api/conversations/${id}/crisis`, { crisisId: crisis.id })
    await who(agent).post(`/api/conversations/${await idOf('37')}/tags`, { tags: ['vip', 'needs care'] })
    await deliver()
    const number = (await who(agent).get(`/api/conversations/${await idOf('37')}`)).body.crisis.number
    expect([...theirs.ticket('37').tags]).toEqual(expect.arrayContaining(['vip', 'needs_care', `leeward-${number.toLowerCase()}`]))
    expect(theirs.ticket('37').priority).toMatch(/urgent|high|normal/)
    const changed = own.received.filter(({ body }) => body.type === 'conversation.changed').at(-1)
    expect(changed?.body.data).toMatchObject({
      conversation: 'own-1',
      crisis: { number, link: 'linked' },
      place: expect.any(Number),
      minutes: expect.any(Number),
      tags: ['gold'],
      ...{ state: 'open', agent: null },
    })
    const before = theirs.calls.length
    await deliver()
    expect(theirs.calls.slice(before).filter((call) => call.includes('update_many'))).toEqual([])

    const write = { texts: { en: 'We know of it, {name}.' }, hold: [], late: true }
    const { body: preview } = await who(chief).post(`/api/crises/${crisis.id}/answers/preview`, write)
    expect((await who(chief).post(`/api/crises/${crisis.id}/answers`, { ...write, seal: preview.seal })).status).toBeLessThan(300)
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    await deliver()
    await deliver()
    await system.deliver()
    expect(theirs.ticket('37').comments.map(({ body }) => body)).toEqual(['We know of it, Person A1.'])
    expect(own.received.filter(({ body }) => body.type === 'reply.written').map(({ body }) => body.data)).toMatchObject([
      { conversation: 'own-1', text: 'We know of it, Person A20.', answerToAll: true, reply: expect.stringMatching(/^r\d+$/) },
    ])
    expect(system.live.sent).toEqual([])
    const reply = own.received.find(({ body }) => body.type === 'reply.written')?.body.data.reply
    expect((await fromOwn({ conversation: 'own-1', message: 'm2', from: 'agent', text: 'anything', reply })).body).toMatchObject({ again: 1 })
  })

  test('in Chatwoot as well: messages, labels, priority, and a reply looked up by its mark', async () => {
    const body = {
      event: 'message_created',
      id: 70,
      content: 'Hello there',
      message_type: 'incoming',
      private: false,
      created_at: system.now().toISOString(),
      sender: { id: 3, name: 'Cy', email: 'a21@real.example' },
      conversation: { id: 12, meta: { sender: { id: 3 } } },
    }
    expect((await inject('chat', JSON.stringify(body), {})).body).toMatchObject({ taken: 1 })
    const id = await idOf('12', 'chat')
    expect(await show(id)).toMatchObject({ account: { key: 'A21' }, state: 'open' })
    theirs.ticket('12').tags.add('theirs')
    await who(agent).post(`/api/conversations/${id}/tags`, { tags: ['ours'] })
    theirs.goWrong('drop')
    await replyTo(id, 'Hi Cy')
    await deliver()
    await system.at('09:55')
    await deliver()
    expect(theirs.ticket('12').comments.map((each) => each.body)).toEqual(['Hi Cy'])
    expect([...theirs.ticket('12').tags].toSorted()).toEqual(['ours', 'theirs'])
    expect(theirs.ticket('12').priority).toBe('medium')
  })

  test('a process that dies while it posts leaves nothing twice and nothing undone', async () => {
    const id = await idOf('36')
    await replyTo(id, 'Posted by one who died.')
    // It marked the row, called, and was killed before it could store what it heard.
    theirs.ticket('36').comments.push({ id: 9_999, body: 'Posted by one who died.', mark: `r${(await show(id)).thread.at(-1).id}`, public: true })
    await sql`update reply_deliveries set state = 'sending', leased_until = ${system.now()}, leased_by = 'gone', sent_at = ${system.now()} where state = 'planned' and channel like 'desk/%'`.execute(
      system.db,
    )
    for (const time of ['09:57', '10:00']) {
      await system.at(time)
      await deliver()
    }
    expect(await lastDelivery(id)).toMatchObject({ state: 'accepted' })
    expect(theirs.ticket('36').comments).toHaveLength(1)
  })

  test('a desk that does not let us in keeps everything for later; one that is paused is not called; one that is taken away is answered by mail', async () => {
    const id = await idOf('35')
    const { kind: _, key: __, secret: ___, ...change } = zendesk()
    await who(chief).put(`/api/desks/${desks.zendesk?.id}`, { ...change, token: 'wrong' })
    await replyTo(id, 'Wait for it.')
    await deliver()
    expect((await who(chief).get('/api/desks')).body.find(({ key }: { key: string }) => key === 'zendesk')).toMatchObject({
      waiting: 1,
      trouble: expect.stringMatching(/does not let us in/),
    })
    await who(chief).put(`/api/desks/${desks.zendesk?.id}`, { ...change, paused: true })
    await system.at('10:30')
    await deliver()
    expect(theirs.ticket('35').comments.at(-1)?.body).toBe('Slowly.')
    await who(chief).put(`/api/desks/${desks.zendesk?.id}`, change)
    for (const time of ['11:30', '12:30']) {
      await system.at(time)
      await deliver()
    }
    expect(theirs.ticket('35').comments.at(-1)?.body).toBe('Wait for it.')
    await who(chief).post(`/api/desks/${desks.zendesk?.id}/removal`, {})
    expect((await fromZendesk(event('created', 99))).status).toBe(403)
    await replyTo(id, 'From here now.')
    await system.runJobs()
    await system.deliver()
    expect(system.live.sent.map(({ text }) => text)).toEqual([expect.stringContaining('From here now.')])
  })
})
