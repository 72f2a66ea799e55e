// A subscription contract of a shop in our words: what it costs in a month, when it is billed next, whether it still runs.
import { monthlyPrice, type PricedItem } from '../monthly-price.ts'
import { oneLine, type ReadSubscription, type Wrong } from '../read.ts'
import { knownCurrency, moment } from './shopify-objects.ts'
import type { ShopContract, ShopLine } from './shopify-queries.ts'

/** @param lines all of its lines, where they did not all come with it */
export function readShopContract(given: ShopContract, lines: ShopLine[] = linesIn(given)): ReadSubscription | Wrong {
  const externalId = oneLine(given.id, 200) ?? ''
  const [customer, currency] = [oneLine(given.customer?.id, 200), knownCurrency(given.currencyCode)]
  if (!externalId) return { externalId, reason: 'A subscription came without an id.' }
  if (!customer) return { externalId, reason: 'This subscription has no customer: nobody can be told of it by their account.' }
  if (!currency) return { externalId, reason: 'This subscription is in no currency that is known here.' }
  const status = statusOf(given.status)
  const rhythm = rhythmOf(given)
  const items = lines.map((line): PricedItem => ({ ...pricedLine(line), ...(rhythm ?? { everyCount: 0, everyUnit: 'month' }) }))
  return {
    externalId,
    customer,
    status,
    // Its amounts are in whole units of the currency, with decimals.
    ...monthlyPrice(items, currency, 0),
    currency,
    ...(rhythm ?? { everyCount: null, everyUnit: null }),
    periodEnd: status === 'active' ? moment(given.nextBillingDate) : null,
    // A shop does not say when one ended; it was changed last by that.
    endedAt: ended.has(status) ? moment(given.updatedAt) : null,
    paid: null,
  }
}

export const linesIn = ({ lines }: ShopContract): ShopLine[] => (Array.isArray(lines?.nodes) ? lines.nodes : [])

const pricedLine = ({ quantity, currentPrice }: ShopLine) => ({
  unitAmount: typeof currentPrice?.amount === 'string' ? currentPrice.amount : null,
  quantity: typeof quantity === 'number' ? quantity : -1,
  currency: knownCurrency(currentPrice?.currencyCode) ?? '',
  tiered: false,
  metered: false,
})

const units = { DAY: 'day', WEEK: 'week', MONTH: 'month', YEAR: 'year' } as const
function rhythmOf({ billingPolicy }: ShopContract): Pick<PricedItem, 'everyCount' | 'everyUnit'> | undefined {
  const { interval, intervalCount } = billingPolicy ?? {}
  const everyUnit = typeof interval === 'string' && Object.hasOwn(units, interval) ? units[interval as keyof typeof units] : undefined
  return everyUnit && typeof intervalCount === 'number' && Number.isSafeInteger(intervalCount) && intervalCount >= 1 && intervalCount <= 32_767
    ? { everyCount: intervalCount, everyUnit }
    : undefined
}

/** By the words that subscriptions have here; what is not known is none that runs. */
const statusOf = (given: unknown): string => {
  const said = (oneLine(given, 40) ?? 'unknown').toLowerCase()
  return said === 'cancelled' ? 'canceled' : said
}
const ended = new Set(['canceled', 'expired', 'failed'])
