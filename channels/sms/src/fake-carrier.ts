// A carrier on loopback that speaks the three real protocols, checks what the real ones check, and misbehaves as told: for tests, journeys and practice.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { commandOf } from './commands.ts'
import type { Asked, Fault, House, Provider, Reply, Sent } from './fake-carrier/house.ts'
import { type HttpKeys, httpHouse } from './fake-carrier/http.ts'
import { type Posted, postedByHttp, postedByTwilio, postedByVonage } from './fake-carrier/signed.ts'
import { type TwilioKeys, twilioHouse } from './fake-carrier/twilio.ts'
import { type VonageKeys, vonageHouse } from './fake-carrier/vonage.ts'

export type { Fault, Sent } from './fake-carrier/house.ts'
export { jsonByTwilio, type Posted, postedByHttp, postedByTwilio, postedByVonage, signedByVonage } from './fake-carrier/signed.ts'

export type FakeCarrierKeys = { twilio?: TwilioKeys; vonage?: VonageKeys; http?: HttpKeys }

/** `status` in the provider's own word (delivered, undelivered, failed …), `code` its error code or, for http, `reason` its word. `secret`: another than the right one. */
export type Report = { of: Sent; status: string; code?: number; reason?: string; url?: string; at?: Date; secret?: string }
/** `optOut`: Twilio says itself that it took the command. */
export type Written = { provider: Provider; url: string; from: string; to: string; text: string; optOut?: boolean; at?: Date; secret?: string }

export type FakeCarrier = {
  /** The base address of Twilio and Vonage. */
  url: string
  /** The whole address of the plain provider. */
  httpUrl: string
  /** What was taken, oldest first; what a lost answer spoke of too. */
  sent: Sent[]
  /** How many requests came, whatever became of them. */
  asked: () => number
  /** One fault for each of the next requests, in turn; or, for as long as it stands, whatever the function says of a request. */
  faults: (next: Fault[] | ((asked: Asked) => Fault | undefined)) => void
  /** Posts a signed receipt to the message's status URL, or to `url`; resolves to what was answered there. */
  receipt: (report: Report) => Promise<{ status: number; body: string }>
  /** Posts a signed incoming text. STOP and START count for later messages, as they do with a real carrier. */
  text: (written: Written) => Promise<{ status: number; body: string }>
  close: () => Promise<void>
}

const defaultSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

