import { describe, expect, test } from 'vitest'
import { readChatwootItem } from './chatwoot.ts'
import { tagsOf, timeOf } from './imported.ts'
import { headerOf, readRow } from './tickets-csv.ts'
import { readZendeskItem } from './zendesk.ts'

const ticket = (more: object = {}) => ({
  ...{ id: 35, subject: 'Oven', status: 'open', created_at: '2029-12-01T08:00:00Z', tags: ['VIP', 'oven'], via: { channel: 'email' } },
  requester: { id: 8, name: 'Ann', email: 'Ann@Mail.example', role: 'end-user', organization_id: 4711 },
  comments: [
    { id: 900, author_id: 8, public: true, body: 'It burns', html_body: '<p>It <b>burns</b></p>', created_at: '2029-12-01T08:00:00Z' },
    { id: 901, author_id: 1, public: false, body: 'Careful', created_at: '2029-12-01T09:00:00Z' },
    { id: 902, author_id: 1, public: true, body: 'Sorry!', created_at: '2029-12-01T10:00:00Z' },
  ],
  ...more,
})

describe('Tickets of a Zendesk export', () => {
  test('are conversations with who wrote what, and what was among colleagues', () => {
    const { conversations, people } = readZendeskItem(ticket(), null)
    expect(conversations[0]).toMatchObject({
      id: '35',
      state: 'open',
      email: 'ann@mail.example',
      channel: 'email',
      tags: ['oven', 'vip'],
      lastAt: Date.parse('2029-12-01T10:00:00Z'),
    })
    expect(conversations[0]?.messages.map(({ id, kind, author }) => [id, kind, author])).toEqual([
      ['first', 'in', '8'],
      ['901', 'note', '1'],
      ['902', undefined, '1'],
    ])
    expect(people[0]).toMatchObject({ id: '8', email: 'ann@mail.example', organization: '4711', staff: false })
  })
  test('of a page without comments have their description', () =>
    expect(
      readZendeskItem(ticket({ comments: undefined, description: 'It burns', requester: undefined, requester_id: 8, submitter_id: 8 }), 'tickets')
        .conversations[0],
    ).toMatchObject({
      requester: '8',
      messages: [{ id: 'first', kind: 'in', text: 'It burns' }],
    }))
  test('comments and users may stand apart', () => {
    expect(
      readZendeskItem({ id: 5, ticket_id: 35, author_id: 8, body: 'x', public: true, created_at: '2029-12-02T08:00:00Z' }, 'comments').messages[0],
    ).toMatchObject({ conversation: '35', id: '5' })
    expect(readZendeskItem({ id: 1, name: 'Bo', role: 'agent' }, 'users').people[0]).toMatchObject({ id: '1', staff: true })
  })
  test.each([
    [{ id: undefined }, /^id: must be the number/],
    [{ id: {} }, /^id/],
    [{ status: 'melting' }, /^status: must be new/],
    [{ status: null }, /^status/],
    [{ created_at: 'soon' }, /^created_at/],
    [
      {
        comments: [
          { id: 1, body: 'x' },
          { body: 'no id', created_at: '2029-12-01T08:00:00Z' },
        ],
      },
      /of a comment/,
    ],
  ])('what makes no sense is refused by name: %j', (more, sentence) => expect(() => readZendeskItem(ticket(more), null)).toThrow(sentence))
  test.each([null, 5, 'x', [], {}])('and so is what is no ticket: %j', (value) => expect(() => readZendeskItem(value, null)).toThrow(/id/))
})

