import type { Answer, Call, Request } from '@leeward/channel'
import { describe, expect, test } from 'vitest'
import { createHttpSms, createTwilio, createVonage, type SmsMessage } from './sms.ts'

const message: SmsMessage = { id: 'dlv_1', to: '+447700900123', text: 'We are on it.', statusUrl: 'https://acme.example/in?d=dlv_1' }

describe('A text message through Twilio', () => {
  test('is one form, signed in as the account', async () => {
    const { request, calls } = answering({ status: 201, body: '{"sid":"SM1","status":"queued"}' })
    await twilio(request).send(message)
    expect(calls[0]?.url).toBe('https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json')
    expect(calls[0]?.headers.authorization).toBe(`Basic ${Buffer.from('AC1:token').toString('base64')}`)
    expect(Object.fromEntries(new URLSearchParams(String(calls[0]?.body)))).toEqual({
      To: message.to,
      Body: message.text,
      From: '+15550100',
      StatusCallback: message.statusUrl,
    })
  })
  test('goes out by a messaging service where one is given', async () => {
    const { request, calls } = answering({ status: 201, body: '{"sid":"SM1","status":"accepted"}' })
    await createTwilio({ accountSid: 'AC1', authToken: 'token', messagingServiceSid: 'MG1' }, request).send(message)
    expect(String(calls[0]?.body)).toContain('MessagingServiceSid=MG1')
  })
  test('needs a sender', () => expect(() => createTwilio({ accountSid: 'AC1', authToken: 'token' }, answering({}).request)).toThrow('messagingServiceSid'))
  test('that was taken is known by its sid', async () =>
    expect(await viaTwilio(201, '{"sid":"SM1","status":"queued","error_code":null}')).toEqual({ state: 'accepted', reference: 'SM1', answer: 'queued' }))

  test.each([
    [400, 21211, { state: 'bounced', reason: 'unknown-user' }],
    [400, 21614, { state: 'bounced', reason: 'landline' }],
    [400, 21610, { state: 'bounced', reason: 'stopped', gone: true }],
    [400, 21617, { state: 'failed', reason: 'too-long' }],
    [400, 21602, { state: 'failed', reason: 'refused' }],
    [401, 20003, { state: 'deferred', reason: 'not-signed-in', provider: true }],
    [403, 10001, { state: 'deferred', reason: 'suspended', provider: true }],
    [429, 20429, { state: 'deferred', reason: 'asked-to-wait', provider: true, retryAfterSeconds: 9 }],
    [400, 21611, { state: 'deferred', reason: 'asked-to-wait', provider: true }],
    [400, 21408, { state: 'deferred', reason: 'not-permitted', provider: true }],
    [400, 21606, { state: 'deferred', reason: 'bad-sender', provider: true }],
    [400, 21612, { state: 'deferred', reason: 'unroutable', provider: true }],
    [400, 29999, { state: 'failed', reason: 'refused' }],
    [403, 29999, { state: 'deferred', reason: 'not-signed-in', provider: true }],
    [500, 20500, { state: 'deferred', reason: 'away', provider: true }],
  ])('refused by %d and %d is honest about whose fault it is', async (status, code, outcome) => {
    const heard = await viaTwilio(status, JSON.stringify({ code, message: 'their words' }), status === 429 ? { 'retry-after': '9' } : {})
    expect(heard).toMatchObject(outcome)
    expect(heard.answer).toContain('their words')
    expect(heard.provider).toBe('provider' in outcome ? true : undefined)
  })
  test('recorded as failed at once is not called taken', async () =>
    expect(await viaTwilio(201, '{"sid":"SM1","status":"failed","error_code":30002}')).toMatchObject({
      state: 'deferred',
      provider: true,
      reason: 'suspended',
      reference: 'SM1',
    }))
})

