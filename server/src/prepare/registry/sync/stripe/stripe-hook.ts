// Stripe's webhooks: the signature is checked, and what they tell is only of what to read anew.
import Stripe from 'stripe'
import { Refused } from '../../../../platform/refused.ts'
import type { Heard } from '../hooks.ts'
import { oneLine } from '../read.ts'

type Told = { id?: unknown; parent?: { subscription_details?: { subscription?: unknown } | null } | null; subscription?: unknown }

/** @param raw the bytes as they came @throws Refused where Stripe did not sign them, or long ago */
export function heardStripe(raw: Buffer, signature: string, secret: string, now: Date): Heard[] {
  let event: Stripe.Event
  try {
    event = Stripe.webhooks.constructEvent(raw, signature, secret, 300, undefined, now.getTime())
  } catch {
    throw new Refused(
      'not-allowed',
      'Stripe did not sign this, or more than five minutes ago. Give this connection the signing secret of the endpoint (whsec_…).',
    )
  }
  const type = typeof event?.type === 'string' ? event.type : ''
  const told = (event?.data?.object ?? {}) as Told
  const heard = (subject: Heard['subject'], id: unknown): Heard[] => {
    const externalId = oneLine(typeof id === 'object' && id !== null ? (id as { id?: unknown }).id : id, 200)
    return externalId ? [{ subject, externalId }] : []
  }
  if (/^customer\.(created|updated|deleted)$/.test(type)) return heard('customers', told.id)
  if (/^customer\.subscription\./.test(type)) return heard('subscriptions', told.id)
  if (/^invoice\.(paid|payment_succeeded)$/.test(type)) return heard('subscriptions', told.parent?.subscription_details?.subscription ?? told.subscription)
  return []
}
