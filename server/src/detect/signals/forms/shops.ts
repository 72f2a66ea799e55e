// What payments and orders tell: disputes, refunds, payments that fail (Stripe), orders, refunds, disputes, payments that fail, parcels that are late (Shopify). Amounts and customers' ids are kept, their
// names and addresses are not. What names no customer (a dispute, a refund) names its payment or its order, by which the account is found.
import { Refused } from '../../../platform/refused.ts'
import { type Form, header, instant, line, listed, mustBeSigned, signal, told } from './form.ts'

const toleranceSeconds = 300

export const readStripe: Form = (sent) => {
  if (!sent.secret)
    throw new Refused(
      'not-allowed',
      'Give this source the signing secret of the endpoint (whsec_…) first: without it nobody knows that it is Stripe who speaks.',
    )
  signedByStripe(header(sent, 'stripe-signature'), sent)
  const { id, type, created, data } = told(sent.body)
  const object = told(told(data).object)
  const what = stripeTitles.find(([pattern]) => pattern.test(String(type)))?.[1]
  if (!what || typeof id !== 'string') return []
  return [
    signal({
      id,
      at: typeof created === 'number' ? instant(created * 1_000) : undefined,
      kind: 'payment',
      name: `stripe.${line(type, 100)}`,
      account: line(object.customer, 200) ?? line(object.payment_intent, 200) ?? line(object.charge, 200),
      title: [
        what,
        money(object.amount ?? object.amount_due ?? object.amount_refunded, object.currency),
        line(object.reason ?? told(object.last_payment_error).code, 100),
      ]
        .filter(Boolean)
        .join(', '),
      labels: signal({ reason: line(object.reason ?? told(object.last_payment_error).decline_code), currency: line(object.currency) }),
    }),
  ]
}
const stripeTitles: [RegExp, string][] = [
  [/^charge\.dispute\.(created|funds_withdrawn)$/, 'Disputed payment'],
  [/^(charge\.refunded|refund\.created)$/, 'Refund'],
  [/^(payment_intent\.payment_failed|charge\.failed|invoice\.payment_failed)$/, 'Payment failed'],
  [/^radar\.early_fraud_warning\.created$/, 'Warning of fraud'],
  [/^customer\.subscription\.deleted$/, 'Subscription ended'],
]

function signedByStripe(given: string, { raw, secret, now }: Parameters<Form>[0]): void {
  const parts = given.split(',').map((part) => part.split('=') as [string, string | undefined])
  const at = Number(parts.find(([name]) => name === 't')?.[1])
  if (!(Math.abs(now.getTime() / 1_000 - at) <= toleranceSeconds)) throw new Refused('not-allowed', 'The signature is missing, or older than five minutes.')
  const signatures = parts.flatMap(([name, value]) => (name === 'v1' && value ? [value] : []))
  const right = signatures.some((signature) => {
    try {
      mustBeSigned(signature, `${at}.${raw.toString('utf8')}`, secret as string, 'hex')
      return true
    } catch {
      return false
    }
  })
  if (!right) mustBeSigned('', '', secret as string, 'hex')
}

export const readShopify: Form = (sent) => {
  if (!sent.secret) throw new Refused('not-allowed', 'Give this source the secret that Shopify signs its webhooks with first.')
  mustBeSigned(header(sent, 'x-shopify-hmac-sha256'), sent.raw, sent.secret, 'base64')
  const topic = line(header(sent, 'x-shopify-topic'), 80)
  if (!topic) return []
  const body = told(sent.body)
  const late = topic.startsWith('fulfillment') && ['failure', 'attempted_delivery', 'delayed'].includes(String(body.shipment_status ?? body.status))
  const failed = topic.startsWith('order_transactions') && ['failure', 'error'].includes(String(body.status))
  return [
    signal({
      id: line(header(sent, 'x-shopify-webhook-id'), 200),
      at: instant(header(sent, 'x-shopify-triggered-at')) ?? instant(body.created_at),
      kind: /^(refunds|disputes|order_transactions)\//.test(topic) ? 'payment' : 'order',
      name: `shopify.${topic.replaceAll('/', '.')}${late ? '.late' : failed ? '.failed' : ''}`,
      account: line(told(body.customer).id, 200) ?? orderOf(body.order_id),
      title: [
        failed ? 'Payment failed' : (topicTitles[topic] ?? topic),
        money100(body.total_price ?? body.amount, body.currency),
        late ? line(body.shipment_status ?? body.status) : undefined,
      ]
        .filter(Boolean)
        .join(', '),
      labels: signal({
        reason: line(body.cancel_reason ?? body.reason, 200),
        items: listed(body.line_items).length > 0 ? String(listed(body.line_items).length) : undefined,
      }),
    }),
  ]
}
/** As the registry has it. */
const orderOf = (id: unknown) => (typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? `gid://shopify/Order/${id}` : undefined)
const topicTitles: Record<string, string> = {
  'orders/create': 'Order',
  'orders/cancelled': 'Order cancelled',
  'refunds/create': 'Refund',
  'disputes/create': 'Disputed payment',
  'order_transactions/create': 'Payment',
  'fulfillments/update': 'Parcel',
}

const money = (minor: unknown, currency: unknown) =>
  typeof minor === 'number' && Number.isInteger(minor) && typeof currency === 'string'
    ? `${minor} ${currency.toUpperCase().slice(0, 3)} (minor units)`
    : undefined
const money100 = (amount: unknown, currency: unknown) =>
  typeof amount === 'string' && /^\d{1,12}(\.\d{1,4})?$/.test(amount) ? `${amount} ${line(currency, 3) ?? ''}`.trim() : undefined
