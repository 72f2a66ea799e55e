// Against a carrier on loopback that speaks the three protocols, and misbehaves as told.
import { createServer, type Server } from 'node:http'
import { plainly } from '@leeward/channel/plainly'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FakeCarrier, type Fault, startFakeCarrier } from './fake-carrier.ts'
import { createHttpSms, createTwilio, createVonage, type Reading, readHttpSms, readTwilio, readVonage, type Sms, type SmsMessage } from './sms.ts'

/** Long enough for a busy machine; where nobody answers, nobody waits that long. */
const patience = 10_000
const impatience = 300
const secrets = { twilio: 'auth-token', vonage: 'signature-secret', http: `whsec_${Buffer.alloc(32, 3).toString('base64')}` }
const keys = {
  twilio: { accountSid: 'AC1', authToken: secrets.twilio },
  vonage: { apiKey: 'key', apiSecret: 'secret', signatureSecret: secrets.vonage },
  http: { token: 'token', secret: secrets.http },
}
const providers = ['twilio', 'vonage', 'http'] as const
type Provider = (typeof providers)[number]

let carrier: FakeCarrier
let ours: Ours
let lines: Record<Provider, Sms>
let count = 0

beforeAll(async () => {
  ours = await listen()
})
afterAll(() => ours.server.close())
// A carrier of its own for each test: on a busy machine a request that one gave up on may arrive during the next.
beforeEach(async () => {
  carrier = await startFakeCarrier(keys)
  lines = linesTo(carrier)
  ours.heard.length = 0
})
afterEach(() => carrier.close())

