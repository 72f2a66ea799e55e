// A server that behaves like Stripe where money could be moved twice, in a process of its own: keys with the answers saved under them (errors 500 too), keys
// that are in use and keys that are forgotten, limits, time-outs after the money moved, closed connections. Its book is the judge. Run as: stripe-server.ts SETTINGS
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Form, formOf } from './stripe-form.ts'
import { type Answer, fault, ledgerOf, missing } from './stripe-ledger.ts'

/**
 * Shares of the calls that go wrong, 0 to 1; `rate`: calls a second on one endpoint; `keysMs`: when a key is forgotten. `refundFails`: of refunds that the bank refuses
 * later, which is reported twice and in any order, as what else becomes of refunds.
 */
export type StripeSettings = {
  seed: number
  rate: number
  keysMs: number
  lost500: number
  moved500: number
  timeOut: number
  lateMs: number
  closedBefore: number
  closedAfter: number
  slow: number
  refundFails: number
}

const settings: StripeSettings = JSON.parse(process.argv[2] ?? '{}')
let { lost500 = 0, moved500 = 0, timeOut = 0, closedBefore = 0, closedAfter = 0, slow = 0 } = settings
const { rate = 2_500, keysMs = 86_400_000, lateMs = 300, refundFails = 0 } = settings
let barred = 0
let random = settings.seed ?? 1
const dice = () => {
  random = (random * 1_103_515_245 + 12_345) & 0x7fffffff
  return random / 0x7fffffff
}

const ledger = ledgerOf()
type Kept = { print: string; at: number; answer?: Answer }
const keys = new Map<string, Kept>()
const buckets = new Map<string, { tokens: number; at: number }>()
const counts = { calls: 0, limited: 0, replayed: 0, conflicts: 0, forgotten: 0, saved500: 0, timedOut: 0, closed: 0, reports: 0 }

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => void answer(request, response, Buffer.concat(chunks).toString()))
})
server.keepAliveTimeout = 60_000

async function answer(request: IncomingMessage, response: ServerResponse, body: string) {
  const url = new URL(request.url ?? '/', 'http://stripe.test')
  counts.calls += 1
  if (barred) return send(response, fault(barred, 'invalid_request_error', 'This key is not valid.'))
  if (!request.headers.authorization?.startsWith('Bearer sk_')) return send(response, fault(401, 'invalid_request_error', 'No key was given.'))
  if (limited(`${request.method} ${url.pathname.replace(/\/(cus|sub|cn|in|re|leeward)[_-][^/]+/g, '/:id')}`)) {
    counts.limited += 1
    return send(response, fault(429, 'invalid_request_error', 'Too many requests.', 'rate_limit'))
  }
  if (request.method === 'GET') return send(response, ledger.read(url.pathname, url.searchParams))
  if (dice() < closedBefore) return close(request)
  const form = formOf(body)
  const [key, print] = [request.headers['idempotency-key'], `${url.pathname} ${body}`]
  if (typeof key !== 'string') return send(response, carryOut(url.pathname, form))
  const kept = known(key)
  if (kept && kept.print !== print) return send(response, fault(400, 'idempotency_error', 'This key was used with other parameters.'))
  if (kept && !kept.answer) {
    counts.conflicts += 1
    return send(response, fault(409, 'idempotency_error', 'This key is in use.', 'idempotency_key_in_use'))
  }
  if (kept?.answer) {
    counts.replayed += 1
    return send(response, kept.answer, { 'idempotent-replayed': 'true' })
  }
  const mine: Kept = { print, at: Date.now() }
  keys.set(key, mine)
  const fate = dice()
  if (fate < lost500) {
    counts.saved500 += 1
    mine.answer = fault(500, 'api_error', 'Something went wrong.')
    return send(response, mine.answer)
  }
  if (fate < lost500 + moved500) {
    counts.saved500 += 1
    carryOut(url.pathname, form)
    mine.answer = fault(500, 'api_error', 'Something went wrong, after all was done.')
    return send(response, mine.answer)
  }
  if (fate < lost500 + moved500 + timeOut) {
    // The caller hears nothing; the money moves a while later, and its key is in use until then.
    counts.timedOut += 1
    setTimeout(() => settle(mine, carryOut(url.pathname, form), key), dice() * lateMs)
    return
  }
  if (dice() < slow) await new Promise((later) => setTimeout(later, dice() * 400))
  const made = settle(mine, carryOut(url.pathname, form), key)
  if (dice() < closedAfter) return close(request)
  send(response, made)
}

function carryOut(path: string, form: Form): Answer {
  const made = ledger.write(path, form) ?? missing('No such path', path)
  if (path === '/v1/refunds' && made.status === 200 && refundFails > 0) report(made.body)
  return made
}

/** Each event twice, each at a moment of its own: what happened later may be heard first. */
function report(refund: Record<string, unknown>) {
  const id = String(refund.id)
  const tell = (type: string, object: Record<string, unknown>) => {
    counts.reports += 2
    for (let times = 0; times < 2; times += 1)
      setTimeout(() => process.send?.({ report: { id: `evt_${type}_${id}`, type, data: { object } } }), dice() * lateMs * 2)
  }
  tell('charge.refunded', { id: `ch_of_${id}`, object: 'charge', payment_intent: refund.payment_intent })
  if (dice() >= refundFails) return
  setTimeout(() => {
    ledger.failRefund(id)
    tell('refund.failed', { id, object: 'refund', status: 'failed', failure_reason: 'expired_or_canceled_card' })
  }, dice() * lateMs)
}

/** What is not valid is not saved: it never began. */
function settle(kept: Kept, made: Answer, key: string): Answer {
  if (made.status === 400 || made.status === 404) keys.delete(key)
  else kept.answer = made
  return made
}

function known(key: string): Kept | undefined {
  const kept = keys.get(key)
  if (kept?.answer && Date.now() - kept.at >= keysMs) {
    counts.forgotten += 1
    keys.delete(key)
    return undefined
  }
  return kept
}

function limited(endpoint: string): boolean {
  const now = Date.now()
  const bucket = buckets.get(endpoint) ?? { tokens: rate, at: now }
  bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.at) / 1_000) * rate)
  bucket.at = now
  buckets.set(endpoint, bucket)
  if (bucket.tokens < 1) return true
  bucket.tokens -= 1
  return false
}

function close(request: IncomingMessage) {
  counts.closed += 1
  request.socket.destroy()
}

function send(response: ServerResponse, { status, body }: Answer, headers: Record<string, string> = {}) {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers }).end(text)
}

process.on('message', (said: { ask: 'book' | 'mend' | 'bar' | 'fail-refund'; status?: number; id?: string }) => {
  if (said.ask === 'book') process.send?.({ book: ledger.book(), counts })
  if (said.ask === 'mend') {
    lost500 = moved500 = timeOut = closedBefore = closedAfter = slow = 0
    process.send?.({})
  }
  if (said.ask === 'bar') {
    barred = said.status ?? 0
    process.send?.({})
  }
  if (said.ask === 'fail-refund') {
    ledger.failRefund(said.id ?? '')
    process.send?.({})
  }
})
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
