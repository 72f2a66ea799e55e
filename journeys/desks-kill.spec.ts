// The node is killed (SIGKILL) again and again: while it reads exports, while it places them, while it posts to desks and hears of them. Everything is there once, and nobody reads what is another's.
import { type ChildProcess, fork } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type FakeDesks, fakeDesks } from './support/fake-desks.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const [tooMany, zendeskTickets, chatwootConversations, faster] = [6_000, 1_500, 1_200, 60]
const [talking, repliesEach] = [24, 3]
const epoch = Date.now()
const time = (minutesAgo: number) => new Date(epoch - minutesAgo * 60_000).toISOString()
const addressOf = (desk: string, nth: number) => `${desk}${nth}@customer.example`
const secret = 'what zendesk signs with'

/** Every text names whose it is, so that one that stands with somebody else shows. */
const ticketsOf = (many = zendeskTickets) =>
  Array.from({ length: many }, (_, nth) => ({
    ...{ id: nth + 1, subject: `Ticket ${nth + 1}`, status: nth % 10 === 0 ? 'open' : 'solved', created_at: time(90_000), tags: ['brought'] },
    requester: { id: 500_000 + nth, name: `Person ${nth}`, email: addressOf('z', nth + 1), role: 'end-user' },
    comments: [
      {
        id: nth * 10 + 1,
        author_id: 500_000 + nth,
        public: true,
        body: `First of ${addressOf('z', nth + 1)}. ${'It does not work. '.repeat(12)}`,
        created_at: time(90_000),
      },
      { id: nth * 10 + 2, author_id: 1, author: { name: 'Bo' }, public: true, body: `To ${addressOf('z', nth + 1)}`, created_at: time(89_000) },
      { id: nth * 10 + 3, author_id: 500_000 + nth, public: true, body: `Then of ${addressOf('z', nth + 1)}`, created_at: time(88_000) },
    ],
  }))
const chatsOf = () =>
  Array.from({ length: chatwootConversations }, (_, nth) => ({
    ...{ id: nth + 1, status: nth % 4 === 0 ? 'resolved' : 'open', created_at: Math.floor(epoch / 1_000) - 900_000, labels: ['brought'] },
    meta: { sender: { id: nth + 1, name: `Chatter ${nth}`, email: addressOf('c', nth + 1) }, channel: 'Channel::WebWidget' },
    messages: [
      { id: nth * 10 + 1, content: `First of ${addressOf('c', nth + 1)}`, message_type: 0, created_at: Math.floor(epoch / 1_000) - 900_000 },
      { id: nth * 10 + 2, content: `To ${addressOf('c', nth + 1)}`, message_type: 1, sender: { name: 'Bo' }, created_at: Math.floor(epoch / 1_000) - 890_000 },
    ],
  }))
const lines = (items: object[]) => items.map((item) => JSON.stringify(item)).join('\n')