describe('Conversations of a Chatwoot export', () => {
  const conversation = (more: object = {}) => ({
    ...{ id: 12, status: 'resolved', created_at: 1_890_000_000, labels: ['billing'], additional_attributes: {} },
    meta: { sender: { id: 3, name: 'Ann', email: 'ann@mail.example', identifier: 'A1' }, channel: 'Channel::WebWidget' },
    messages: [
      { id: 1, content: 'Hello', message_type: 0, created_at: 1_890_000_000, private: false, sender: { name: 'Ann' } },
      { id: 2, content: 'Conversation was marked resolved', message_type: 2, created_at: 1_890_000_100 },
      { id: 3, content: 'Bye', message_type: 1, created_at: 1_890_000_090, private: false, sender: { available_name: 'Bo' } },
      { id: 4, content: 'A note', message_type: 1, created_at: 1_890_000_091, private: true },
    ],
    ...more,
  })
  test('are read; what the system said of itself is no message', () => {
    const { conversations, people } = readChatwootItem(conversation(), 'payload')
    expect(conversations[0]).toMatchObject({ id: '12', state: 'closed', channel: 'chat', subject: 'Hello', organization: 'A1', tags: ['billing'] })
    expect(conversations[0]?.messages.map(({ id, kind, name }) => [id, kind, name])).toEqual([
      ['1', 'in', 'Ann'],
      ['3', 'out', 'Bo'],
      ['4', 'note', undefined],
    ])
    expect(people[0]).toMatchObject({ id: '3', organization: 'A1' })
  })
  test('messages and contacts may stand apart', () => {
    expect(readChatwootItem({ id: 9, conversation_id: 12, content: 'x', message_type: 0, created_at: 1_890_000_000 }, 'payload').messages[0]).toMatchObject({
      conversation: '12',
      kind: 'in',
    })
    expect(readChatwootItem({ id: 3, email: 'a@b.example', phone_number: null }, 'payload').people[0]).toMatchObject({ id: '3', email: 'a@b.example' })
  })
  test('one that is put off without a day is open', () =>
    expect(readChatwootItem(conversation({ status: 'snoozed' }), null).conversations[0]?.state).toBe('open'))
  test.each([
    [{ status: 7 }, /^status: must be open/],
    [{ id: null }, /^id/],
    [{ created_at: null, timestamp: 'x', messages: [] }, /^created_at/],
  ])('what makes no sense is refused: %j', (more, sentence) => expect(() => readChatwootItem(conversation(more), null)).toThrow(sentence))
})

describe('Tickets in a spreadsheet', () => {
  const header = headerOf(['Id', 'Subject', 'Status', 'Requester', 'Requester email', 'Tags', 'Created at'])
  test('are read by the names of their columns', () =>
    expect(readRow('zendesk', header, ['7', 'Oven', 'Solved', 'Ann', 'ann@mail.example', 'a, b', '2029-12-01 08:00:00']).conversations[0]).toMatchObject({
      ...{ id: '7', state: 'closed', name: 'Ann', email: 'ann@mail.example', tags: ['a', 'b'], at: Date.parse('2029-12-01T08:00:00Z') },
      messages: [{ id: 'first', kind: 'in', text: 'Oven' }],
    }))
  test('a header without what is needed says which', () => expect(() => headerOf(['Subject', 'Id'])).toThrow(/“status”, “created_at” are missing/))
  test('an address that is none is refused', () =>
    expect(() => readRow('zendesk', header, ['7', 'x', 'open', '', 'ann at mail', '', '2029-12-01'])).toThrow(/^email/))
})

test('times of exports are seconds, milliseconds, or words; without a zone they are UTC', () => {
  const at = Date.parse('2029-12-01T08:00:00Z')
  for (const given of [at / 1_000, at, String(at / 1_000), '2029-12-01T08:00:00Z', '2029-12-01 08:00:00 UTC', '2029-12-01 08:00'])
    expect(timeOf(given)).toBe(at)
  for (const given of ['soon', null, {}, -5, '']) expect(timeOf(given)).toBeUndefined()
})
test('tags of exports become tags here', () => expect(tagsOf(['VIP', 'a/b', ' ', 5, null, '#x'])).toEqual(['5', 'a-b', 'vip', 'x']))
