// A subscription comes from a stranger's browser, and says where we shall call and with which key we shall encrypt: nothing of it is believed.
import { createPublicKey } from 'node:crypto'

export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } }

/** The subscription with nothing but what is needed; or a sentence that says what is wrong with it. Whether the endpoint may be called, the request judges at each call. */
export function isSubscription(value: unknown): Subscription | string {
  if (typeof value !== 'object' || value === null) return 'A subscription is an object with an endpoint and keys'
  const { endpoint, keys } = value as { endpoint?: unknown; keys?: unknown }
  const wrong = wrongWithEndpoint(endpoint)
  if (wrong) return wrong
  if (typeof keys !== 'object' || keys === null) return 'The subscription has no keys'
  const { p256dh, auth } = keys as { p256dh?: unknown; auth?: unknown }
  const point = bytes(p256dh)
  if (point?.length !== 65 || point[0] !== 4) return 'keys.p256dh must be an uncompressed point of 65 bytes in base64url'
  if (!isOnCurve(point)) return 'keys.p256dh is not a point of the curve P-256'
  const secret = bytes(auth)
  if (secret?.length !== 16) return 'keys.auth must be 16 bytes in base64url'
  return { endpoint: new URL(endpoint as string).href, keys: { p256dh: point.toString('base64url'), auth: secret.toString('base64url') } }
}

function wrongWithEndpoint(endpoint: unknown): string | undefined {
  if (typeof endpoint !== 'string' || endpoint.length > 2_000 || !URL.canParse(endpoint)) return 'endpoint must be a web address of at most 2,000 characters'
  const { protocol, username, password, href } = new URL(endpoint)
  if (protocol !== 'https:') return 'endpoint must begin with https://'
  if (username || password) return 'endpoint must not contain a name or password'
  if (href.length > 2_000) return 'endpoint must be a web address of at most 2,000 characters'
  return undefined
}

/** Browsers write base64url; some older code writes base64 with padding. */
function bytes(text: unknown): Buffer | undefined {
  if (typeof text !== 'string' || text.length > 200 || !/^[\w+/-]+={0,2}$/.test(text)) return undefined
  return Buffer.from(text, 'base64')
}

function isOnCurve(point: Buffer): boolean {
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((each) => each.toString('base64url'))
  try {
    createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    return true
  } catch {
    return false
  }
}
