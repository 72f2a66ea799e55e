// The shared inbox: mails become conversations of one customer each, agents answer them, and nobody answers past what was said.
import { createServer } from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { takeInbound } from '../server/src/communicate/inbound/inbound.store.ts'
import { partsOf } from '../server/src/support/conversations/order.ts'
import { smallCompany } from './support/company.ts'
import { conversationWith, mailsTo, sendReplies, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Conversations', () => {
  let system: TestSystem
  let agent: Awaited<ReturnType<TestSystem['person']>>
  let other: typeof agent
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    await smallCompany(system, 40)
    agent = await system.person('Agnes', 'support')
    other = await system.person('Bo', 'support')
  })
  afterAll(() => system.close())
  const mailService = async () => (await sql<{ id: string }>`select id from services where key = 'mail-real'`.execute(system.db)).rows[0]?.id
  const show = async (id: number) => (await agent.get(`/api/conversations/${id}`)).body
  const post = (id: number, path: string, body: object, who = agent) => who.post(`/api/conversations/${id}/${path}`, body)

  test('a mail of a contact is a conversation of their account, read and in the queue, and is acknowledged once', async () => {
    await write(system, { from: 'a1@real.example', name: 'Ann', subject: 'Question on my bill', text: 'How do I change the address on it?' })
    const id = await conversationWith(system, 'a1@real.example')
    expect(await show(id)).toMatchObject({
      state: 'open',
      writer: 'Ann',
      account: { key: 'A1' },
      waitingSince: '2030-01-02T09:00:00.000Z',
      promise: 'first',
      promisedAt: '2030-01-02T17:00:00.000Z',
      waitsInTurn: 0,
    })
    await sendReplies(system)
    expect(mailsTo(system, 'a1@real.example')).toHaveLength(1)
    const [first] = mailsTo(system, 'a1@real.example')
    expect(first).toMatchObject({ subject: 'Re: Question on my bill', headers: { 'Auto-Submitted': 'auto-replied' } })
    expect(first?.text).toContain(`#${id}`)
    await write(system, { from: 'a1@real.example', subject: 'Re: Question on my bill', text: 'Hello?', answers: first?.id })
    await sendReplies(system)
    expect(mailsTo(system, 'a1@real.example')).toHaveLength(1)
    expect((await show(id)).thread.filter((message: { kind: string }) => message.kind === 'in')).toHaveLength(2)
  })

  test('a reply goes out in the thread, the customer’s answer comes back to it, and replies of others never do', async () => {
    const id = await conversationWith(system, 'a1@real.example')
    const { thread } = await show(id)
    const answered = await post(id, 'replies', { text: 'Under Settings, Billing.', seen: thread.at(-1).id })
    expect(answered.body).toMatchObject({ state: 'waiting', assignee: { name: 'Agnes' }, waitingSince: null, promisedAt: null })
    await sendReplies(system)
    const sent = mailsTo(system, 'a1@real.example').at(-1)
    expect(sent?.text).toContain('Under Settings, Billing.')
    expect(sent?.headers?.['Auto-Submitted']).toBe('no')
    expect(sent?.references?.length).toBeGreaterThan(1)
    await write(system, { from: 'a1@real.example', subject: 'another subject', text: 'Found it.', answers: sent?.id })
    expect((await show(id)).thread.at(-1).text).toBe('Found it.')
    // Somebody else answers the same mail: it was forwarded, or stolen.
    await write(system, { from: 'a2@real.example', subject: 'Re: Question on my bill', text: 'I see another’s bill!', answers: sent?.id })
    const theirs = await conversationWith(system, 'a2@real.example')
    expect(theirs).not.toBe(id)
    expect((await show(theirs)).thread[0].senderNote).toMatch(/somebody else/)
    expect((await show(id)).thread.some(({ text }: { text: string }) => text.includes('another’s'))).toBe(false)
    // A token that was made up is none.
    await write(system, { from: 'a3@real.example', subject: 'Re: x', text: 'Let me in.', answers: sent?.id.replace(/\.[0-9a-f]{16}@/, '.0000000000000000@') })
    expect((await show(await conversationWith(system, 'a3@real.example'))).thread).toHaveLength(1 + 1)
  })

  test('the same mail twice is one message; machines, bounces and our own mails are none', async () => {
    const mail = { from: 'a4@real.example', subject: 'Once', text: 'Only once please.', id: '<once@customer.example>' }
    await write(system, mail, mail)
    expect((await show(await conversationWith(system, 'a4@real.example'))).thread.filter(({ kind }: { kind: string }) => kind === 'in')).toHaveLength(1)
    await write(
      system,
      { from: 'a5@real.example', subject: 'Out of office', text: 'I am away.', headers: ['Auto-Submitted: auto-replied'] },
      { from: 'a5@real.example', subject: 'News', text: 'Buy!', headers: ['List-Unsubscribe: <https://x.example>'] },
      { from: 'updates@acme.example', subject: 'Re: loop', text: 'Loop.' },
    )
    expect(await conversationWith(system, 'a5@real.example')).toBeUndefined()
    expect(await conversationWith(system, 'updates@acme.example')).toBeUndefined()
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from inbound_mails where not conversed`.execute(system.db)
    expect(rows[0]?.count).toBe(0)
  })

  test('a reply that bounces says so and makes the conversation ours again; it goes out once more only because somebody says so', async () => {
    const id = await conversationWith(system, 'a4@real.example')
    const { thread } = await show(id)
    await post(id, 'replies', { text: 'We look into it.', seen: thread.at(-1).id })
    await sendReplies(system)
    const mine = () => mailsTo(system, 'a4@real.example').filter(({ text }) => text.startsWith('We look into it.'))
    const [sent] = mine()
    const { applyFeedback } = await import('../server/src/communicate/suppressions/feedback.store.ts')
    const back = {
      address: 'a4@real.example',
      outcome: 'soft' as const,
      reason: 'mailbox-full',
      answer: '552 full',
      at: system.now(),
      key: 'b1',
      trusted: false,
    }
    expect((await applyFeedback(system.deps, [{ ...back, messageId: sent?.id as string, address: 'a5@real.example' }])).moved).toBe(0)
    expect((await applyFeedback(system.deps, [{ ...back, messageId: sent?.id as string }])).moved).toBe(1)
    expect(await show(id)).toMatchObject({
      state: 'open',
      thread: expect.arrayContaining([expect.objectContaining({ delivery: expect.objectContaining({ state: 'bounced' }) })]),
    })
    const reply = (await show(id)).thread.at(-1)
    expect((await post(id, `messages/${reply.id}/again`, {})).status).toBe(200)
    await sendReplies(system)
    expect(mine().map(({ id: each }) => each)).toEqual([sent?.id, sent?.id])
    expect((await post(id, `messages/${reply.id}/again`, {})).status).toBe(409)
  })

  test('pictures of a mail are fetched by us, only when somebody asks, and only what is a picture', async () => {
    let asked = 0
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
    const elsewhere = createServer((request, answer) => {
      asked += 1
      answer.end(request.url === '/a.png' ? png : '<script>alert(1)</script>')
    })
    await new Promise<void>((up) => elsewhere.listen(0, '127.0.0.1', up))
    const at = `http://127.0.0.1:${(elsewhere.address() as { port: number }).port}`
    const html = `<p>Look</p><img src="${at}/a.png"><img src="${at}/b.png"><img src="cid:none@x">`
    await takeInbound(
      system.deps,
      Buffer.from(
        `From: a13@real.example\r\nTo: updates@acme.example\r\nSubject: Pictures\r\nMessage-ID: <p1@x.example>\r\nContent-Type: text/html\r\n\r\n${html}\r\n`,
      ),
      'test',
    )
    await system.tasks['take-mails']?.({}, new AbortController().signal)
    const { id, thread } = await show(await conversationWith(system, 'a13@real.example'))
    expect(thread[0].html).not.toMatch(/ src=/)
    expect(asked).toBe(0)
    const picture = (nth: number) => agent.get(`/api/conversations/${id}/messages/${thread[0].id}/pictures/${nth}`)
    expect(await picture(0)).toMatchObject({ status: 200, headers: { 'content-type': 'image/png', 'content-security-policy': "default-src 'none'; sandbox" } })
    expect([(await picture(1)).status, (await picture(2)).status, (await picture(3)).status]).toEqual([422, 404, 404])
    await new Promise<void>((down) => elsewhere.close(() => down()))
    expect((await picture(0)).status).toBe(422)
  })

  test('two agents collide: each sees the other, and who answers past a new message is refused and loses nothing', async () => {
    await write(system, { from: 'a6@real.example', subject: 'Two agents', text: 'First.' })
    const id = await conversationWith(system, 'a6@real.example')
    const seen = (await show(id)).thread.find(({ kind }: { kind: string }) => kind === 'in').id
    await other.post(`/api/conversations/${id}/presence`, { editor: 'tab-2', writing: true })
    const presence = await post(id, 'presence', { editor: 'tab-1', writing: false })
    expect(presence.body.others).toMatchObject([{ person: { name: 'Bo' }, writing: true }])
    await write(system, { from: 'a6@real.example', subject: 'Re: Two agents', text: 'Second.', answers: undefined })
    const late = await post(id, 'replies', { text: 'To the first.', seen })
    expect(late.status).toBe(409)
    expect(late.body.detail).toMatch(/wrote again/)
    const now = (await show(id)).thread.at(-1).id
    expect((await post(id, 'replies', { text: 'To both.', seen: now, key: 'k1' })).status).toBe(200)
    expect((await post(id, 'replies', { text: 'To both.', seen: now, key: 'k1' })).status).toBe(200)
    expect((await show(id)).thread.filter(({ text }: { text: string }) => text === 'To both.')).toHaveLength(1)
    await other.post(`/api/conversations/${id}/presence/end`, { editor: 'tab-2' })
    expect((await post(id, 'presence', { editor: 'tab-1' })).body.others).toEqual([])
  })

  test('the next one is the first in turn, for one agent only; the vulnerable come before the rest, and nobody waits for ever', async () => {
    await sql`update conversations set state = 'closed', waiting_since = null, turn_at = null, promised_at = null where state = 'open'`.execute(system.db)
    await write(system, { from: 'a7@real.example', subject: 'Seven', text: 'A question.' })
    await system.at('09:30')
    await write(system, { from: 'a20@real.example', subject: 'Twenty', text: 'A question of a regulated enterprise.' })
    await system.at('09:31')
    await write(system, { from: 'a8@real.example', subject: 'Eight', text: 'A question.' })
    const queue = (await agent.get('/api/conversations')).body.items.map(({ address }: { address: string }) => address)
    expect(queue).toEqual(['a20@real.example', 'a7@real.example', 'a8@real.example'])
    const [one, two] = await Promise.all([agent.post('/api/conversations/next'), other.post('/api/conversations/next')])
    expect(new Set([one.body.id, two.body.id]).size).toBe(2)
    expect((await agent.post('/api/conversations/next')).body.id).toBe(await conversationWith(system, 'a8@real.example'))
    expect((await agent.post('/api/conversations/next')).body.id).toBe(null)
  })

  test('the order in SQL is that of the rule, for whatever stands in a conversation', async () => {
    const id = await conversationWith(system, 'a20@real.example')
    const { putInOrder } = await import('../server/src/support/conversations/order.store.ts')
    for (const [mood, reasons, broken, near] of [
      ['angry', ['legal', 'refund'], false, false],
      ['neutral', [], true, true],
      ['negative', ['safety', 'nonsense'], true, false],
      ['positive', ['deadline'], false, true],
    ] as const) {
      await sql`update conversations set mood = ${mood}, reasons = ${[...reasons]}::text[], still_broken = ${broken}, promise_near = ${near} where id = ${id}`.execute(
        system.db,
      )
      await putInOrder(system.db, sql`c.id = ${id}`)
      const facts = { severity: null, tier: 'enterprise', vulnerability: 'regulated', mood, reasons, stillBroken: broken, promiseNear: near }
      expect((await show(id)).parts).toEqual(partsOf(facts))
    }
  })

  test('a promise that is near moves forward; what was put off comes back by itself', async () => {
    await system.at('2030-01-03T09:00:00Z')
    await write(system, { from: 'a9@real.example', subject: 'Nine', text: 'A question.' })
    const id = await conversationWith(system, 'a9@real.example')
    const before = await show(id)
    await system.at('15:30')
    await system.tasks['keep-promises']?.({}, new AbortController().signal)
    expect(await show(id)).toMatchObject({ promiseNear: true, parts: { ...before.parts, promise: 360 } })
    expect((await post(id, 'snooze', { until: '2030-01-03T15:00:00Z' })).status).toBe(422)
    expect((await post(id, 'snooze', { until: '2030-01-03T17:00:00Z' })).body.state).toBe('snoozed')
    await system.at('17:00')
    await system.tasks['keep-promises']?.({}, new AbortController().signal)
    expect((await show(id)).state).toBe('open')
  })

  test('conversations of one customer are put together and taken apart again; those of two customers never', async () => {
    await write(system, { from: 'a10@real.example', subject: 'Parcel', text: 'Where is it?' })
    const first = await conversationWith(system, 'a10@real.example')
    await write(system, { from: 'a10@real.example', subject: 'Something else entirely', text: 'And the invoice?' })
    const second = await conversationWith(system, 'a10@real.example')
    expect(second).not.toBe(first)
    const merged = await post(second, 'merge', { into: first })
    expect(merged.body.thread.map(({ text }: { text: string }) => text)).toContain('And the invoice?')
    expect((await post(second, 'replies', { text: 'x', seen: 1e9 })).status).toBe(409)
    const act = merged.body.acts.find(({ kind }: { kind: string }) => kind === 'merged')
    expect((await post(first, `acts/${act.id}/undo`, {})).status).toBe(200)
    expect((await post(first, `acts/${act.id}/undo`, {})).status).toBe(409)
    expect(await show(second)).toMatchObject({ state: 'open', mergedInto: null })
    const nine = await conversationWith(system, 'a9@real.example')
    expect((await post(nine, 'merge', { into: first })).status).toBe(403)
    const apart = await post(first, 'split', { message: (await show(first)).thread.at(-1).id, subject: 'Apart' })
    expect(apart.status).toBe(201)
    const back = apart.body.acts.find(({ kind }: { kind: string }) => kind === 'split')
    expect((await post(apart.body.id, `acts/${back.id}/undo`, {})).status).toBe(200)
    expect((await show(apart.body.id)).mergedInto).toBe(first)
  })

  test('what is taken out of one that is put off comes back with it', async () => {
    await write(system, { from: 'a14@real.example', subject: 'Lamp', text: 'Where is it?' })
    await write(system, { from: 'a14@real.example', subject: 'Re: Lamp', text: 'And the invoice is wrong.' })
    const id = await conversationWith(system, 'a14@real.example')
    const { thread } = await show(id)
    await post(id, 'replies', { text: 'We ask the carrier.', seen: thread.at(-1).id })
    await post(id, 'snooze', { until: '2030-01-04T12:00:00Z' })
    const apart = await post(id, 'split', { message: thread.at(-1).id, subject: 'Invoice' })
    expect(apart.body).toMatchObject({ state: 'snoozed', snoozedUntil: '2030-01-04T12:00:00.000Z' })
    await system.at('2030-01-04T12:00:00Z')
    await system.tasks['keep-promises']?.({}, new AbortController().signal)
    expect(await show(apart.body.id)).toMatchObject({ state: 'open' })
    // They were answered before: what they write now is promised as a next word, not as a first one.
    const { rows } = await sql`select 1 from conversations where id = ${apart.body.id} and answered_at is not null`.execute(system.db)
    expect(rows).toHaveLength(1)
  })

  /** Two matters of one customer, and a mail of theirs that answers both. @returns the one that it joined, and the other */
  async function answersBoth(address: string, between: (ids: number[]) => Promise<void> = async () => {}): Promise<[number, number]> {
    const ids: number[] = []
    for (const subject of ['Parcel is late', 'Wrong colour of the lamp']) {
      await write(system, { from: address, subject, text: `About this: ${subject}.` })
      ids.push(await conversationWith(system, address))
    }
    await sendReplies(system)
    await between(ids)
    const [one, two] = mailsTo(system, address)
    await write(system, {
      from: address,
      subject: 'Both of it',
      text: 'It is the same order!',
      answers: one?.id,
      headers: [`References: ${two?.id} ${one?.id}`],
    })
    return ids as [number, number]
  }
  const offers = async (id: number) =>
    (await show(id)).acts.filter(({ kind, undoneAt }: { kind: string; undoneAt: string | null }) => kind === 'one-matter' && undoneAt === null)

  test('what a mail proves to be one matter is offered in both, put together by one press, taken apart again, and not offered a second time', async () => {
    const [one, two] = await answersBoth('a31@real.example')
    expect(await offers(one)).toMatchObject([{ data: { other: two, sender: 'a31@real.example' } }])
    expect(await offers(two)).toMatchObject([{ data: { other: one } }])
    const merged = await post(two, 'merge', { into: one })
    expect(merged.body.thread.filter(({ kind }: { kind: string }) => kind === 'in')).toHaveLength(3)
    expect(await offers(one)).toEqual([])
    const act = merged.body.acts.find(({ kind }: { kind: string }) => kind === 'merged')
    await post(one, `acts/${act.id}/undo`, {})
    const [first, second] = mailsTo(system, 'a31@real.example')
    await write(system, {
      from: 'a31@real.example',
      subject: 'Both of it',
      text: 'Still the same!',
      answers: first?.id,
      headers: [`References: ${second?.id} ${first?.id}`],
    })
    expect([...(await offers(one)), ...(await offers(two))]).toEqual([])
  })

  test('left apart they stay two, in both', async () => {
    const [one, two] = await answersBoth('a32@real.example')
    const [offer] = await offers(two)
    await post(two, `acts/${offer.id}/undo`, {})
    expect([...(await offers(one)), ...(await offers(two))]).toEqual([])
    expect(await show(two)).toMatchObject({ state: 'open', mergedInto: null })
    expect((await post(two, `acts/${offer.id}/undo`, {})).status).toBe(409)
  })

  test('of the same sender and the same crisis it is put together by itself, says why, and is undone by one press for good', async () => {
    const chief = await system.person('Chief', 'commander')
    const { body: crisis } = await chief.post('/api/crises', {
      title: 'Parcels stand still',
      kind: 'service-outage',
      scope: [{ serviceId: await mailService() }],
    })
    const [one, two] = await answersBoth('a33@real.example', async (ids) => {
      for (const id of ids) await post(id, 'crisis', { crisisId: crisis.id })
    })
    expect(await show(two)).toMatchObject({ state: 'merged', mergedInto: one })
    const { acts, thread } = await show(one)
    expect(thread.filter(({ kind }: { kind: string }) => kind === 'in')).toHaveLength(3)
    const act = acts.find(({ kind }: { kind: string }) => kind === 'merged')
    expect(act).toMatchObject({ by: { id: 'leeward' }, undoable: true, data: { from: two } })
    await post(one, `acts/${act.id}/undo`, {})
    expect(await show(two)).toMatchObject({ state: 'open', mergedInto: null, crisis: { id: crisis.id } })
    await system.tasks['take-mails']?.({}, new AbortController().signal)
    expect(await show(two)).toMatchObject({ mergedInto: null })
  })

  test('notes stay inside, mention colleagues, and are found; so are words, numbers and names', async () => {
    const id = await conversationWith(system, 'a10@real.example')
    expect((await post(id, 'notes', { text: 'Ask the carrier @Bo', mentions: [other.id] })).status).toBe(200)
    expect((await post(id, 'notes', { text: 'x', mentions: ['nobody'] })).status).toBe(422)
    expect((await other.get('/api/conversations?view=mentions')).body.items.map((row: { id: number }) => row.id)).toEqual([id])
    await sendReplies(system)
    expect(mailsTo(system, 'a10@real.example').some(({ text }) => text.includes('carrier'))).toBe(false)
    const found = async (search: string) =>
      (await agent.get(`/api/conversations?view=all&search=${encodeURIComponent(search)}`)).body.items.map((row: { id: number }) => row.id)
    expect(await found('invoi')).toContain(id)
    expect(await found(`#${id}`)).toContain(id)
    expect(await found('Account 10')).toContain(id)
    // Of a word that stands everywhere the newest count.
    const old = await conversationWith(system, 'a1@real.example')
    await sql`insert into conversation_messages (conversation_id, kind, at, text) select ${old}, 'in', ${system.now()}, 'zebra ' || n from generate_series(1, 2001) n`.execute(
      system.db,
    )
    await write(system, { from: 'a15@real.example', subject: 'Animals', text: 'A zebra is on the label.' })
    expect(await found('zebra')).toContain(await conversationWith(system, 'a15@real.example'))
    for (const odd of ["'", '":*&|!()<->', '%', '\\', '#', '😀', 'a'.repeat(200)]) expect(Array.isArray(await found(odd))).toBe(true)
  })

  test('a call is logged with what was said, once for the same id; a wrong key is refused with what to do', async () => {
    const call = {
      channel: 'phone',
      account: 'A11',
      address: '+49301234567',
      subject: 'A call',
      text: 'Asked when it ships.',
      reply: 'Tomorrow.',
      externalId: 'call-1',
    }
    const first = await agent.post('/api/conversations', call)
    expect(first.status).toBe(201)
    expect((await agent.post('/api/conversations', call)).body).toMatchObject({ id: first.body.id, again: true })
    expect(await show(first.body.id)).toMatchObject({ state: 'waiting', channel: 'phone', account: { key: 'A11' } })
    expect((await agent.post('/api/conversations', { ...call, externalId: 'call-2', account: 'nobody' })).status).toBe(422)
    expect((await agent.post('/api/conversations', { ...call, externalId: 'call-3', account: 'A12', address: 'x', conversation: first.body.id })).status).toBe(
      403,
    )
  })

  test('who may not read conversations does not; unknown ids are 404', async () => {
    const olaf = await system.person('Olaf', 'observer')
    expect((await olaf.get('/api/conversations')).status).toBe(403)
    expect((await agent.get('/api/conversations/999999')).status).toBe(404)
    expect((await agent.get('/api/conversations/x')).status).toBe(400)
    expect((await post(999_999, 'replies', { text: 'x', seen: 0 })).status).toBe(404)
  })
})
