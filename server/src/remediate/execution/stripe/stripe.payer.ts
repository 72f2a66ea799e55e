// Stripe, by its own SDK. The address is Stripe's own, or the operator's (LEEWARD_STRIPE_URL): nobody gives it in a form, so no form can make us call anything else.
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import Stripe from 'stripe'
import type { DueLine, Entry, Found, Means, Outcome, Payer } from '../payer.ts'
import { balance } from './balance.ts'
import { creditNote } from './credit-note.ts'
import { discount } from './discount.ts'
import { isMissing, outcomeOfError, type StripeFault } from './errors.ts'
import { extension } from './extension.ts'
import type { StripeMeans } from './means.ts'
import { refund } from './refund.ts'

const carriedOut: Partial<Record<Means, StripeMeans>> = { balance, 'credit-note': creditNote, refund, extension, discount }

/** Where Stripe is and how much of it there is; from the operator's setting. */
export type StripePlace = { url?: URL; perSecond: number; atOnce: number; timeoutMs: number; graceMs: number; keyLivesMs: number }
const usual: StripePlace = { perSecond: 25, atOnce: 25, timeoutMs: 30_000, graceMs: 10 * 60_000, keyLivesMs: 24 * 3_600_000 }

/** `http://127.0.0.1:4242/?rate=2500&connections=50&timeout=2000&grace=4000&keys=3600000`: a server that behaves like Stripe; times in milliseconds. */
export function stripePlace(setting?: string): StripePlace {
  if (!setting) return usual
  const url = new URL(setting)
  const number = (name: string, otherwise: number) => Number(url.searchParams.get(name)) || otherwise
  return {
    url,
    perSecond: number('rate', usual.perSecond),
    atOnce: number('connections', usual.atOnce),
    timeoutMs: number('timeout', usual.timeoutMs),
    graceMs: number('grace', usual.graceMs),
    keyLivesMs: number('keys', usual.keyLivesMs),
  }
}

export function createStripePayer(secretKey: string, place: StripePlace = usual): Payer {
  const { url, atOnce, timeoutMs } = place
  const plain = url?.protocol === 'http:'
  const agent = new (plain ? HttpAgent : HttpsAgent)({ keepAlive: true, maxSockets: atOnce * 2 })
  // No repeats of its own, but for a closed connection, which it repeats once under the same key: that is no second call.
  const stripe = new Stripe(secretKey, {
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    httpAgent: agent,
    appInfo: { name: 'Leeward' },
    ...(url ? { host: url.hostname, port: url.port || (plain ? 80 : 443), protocol: plain ? ('http' as const) : ('https' as const) } : {}),
  })
  return {
    name: 'Stripe',
    means: Object.keys(carriedOut) as Means[],
    perSecond: place.perSecond,
    atOnce,
    keyLivesMs: place.keyLivesMs,
    graceMs: Math.max(place.graceMs, timeoutMs * 2),
    shows: (line) => carriedOut[line.means]?.shows(line) ?? { refused: `Stripe cannot carry out ${line.means}` },
    pay: (line) => payBy(stripe, line),
    find: (line) => findBy(stripe, line),
    test: () => test(stripe),
    looksUp: true,
    compares: Object.keys(carriedOut) as Means[],
    entries: (lines) => entriesOf(stripe, lines),
    close: () => agent.destroy(),
  }
}

async function payBy(stripe: Stripe, line: DueLine): Promise<Outcome> {
  const means = carriedOut[line.means]
  if (!means) return { kind: 'refused', why: `Stripe cannot carry out ${line.means}` }
  return means.pay(stripe, line).catch((error: StripeFault) => outcomeOfError(error))
}

async function findBy(stripe: Stripe, line: DueLine): Promise<Found> {
  const means = carriedOut[line.means]
  if (!means) return { kind: 'absent' }
  return means.find(stripe, line).catch((error: StripeFault): Found => {
    if (isMissing(error)) return { kind: 'absent' }
    const outcome = outcomeOfError(error)
    return outcome.kind === 'barred' ? { kind: 'unknown', why: outcome.why, barred: true } : { kind: 'unknown', why: error.message.slice(0, 250) }
  })
}

/** Reads one customer: what a key needs at the least, and nothing is moved by it. */
const test = (stripe: Stripe): Promise<{ ok: boolean; says: string }> =>
  stripe.customers.list({ limit: 1 }).then(
    () => ({ ok: true, says: 'Stripe lets this key in.' }),
    (error: StripeFault) => {
      const outcome = outcomeOfError(error)
      return { ok: false, says: 'why' in outcome ? outcome.why : error.message }
    },
  )

/** Asked once for each customer, invoice, payment or subscription, however many lines share it. */
async function entriesOf(stripe: Stripe, lines: DueLine[]): Promise<Entry[]> {
  const found = new Map<string, Entry>()
  const asked = new Set<string>()
  for (const line of lines) {
    const place = JSON.stringify([line.means, line.customer, line.means === 'balance' ? null : line.more, line.means === 'discount' ? line.reference : null])
    const means = carriedOut[line.means]
    if (!means || asked.has(place)) continue
    asked.add(place)
    const entries = await means.entries(stripe, line).catch((error: StripeFault) => {
      if (isMissing(error)) return []
      throw error
    })
    for (const entry of entries) found.set(`${entry.reference} ${entry.providerId}`, entry)
  }
  return [...found.values()]
}
