import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readConversations } from './conversations.ts'
import { readChatwoot, readIntercom, readZendesk } from './desks.ts'
import type { Form } from './form.ts'

const now = new Date('2030-01-01T09:00:00Z')
const seconds = String(now.getTime() / 1_000)
const secret = 'a secret of theirs'
type Headers = Record<string, string>
const read = (form: Form, body: unknown, headers: Headers | ((raw: string) => Headers) = {}, given: string | null = null) => {
  const raw = JSON.stringify(body)
  return form({ raw: Buffer.from(raw), body, headers: typeof headers === 'function' ? headers(raw) : headers, secret: given, now }) as Record<
    string,
    unknown
  >[][]
}
const ids = (found: unknown[]) => found.flat().map((each) => (each as { id: string }).id)

describe('Conversations of any desk', () => {
  const message = (more: object = {}) => ({ conversation: 'c1', message: 'm1', from: 'customer', at: '2030-01-01T08:59:00Z', text: 'Is it down?', ...more })
  test('count once, and what a customer writes is read', () =>
    expect(
      read(
        readConversations,
        message({ subject: 'Help', service: 'shop', region: 'eu', account: 'A1', link: 'https://desk.example/c1', labels: { channel: 'chat' } }),
      )[0],
    ).toEqual([
      { id: 'conversation/c1', at: Date.parse('2030-01-01T08:59:00Z'), name: 'conversations', value: 1, measure: 'count', service: 'shop', region: 'eu' },
      {
        ...{
          id: 'message/c1/m1',
          at: Date.parse('2030-01-01T08:59:00Z'),
          kind: 'message',
          name: 'messages',
          service: 'shop',
          region: 'eu',
          title: 'Help',
          body: 'Is it down?',
          account: 'A1',
        },
        ...{ link: 'https://desk.example/c1', labels: { channel: 'chat' } },
      },
    ]))
  test('one without words is only that somebody writes', () =>
    expect(ids(read(readConversations, { conversation: 'c1', from: 'customer' }))).toEqual(['conversation/c1']))
  test('what agents and machines write is known and not counted', () =>
    expect(read(readConversations, [message({ from: 'agent' }), message({ from: 'bot' }), message()]).map((each) => each.length)).toEqual([0, 0, 2]))
  test.each([
    [message({ conversation: undefined }), /^conversation: must name/],
    [message({ from: 'cat' }), /^from: must say who wrote: customer, agent, bot/],
    [message({ message: null }), /^message: must name/],
    [message({ at: 'soon' }), /^at: must be a time/],
    [null, /^conversation/],
    [5, /^conversation/],
  ])('what makes no sense is refused by name (%#)', (body, sentence) =>
    expect(read(readConversations, [body])[0]).toMatchObject({ sentence: expect.stringMatching(sentence) }),
  )
})

describe('Conversations in Chatwoot', () => {
  const created = (more: object = {}) => ({
    event: 'message_created',
    id: 77,
    content: 'It burns',
    message_type: 'incoming',
    private: false,
    created_at: '2030-01-01T08:59:30.000Z',
    sender: { id: 3, name: 'Ann', email: 'ann@mail.example', type: 'contact' },
    conversation: { id: 12, additional_attributes: { mail_subject: 'My oven' } },
    inbox: { id: 1, name: 'Website' },
    ...more,
  })
  const signed = (raw: string) => ({
    'x-chatwoot-timestamp': seconds,
    'x-chatwoot-signature': `sha256=${createHmac('sha256', secret).update(`${seconds}.${raw}`).digest('hex')}`,
  })
  test('of a customer are read', () =>
    expect(read(readChatwoot, created())[0]).toMatchObject([
      { id: 'conversation/12' },
      { id: 'message/77', title: 'My oven', body: 'It burns', from: 'ann@mail.example', labels: { inbox: 'Website' }, at: Date.parse('2030-01-01T08:59:30Z') },
    ]))
  test.each([{ message_type: 'outgoing' }, { message_type: 1 }, { private: true }, { event: 'message_updated' }, { conversation: null }, { id: null }])(
    'others are not: %j',
    (more) => expect(read(readChatwoot, created(more))).toEqual([]),
  )
  test('one that begins is counted, where a customer begins it', () => {
    const begins = (type: number) => ({ event: 'conversation_created', id: 12, created_at: 1_893_488_340, messages: [{ id: 1, message_type: type }] })
    expect(ids(read(readChatwoot, begins(0)))).toEqual(['conversation/12'])
    expect(read(readChatwoot, begins(1))).toEqual([])
  })
  test('with its secret only what it signed now is taken', () => {
    expect(ids(read(readChatwoot, created(), signed, secret))).toHaveLength(2)
    for (const headers of [{}, { ...signed('x') }, { ...signed(JSON.stringify(created())), 'x-chatwoot-timestamp': String(Number(seconds) - 301) }])
      expect(() => read(readChatwoot, created(), headers, secret)).toThrow(/signature/)
  })
})