describe('A text message through Vonage', () => {
  test('is one form that names our delivery, the number without its plus', async () => {
    const { request, calls } = answering({ status: 200, body: vonageAnswer('0') })
    await vonage(request).send({ ...message, text: 'Ждём' })
    expect(calls[0]?.url).toBe('https://rest.nexmo.com/sms/json')
    expect(Object.fromEntries(new URLSearchParams(String(calls[0]?.body)))).toEqual({
      api_key: 'key',
      api_secret: 'secret',
      from: 'ACME',
      to: '447700900123',
      text: 'Ждём',
      type: 'unicode',
      'client-ref': 'dlv_1',
      callback: message.statusUrl,
    })
  })
  test.each([
    ['0', { state: 'accepted', reference: 'id1' }],
    ['1', { state: 'deferred', reason: 'asked-to-wait', provider: true }],
    ['2', { state: 'failed', reason: 'refused' }],
    ['4', { state: 'deferred', reason: 'not-signed-in', provider: true }],
    ['5', { state: 'deferred', reason: 'away', provider: true }],
    ['6', { state: 'deferred', reason: 'unroutable', provider: true }],
    ['7', { state: 'bounced', reason: 'blocked' }],
    ['8', { state: 'deferred', reason: 'suspended', provider: true }],
    ['9', { state: 'deferred', reason: 'no-credit', provider: true }],
    ['11', { state: 'deferred', reason: 'not-permitted', provider: true }],
    ['12', { state: 'failed', reason: 'too-long' }],
    ['15', { state: 'deferred', reason: 'bad-sender', provider: true }],
    ['33', { state: 'bounced', reason: 'unknown-user' }],
    ['77', { state: 'deferred', reason: 'unknown', provider: true }],
  ])('of status %s, though HTTP says 200, is honest', async (status, outcome) => {
    const heard = await viaVonage(200, vonageAnswer(status))
    expect(heard).toMatchObject(outcome)
    expect(heard.provider).toBe('provider' in outcome ? true : undefined)
  })
  test('waits as long as it was asked to', async () =>
    expect(await viaVonage(200, '{"messages":[{"status":"1","error-text":"Throughput Rate Exceeded - please wait [ 2250 ] and retry"}]}')).toMatchObject({
      retryAfterSeconds: 3,
    }))
  test('in several parts is accepted when all are, and known by the first', async () =>
    expect(await viaVonage(200, vonageAnswer('0', '0', '0'))).toEqual({ state: 'accepted', reference: 'id1', answer: '3 parts taken' }))
  test('of which only some parts were taken is unknown, for a repetition would send those twice', async () =>
    expect(await viaVonage(200, vonageAnswer('0', '9'))).toEqual({
      state: 'unknown',
      reason: 'partly-taken',
      provider: true,
      reference: 'id1',
      answer: '1 of 2 parts taken; 9 their words',
    }))
  test('of which no part was taken is refused as the first was', async () =>
    expect(await viaVonage(200, vonageAnswer('9', '9'))).toMatchObject({ state: 'deferred', reason: 'no-credit' }))
  test.each(['', '<html>', '{}', '{"messages":[]}', '{"messages":{}}', '{"messages":[{}]}', '{"messages":[null]}', '[]', 'null'])(
    'answered by %s may have been taken',
    async (body) => expect(await viaVonage(200, body)).toMatchObject({ state: 'unknown', reason: 'bad-answer', provider: true }),
  )
})

