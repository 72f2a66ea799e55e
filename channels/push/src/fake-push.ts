// A push service and the browsers behind it on loopback, for tests and practice: checks who sends, keeps what waits, and reads it as a browser would.
import { createECDH, createPublicKey, type ECDH, randomBytes, verify } from 'node:crypto'
import { type Asked, type Fault, type Reply, startFakeService } from '@leeward/channel/fake-service'
import { decrypt } from './decrypt.ts'

export type Received = { id: string; endpoint: string; payload: unknown; ttlSeconds: number; urgency: string; topic?: string }
export type FakePushService = {
  url: string
  /** A browser subscribes to whoever owns this public key. */
  subscribe: (applicationServerKey: string) => { endpoint: string; keys: { p256dh: string; auth: string } }
  unsubscribe: (endpoint: string) => void
  received: Received[]
  /** What a browser that was away finds when it comes back: of each topic the newest. */
  waiting: (endpoint: string) => Received[]
  faults: (next: Fault[]) => void
  close: () => Promise<void>
}

type Browser = { key: ECDH; auth: Buffer; applicationServerKey: string; subscribed: boolean }

export async function startFakePushService(): Promise<FakePushService> {
  const received: Received[] = []
  const browsers = new Map<string, Browser>()
  const service = await startFakeService((asked) => take(service.url, asked, browsers, received))
  return {
    ...service,
    received,
    subscribe: (applicationServerKey) => {
      const key = createECDH('prime256v1')
      key.generateKeys()
      const path = `/push/${randomBytes(16).toString('base64url')}`
      const auth = randomBytes(16)
      browsers.set(path, { key, auth, applicationServerKey, subscribed: true })
      return { endpoint: `${service.url}${path}`, keys: { p256dh: key.getPublicKey('base64url'), auth: auth.toString('base64url') } }
    },
    unsubscribe: (endpoint) => {
      const browser = browsers.get(new URL(endpoint).pathname)
      if (browser) browser.subscribed = false
    },
    waiting: (endpoint) => {
      const mine = received.filter((each) => each.endpoint === endpoint && each.ttlSeconds > 0)
      return mine.filter((each, n) => !each.topic || !mine.slice(n + 1).some(({ topic }) => topic === each.topic))
    },
  }
}

function take(origin: string, { method, path, headers, body }: Asked, browsers: Map<string, Browser>, received: Received[]): Reply {
  const browser = browsers.get(path)
  if (!browser) return refused(404, 'NotFound')
  if (!browser.subscribed) return refused(410, 'Unregistered')
  if (method !== 'POST') return refused(405, 'MethodNotAllowed')
  const wrong = wrongWithSender(headers.authorization, origin, browser.applicationServerKey)
  if (wrong) return refused(403, wrong)
  const { ttl, urgency = 'normal', topic } = headers as Record<string, string | undefined>
  if (!ttl || !/^\d+$/.test(ttl)) return refused(400, 'BadTtl')
  if (!['very-low', 'low', 'normal', 'high'].includes(urgency)) return refused(400, 'BadUrgency')
  if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic)) return refused(400, 'BadTopic')
  if (body.length > 4_096) return refused(413, 'PayloadTooLarge')
  if (headers['content-encoding'] !== 'aes128gcm') return refused(400, 'BadContentEncoding')
  // A real service cannot read it; the browser behind it drops what it cannot decrypt. Here it is told, so that tests see it.
  const text = decrypt(body, browser.key, browser.auth)
  if (text === undefined) return refused(400, 'CannotBeDecrypted')
  const id = randomBytes(8).toString('hex')
  received.push({ id, endpoint: `${origin}${path}`, payload: JSON.parse(text), ttlSeconds: Number(ttl), urgency, ...(topic ? { topic } : {}) })
  return { status: 201, headers: { location: `${origin}/message/${id}` } }
}

const refused = (status: number, reason: string): Reply => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reason }) })

/** RFC 8292: signed for this service, for a day at most, by the key that the browser subscribed to. */
function wrongWithSender(authorization: string | undefined, origin: string, applicationServerKey: string): string | undefined {
  const [, token, key] = authorization?.match(/^vapid t=([\w.-]+), ?k=([\w-]+)$/) ?? []
  const [head, claims, signature] = token?.split('.') ?? []
  if (!key || !head || !claims || !signature) return 'MissingProviderToken'
  if (key !== applicationServerKey) return 'VapidPkHashMismatch'
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((each) => each.toString('base64url'))
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const signed = verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  if (!signed || read(head).alg !== 'ES256') return 'BadJwtToken'
  const { aud, exp, sub } = read(claims)
  const now = Date.now() / 1_000
  if (aud !== origin || typeof exp !== 'number' || exp <= now || exp > now + 24 * 3_600) return 'BadJwtToken'
  return typeof sub === 'string' && /^(mailto:.+@|https:\/\/).+\..+/.test(sub) ? undefined : 'BadJwtToken'
}

const read = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
