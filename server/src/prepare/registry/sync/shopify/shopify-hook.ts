// Shopify's webhooks: the signature is checked, and what they tell is only of what to read anew.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Refused } from '../../../../platform/refused.ts'
import type { Heard } from '../hooks.ts'

/** @param raw the bytes as they came @throws Refused where Shopify did not sign them */
export function heardShopify(raw: Buffer, header: (name: string) => string, secret: string): Heard[] {
  const expected = createHmac('sha256', secret).update(raw).digest()
  const said = Buffer.from(header('x-shopify-hmac-sha256'), 'base64')
  if (said.length !== expected.length || !timingSafeEqual(said, expected))
    throw new Refused('not-allowed', 'Shopify did not sign this. Give this connection the client secret of the app that the webhooks belong to.')
  const topic = header('x-shopify-topic')
  const told = parsed(raw)
  const heard = (subject: Heard['subject'], kind: string, id: unknown): Heard[] =>
    typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? [{ subject, externalId: `gid://shopify/${kind}/${id}` }] : []
  if (/^customers\/(create|update|delete|enable|disable)$/.test(topic)) return heard('customers', 'Customer', told.id)
  if (/^subscription_contracts\//.test(topic)) return heard('subscriptions', 'SubscriptionContract', told.id)
  if (/^orders\//.test(topic)) return heard('orders', 'Order', told.id)
  if (/^(refunds|fulfillments)\//.test(topic)) return heard('orders', 'Order', told.order_id)
  return []
}

function parsed(raw: Buffer): { id?: unknown; order_id?: unknown } {
  try {
    const told: unknown = JSON.parse(raw.toString('utf8'))
    return typeof told === 'object' && told !== null ? told : {}
  } catch {
    throw new Refused('not-valid', 'The body is not valid JSON.')
  }
}