describe('A text message through a plain provider', () => {
  test('is JSON with a key against repetition', async () => {
    const { request, calls } = answering({ status: 202, body: '' })
    await http(request).send(message)
    expect(calls[0]).toMatchObject({
      url: 'https://sms.acme.example/messages',
      method: 'POST',
      headers: { authorization: 'Bearer token', 'idempotency-key': 'dlv_1' },
    })
    expect(JSON.parse(String(calls[0]?.body))).toEqual({ ...message, from: 'ACME' })
  })
  test.each([
    [200, '{"id":"m1"}', { state: 'accepted', reference: 'm1' }],
    [201, '{"messageId":"m1"}', { state: 'accepted', reference: 'm1' }],
    [202, '{"id":17}', { state: 'accepted', reference: '17' }],
    [204, '', { state: 'accepted' }],
    [200, '{"id":["m1"]}', { state: 'accepted' }],
    [422, '{"reason":"unknown-user"}', { state: 'bounced', reason: 'unknown-user' }],
    [422, '{"reason":"landline"}', { state: 'bounced', reason: 'landline' }],
    [422, '{"reason":"stopped"}', { state: 'bounced', reason: 'stopped', gone: true }],
    [410, '', { state: 'bounced', reason: 'stopped', gone: true }],
    [400, '{"reason":"too-long"}', { state: 'failed', reason: 'too-long' }],
    [413, '', { state: 'failed', reason: 'too-long' }],
    [400, '{"reason":"constructor"}', { state: 'failed', reason: 'refused' }],
    [422, '{"reason":"unreachable"}', { state: 'deferred', reason: 'unreachable' }],
    [402, '', { state: 'deferred', reason: 'no-credit', provider: true }],
    [401, 'who?', { state: 'deferred', reason: 'not-signed-in', provider: true }],
    [404, '', { state: 'deferred', reason: 'not-signed-in', provider: true }],
    [429, '', { state: 'deferred', reason: 'asked-to-wait', provider: true }],
    [503, '{"reason":"stopped"}', { state: 'deferred', reason: 'away', provider: true }],
    [302, '', { state: 'deferred', reason: 'bad-answer', provider: true }],
    [409, '', { state: 'unknown', provider: true }],
    [504, '', { state: 'unknown', reason: 'away', provider: true }],
  ])('answered by %d %s is honest', async (status, body, outcome) => {
    const heard = await viaHttp(status, body)
    expect(heard).toMatchObject(outcome)
    expect(heard.provider).toBe('provider' in outcome ? true : undefined)
    expect(heard.reference).toBe('reference' in outcome ? outcome.reference : undefined)
  })
})

describe('Whichever provider', () => {
  const all = [twilio, vonage, http]
  test('no answer is unknown where the request may have arrived, and another provider may take it where it did not', async () => {
    for (const create of all) {
      expect(await create(always({ kind: 'lost', why: 'hung up', sent: true })).send(message)).toEqual({
        state: 'unknown',
        provider: true,
        reason: 'away',
        answer: 'hung up',
      })
      expect(await create(always({ kind: 'lost', why: 'no route', sent: false })).send(message)).toMatchObject({
        state: 'deferred',
        provider: true,
        reason: 'away',
      })
    }
  })
  test('an address that may not be called is the account’s fault, not the message’s', async () => {
    for (const create of all)
      expect(await create(always({ kind: 'refused', why: 'internal' })).send(message)).toMatchObject({
        state: 'deferred',
        provider: true,
        reason: 'not-permitted',
      })
  })
  test.each(['', '07700900123', '447700900123', '+0044770', 'ACME', '+44 7700 900123', '+1'])(
    '“%s” is no number in international form, and nobody is asked',
    async (to) => {
      for (const create of all) {
        const { request, calls } = answering({ status: 200 })
        expect(await create(request).send({ ...message, to })).toMatchObject({ state: 'bounced', reason: 'unknown-user' })
        expect(calls).toHaveLength(0)
      }
    },
  )
})

const twilio = (request: Request) => createTwilio({ accountSid: 'AC1', authToken: 'token', from: '+15550100' }, request)
const vonage = (request: Request) => createVonage({ apiKey: 'key', apiSecret: 'secret', from: 'ACME' }, request)
const http = (request: Request) => createHttpSms({ url: 'https://sms.acme.example/messages', token: 'token', from: 'ACME' }, request)

const viaTwilio = (status: number, body: string, headers = {}) => twilio(answering({ status, body, headers }).request).send(message)
const viaVonage = (status: number, body: string) => vonage(answering({ status, body }).request).send(message)
const viaHttp = (status: number, body: string) => http(answering({ status, body }).request).send(message)

const vonageAnswer = (...statuses: string[]) =>
  JSON.stringify({
    messages: statuses.map((status, at) => (status === '0' ? { status, 'message-id': `id${at + 1}` } : { status, 'error-text': 'their words' })),
  })

const always =
  (answer: Answer): Request =>
  async () =>
    answer
function answering({ status = 200, body = '', headers = {} }: { status?: number; body?: string; headers?: Record<string, string> }) {
  const calls: (Call & { url: string })[] = []
  const request: Request = async (url, call) => {
    calls.push({ url, ...call })
    return { kind: 'heard', status, headers, body }
  }
  return { request, calls }
}
