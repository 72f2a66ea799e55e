// Who carries out what, by kind. A new provider is one line here.
import type { Deps } from '../../deps.ts'
import { createOutgoing } from '../../platform/outgoing/outgoing.ts'
import type { Openers } from './payers.store.ts'
import { claims } from './shopify/claims.store.ts'
import { shopOf, shopPlace } from './shopify/shop-of-payer.ts'
import { createShopifyPayer } from './shopify/shopify-payer.ts'
import { createStripePayer, stripePlace } from './stripe/stripe.payer.ts'
import { createWebhookPayer } from './webhook/webhook.payer.ts'

export function openersOf({ config, clock, key, db }: Pick<Deps, 'config' | 'clock' | 'key' | 'db'>): Openers {
  const outgoing = createOutgoing({ allow: config.outgoingAllow, timeoutMs: 20_000 })
  const { url: elsewhere, timeoutMs, ...pace } = shopPlace(config.shopifyUrl)
  const toShops = createOutgoing({ allow: config.outgoingAllow, timeoutMs, largestAnswer: 1024 ** 2 })
  return {
    stripe: ({ secrets }) => createStripePayer(secrets.key ?? '', stripePlace(config.stripeUrl)),
    shopify: ({ settings, secrets }) =>
      createShopifyPayer({ shop: shopOf(toShops, settings, secrets, elsewhere), key, claim: claims(db), now: clock, ...pace }),
    webhook: ({ settings, secrets }) =>
      createWebhookPayer(
        { url: String(settings.url), lookUp: settings.lookUp === undefined ? undefined : String(settings.lookUp), secret: secrets.secret ?? '' },
        outgoing,
        clock,
      ),
  }
}