export async function startFakeCarrier(keys: FakeCarrierKeys = {}): Promise<FakeCarrier> {
  const twilio = keys.twilio ?? { accountSid: 'AC00000000000000000000000000000000', authToken: 'auth-token' }
  const vonage = { signatureSecret: 'signature-secret', ...(keys.vonage ?? { apiKey: 'api-key', apiSecret: 'api-secret' }) }
  const http = { secret: defaultSecret, ...(keys.http ?? { token: 'token' }) }
  const sent: Sent[] = []
  const stopped = { twilio: new Set<string>(), http: new Set<string>() }
  const houses: Record<Provider, House> = {
    twilio: twilioHouse(twilio, sent, stopped.twilio),
    vonage: vonageHouse(vonage, sent),
    http: httpHouse(http, sent, stopped.http),
  }
  let faults: Fault[] | ((asked: Asked) => Fault | undefined) = []
  let count = 0
  let told = 0

  const server = createServer((incoming, response) => {
    count += 1
    const url = new URL(incoming.url ?? '/', 'http://carrier.example')
    const fault = typeof faults === 'function' ? undefined : faults.shift()
    if (fault?.kind === 'refuse') return void incoming.socket.resetAndDestroy()
    void bodyOf(incoming).then((body) => {
      const asked = { method: incoming.method ?? '', url, headers: incoming.headers, body }
      return serve(houses[providerOf(url)], asked, typeof faults === 'function' ? faults(asked) : fault, response)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    httpUrl: `${url}/messages`,
    sent,
    asked: () => count,
    faults: (next) => {
      faults = typeof next === 'function' ? next : [...next]
    },
    receipt: ({ of, status, code, reason, url: to = of.statusUrl ?? '', at = new Date(), secret }) => {
      Object.assign(of, { status }, code === undefined ? {} : { code })
      if (of.provider === 'twilio') {
        const fields = {
          AccountSid: twilio.accountSid,
          MessageSid: of.reference,
          SmsSid: of.reference,
          MessageStatus: status,
          SmsStatus: status,
          From: of.from,
          To: of.to,
        }
        return post(postedByTwilio(to, { ...fields, ...(code ? { ErrorCode: String(code) } : {}) }, secret ?? twilio.authToken))
      }
      if (of.provider === 'vonage') {
        const fields = {
          msisdn: of.to.slice(1),
          to: of.from,
          messageId: of.reference,
          status,
          'err-code': String(code ?? 0),
          'message-timestamp': stamp(at),
          'api-key': vonage.apiKey,
        }
        return post(postedByVonage(to, { ...fields, ...(of.delivery ? { 'client-ref': of.delivery } : {}) }, secret ?? vonage.signatureSecret, at))
      }
      const data = { id: of.delivery, messageId: of.reference, status, reason }
      return post(postedByHttp(to, { id: `evt_${of.reference}_${status}`, type: 'sms.receipt', data }, secret ?? http.secret, at))
    },
    text: ({ provider, url: address, from, to, text, optOut, at = new Date(), secret }) => {
      told += 1
      const id = String(told).padStart(32, '0')
      const command = commandOf(text)
      if (provider !== 'vonage' && command === 'stop') stopped[provider].add(from)
      if (provider !== 'vonage' && command === 'start') stopped[provider].delete(from)
      if (provider === 'twilio') {
        const fields = {
          AccountSid: twilio.accountSid,
          MessageSid: `SM${id}`,
          SmsSid: `SM${id}`,
          SmsStatus: 'received',
          From: from,
          To: to,
          Body: text,
          NumSegments: '1',
          NumMedia: '0',
        }
        return post(postedByTwilio(address, { ...fields, ...(optOut && command ? { OptOutType: command.toUpperCase() } : {}) }, secret ?? twilio.authToken))
      }
      if (provider === 'vonage') {
        const keyword = text.split(/\s/)[0]?.toUpperCase() ?? ''
        const fields = {
          msisdn: from.slice(1),
          to: to.replace(/^\+/, ''),
          messageId: id,
          text,
          type: 'text',
          keyword,
          'message-timestamp': stamp(at),
          'api-key': vonage.apiKey,
        }
        return post(postedByVonage(address, fields, secret ?? vonage.signatureSecret, at))
      }
      return post(postedByHttp(address, { id: `evt_${id}`, type: 'sms.received', data: { from, to, text } }, secret ?? http.secret, at))
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

const providerOf = ({ pathname }: URL): Provider => (pathname.startsWith('/2010-04-01/') ? 'twilio' : pathname === '/sms/json' ? 'vonage' : 'http')

async function serve(house: House, asked: Asked, fault: Fault | undefined, response: ServerResponse): Promise<void> {
  const say = ({ status, body, headers }: Reply) => void response.writeHead(status, headers).end(body)
  if (!fault) return say(house.answer(asked))
  if (fault.kind === 'hang') return
  if (fault.kind === 'refuse') return void response.socket?.resetAndDestroy()
  if (fault.kind === 'slow') {
    await new Promise((done) => setTimeout(done, fault.ms))
    return say(house.answer(asked))
  }
  if (fault.kind === 'accept-then-drop') {
    house.answer(asked)
    return void response.socket?.destroy()
  }
  if (fault.kind === 'status') return say({ status: fault.code, body: fault.body ?? '', headers: fault.headers ?? {} })
  if (fault.kind === 'throttle') return say(house.throttled(fault.seconds))
  if (fault.kind === 'refusal') return say(house.answer(asked, fault))
  const { status, body, headers } = house.answer(asked)
  return say({ status, body: body.slice(0, 12), ...(headers ? { headers } : {}) })
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of incoming) chunks.push(chunk)
  } catch {
    // Whoever asked has gone; what came so far is what there is.
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function post({ url, headers, body, contentType }: Posted): Promise<{ status: number; body: string }> {
  const response = await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': contentType }, body, redirect: 'manual' })
  return { status: response.status, body: await response.text() }
}

/** “2030-01-02 09:00:00”, as Vonage writes it. */
const stamp = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ')
