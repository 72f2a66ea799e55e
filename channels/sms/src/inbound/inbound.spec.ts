import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { jsonByTwilio, type Posted, postedByHttp, postedByTwilio, postedByVonage, signedByVonage } from '../fake-carrier.ts'
import { readHttpSms } from './http-sms.ts'
import type { Inbound, Reading } from './reading.ts'
import { readTwilio } from './twilio.ts'
import { readVonage } from './vonage.ts'

const now = new Date('2030-01-02T09:00:00Z')
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

describe('What Twilio says', () => {
  const url = 'https://acme.example/in/twilio?d=dlv_1'
  const receipt = { MessageSid: 'SM1', MessageStatus: 'delivered', To: '+447700900123', From: '+15550100', AccountSid: 'AC1' }
  const read = (fields: Record<string, string>, change: Partial<Inbound> = {}) =>
    readTwilio({ ...inbound(postedByTwilio(url, fields, 'token'), 'token'), ...change })

  test.each([
    ['GvWf1cFY/Q7PnoempGyD5oXAezc=', '+14158675310'],
    ['RSOYDt4T1cUTdK1PDd93/VVr8B8=', '+14158675309'],
  ])('is signed as in Twilio’s own examples (%s)', (signature, From) => {
    const body = new URLSearchParams({ CallSid: 'CA1234567890ABCDE', Caller: From, Digits: '1234', From, To: '+18005551212' }).toString()
    const given = { url: 'https://mycompany.com/myapp.php?foo=1&bar=2', headers: { 'X-Twilio-Signature': signature }, body, contentType: form }
    // Past the signature, it is a call and no text.
    expect(readTwilio(inbound(given, '12345'))).toEqual({ ok: false, why: expect.stringContaining('neither a receipt nor a text') })
  })

  test('a receipt names Twilio’s message and our delivery', () =>
    expect(read(receipt)).toEqual({
      ok: true,
      events: [{ kind: 'receipt', id: 'SM1:delivered', reference: 'SM1', delivery: 'dlv_1', outcome: 'delivered', reason: 'delivered', answer: 'delivered' }],
    }))
  test.each([
    ['queued', undefined, 'accepted', 'accepted'],
    ['sent', undefined, 'accepted', 'accepted'],
    ['undelivered', '30003', 'soft', 'unreachable'],
    ['undelivered', '30004', 'hard', 'blocked'],
    ['undelivered', '30005', 'hard', 'unknown-user'],
    ['undelivered', '30006', 'hard', 'landline'],
    ['undelivered', '30007', 'soft', 'filtered'],
    ['failed', '21610', 'hard', 'stopped'],
    ['failed', '30002', 'soft', 'suspended'],
    ['failed', '39999', 'soft', 'unknown'],
    ['failed', undefined, 'soft', 'unknown'],
  ])('%s %s is %s, for %s', (MessageStatus, ErrorCode, outcome, reason) =>
    expect(read({ ...receipt, MessageStatus, ...(ErrorCode ? { ErrorCode } : {}) })).toMatchObject({
      ok: true,
      events: [{ outcome, reason, id: `SM1:${MessageStatus}` }],
    }),
  )
  test('a status that nobody knows yet is no event', () => expect(read({ ...receipt, MessageStatus: 'teleported' })).toEqual({ ok: true, events: [] }))

  const text = { MessageSid: 'SM2', From: '+447700900123', To: '+15550100', Body: 'Is it over?', SmsStatus: 'received', NumMedia: '0' }
  test('an incoming text is read as written', () =>
    expect(read(text)).toEqual({ ok: true, events: [{ kind: 'text', id: 'SM2', from: '+447700900123', to: '+15550100', text: 'Is it over?' }] }))
  test('a text of one word is a command', () => expect(read({ ...text, Body: 'Stop' })).toMatchObject({ events: [{ command: 'stop' }] }))
  test('Twilio’s own word for a command comes first, for the account may have taught it others', () =>
    expect(read({ ...text, Body: 'Genug', OptOutType: 'STOP' })).toMatchObject({ events: [{ command: 'stop' }] }))
  test('a picture without words is a text without words', () => expect(read({ ...text, Body: '', NumMedia: '1' })).toMatchObject({ events: [{ text: '' }] }))

  test('JSON is vouched for by its hash in the address', () => {
    const given = inbound(jsonByTwilio(url, receipt, 'token'), 'token')
    expect(readTwilio(given)).toMatchObject({ ok: true, events: [{ delivery: 'dlv_1', outcome: 'delivered' }] })
    refused(readTwilio({ ...given, raw: Buffer.from('{"MessageSid":"SM9","MessageStatus":"failed"}') }), 'not the one that was signed')
    refused(readTwilio({ ...given, url }), 'bodySHA256')
  })
  test('the port counts whether or not it was written', () => {
    const posted = postedByTwilio('https://acme.example:443/in/twilio', receipt, 'token')
    expect(readTwilio({ ...inbound(posted, 'token'), url: 'https://acme.example/in/twilio' }).ok).toBe(true)
    const plain = postedByTwilio('https://acme.example/in/twilio', receipt, 'token')
    expect(readTwilio({ ...inbound(plain, 'token'), url: 'https://acme.example:8443/in/twilio' }).ok).toBe(true)
  })
  test('a field that came several times counts each value once, and is refused only where it is needed', () => {
    const signedOver = (body: string, sorted: string) => {
      const signature = createHmac('sha1', 'token').update(`${url}${sorted}`).digest('base64')
      return readTwilio(inbound({ url, headers: { 'x-twilio-signature': signature }, body, contentType: form }, 'token'))
    }
    expect(signedOver('X=b&X=a&X=b&MessageStatus=sent&MessageSid=SM1', 'MessageSidSM1MessageStatussentXaXb')).toMatchObject({
      ok: true,
      events: [{ id: 'SM1:sent' }],
    })
    refused(signedOver('MessageSid=SM2&MessageSid=SM1&MessageStatus=sent', 'MessageSidSM1MessageSidSM2MessageStatussent'), 'given twice')
  })
  test('another token, body, address or no signature is not Twilio', () => {
    refused(read(receipt, { secret: 'other' }), 'not right')
    refused(read(receipt, { raw: Buffer.from(new URLSearchParams({ ...receipt, MessageStatus: 'failed' }).toString()) }), 'not right')
    refused(read(receipt, { url: url.replace('dlv_1', 'dlv_2') }), 'not right')
    refused(read(receipt, { headers: {} }), 'missing')
    refused(read(receipt, { headers: { 'x-twilio-signature': ['a', 'b'] } }), 'missing')
    refused(read(receipt, { secret: '' }), 'No secret')
  })
  test('what is signed and still makes no sense is refused in a sentence', () => {
    refused(read({ MessageStatus: 'delivered' }), '“SmsSid” is missing')
    refused(read({ ...receipt, MessageSid: 'x'.repeat(2_000) }), 'longer than')
    refused(read({ MessageSid: 'SM2', Body: 'x' }), '“From” is missing')
    refused(read({ ...text, Body: 'x'.repeat(20_000) }), 'longer than')
    refused(read(receipt, { raw: Buffer.alloc(200_000) }), 'larger than')
  })
})

