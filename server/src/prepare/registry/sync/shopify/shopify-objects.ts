// A shop's objects in our words; amounts by their digits, never as floating-point numbers.
import { minorUnits } from '../../import/cells.ts'
import { oneLine, type ReadCustomer, type ReadOrder, type Wrong } from '../read.ts'
import type { ShopCustomer, ShopOrder } from './shopify-queries.ts'

export function readShopCustomer(given: ShopCustomer): ReadCustomer | Wrong {
  const externalId = oneLine(given.id, 200)
  if (!externalId) return { externalId: '', reason: 'A customer came without an id.' }
  const email = oneLine(given.defaultEmailAddress?.emailAddress, 254)
  const locale = oneLine(given.locale, 10)
  return {
    externalId,
    name: oneLine(given.displayName, 300) ?? email ?? externalId,
    email,
    verified: given.verifiedEmail === true,
    accountKey: oneLine(given.metafield?.value, 200),
    kind: 'person',
    locale: locale && /^[a-z]{2}(-[A-Z]{2})?$/.test(locale) ? locale : null,
  }
}

/** @param skus of all its line items, where they did not all come with it */
export function readShopOrder(given: ShopOrder, skus = skusOf(given.lineItems?.nodes)): ReadOrder | Wrong {
  const externalId = oneLine(given.id, 200) ?? ''
  const [customer, placedAt] = [oneLine(given.customer?.id, 200), moment(given.createdAt)]
  const [total, refunded] = [amount(given.totalPriceSet?.presentmentMoney), amount(given.totalRefundedSet?.presentmentMoney)]
  if (!externalId) return { externalId, reason: 'An order came without an id.' }
  if (!customer) return { externalId, reason: 'This order has no customer: nobody can be told of it by their account.' }
  if (!placedAt || !total) return { externalId, reason: 'This order has no time, or no total in a currency that is known here.' }
  return {
    externalId,
    customer,
    number: oneLine(given.name, 100) ?? externalId,
    currency: total.currency,
    totalMinor: total.minor,
    refundedMinor: refunded?.currency === total.currency ? refunded.minor : 0,
    fulfilment: (oneLine(given.displayFulfillmentStatus, 40) ?? 'unknown').toLowerCase(),
    payment: null,
    placedAt,
    cancelledAt: moment(given.cancelledAt),
    skus,
  }
}

export const skusOf = (items: { sku?: unknown }[] | undefined): string[] => [
  ...new Set((Array.isArray(items) ? items : []).flatMap((item) => oneLine(item?.sku, 100) ?? [])),
]

const known = new Set(Intl.supportedValuesOf('currency'))
export const knownCurrency = (code: unknown): string | null => (typeof code === 'string' && known.has(code) ? code : null)
function amount(given: { amount?: unknown; currencyCode?: unknown } | undefined): { minor: number; currency: string } | null {
  const currency = knownCurrency(given?.currencyCode)
  const minor = currency && typeof given?.amount === 'string' ? minorUnits(given.amount, currency) : null
  return currency && typeof minor === 'string' ? { minor: Number(minor), currency } : null
}

export function moment(given: unknown): Date | null {
  const at = typeof given === 'string' ? Date.parse(given) : Number.NaN
  return at > 0 && at < 7_258_118_400_000 ? new Date(at) : null
}
