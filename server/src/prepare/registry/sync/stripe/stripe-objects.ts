// Stripe's objects in our words. A part that is odd is left out or unknown; an object without what it needs is wrong, with the reason, and the others go on.
import type Stripe from 'stripe'
import { decimalsOf } from '../../import/cells.ts'
import { monthlyPrice, ourMinor, type PricedItem } from '../monthly-price.ts'
import { oneLine, type ReadCustomer, type ReadSubscription, type Wrong } from '../read.ts'

/** @param keyField the name in the customer's metadata under which the company keeps its own key */
export function readCustomer(given: Stripe.Customer, keyField: string): ReadCustomer | Wrong {
  const externalId = oneLine(given.id, 200)
  if (!externalId) return { externalId: '', reason: 'A customer came without an id.' }
  const email = oneLine(given.email, 254)
  return {
    externalId,
    name: oneLine(given.business_name ?? given.name, 300) ?? oneLine(given.name, 300) ?? email ?? externalId,
    email,
    // Stripe takes an address as it is given.
    verified: false,
    accountKey: oneLine(given.metadata?.[keyField], 200),
    kind: given.individual_name && !given.business_name ? 'person' : 'organisation',
    locale: given.preferred_locales?.find((locale) => /^[a-z]{2}(-[A-Z]{2})?$/.test(locale)) ?? null,
  }
}

/** @param items all of its items, where they did not all come with it */
export function readSubscription(given: Stripe.Subscription, items: Stripe.SubscriptionItem[] = given.items?.data ?? []): ReadSubscription | Wrong {
  const externalId = oneLine(given.id, 200) ?? ''
  const customer = oneLine(typeof given.customer === 'string' ? given.customer : given.customer?.id, 200)
  const currency = currencyOf(given.currency)
  if (!externalId || !customer) return { externalId, reason: 'A subscription came without its id or its customer.' }
  if (!currency)
    return { externalId, reason: `This subscription is in ${oneLine(given.currency, 20) ?? 'no currency'}, which is no currency that is known here.` }
  const ends = new Set(items.map((item) => item.current_period_end))
  const rhythms = new Set(items.map(({ price }) => `${price?.recurring?.interval_count} ${price?.recurring?.interval}`))
  const [everyCount, everyUnit] = rhythms.size === 1 ? ([...rhythms][0] as string).split(' ') : []
  return {
    externalId,
    customer,
    status: oneLine(given.status, 40) ?? 'unknown',
    ...monthlyPrice(items.map(pricedItem), currency, stripeDecimals(currency)),
    currency,
    ...(isUnit(everyUnit) && Number(everyCount) >= 1 ? { everyCount: Number(everyCount), everyUnit } : { everyCount: null, everyUnit: null }),
    periodEnd: ends.size === 1 ? moment([...ends][0]) : null,
    endedAt: moment(given.ended_at),
    paid: typeof given.latest_invoice === 'object' && given.latest_invoice !== null ? readPaid(given.latest_invoice) : null,
  }
}

/** An invoice, where it is paid: what a credit note or a refund goes by. */
function readPaid(given: Stripe.Invoice): ReadSubscription['paid'] {
  const [id, at, currency] = [oneLine(given.id, 200), moment(given.status_transitions?.paid_at), currencyOf(given.currency)]
  const amountMinor = currency ? ourMinor(given.amount_paid, currency, stripeDecimals(currency)) : undefined
  if (given.status !== 'paid' || !id || !at || amountMinor === undefined) return null
  const made = (given.payments?.data ?? []).find(({ status }) => status === 'paid')?.payment
  return { invoice: id, payment: idOf(made?.payment_intent) ?? idOf(made?.charge), amountMinor, at }
}

const pricedItem = ({ price, quantity }: Stripe.SubscriptionItem): PricedItem => ({
  unitAmount: price?.unit_amount_decimal === null || price?.unit_amount_decimal === undefined ? wholeOf(price?.unit_amount) : String(price.unit_amount_decimal),
  quantity: quantity ?? 1,
  everyCount: price?.recurring?.interval_count ?? 0,
  everyUnit: isUnit(price?.recurring?.interval) ? price.recurring.interval : 'month',
  currency: currencyOf(price?.currency) ?? '',
  tiered: price?.billing_scheme === 'tiered',
  metered: price?.recurring?.usage_type === 'metered',
  packages: price?.transform_quantity ? { of: price.transform_quantity.divide_by, round: price.transform_quantity.round === 'up' ? 'up' : 'down' } : null,
})

const wholeOf = (value: unknown) => (typeof value === 'number' ? String(value) : null)
const idOf = (value: { id: string } | string | null | undefined) => oneLine(typeof value === 'object' ? value?.id : value, 200)
const isUnit = (value: unknown): value is PricedItem['everyUnit'] => value === 'day' || value === 'week' || value === 'month' || value === 'year'
const moment = (seconds: unknown) => (typeof seconds === 'number' && seconds > 0 && seconds < 7_258_118_400 ? new Date(seconds * 1_000) : null)

const known = new Set(Intl.supportedValuesOf('currency'))
export function currencyOf(given: unknown): string | null {
  const code = typeof given === 'string' ? given.toUpperCase() : ''
  return known.has(code) ? code : null
}

/** How many decimals Stripe's minor unit has; for some currencies another number than everywhere else (docs.stripe.com/currencies). */
export function stripeDecimals(code: string): number {
  if (zero.has(code)) return 0
  if (decimalsOf(code) === 3) return 3
  return 2
}
const zero = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'])