describe('Killed while it imports and while it speaks with desks', () => {
  let system: TestSystem
  let theirs: FakeDesks
  let chief: Awaited<ReturnType<TestSystem['person']>>
  let [child, base]: [ChildProcess | undefined, string] = [undefined, '']
  let desk: { hook: string; id: string }
  beforeAll(async () => {
    system = await testSystem({ at: new Date(epoch).toISOString() })
    theirs = await fakeDesks(60)
    await smallCompany(system, 5)
    chief = await system.person('Chief', 'administrator', 'support')
    theirs.agents.push({ id: 51, name: 'Chief', email: chief.email, role: 'agent' })
    const { body } = await chief.post('/api/desks', {
      ...{ kind: 'zendesk', key: 'zendesk', name: 'Zendesk', url: theirs.url, email: 'bot@acme.example', token: 'token', secret, perSecond: 50 },
    })
    desk = body
    await start()
  })
  afterAll(async () => {
    child?.kill('SIGKILL')
    theirs.close()
    await system.close()
  })

  const start = async () => {
    child = fork(new URL('./support/desks-until-killed.ts', import.meta.url).pathname, [system.url, system.config.dataDir, String(epoch), String(faster)])
    const [port] = await once(child, 'message')
    base = `http://127.0.0.1:${port}`
  }
  const killed = async () => {
    child?.kill('SIGKILL')
    await once(child as ChildProcess, 'exit')
  }
  const clockNow = () => new Date(epoch + (Date.now() - epoch) * faster)
  const call = async (method: string, path: string, body?: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(base + path, {
      method,
      headers: { cookie: chief.cookie, origin: 'http://console.test', ...headers },
      ...(body === undefined ? {} : { body }),
    })
    return {
      status: answer.status,
      body: (await answer.json()) as Record<string, never> & { id: string; status: string; added: number; bytesRead: number; detail?: string },
    }
  }
  const json = { 'content-type': 'application/json' }
  const upload = async (form: string, text: string) => {
    const { status, body } = await call('POST', `/api/conversation-imports?form=${form}`, text, { 'content-type': 'application/x-ndjson' })
    expect(status, JSON.stringify(body)).toBe(202)
    return body.id
  }
  const importOf = async (id: string) => (await call('GET', `/api/conversation-imports/${id}`)).body
  const count = async (query: ReturnType<typeof sql<{ n: number }>>) => (await query.execute(system.db)).rows[0]?.n as number
  const placed = () => count(sql<{ n: number }>`select count(*)::int as n from conversations where imported_at is not null`)
  const until = (look: () => Promise<void>, timeout = 90_000) => vi.waitFor(look, { timeout, interval: 15 })

  test('killed while it reads: the export is said to have failed, nothing of it stands half, and sending it again is all there is to do', {
    timeout: 240_000,
  }, async () => {
    const id = await upload('zendesk', lines(ticketsOf(tooMany)))
    await until(async () => {
      const { rows } = await sql<{
        read: number
      }>`select bytes_read as read from conversation_imports where id = ${id} and status = 'reading' and bytes_read > 0`.execute(system.db)
      expect(rows).toHaveLength(1)
    })
    await killed()
    expect(await count(sql<{ n: number }>`select count(*)::int as n from conversation_import_items`)).toBeGreaterThan(0)
    await start()
    await until(async () => expect(await importOf(id)).toMatchObject({ status: 'failed', failure: expect.stringMatching(/Send the file again/) }))
    expect(await placed()).toBe(0)
    expect(await count(sql<{ n: number }>`select count(*)::int as n from conversation_import_items`)).toBe(0)
  })

  test('killed twice while it places two exports: every conversation is there once, with its own words and nobody else’s, and the counts are right', {
    timeout: 240_000,
  }, async () => {
    const [zendesk, chatwoot] = [await upload('zendesk', lines(ticketsOf())), await upload('chatwoot', lines(chatsOf()))]
    await until(async () => expect([(await importOf(zendesk)).status, (await importOf(chatwoot)).status]).not.toContain('reading'))
    const all = zendeskTickets + chatwootConversations
    for (const share of [0.1, 0.55]) {
      await until(async () => expect(await placed()).toBeGreaterThan(share * all), 40_000)
      await killed()
      expect(await placed()).toBeLessThan(all)
      await start()
    }
    await until(async () => expect([(await importOf(zendesk)).status, (await importOf(chatwoot)).status]).toEqual(['done', 'done']), 60_000)
    expect(await importOf(zendesk)).toMatchObject({
      found: zendeskTickets,
      added: zendeskTickets,
      same: 0,
      messagesAdded: zendeskTickets * 3,
      messagesSame: 0,
      bad: 0,
    })
    expect(await importOf(chatwoot)).toMatchObject({
      found: chatwootConversations,
      added: chatwootConversations,
      same: 0,
      messagesAdded: chatwootConversations * 2,
      bad: 0,
    })
    const { rows } = await sql`
      select count(*)::int as conversations, count(distinct c.external)::int as apart, sum(m.messages)::int as messages, count(*) filter (where m.strange > 0)::int as mixed, count(*) filter (where m.messages <> case c.external->>'system' when 'zendesk' then 3 else 2 end)::int as wrong
        from conversations c cross join lateral (select count(*) as messages, count(*) filter (where m.text !~ ('(of|to|To) ' || c.address || '(\\.|$)')) as strange from conversation_messages m where m.conversation_id = c.id) m`.execute(
      system.db,
    )
    expect(rows).toEqual([{ conversations: all, apart: all, messages: zendeskTickets * 3 + chatwootConversations * 2, mixed: 0, wrong: 0 }])
  })

  test('killed twice while replies are posted and customers write: each reply stands in its ticket once, each word of theirs here once, nothing stays unknown', {
    timeout: 240_000,
  }, async () => {
    const { rows } = await sql<{ id: number; ticket: string }>`
      select id, external->>'id' as ticket from conversations where external->>'system' = 'zendesk' and state = 'open' order by id limit ${talking}`.execute(
      system.db,
    )
    const hook = new URL(desk.hook).pathname
    /** As the desk and a browser do: until it is answered, the same again. */
    const untilHeard = async (work: () => Promise<number>) => {
      for (;;) {
        const status = await work().catch(() => 0)
        if (status >= 200 && status < 300) return
        if (status >= 400 && status < 500) throw new Error(`refused: ${status}`)
        await new Promise((later) => setTimeout(later, 50))
      }
    }
    const writes = (ticket: string, nth: number) =>
      untilHeard(async () => {
        const at = clockNow().toISOString()
        const raw = JSON.stringify({
          ...{ type: 'zen:event-type:ticket.comment_added', id: `evt-${ticket}-${nth}`, time: at },
          event: {
            comment: {
              id: `${ticket}00${nth}`,
              body: `Again ${nth} of ${addressOf('z', Number(ticket))}`,
              is_public: true,
              author: { id: '7', is_staff: false },
            },
          },
          detail: { id: ticket, requester_id: '7', status: 'OPEN' },
        })
        const signed = createHmac('sha256', secret)
          .update(at + raw)
          .digest('base64')
        return (await call('POST', hook, raw, { ...json, 'x-zendesk-webhook-signature-timestamp': at, 'x-zendesk-webhook-signature': signed })).status
      })
    const answers = (id: number, ticket: string, nth: number) =>
      untilHeard(async () => {
        const reply = { text: `Answer ${nth} to ${addressOf('z', Number(ticket))}`, seen: 2 ** 40, key: `${ticket}-${nth}`, then: 'waiting' }
        return (await call('POST', `/api/conversations/${id}/replies`, JSON.stringify(reply), json)).status
      })
    const talk = Promise.all(
      rows.map(async ({ id, ticket }) => {
        for (let nth = 1; nth <= repliesEach; nth += 1) {
          await writes(ticket, nth)
          await answers(id, ticket, nth)
        }
      }),
    )
    const posted = () => rows.reduce((sum, { ticket }) => sum + theirs.ticket(ticket).comments.length, 0)
    for (const share of [0.3, 0.7]) {
      await until(async () => expect(posted()).toBeGreaterThan(share * talking * repliesEach), 40_000)
      await killed()
      await start()
    }
    await talk
    await until(async () => {
      const { rows: states } = await sql`select state::text, count(*)::int as n from reply_deliveries group by 1`.execute(system.db)
      expect(states).toEqual([{ state: 'accepted', n: talking * repliesEach }])
    })
    for (const { id, ticket } of rows) {
      expect(
        theirs
          .ticket(ticket)
          .comments.map(({ body }) => body)
          .toSorted(),
      ).toEqual([1, 2, 3].map((nth) => `Answer ${nth} to ${addressOf('z', Number(ticket))}`))
      const { rows: here } = await sql<{
        text: string
      }>`select text from conversation_messages where conversation_id = ${id} and text like 'Again%' order by text`.execute(system.db)
      expect(here.map(({ text }) => text)).toEqual([1, 2, 3].map((nth) => `Again ${nth} of ${addressOf('z', Number(ticket))}`))
    }
    // What moves the queue was told as well, and is told to the end.
    const ids = rows.map(({ id }) => id)
    await until(
      async () =>
        expect(
          await count(sql<{ n: number }>`select count(*)::int as n from desk_tellings where due_at is not null and conversation_id = any (${ids}::bigint[])`),
        ).toBe(0),
      40_000,
    )
    expect(rows.map(({ ticket }) => [theirs.ticket(ticket).status, theirs.ticket(ticket).assignee])).toEqual(rows.map(() => ['pending', 51]))
  })
})