describe('What Vonage says', () => {
  const url = 'https://acme.example/in/vonage'
  const receipt = {
    msisdn: '447700900123',
    to: 'ACME',
    messageId: 'id1',
    status: 'delivered',
    'err-code': '0',
    'client-ref': 'dlv_1',
    'message-timestamp': '2030-01-02 08:59:30',
  }
  const read = (fields: Record<string, string>, change: Partial<Inbound> = {}, at = now) =>
    readVonage({ ...inbound(postedByVonage(url, fields, 'secret', at), 'secret'), ...change })

  test.each([
    ['8d1b0428276b6a070578225914c3502cc0687a454dfbbbb370c76a14234cb546', 'sha256'],
    ['1c834a1f6a377d4473971387b065cb38e2ad6c4869ba77b7b53e207a344e87ba04b456dfc697b371a2d1ce476d01dafd4394aa97525eff23badad39d2389a710', 'sha512'],
  ])('is signed as in the examples of Vonage’s own library (%s)', (sig) => {
    const given = inbound({ url: `${url}?a=alphabet&b=bananas&timestamp=2100&sig=${sig}`, headers: {}, body: '', contentType: '' }, 'abcde')
    refused(readVonage({ ...given, now: new Date(2_100_000) }), 'neither a receipt nor a text')
  })
  test.each(['GET', 'form', 'JSON', 'GET with sha512'])('a receipt by %s names Vonage’s message and our delivery', (how) => {
    const fields = new URLSearchParams(signedByVonage(receipt, 'secret', now, how.endsWith('sha512') ? 'sha512' : 'sha256')).toString()
    const given =
      how === 'JSON'
        ? postedByVonage(url, receipt, 'secret', now)
        : how === 'form'
          ? { url, headers: {}, body: fields, contentType: form }
          : { url: `${url}?${fields}`, headers: {}, body: '', contentType: '' }
    expect(readVonage(inbound(given, 'secret'))).toEqual({
      ok: true,
      events: [
        {
          kind: 'receipt',
          id: 'id1:delivered',
          reference: 'id1',
          delivery: 'dlv_1',
          outcome: 'delivered',
          reason: 'delivered',
          answer: 'delivered 0',
          at: new Date('2030-01-02T08:59:30Z'),
        },
      ],
    })
  })
  test.each([
    ['accepted', '0', 'accepted', 'accepted'],
    ['buffered', '0', 'accepted', 'accepted'],
    ['unknown', '1', 'accepted', 'unknown'],
    ['expired', '1', 'soft', 'unknown'],
    ['expired', '', 'soft', 'expired'],
    ['failed', '2', 'soft', 'unreachable'],
    ['failed', '3', 'hard', 'unknown-user'],
    ['rejected', '4', 'hard', 'blocked'],
    ['rejected', '6', 'soft', 'filtered'],
    ['rejected', '9', 'hard', 'stopped'],
    ['failed', '99', 'soft', 'unknown'],
    ['failed', 'x', 'soft', 'unknown'],
  ])('%s %s is %s, for %s', (status, code, outcome, reason) =>
    expect(read({ ...receipt, status, 'err-code': code })).toMatchObject({ ok: true, events: [{ outcome, reason }] }),
  )

  const text = {
    msisdn: '447700900123',
    to: '447700900999',
    messageId: 'id2',
    text: 'Is a=b & c?',
    type: 'text',
    keyword: 'IS',
    'message-timestamp': '2030-01-02 08:59:30',
  }
  test('an incoming text is read as written, its numbers with a plus', () =>
    expect(read(text)).toEqual({
      ok: true,
      events: [{ kind: 'text', id: 'id2', from: '+447700900123', to: '+447700900999', text: 'Is a=b & c?', at: new Date('2030-01-02T08:59:30Z') }],
    }))
  test('a text of one word is a command', () => expect(read({ ...text, text: 'STOP' })).toMatchObject({ events: [{ command: 'stop' }] }))
  test('a piece of a long text says which it is, and is no command', () => {
    const event = read({ ...text, text: 'stop', concat: 'true', 'concat-ref': '17', 'concat-total': '2', 'concat-part': '1' })
    expect(event).toMatchObject({ events: [{ part: { of: '17', number: 1, total: 2 } }] })
    expect(event).not.toMatchObject({ events: [{ command: 'stop' }] })
    refused(read({ ...text, concat: 'true', 'concat-ref': '17', 'concat-total': '2', 'concat-part': '3' }), 'no sensible number')
  })
  test('empty fields count as absent, whether or not they were signed', () => {
    const signedWithout = { ...signedByVonage(receipt, 'secret', now), 'network-code': '', price: ' ' }
    expect(read(receipt, { raw: Buffer.from(JSON.stringify(signedWithout)) }).ok).toBe(true)
    expect(read({ ...receipt, 'network-code': '' }).ok).toBe(true)
  })
  test('what no person wrote is no event', () => expect(read({ ...text, type: 'binary' })).toEqual({ ok: true, events: [] }))

  test('signed by MD5 or SHA-1 it proves nothing', () => {
    for (const method of ['md5', 'sha1'])
      refused(read(receipt, { raw: Buffer.from(JSON.stringify(signedByVonage(receipt, 'secret', now, method))) }), 'weak method')
    refused(read(receipt, { raw: Buffer.from(JSON.stringify(receipt)) }), 'no sig')
  })
  test('another secret or body is not Vonage', () => {
    refused(read(receipt, { secret: 'other' }), 'not right')
    refused(read(receipt, { secret: '' }), 'No secret')
    refused(read(receipt, { raw: Buffer.from(JSON.stringify({ ...signedByVonage(receipt, 'secret', now), status: 'failed' })) }), 'not right')
    refused(read(receipt, { raw: Buffer.from(JSON.stringify({ ...signedByVonage(receipt, 'secret', now), sig: 'z'.repeat(64) })) }), 'weak method')
  })
  test('what was signed long ago, ahead of time or at no time is not taken', () => {
    expect(read(receipt, {}, minutesAgo(4)).ok).toBe(true)
    refused(read(receipt, {}, minutesAgo(6)), 'five minutes')
    refused(read(receipt, {}, minutesAgo(-6)), 'five minutes')
    const sig = createHmac('sha256', 'secret').update('&messageId=id1&status=delivered').digest('hex')
    refused(read(receipt, { raw: Buffer.from(JSON.stringify({ messageId: 'id1', status: 'delivered', sig })) }), 'signed at')
  })
  test('what makes no sense is refused in a sentence', () => {
    const posted = (body: string) => readVonage(inbound({ url, headers: {}, body, contentType: 'application/json' }, 'secret'))
    refused(posted('{'), 'is not')
    refused(posted('[]'), 'no object')
    refused(posted('{"status":["delivered"],"sig":"a"}'), 'list or an object')
    const twice = `status=failed&${new URLSearchParams(signedByVonage(receipt, 'secret', now))}`
    refused(readVonage(inbound({ url: `${url}?${twice}`, headers: {}, body: '', contentType: '' }, 'secret')), '“status” is given twice')
    refused(read({ status: 'delivered' }), '“messageId” is missing')
  })
})

