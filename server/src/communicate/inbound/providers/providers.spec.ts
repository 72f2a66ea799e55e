// Reports of providers: theirs or not, and what they mean.
import { execFileSync } from 'node:child_process'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMailgun } from './mailgun.ts'
import { readPostmark } from './postmark.ts'
import type { Request } from './provider.ts'
import { readSendgrid } from './sendgrid.ts'
import { readSes } from './ses.ts'

const now = new Date('2030-01-01T09:00:00Z')
const seconds = String(now.getTime() / 1_000)
const ours = '<8b0f9c1e-0000-4000-8000-000000000001.17@acme.example>'

describe('Mailgun reports', () => {
  const signed = (event: object, { timestamp = seconds, key = 'signing-key', token = 'token-1' } = {}) =>
    request(
      {
        signature: {
          timestamp,
          token,
          signature: createHmac('sha256', key)
            .update(timestamp + token)
            .digest('hex'),
        },
        'event-data': event,
      },
      'signing-key',
    )
  const failed = {
    event: 'failed',
    severity: 'permanent',
    recipient: 'ann@x.example',
    timestamp: 1_893_488_000.5,
    message: { headers: { 'message-id': ours.slice(1, -1) } },
    'delivery-status': { code: 550, message: '5.1.1 user unknown' },
  }

  test('a permanent failure is a hard bounce where the address is at fault', async () => {
    expect(await readMailgun(signed(failed))).toMatchObject([
      { id: 'token/token-1', feedback: { messageId: ours.slice(1, -1), address: 'ann@x.example', outcome: 'hard', reason: 'unknown-user', trusted: true } },
    ])
    expect(await readMailgun(signed({ ...failed, 'delivery-status': { code: 554, message: 'message rejected as spam' } }))).toMatchObject([
      { feedback: { outcome: 'soft', reason: 'spam' } },
    ])
  })
  test('a failure for now, an opening and an unknown kind mean nothing', async () => {
    for (const event of [{ ...failed, severity: 'temporary' }, { event: 'opened' }, { event: 'new-thing' }, {}])
      expect((await readMailgun(signed(event)))[0]?.feedback).toBeUndefined()
  })
  test('another key, an old signature and no signature are refused', async () => {
    for (const wrong of [
      signed(failed, { key: 'other' }),
      signed(failed, { timestamp: String(Number(seconds) - 3_600) }),
      request({ 'event-data': failed }, 'signing-key'),
      request(null, 'k'),
    ])
      await expect(readMailgun(wrong)).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('SendGrid reports', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const secret = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const signed = (body: unknown, timestamp = seconds): Request => {
    const raw = Buffer.from(JSON.stringify(body))
    const signature = sign('sha256', Buffer.concat([Buffer.from(timestamp), raw]), privateKey).toString('base64')
    return {
      ...request(body, secret),
      raw,
      headers: { 'x-twilio-email-event-webhook-signature': signature, 'x-twilio-email-event-webhook-timestamp': timestamp },
    }
  }
  const about = { email: 'ann@x.example', 'smtp-id': ours, timestamp: 1_893_488_000 }

  test('every event of a request is read, each with its own id', async () => {
    const events = await readSendgrid(
      signed([
        { ...about, event: 'delivered', sg_event_id: 'a', response: '250 ok' },
        { ...about, event: 'bounce', sg_event_id: 'b', reason: '550 5.1.1 no such user', status: '5.1.1' },
        { ...about, event: 'bounce', type: 'blocked', sg_event_id: 'c', reason: '550 5.1.1 no such user', status: '5.1.1' },
        { ...about, event: 'spamreport', sg_event_id: 'd' },
        { ...about, event: 'open', sg_event_id: 'e' },
        'nonsense',
      ]),
    )
    expect(events.map(({ id, feedback }) => [id, feedback?.outcome])).toEqual(
      [
        ['a', 'delivered'],
        ['b', 'hard'],
        ['c', 'soft'],
        ['d', 'complaint'],
        ['e', undefined],
        ['////', undefined],
      ].map(([id, outcome]) => (id === '////' ? [expect.any(String), outcome] : [id, outcome])),
    )
    expect(events[1]?.feedback).toMatchObject({ messageId: ours, address: 'ann@x.example', at: new Date(1_893_488_000_000) })
  })
  test('bytes that were changed, a stale time, no key and no signature are refused', async () => {
    const good = signed([about])
    for (const wrong of [
      { ...good, raw: Buffer.from('[]') },
      signed([about], String(Number(seconds) - 3_600)),
      { ...good, secret: 'no key' },
      { ...good, headers: {} },
    ])
      await expect(readSendgrid(wrong)).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('Postmark reports', () => {
  const known = { authorization: `Basic ${Buffer.from('leeward:s3cret').toString('base64')}` }
  const read = (body: object, headers: Request['headers'] = known) => readPostmark({ ...request(body, 'leeward:s3cret'), headers })
  test('bounces, complaints and deliveries are told apart', async () => {
    expect(await read({ RecordType: 'Bounce', Type: 'HardBounce', ID: 4, Email: 'ann@x.example', Details: 'smtp;550 5.1.1 unknown user' })).toMatchObject([
      { feedback: { outcome: 'hard' } },
    ])
    expect(await read({ RecordType: 'Bounce', Type: 'SoftBounce', ID: 5, Email: 'ann@x.example', Details: 'mailbox full' })).toMatchObject([
      { feedback: { outcome: 'soft', reason: 'mailbox-full' } },
    ])
    expect(await read({ RecordType: 'SpamComplaint', Email: 'ann@x.example' })).toMatchObject([{ feedback: { outcome: 'complaint' } }])
    expect(await read({ RecordType: 'Delivery', Recipient: 'ann@x.example' })).toMatchObject([{ feedback: { outcome: 'delivered' } }])
    for (const other of [{ RecordType: 'Open' }, { RecordType: 'Bounce', Type: 'AutoResponder' }, {}]) expect((await read(other))[0]?.feedback).toBeUndefined()
  })
  test('another password, another scheme and none are refused', async () => {
    for (const headers of [{}, { authorization: 'Basic bGVld2FyZDp4' }, { authorization: 'Bearer leeward:s3cret' }])
      await expect(read({}, headers)).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('Amazon SES reports', () => {
  const topic = 'arn:aws:sns:eu-west-1:123456789012:mail'
  const folder = mkdtempSync(join(tmpdir(), 'leeward-sns-'))
  let certificate = ''
  let key = ''
  let called: string[] = []
  beforeAll(() => {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=sns.amazonaws.com',
        '-keyout',
        join(folder, 'key'),
        '-out',
        join(folder, 'certificate'),
      ],
      { stdio: 'ignore' },
    )
    certificate = readFileSync(join(folder, 'certificate'), 'utf8')
    key = readFileSync(join(folder, 'key'), 'utf8')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const signed = (fields: Record<string, string>, url = 'https://sns.eu-west-1.amazonaws.com/certificate.pem') => {
    const envelope: Record<string, string> = {
      MessageId: 'm-1',
      Timestamp: '2030-01-01T09:00:00.000Z',
      TopicArn: topic,
      SignatureVersion: '2',
      SigningCertURL: url,
      ...fields,
    }
    const names =
      envelope.Type === 'Notification'
        ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
        : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
    const text = names.filter((name) => name in envelope).map((name) => `${name}\n${envelope[name]}\n`)
    envelope.Signature = sign('sha256', Buffer.from(text.join('')), key).toString('base64')
    return request(envelope, `${topic} arn:aws:sns:eu-west-1:123456789012:other`)
  }
  const read = (given: Request) => {
    called = []
    return readSes({
      ...given,
      call: async (url) => {
        called.push(url)
        return { kind: 'heard', status: 200, headers: {}, body: certificate }
      },
    })
  }
  const notification = (message: object) => signed({ Type: 'Notification', Message: JSON.stringify(message) })
  const mail = {
    messageId: 'amazon-1',
    headers: [
      { name: 'Subject', value: 'x' },
      { name: 'Message-ID', value: ours },
    ],
  }

  test('a bounce names our own Message-ID, and each of its recipients', async () => {
    const events = await read(
      notification({
        notificationType: 'Bounce',
        mail,
        bounce: {
          bounceType: 'Permanent',
          timestamp: '2030-01-01T08:59:00Z',
          bouncedRecipients: [
            { emailAddress: 'ann@x.example', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
            { emailAddress: 'bob@x.example', diagnosticCode: 'smtp; 552 mailbox full' },
          ],
        },
      }),
    )
    expect(events).toMatchObject([
      { id: 'm-1/0', feedback: { messageId: ours, address: 'ann@x.example', outcome: 'hard', reason: 'unknown-user' } },
      { id: 'm-1/1', feedback: { address: 'bob@x.example', outcome: 'soft', reason: 'mailbox-full' } },
    ])
  })
  test('complaints and deliveries too; what is not known means nothing', async () => {
    expect(
      await read(
        notification({
          eventType: 'Complaint',
          mail,
          complaint: { complainedRecipients: [{ emailAddress: 'ann@x.example' }], complaintFeedbackType: 'abuse' },
        }),
      ),
    ).toMatchObject([{ feedback: { outcome: 'complaint' } }])
    expect(await read(notification({ eventType: 'Delivery', mail, delivery: { recipients: ['ann@x.example'] } }))).toMatchObject([
      { feedback: { outcome: 'delivered' } },
    ])
    for (const message of [{ eventType: 'Open', mail }, {}, []])
      expect((await read(notification(message))).every(({ feedback }) => feedback === undefined)).toBe(true)
  })
  test('a subscription of a topic of ours is confirmed at Amazon, and nowhere else', async () => {
    const subscribe = (url: string) => signed({ Type: 'SubscriptionConfirmation', Message: 'x', Token: 't', SubscribeURL: url })
    await read(subscribe('https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription'))
    expect(called).toContain('https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription')
    for (const url of ['https://sns.eu-west-1.amazonaws.com.evil.example/', 'http://169.254.169.254/', 'nonsense', '']) {
      await expect(read(subscribe(url))).rejects.toMatchObject({ code: 'not-allowed' })
      expect(called).not.toContain(url)
    }
  })
  test('another topic, a changed message, and a certificate that does not lie at Amazon are refused', async () => {
    const good = notification({ notificationType: 'Bounce', mail })
    const changed = (more: object) => ({ ...good, body: { ...(good.body as object), ...more } })
    for (const wrong of [
      changed({ TopicArn: 'arn:aws:sns:eu-west-1:999999999999:mail' }),
      changed({ Message: '{}' }),
      changed({ Signature: 'AAAA' }),
      changed({ SigningCertURL: 'https://evil.example/sns.eu-west-1.amazonaws.com/c.pem' }),
      changed({ SigningCertURL: 'http://sns.eu-west-1.amazonaws.com/c.pem' }),
      request(null, topic),
    ])
      await expect(read(wrong)).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

const request = (body: unknown, secret: string): Request => ({
  body,
  secret,
  now,
  raw: Buffer.from(JSON.stringify(body) ?? ''),
  headers: {},
  call: async () => ({ kind: 'refused', why: 'not in this test' }),
})
