// Conversations brought from another desk: all of them, once, with who wrote what; nobody is written to, and nothing is promised for what is old.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Importing conversations', () => {
  let system: TestSystem
  let [chief, agent]: Awaited<ReturnType<TestSystem['person']>>[] = []
  const person = (who: typeof chief) => who as NonNullable<typeof chief>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    await smallCompany(system, 40)
    chief = await system.person('Chief', 'administrator')
    agent = await system.person('Agnes', 'support')
    await sql`insert into account_aliases (practice, system, external_id, account_id) select false, 'zendesk', 'org-7', id from accounts where key = 'A7'`.execute(
      system.db,
    )
  })
  afterAll(() => system.close())

  const ticket = (id: number, more: object = {}) => ({
    ...{ id, subject: `Oven ${id}`, status: 'open', created_at: '2029-12-01T08:00:00Z', tags: ['oven'], via: { channel: 'email' } },
    requester: { id: 800 + id, name: 'Ann', email: `a${id}@real.example`, role: 'end-user' },
    comments: [
      {
        id: id * 10,
        author_id: 800 + id,
        public: true,
        html_body: '<p>It <b>burns</b><script>alert(1)</script><img src=x onerror=alert(1)></p>',
        created_at: '2029-12-01T08:00:00Z',
      },
      { id: id * 10 + 1, author_id: 1, author: { name: 'Bo of old' }, public: true, body: 'Sorry!', created_at: '2029-12-01T10:00:00Z' },
      { id: id * 10 + 2, author_id: 1, public: false, body: 'Careful with this one', created_at: '2029-12-01T11:00:00Z' },
      { id: id * 10 + 3, author_id: 800 + id, public: true, body: 'Where is my refund?', created_at: '2029-12-03T08:00:00Z' },
    ],
    ...more,
  })
  async function send(body: string, query = 'form=zendesk', place = true) {
    const sent = await person(chief).post(`/api/conversation-imports?${query}`, body, { 'content-type': 'application/x-ndjson' })
    if (sent.status !== 202) return sent
    await vi.waitFor(async () => expect((await person(chief).get(`/api/conversation-imports/${sent.body.id}`)).body.status).not.toBe('reading'))
    if (place) await system.tasks['place-conversations']?.({}, new AbortController().signal)
    return person(chief).get(`/api/conversation-imports/${sent.body.id}`)
  }
  const lines = (...items: unknown[]) => items.map((item) => JSON.stringify(item)).join('\n')
  const byExternal = async (id: string, name = 'zendesk') => {
    const { rows } = await sql<{ id: number }>`select id from conversations where external->>'system' = ${name} and external->>'id' = ${id}`.execute(system.db)
    return (await person(agent).get(`/api/conversations/${rows[0]?.id}`)).body
  }

  test('tickets become conversations of their accounts, open ones wait since their customer’s newest word, and nobody is told or promised anything', async () => {
    const { body } = await send(
      lines(ticket(1), ticket(2, { status: 'solved' }), ticket(3, { status: 'pending' }), ticket(7, { requester: { id: 9 }, organization_id: 'org-7' })),
    )
    expect(body).toMatchObject({ status: 'done', found: 4, added: 4, same: 0, messagesAdded: 16, bad: 0, failure: null })
    const one = await byExternal('1')
    expect(one).toMatchObject({
      ...{ state: 'open', channel: 'email', account: { key: 'A1' }, writer: 'Ann', tags: ['oven'], openedAt: '2029-12-01T08:00:00.000Z' },
      ...{ waitingSince: '2029-12-03T08:00:00.000Z', promisedAt: null, promise: null },
    })
    expect(one.thread.map(({ kind, author }: { kind: string; author: { name: string } | null }) => [kind, author?.name ?? null])).toEqual([
      ['in', null],
      ['out', 'Bo of old'],
      ['note', '–'],
      ['in', null],
    ])
    expect(one.thread[0].html).toContain('<b>burns</b>')
    expect(one.thread[0].html).not.toMatch(/script|onerror/)
    expect(one.thread[0].text).toBe('It burns')
    expect(await byExternal('2')).toMatchObject({ state: 'closed', waitingSince: null })
    expect(await byExternal('3')).toMatchObject({ state: 'waiting', waitingSince: null })
    expect(await byExternal('7')).toMatchObject({ account: { key: 'A7' } })
    await system.deliver()
    expect(system.live.sent).toEqual([])
  })

  test('the same file twice imports nothing twice, and a later one adds what was written since', async () => {
    expect((await send(lines(ticket(1), ticket(1), ticket(2, { status: 'solved' })))).body).toMatchObject({
      status: 'done',
      added: 0,
      same: 3,
      messagesAdded: 0,
      messagesSame: 12,
    })
    const more = ticket(1, {
      status: 'solved',
      comments: [...ticket(1).comments, { id: 19, author_id: 1, public: true, body: 'Refunded.', created_at: '2029-12-05T08:00:00Z' }],
    })
    expect((await send(lines(more))).body).toMatchObject({ added: 0, same: 1, messagesAdded: 1 })
    expect(await byExternal('1')).toMatchObject({ state: 'closed', waitingSince: null })
  })

  test('an agent who takes up an old one promises nothing by that; a new word of the customer does', async () => {
    await send(lines(ticket(4)))
    const { id } = await byExternal('4')
    expect((await person(agent).post(`/api/conversations/${id}/tags`, { tags: ['seen'] })).body).toMatchObject({
      promisedAt: null,
      waitingSince: '2029-12-03T08:00:00.000Z',
    })
  })

  test('users and comments may come apart and in any order; comments of tickets that are not here are listed', async () => {
    const bare = {
      id: 50,
      subject: 'Late',
      status: 'open',
      created_at: '2029-12-01T08:00:00Z',
      requester_id: 77,
      submitter_id: 77,
      description: 'Where is it?',
    }
    expect((await send(JSON.stringify({ tickets: [bare], count: 1 }))).body).toMatchObject({ status: 'done', added: 1 })
    expect(await byExternal('50')).toMatchObject({ address: 'zendesk/77', account: null })
    expect((await send(JSON.stringify({ users: [{ id: 77, role: 'end-user', name: 'Zoe', email: 'a9@real.example' }] }))).body).toMatchObject({
      people: 1,
      bad: 0,
    })
    expect(await byExternal('50')).toMatchObject({ address: 'a9@real.example', account: { key: 'A9' }, writer: 'Zoe' })
    const comments = [
      { id: 501, ticket_id: 50, author_id: 77, public: true, body: 'Hello?', created_at: '2029-12-04T08:00:00Z' },
      { id: 502, ticket_id: 51, author_id: 77, public: true, body: 'Nobody', created_at: '2029-12-04T08:00:00Z' },
    ]
    const { body } = await send(JSON.stringify({ comments }, null, 1))
    expect(body).toMatchObject({ messagesAdded: 1, bad: 1 })
    expect((await person(chief).get(`/api/conversation-imports/${body.id}/problems`)).body.items[0]).toMatchObject({
      item: '502',
      reason: expect.stringMatching(/Import the tickets first/),
      value: 'Nobody',
    })
    expect(await byExternal('50')).toMatchObject({ waitingSince: '2029-12-04T08:00:00.000Z' })
  })

  test('what makes no sense is listed with its line and why, and the others land', async () => {
    const { body } = await send(`${lines(ticket(60), ticket(61, { status: 'melting' }))}\n{"id": 62, broken}\n${lines(ticket(63))}\n{"id": 64,`)
    expect(body).toMatchObject({ status: 'done', added: 2, bad: 3 })
    expect((await person(chief).get(`/api/conversation-imports/${body.id}/problems`)).body.items.map(({ line }: { line: number }) => line)).toEqual([2, 3, 5])
  })

  test.each([
    ['', 'form=zendesk', /empty/],
    ['hello', 'form=zendesk', /columns/],
    [Buffer.from([0x50, 0x4b, 3, 4, 5, 6]).toString('latin1'), 'form=zendesk', /ZIP/],
  ])('a file that is none is refused with what to do (%#)', async (text, query, sentence) =>
    expect((await send(text, query)).body).toMatchObject({ status: 'failed', failure: expect.stringMatching(sentence) }),
  )
  test.each(['form=freshdesk', 'form=zendesk&desk=No%20Key', 'form=zendesk&brand=nobody', ''])('so is a question that makes no sense: %s', async (query) =>
    expect([400, 422]).toContain((await send('[]', query)).status),
  )
  test('agents may not import', async () =>
    expect((await person(agent).post('/api/conversation-imports?form=zendesk', '[]', { 'content-type': 'application/json' })).status).toBe(403))

  test('conversations of Chatwoot and a spreadsheet land as well', async () => {
    const conversation = {
      id: 12,
      status: 'open',
      created_at: 1_890_000_000,
      labels: [],
      meta: { sender: { id: 3, name: 'Ann', email: 'a11@real.example' }, channel: 'Channel::WebWidget' },
      messages: [{ id: 1, content: 'Hello', message_type: 0, created_at: 1_890_000_000 }],
    }
    expect((await send(JSON.stringify({ data: { meta: {}, payload: [conversation] } }), 'form=chatwoot&desk=shop')).body).toMatchObject({
      status: 'done',
      added: 1,
      system: 'shop',
    })
    expect(await byExternal('12', 'shop')).toMatchObject({ channel: 'chat', account: { key: 'A11' } })
    expect(
      (await send('Id;Subject;Status;Requester email;Created at\n70;Oven;Open;a12@real.example;2029-12-01 08:00\n71;Oven;Open;nobody;2029-12-01 08:00\n')).body,
    ).toMatchObject({ added: 1, bad: 1 })
    expect(await byExternal('70')).toMatchObject({ account: { key: 'A12' }, thread: [{ text: 'Oven' }] })
  })

  test('who dies in between leaves the rest to the next look: all are there, each once', async () => {
    const many = Array.from({ length: 700 }, (_, n) => ticket(1_000 + n, { comments: ticket(1_000 + n).comments.slice(0, 1) }))
    const { body } = await send(JSON.stringify(many), 'form=zendesk', false)
    expect(body).toMatchObject({ status: 'placing', found: 700, added: 0 })
    // It stops after its first step, as a process that is killed does between two transactions.
    const stopping = new AbortController()
    let looks = 0
    const clock = () => {
      if (++looks > 1) stopping.abort()
      return system.now()
    }
    const { placeImports } = await import('../server/src/support/import/place.store.ts')
    await placeImports({ db: system.db, clock }, stopping.signal)
    expect((await person(chief).get(`/api/conversation-imports/${body.id}`)).body.added).toBeLessThan(700)
    await system.tasks['place-conversations']?.({}, new AbortController().signal)
    expect((await person(chief).get(`/api/conversation-imports/${body.id}`)).body).toMatchObject({ status: 'done', added: 700, messagesAdded: 700 })
  })

  test('a reader that died is said to have failed', async () => {
    await sql`insert into conversation_imports (id, system, form, brand_id, status, bytes_total, actor, seen_at, started_at) select gen_random_uuid(), 'x', 'zendesk', id, 'reading', 9, 'x', '2030-01-02T08:00:00Z', '2030-01-02T08:00:00Z' from brands`.execute(
      system.db,
    )
    expect((await person(chief).get('/api/conversation-imports')).body.items).toContainEqual(
      expect.objectContaining({ system: 'x', status: 'failed', failure: expect.stringMatching(/Send the file again/) }),
    )
  })
})