describe('Tickets in Zendesk', () => {
  const event = (type: string, more: object = {}, detail: object = {}) => ({
    type: `zen:event-type:ticket.${type}`,
    id: 'evt-1',
    time: '2030-01-01T08:59:30Z',
    detail: { id: '35', subject: 'Oven', description: 'It burns', requester_id: '8', submitter_id: '8', actor_id: '8', via: { channel: 'email' }, ...detail },
    event: more,
  })
  const signed = (raw: string) => ({
    'x-zendesk-webhook-signature-timestamp': '2030-01-01T08:59:40Z',
    'x-zendesk-webhook-signature': createHmac('sha256', secret).update(`2030-01-01T08:59:40Z${raw}`).digest('base64'),
  })
  const comment = (more: object = {}) => ({ comment: { id: '900', body: 'Still burning', is_public: true, author: { id: '8', is_staff: false }, ...more } })
  const take = (body: unknown) => read(readZendesk, body, signed, secret)
  test('that a customer opens, and what customers add, are read', () => {
    expect(take(event('created'))[0]).toMatchObject([
      { id: 'conversation/35' },
      { id: 'message/35/first', title: 'Oven', body: 'It burns', labels: { channel: 'email' } },
    ])
    expect(take(event('comment_added', comment()))[0]).toMatchObject([{ id: 'conversation/35' }, { id: 'message/35/900', body: 'Still burning' }])
  })
  test('they are of the account of their organization, where they have one', () => {
    expect(take(event('created', {}, { organization_id: 4711 }))[0]?.[1]).toMatchObject({ account: '4711' })
    expect(take(event('created', {}, { organization_id: null }))[0]?.[1]).not.toHaveProperty('account')
  })
  test('the first words come with both events, and are one message', () =>
    expect(ids(take(event('comment_added', comment({ body: 'It burns' }))))).toContain('message/35/first'))
  test.each([
    event('comment_added', comment({ author: { id: '1', is_staff: true } })),
    event('comment_added', comment({ is_public: false })),
    event('created', {}, { actor_id: '1' }),
    event('status_changed'),
    event('created', {}, { id: null }),
    null,
  ])('others are not (%#)', (body) => expect(take(body)).toEqual([]))
  test('without a secret, with a wrong signature or an old one nothing is taken', () => {
    expect(() => read(readZendesk, event('created'))).toThrow('signing secret')
    for (const headers of [{}, signed('x'), { ...signed(JSON.stringify(event('created'))), 'x-zendesk-webhook-signature-timestamp': '2030-01-01T08:50:00Z' }])
      expect(() => read(readZendesk, event('created'), headers, secret)).toThrow(/signature/)
  })
})

describe('Conversations in Intercom', () => {
  const notified = (topic: string, more: object = {}) => ({
    type: 'notification_event',
    id: 'notif_1',
    topic,
    created_at: 1_893_488_340,
    data: {
      item: {
        type: 'conversation',
        id: '555',
        source: { id: 's1', subject: '<p>Oven</p>', body: '<p>It <b>burns</b></p>', author: { type: 'user', email: 'ann@mail.example' } },
        conversation_parts: { conversation_parts: [] },
        ...more,
      },
    },
  })
  const part = (type: string) => ({
    conversation_parts: { conversation_parts: [{ id: 'p1', body: '<p>Still</p>', author: { type }, created_at: 1_893_488_350 }] },
  })
  const signed = (raw: string) => ({ 'x-hub-signature': `sha1=${createHmac('sha1', secret).update(raw).digest('hex')}` })
  const take = (body: unknown) => read(readIntercom, body, signed, secret)
  test('that a customer begins or answers are read', () => {
    expect(take(notified('conversation.user.created'))[0]).toMatchObject([
      { id: 'conversation/555' },
      { id: 'message/555/s1', title: 'Oven', body: 'It burns', from: 'ann@mail.example' },
    ])
    expect(take(notified('conversation.user.replied', part('user')))[0]).toMatchObject([
      { id: 'conversation/555' },
      { id: 'message/555/p1', body: 'Still', at: 1_893_488_350_000 },
    ])
  })
  test.each([
    { type: 'notification_event', topic: 'ping' },
    notified('conversation.admin.replied', part('admin')),
    notified('conversation.user.replied', part('bot')),
    null,
    [],
  ])('others are not (%#)', (body) => expect(take(body)).toEqual([]))
  test('without a secret or with a wrong signature nothing is taken', () => {
    expect(() => read(readIntercom, notified('ping'))).toThrow('client secret')
    for (const headers of [{}, signed('x'), { 'x-hub-signature': 'sha1=zz' }])
      expect(() => read(readIntercom, notified('ping'), headers, secret)).toThrow(/signature/)
  })
})