describe('What a plain provider says', () => {
  const url = 'https://acme.example/in/sms'
  const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
  const data = { id: 'dlv_1', messageId: 'm1', status: 'failed', reason: 'unknown-user', answer: 'no such number' }
  const read = (event: { type?: string; data: unknown }, change: Partial<Inbound> = {}, at = now) =>
    readHttpSms({ ...inbound(postedByHttp(url, { id: 'evt_1', type: 'sms.receipt', ...event } as never, secret, at), secret), ...change })

  test('is signed so that the reference library takes it too', () => {
    const { headers, body } = postedByHttp(url, { id: 'evt_1', type: 'sms.receipt', data }, secret, new Date())
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'sms.receipt' })
  })
  test('a receipt names the message and our delivery', () =>
    expect(read({ data })).toEqual({
      ok: true,
      events: [
        { kind: 'receipt', id: 'evt_1', reference: 'm1', delivery: 'dlv_1', outcome: 'hard', reason: 'unknown-user', answer: 'no such number', at: now },
      ],
    }))
  test.each([
    [{ status: 'delivered' }, 'delivered', 'delivered'],
    [{ status: 'accepted' }, 'accepted', 'accepted'],
    [{ status: 'failed' }, 'soft', 'unknown'],
    [{ status: 'failed', permanent: true }, 'hard', 'unknown'],
    [{ status: 'failed', reason: 'unreachable', permanent: true }, 'soft', 'unreachable'],
    [{ status: 'failed', reason: 'stopped' }, 'hard', 'stopped'],
    [{ status: 'failed', reason: '__proto__' }, 'soft', 'unknown'],
  ])('%j is %s, for %s', (fields, outcome, reason) =>
    expect(read({ data: { id: 'dlv_1', ...fields } })).toMatchObject({ ok: true, events: [{ outcome, reason }] }),
  )
  test('an incoming text may be a command', () =>
    expect(read({ type: 'sms.received', data: { from: '+447700900123', to: '+15550100', text: 'Stop' } })).toEqual({
      ok: true,
      events: [{ kind: 'text', id: 'evt_1', from: '+447700900123', to: '+15550100', text: 'Stop', command: 'stop', at: now }],
    }))
  test('an event of another type is no event', () => expect(read({ type: 'sms.priced', data: {} })).toEqual({ ok: true, events: [] }))
  test('one right signature among several is enough, while a key is changed', () => {
    const { headers, ...rest } = inbound(postedByHttp(url, { id: 'evt_1', type: 'sms.receipt', data }, secret, now), secret)
    expect(readHttpSms({ ...rest, headers: { ...headers, 'webhook-signature': `v1,b3RoZXI= v2,x ${headers['webhook-signature']}` } }).ok).toBe(true)
  })
  test('another secret, body, id, an old time or no signature is not taken', () => {
    refused(read({ data }, { secret: `whsec_${Buffer.alloc(32, 2).toString('base64')}` }), 'not right')
    refused(read({ data }, { secret: 'whsec_' }), 'too short')
    refused(read({ data }, { secret: '' }), 'No secret')
    refused(read({ data }, { raw: Buffer.from('{}') }), 'not right')
    refused(read({ data }, { headers: {} }), 'missing')
    const { headers } = inbound(postedByHttp(url, { id: 'evt_1', type: 'sms.receipt', data }, secret, now), secret)
    refused(read({ data }, { headers: { ...headers, 'webhook-id': 'evt_2' } }), 'not right')
    refused(read({ data }, {}, minutesAgo(6)), 'five minutes')
    refused(read({ data }, {}, minutesAgo(-6)), 'five minutes')
  })
  test('what makes no sense is refused in a sentence', () => {
    refused(read({ data: [] }), 'no object')
    refused(read({ data: null }), 'no object')
    refused(read({ data: { status: 'delivered' } }), 'names no message')
    refused(read({ data: { id: 'dlv_1', status: 'lost' } }), 'none of')
    refused(read({ data: { id: ['dlv_1'], status: 'failed' } }), 'list or an object')
    refused(read({ type: 'sms.received', data: { from: '+44', text: 'x' } }), '“to” is missing')
    refused(read({ type: undefined as never, data }), '“type” is missing')
  })
})

