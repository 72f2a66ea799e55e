// Web push (RFC 8030, 8291, 8292): to a browser that subscribed, through the push service of its maker. Who may be called is decided by the request that is given: endpoints come from strangers' browsers.
import { createECDH } from 'node:crypto'
import type { Channel, Outcome, Request } from '@leeward/channel'
import webPush from 'web-push'
import { outcomeOf } from './push-answers.ts'
import { type Payload, payloadOf } from './push-payload.ts'
import type { Subscription } from './subscription.ts'

export { isSubscription, type Subscription } from './subscription.ts'

/** `subject`: whom a push service may ask about us, mailto: or https:. The keys as `newVapidKeys` gives them; a browser subscribes with the public one, and to no other. */
export type Vapid = { subject: string; publicKey: string; privateKey: string }

export type PushMessage = {
  id: string
  to: Subscription
  payload: Payload
  /** How long the push service keeps it for a browser that is away. */
  ttlSeconds: number
  urgency: 'high' | 'normal' | 'low'
  /** At most 32 characters of base64url. A newer message replaces an older one of the same topic that still waits. */
  topic?: string
}

/** Throws where `wrongWithVapid` finds something: then no message could ever be sent. */
export function createPush(vapid: Vapid, request: Request): Channel<PushMessage> {
  const wrong = wrongWithVapid(vapid)
  if (wrong) throw new Error(wrong)
  return {
    name: 'push',
    send: async (message) => {
      const sealed = seal(vapid, message)
      return 'state' in sealed ? sealed : outcomeOf(await request(message.to.endpoint, { method: 'POST', ...sealed }))
    },
    close: async () => {},
  }
}

/** Keys for an installation, made once: a new pair loses every subscription. */
export const newVapidKeys = (): { publicKey: string; privateKey: string } => webPush.generateVAPIDKeys()

/** What is wrong with them, in a sentence that says what to do; undefined where nothing is. */
export function wrongWithVapid({ subject, publicKey, privateKey }: Vapid): string | undefined {
  // Apple refuses every message whose sender cannot be asked: mailto:…@localhost is answered by 403 BadJwtToken.
  if (!/^(mailto:[^@\s]+@|https:\/\/)[^@/\s]+\.[^@\s]+$/.test(subject)) return 'The subject must be mailto: and an address that is read, or an https: address'
  try {
    const pair = createECDH('prime256v1')
    pair.setPrivateKey(Buffer.from(privateKey, 'base64url'))
    return pair.getPublicKey('base64url') === publicKey ? undefined : 'The public key does not belong to the private one: give both as they were made'
  } catch {
    return 'The private key is not one of the curve P-256, in base64url: make a new pair'
  }
}

/** Encrypted for the one browser and signed for its push service. What cannot be, is wrong itself. */
function seal(vapid: Vapid, { to, payload, ttlSeconds, urgency, topic }: PushMessage): { headers: Record<string, string>; body: Buffer } | Outcome {
  const text = payloadOf(payload)
  if (text === undefined) return { state: 'failed', answer: 'the address and the tag alone are longer than a push may be', reason: 'too-large' }
  try {
    const details = webPush.generateRequestDetails(to, text, {
      vapidDetails: vapid,
      TTL: Math.max(0, Math.floor(ttlSeconds)),
      urgency,
      ...(topic ? { topic } : {}),
    })
    const headers = Object.entries({ ...details.headers, 'user-agent': 'Leeward' }).map(([name, value]) => [name.toLowerCase(), String(value)])
    return { headers: Object.fromEntries(headers), body: details.body }
  } catch (error) {
    return { state: 'failed', answer: (error as Error).message.slice(0, 500), reason: 'bad-message' }
  }
}
