// A connection to where customers are billed, as the reading needs it.
import type { Provider } from './read.ts'

export type LinkSettings = {
  /** Where the API is, where that is not the provider's own place. */
  url?: string
  /** Shopify: the shop, such as acme.myshopify.com; and the version of its API. */
  shop?: string
  version?: string
  /** Where the company's own key stands at the provider: a name of metadata (Stripe), namespace.key of a metafield (Shopify). */
  keyField: string
  /** Who merges doubles that are sure. */
  mergeBy: 'person' | 'itself'
  /** Key of the service that orders depend on; null: orders are no exposures. */
  ordersOf: string | null
}
export type Link = { id: string; provider: Provider; settings: LinkSettings; token: string; hookSecret: string | null }
