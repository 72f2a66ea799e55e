// Stripe's own SDK, over the guard for calls to the outside: only where it may lead, for a bounded time and size. It tries nothing again by itself.
import Stripe from 'stripe'
import type { Outgoing } from '../../../../platform/outgoing/outgoing.ts'

export const stripeUrl = 'https://api.stripe.com'

/** @param url where Stripe's API is; another one than Stripe's own is for tests */
export function createStripe(outgoing: Outgoing, token: string, url: string = stripeUrl): Stripe {
  const { protocol, hostname, port } = new URL(url)
  return new Stripe(token, {
    httpClient: over(outgoing),
    maxNetworkRetries: 0,
    telemetry: false,
    host: hostname,
    protocol: protocol === 'http:' ? 'http' : 'https',
    port: port || (protocol === 'http:' ? 80 : 443),
    appInfo: { name: 'Leeward' },
  })
}

const over = (outgoing: Outgoing) => {
  const client = new Stripe.HttpClient()
  client.getClientName = () => 'leeward'
  client.makeRequest = async (host, port, path, method, headers, requestData, protocol) => {
    const heard = await outgoing(`${protocol ?? 'https'}://${host}:${port}${path}`, {
      method: method as 'GET' | 'POST',
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      ...(method === 'GET' ? {} : { body: requestData ?? '' }),
    })
    if (heard.kind !== 'heard') throw new Error(heard.why)
    return new Answered(heard.status, heard.headers, heard.body)
  }
  return client
}

class Answered extends Stripe.HttpClientResponse {
  readonly body: string
  constructor(status: number, headers: Record<string, string>, body: string) {
    super(status, headers)
    this.body = body
  }
  /** The SDK writes on it. */
  override getRawResponse() {
    return {}
  }
  /** The SDK takes for granted that it is an object. */
  override async toJSON() {
    const told: unknown = JSON.parse(this.body)
    if (typeof told !== 'object' || told === null || Array.isArray(told)) throw new Error('The answer is no object.')
    return told
  }
}