describe.each(providers)('Text messages over a real line, by %s', (provider) => {
  const send = (message: SmsMessage = newMessage()) => lines[provider].send(message)
  const meeting = async (...faults: Fault[]) => {
    carrier.faults(faults)
    return send()
  }

  test('a message arrives as it was written, and is known by the carrier’s name for it', async () => {
    const message = newMessage({ text: 'Störung: Ждём & “=” 100 % 🔥\nhttps://x.example/?a=b' })
    const outcome = await send(message)
    expect(outcome).toMatchObject({ state: 'accepted', reference: carrier.sent[0]?.reference })
    expect(carrier.sent).toMatchObject([{ provider, to: message.to, text: message.text, statusUrl: message.statusUrl }])
  })
  test('a carrier that never answers may have taken it', async () => {
    carrier.faults([{ kind: 'hang' }])
    expect(await linesTo(carrier, impatience)[provider].send(newMessage())).toMatchObject({ state: 'unknown', provider: true })
  })
  test('a slow carrier is waited for, as long as patience lasts', async () => {
    expect(await meeting({ kind: 'slow', ms: 50 })).toMatchObject({ state: 'accepted' })
    carrier.faults([{ kind: 'slow', ms: impatience + 200 }])
    expect(await linesTo(carrier, impatience)[provider].send(newMessage())).toMatchObject({ state: 'unknown', provider: true })
  })
  test('a line that is reset once it stood may have carried the message', async () => {
    expect(await meeting({ kind: 'refuse' })).toMatchObject({ state: 'unknown', provider: true })
    expect(carrier.sent).toHaveLength(0)
  })
  test('a message that was taken before the line broke is unknown, and was taken', async () => {
    expect(await meeting({ kind: 'accept-then-drop' })).toMatchObject({ state: 'unknown', provider: true })
    expect(carrier.sent).toHaveLength(1)
  })
  test('a carrier out of reach took nothing: another may', async () => {
    const nowhere = linesTo({ url: 'http://127.0.0.1:1', httpUrl: 'http://127.0.0.1:1/messages' })[provider]
    expect(await nowhere.send(newMessage())).toMatchObject({ state: 'deferred', provider: true, reason: 'away' })
  })
  test('a carrier that asks to wait says how long', async () =>
    expect(await meeting({ kind: 'throttle', seconds: 7 })).toMatchObject({ state: 'deferred', provider: true, reason: 'asked-to-wait', retryAfterSeconds: 7 }))
  test.each([
    [500, 'deferred'],
    [503, 'deferred'],
    [504, 'unknown'],
    [302, 'deferred'],
    [401, 'deferred'],
  ])('a bare %d is %s, and the carrier’s doing', async (code, state) =>
    expect(await meeting({ kind: 'status', code, body: '<html>', headers: { location: 'http://elsewhere.example/' } })).toMatchObject({
      state,
      provider: true,
    }),
  )
  test('a wait in a header is kept', async () =>
    expect(await meeting({ kind: 'status', code: 503, headers: { 'retry-after': '11' } })).toMatchObject({ state: 'deferred', retryAfterSeconds: 11 }))
  test('an answer that is torn off is not called a refusal', async () => {
    // The plain contract says 2xx took it; the others say so in their body.
    expect((await meeting({ kind: 'bad-json' })).state).toBe(provider === 'http' ? 'accepted' : 'unknown')
    expect(carrier.sent).toHaveLength(1)
  })
  test('after every fault the next message goes out', async () => {
    await meeting({ kind: 'refuse' })
    expect(await send()).toMatchObject({ state: 'accepted' })
  })
  test('wrong keys are the account’s fault', async () => {
    const wrong = {
      twilio: createTwilio({ ...keys.twilio, authToken: 'other', from: '+15550100', baseUrl: carrier.url }, plainly(patience)),
      vonage: createVonage({ ...keys.vonage, apiSecret: 'other', from: 'ACME', baseUrl: carrier.url }, plainly(patience)),
      http: createHttpSms({ url: carrier.httpUrl, token: 'other' }, plainly(patience)),
    }[provider]
    expect(await wrong.send(newMessage())).toMatchObject({ state: 'deferred', provider: true, reason: 'not-signed-in' })
    expect(carrier.sent).toHaveLength(0)
  })
  test('faults can hold for some numbers only', async () => {
    carrier.faults(({ body }) => (body.includes('447700900999') ? { kind: 'status', code: 503 } : undefined))
    expect(await send(newMessage({ to: '+447700900999' }))).toMatchObject({ state: 'deferred' })
    expect(await send()).toMatchObject({ state: 'accepted' })
  })

  test('a receipt comes to the message’s own address, and names our delivery', async () => {
    const message = newMessage()
    await send(message)
    const [of] = carrier.sent
    if (!of) throw new Error('nothing was sent')
    expect(await carrier.receipt({ of, status: 'delivered' })).toMatchObject({ status: 204 })
    expect(ours.heard.at(-1)).toMatchObject({ ok: true, events: [{ kind: 'receipt', reference: of.reference, delivery: message.id, outcome: 'delivered' }] })
    const failed = {
      twilio: { status: 'undelivered', code: 30005 },
      vonage: { status: 'failed', code: 3 },
      http: { status: 'failed', reason: 'unknown-user' },
    }[provider]
    await carrier.receipt({ of, ...failed })
    expect(ours.heard.at(-1)).toMatchObject({ events: [{ delivery: message.id, outcome: 'hard', reason: 'unknown-user' }] })
  })
  test('a receipt by somebody else is refused', async () => {
    await send()
    const [of] = carrier.sent
    if (!of) throw new Error('nothing was sent')
    expect(await carrier.receipt({ of, status: 'delivered', secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}` })).toMatchObject({ status: 403 })
    expect(ours.heard.at(-1)).toMatchObject({ ok: false })
  })
  test('an incoming text is read, and STOP is a command', async () => {
    const written = { provider, url: `${ours.url}/${provider}`, from: '+447700900555', to: '+447700900000' }
    await carrier.text({ ...written, text: 'Is it over? = & ?' })
    expect(ours.heard.at(-1)).toMatchObject({ ok: true, events: [{ kind: 'text', from: '+447700900555', to: '+447700900000', text: 'Is it over? = & ?' }] })
    await carrier.text({ ...written, text: 'Stop.' })
    expect(ours.heard.at(-1)).toMatchObject({ events: [{ command: 'stop' }] })
  })
})

describe('What each carrier does in its own way', () => {
  test('Twilio and the plain carrier refuse whoever said STOP, until START', async () => {
    for (const provider of ['twilio', 'http'] as const) {
      const written = { provider, url: `${ours.url}/${provider}`, from: '+447700900777', to: '+15550100', optOut: true }
      await carrier.text({ ...written, text: 'STOP' })
      expect(await lines[provider].send(newMessage({ to: '+447700900777' }))).toMatchObject({ state: 'bounced', gone: true, reason: 'stopped' })
      await carrier.text({ ...written, text: 'START' })
      expect(await lines[provider].send(newMessage({ to: '+447700900777' }))).toMatchObject({ state: 'accepted' })
    }
  })
  test('Twilio checks a message as the real one does', async () => {
    expect(await lines.twilio.send(newMessage({ text: '' }))).toMatchObject({ state: 'failed', reason: 'refused' })
    expect(await lines.twilio.send(newMessage({ text: 'x'.repeat(1_601) }))).toMatchObject({ state: 'failed', reason: 'too-long' })
    carrier.faults([{ kind: 'refusal', code: 21614, message: 'not a mobile number' }])
    expect(await lines.twilio.send(newMessage())).toMatchObject({ state: 'bounced', reason: 'landline', answer: '21614 not a mobile number' })
  })
  test('Vonage counts the parts of a long text, and may refuse one of them', async () => {
    expect(await lines.vonage.send(newMessage({ text: 'x'.repeat(400) }))).toMatchObject({ state: 'accepted', answer: '3 parts taken' })
    carrier.faults([{ kind: 'refusal', code: 9, message: 'no credit', part: 2 }])
    expect(await lines.vonage.send(newMessage({ text: 'x'.repeat(400) }))).toMatchObject({ state: 'unknown', provider: true, reason: 'partly-taken' })
    carrier.faults([{ kind: 'refusal', code: 9, message: 'no credit' }])
    expect(await lines.vonage.send(newMessage())).toMatchObject({ state: 'deferred', provider: true, reason: 'no-credit' })
  })
})

describe('A text message of which nothing was heard', () => {
  const ask = (provider: Provider, message: SmsMessage) => {
    const { lookUp } = lines[provider]
    if (!lookUp) throw new Error(`${provider} cannot be asked`)
    return lookUp(message)
  }

  test('is found at Twilio, by number and text, without being sent again', async () => {
    carrier.faults([{ kind: 'accept-then-drop' }])
    const message = newMessage({ text: 'It’s “back” – thanks…' })
    expect(await lines.twilio.send(message)).toMatchObject({ state: 'unknown' })
    expect(await ask('twilio', message)).toMatchObject({ state: 'accepted', reference: carrier.sent[0]?.reference })
    expect(carrier.sent).toHaveLength(1)
  })
  test('is found though a messaging service replaced its typographic marks', async () => {
    const message = newMessage({ text: 'It’s “back” – thanks…' })
    await lines.twilio.send(message)
    Object.assign(carrier.sent[0] ?? {}, { text: 'It\'s "back" - thanks...' })
    expect(await ask('twilio', message)).toMatchObject({ state: 'accepted' })
  })
  test('was never seen by Twilio where the line broke before: it may be sent', async () => {
    carrier.faults([{ kind: 'refuse' }])
    const message = newMessage()
    expect(await lines.twilio.send(message)).toMatchObject({ state: 'unknown' })
    expect(await ask('twilio', message)).toBeUndefined()
  })
  test('is not taken for another text, another number or one of last week', async () => {
    const message = newMessage({ text: 'Update 1' })
    await lines.twilio.send({ ...message, text: 'Update 2' })
    await lines.twilio.send({ ...message, to: '+447700900888' })
    await lines.twilio.send(message)
    Object.assign(carrier.sent[2] ?? {}, { at: new Date(Date.now() - 7 * 86_400_000) })
    expect(await ask('twilio', message)).toBeUndefined()
  })
  test('is said to have failed where Twilio gave it up meanwhile, by the newest try', async () => {
    const message = newMessage()
    await lines.twilio.send(message)
    await lines.twilio.send(message)
    Object.assign(carrier.sent[0] ?? {}, { at: new Date(Date.now() - 60_000) })
    Object.assign(carrier.sent[1] ?? {}, { status: 'undelivered', code: 30006 })
    expect(await ask('twilio', message)).toMatchObject({ state: 'bounced', reason: 'landline', reference: carrier.sent[1]?.reference })
  })
  test('stays unknown where the look-up itself is not answered', async () => {
    const faults: Fault[] = [{ kind: 'status', code: 503 }, { kind: 'bad-json' }, { kind: 'throttle', seconds: 5 }, { kind: 'refuse' }]
    for (const fault of faults) {
      carrier.faults([fault])
      expect(await ask('twilio', newMessage())).toMatchObject({ state: 'unknown', provider: true })
      // A cut-off yes of the plain contract is a yes.
      carrier.faults([fault])
      if (fault.kind !== 'bad-json') expect(await ask('http', newMessage())).toMatchObject({ state: 'unknown', provider: true })
    }
    const nowhere = linesTo({ url: 'http://127.0.0.1:1', httpUrl: 'http://127.0.0.1:1/messages' })
    expect(await nowhere.twilio.lookUp?.(newMessage())).toMatchObject({ state: 'unknown' })
    expect(await nowhere.http.lookUp?.(newMessage())).toMatchObject({ state: 'unknown' })
  })
  test('is repeated to a plain carrier with the same key, and goes out once', async () => {
    carrier.faults([{ kind: 'accept-then-drop' }])
    const message = newMessage()
    expect(await lines.http.send(message)).toMatchObject({ state: 'unknown' })
    const answer = await ask('http', message)
    // By its id: on a busy machine a text that an earlier test gave up on may arrive meanwhile.
    const mine = carrier.sent.filter(({ delivery }) => delivery === message.id)
    expect(mine).toHaveLength(1)
    expect(answer).toMatchObject({ state: 'accepted', reference: mine[0]?.reference })
  })
  test('cannot be asked for at Vonage', () => expect(lines.vonage.lookUp).toBeUndefined())
})

const newMessage = (more: Partial<SmsMessage> & { to?: string } = {}): SmsMessage => {
  count += 1
  return {
    id: `dlv_${count}`,
    to: `+4477009${String(count).padStart(5, '0')}`,
    text: `We are on it (${count}).`,
    statusUrl: `${ours.url}/any?d=dlv_${count}`,
    ...more,
  }
}

const linesTo = ({ url, httpUrl }: Pick<FakeCarrier, 'url' | 'httpUrl'>, waiting = patience): Record<Provider, Sms> => ({
  twilio: createTwilio({ ...keys.twilio, from: '+15550100', baseUrl: url }, plainly(waiting)),
  vonage: createVonage({ apiKey: keys.vonage.apiKey, apiSecret: keys.vonage.apiSecret, from: 'ACME', baseUrl: url }, plainly(waiting)),
  http: createHttpSms({ url: httpUrl, token: keys.http.token, from: 'ACME' }, plainly(waiting)),
})

type Ours = { server: Server; url: string; heard: Reading[] }

/** Our own side: reads what is posted as the provider whose signature it bears, and answers 204 or 403. */
async function listen(): Promise<Ours> {
  const heard: Reading[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { headers, url: path = '' } = incoming
      const [read, secret] = headers['x-twilio-signature']
        ? [readTwilio, secrets.twilio]
        : headers['webhook-id']
          ? [readHttpSms, secrets.http]
          : [readVonage, secrets.vonage]
      const reading = read({ url: `${url}${path}`, headers, raw: Buffer.concat(chunks), contentType: headers['content-type'] ?? '', secret, now: new Date() })
      heard.push(reading)
      response.writeHead(reading.ok ? 204 : 403).end()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return { server, url, heard }
}
