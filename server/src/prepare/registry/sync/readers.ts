// Which reader reads a connection.
import type { Config } from '../../../platform/config/config.ts'
import { createOutgoing } from '../../../platform/outgoing/outgoing.ts'
import { createShop } from '../../../platform/shopify/shop.ts'
import type { Readers } from './run-sync.ts'
import { createShopifyReader } from './shopify/shopify-reader.ts'
import { createStripe } from './stripe/stripe-client.ts'
import { createStripeReader } from './stripe/stripe-reader.ts'

/** A page of a hundred with all that belongs to them is some hundred kilobytes. */
const largestAnswer = 32 * 1024 ** 2

export function createReaders({ outgoingAllow }: Pick<Config, 'outgoingAllow'>, timeoutMs = 60_000): Readers {
  const outgoing = createOutgoing({ allow: outgoingAllow, timeoutMs, largestAnswer })
  return ({ provider, settings, token }) =>
    provider === 'stripe'
      ? createStripeReader(createStripe(outgoing, token, settings.url), settings.keyField)
      : createShopifyReader(
          createShop(outgoing, { shop: settings.shop ?? '', version: settings.version ?? '', token, ...(settings.url ? { url: settings.url } : {}) }),
          settings.keyField,
        )
}
