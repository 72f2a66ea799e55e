// The one guard for every call to an address that somebody gave: only where it may lead, to exactly the machine that was judged, for a bounded time and size.
import { lookup } from 'node:dns/promises'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { addressJudge } from './addresses.ts'

export type Call = { method?: 'GET' | 'POST' | 'PUT'; headers?: Record<string, string>; body?: string | Buffer }
/** `refused`: nothing was sent. `lost`: no answer was heard; where `sent`, the request may have arrived and been acted on. */
export type Heard =
  | { kind: 'heard'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'refused'; why: string }
  | { kind: 'lost'; why: string; sent: boolean }
export type Outgoing = (url: string, call?: Call) => Promise<Heard>

type Resolved = { address: string; family: number }
export type Limits = {
  allow: string[]
  timeoutMs?: number
  largestAnswer?: number
  encoding?: 'utf8' | 'latin1'
  resolve?: (host: string) => Promise<Resolved[]>
}

/**
 * Calls an address that a person gave. Never throws. https only (http where every address lies in an allowed range), no credentials in the URL,
 * no redirects; the name is resolved here, every address of it judged, and the connection goes to the judged one.
 * @param limits.allow internal ranges an operator allows, in CIDR notation; time limit 10 s, answers are read up to 64 kB
 * @param limits.encoding latin1: a character for each byte, for whoever finds out himself what they are
 */
export function createOutgoing({ allow, timeoutMs = 10_000, largestAnswer = 65_536, encoding = 'utf8', resolve = everyAddress }: Limits): Outgoing {
  const judge = addressJudge(allow)
  return async (given, call = {}) => {
    const deadline = AbortSignal.timeout(timeoutMs)
    const url = readUrl(given)
    if (typeof url === 'string') return { kind: 'refused', why: url }
    const host = url.hostname.replace(/^\[|\]$/g, '')
    let addresses: Resolved[]
    try {
      addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await orLate(resolve(host), deadline)
    } catch (error) {
      return { kind: 'lost', why: `${host} cannot be resolved: ${(error as Error).message}`, sent: false }
    }
    const verdicts = addresses.map(({ address }) => judge(address))
    const refused = verdicts.find((verdict) => !verdict.allowed)
    if (refused && !refused.allowed) return { kind: 'refused', why: `${host} may not be called: ${refused.why}` }
    const [pinned] = addresses
    if (!pinned) return { kind: 'lost', why: `${host} has no address`, sent: false }
    if (url.protocol === 'http:' && !verdicts.every((verdict) => verdict.allowed && verdict.internal))
      return { kind: 'refused', why: `${host} may only be called by https` }
    return callPinned(url, call, pinned, deadline, { largest: largestAnswer, encoding }).catch((error: Error) => ({
      kind: 'refused' as const,
      why: error.message,
    }))
  }
}

/** What is wrong with an address by its looks alone, in a sentence; undefined where nothing is. For forms: the call itself judges anew. */
export const wrongWithUrl = (given: string): string | undefined => {
  const url = readUrl(given)
  return typeof url === 'string' ? url : undefined
}

function readUrl(given: string): URL | string {
  if (!URL.canParse(given) || given.length > 2_000) return 'This is not a web address such as https://example.com/hook'
  const url = new URL(given)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `Only https may be called, not ${url.protocol}//`
  if (url.username || url.password) return 'The address must not contain a name or password'
  return url
}

const everyAddress = (host: string): Promise<Resolved[]> => lookup(host, { all: true, order: 'ipv4first' })

const orLate = <T>(work: Promise<T>, deadline: AbortSignal): Promise<T> =>
  Promise.race([work, new Promise<never>((_, late) => deadline.addEventListener('abort', () => late(new Error('it took too long')), { once: true }))])

/** The name stays in the request and in the certificate's check; the connection goes to the address that was judged, whatever the name says by now. */
type Reading = { largest: number; encoding: BufferEncoding }
function callPinned(url: URL, { method = 'POST', headers = {}, body = '' }: Call, to: Resolved, deadline: AbortSignal, reading: Reading): Promise<Heard> {
  const pinned = ((_host, options, done) => ((options as { all?: boolean }).all ? done(null, [to]) : done(null, to.address, to.family))) as LookupFunction
  return new Promise((tell) => {
    let connected = false
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup: pinned,
      agent: false,
      maxHeaderSize: 16_384,
      signal: deadline,
    })
    request.on('socket', (socket) => socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true)))
    request.on('error', (error) => tell({ kind: 'lost', why: deadline.aborted ? 'no answer in time' : error.message, sent: connected }))
    request.on('response', (response) => void read(response, reading).then((text) => tell({ kind: 'heard', ...headOf(response), body: text })))
    request.end(body)
  })
}

const headOf = (response: IncomingMessage) => ({
  status: response.statusCode ?? 0,
  headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
})

/** The answer up to a size; what comes after it, or never comes, is not waited for: the status was heard. */
async function read(response: IncomingMessage, { largest, encoding }: Reading): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer)
      size += (chunk as Buffer).length
      if (size >= largest) break
    }
  } catch {
    /* the line broke behind the status */
  }
  response.destroy()
  return Buffer.concat(chunks).subarray(0, largest).toString(encoding)
}