test('nothing that anybody can send makes a reader of text messages throw', () => {
  const anything = fc.record({
    url: fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()),
    headers: fc.dictionary(
      fc.constantFrom('x-twilio-signature', 'webhook-id', 'webhook-timestamp', 'webhook-signature', 'x'),
      fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined)),
    ),
    raw: fc
      .oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      )
      .map((bytes) => Buffer.from(bytes)),
    contentType: fc.constantFrom('application/json', form, 'application/json; charset=utf-8', 'text/plain', ''),
    secret: fc.constantFrom('secret', `whsec_${Buffer.alloc(32).toString('base64')}`),
    now: fc.constant(now),
  })
  fc.assert(
    fc.property(anything, (given) => {
      for (const read of [readTwilio, readVonage, readHttpSms]) expect(read(given)).toEqual({ ok: false, why: expect.stringMatching(/\.$/) })
    }),
    { numRuns: 500 },
  )
})

test('nothing that a provider can sign makes a reader of its text messages throw', () => {
  const words = fc.oneof(fc.string(), fc.constantFrom('delivered', 'failed', 'STOP', 'true', 'sms.receipt'))
  const names = fc.constantFrom(
    'MessageSid',
    'MessageStatus',
    'Body',
    'From',
    'To',
    'status',
    'messageId',
    'err-code',
    'text',
    'type',
    'msisdn',
    'to',
    'concat',
    'concat-part',
    'concat-total',
    '__proto__',
  )
  fc.assert(
    fc.property(fc.dictionary(names, words), fc.anything(), (fields, data) => {
      expect(typeof readTwilio(inbound(postedByTwilio('https://acme.example/', fields, 'token'), 'token')).ok).toBe('boolean')
      expect(typeof readVonage(inbound(postedByVonage('https://acme.example/', fields, 'token', now), 'token')).ok).toBe('boolean')
      const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
      for (const each of [fields, JSON.parse(JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? null : value)) ?? 'null')])
        expect(
          typeof readHttpSms(inbound(postedByHttp('https://acme.example/', { id: 'evt_1', type: 'sms.receipt', data: each }, secret, now), secret)).ok,
        ).toBe('boolean')
    }),
    { numRuns: 300 },
  )
})

const form = 'application/x-www-form-urlencoded'
const inbound = ({ url, headers, body, contentType }: Posted, secret: string): Inbound & { headers: Record<string, string> } => ({
  url,
  headers,
  raw: Buffer.from(body),
  contentType,
  secret,
  now,
})
const refused = (given: Reading, why: string) => expect(given).toEqual({ ok: false, why: expect.stringContaining(why) })
