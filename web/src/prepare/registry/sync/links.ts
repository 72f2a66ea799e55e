// Connections as they are typed, and as they are sent.
import { useQuery } from '@tanstack/react-query'
import type { DoubleView, PutSyncLink, SyncLinkView, SyncProblem } from '../../../../../server/src/prepare/registry/sync/sync.contract.ts'
import { get } from '../../../ui/api.ts'
import { useList } from '../../../ui/use-list.ts'

export type Link = SyncLinkView
export type Double = DoubleView
export type Provider = Link['provider']

export const linksKey = ['sync-links'] as const
export const doublesKey = ['account-doubles'] as const
/** How far a reading is changes without a fact: it is asked for again. */
export const useLinks = (enabled: boolean) =>
  useQuery({ queryKey: linksKey, queryFn: ({ signal }) => get<Link[]>('/api/sync-links', signal), refetchInterval: 3_000, enabled })
export const useProblems = (id: string) =>
  useQuery({ queryKey: [...linksKey, id, 'problems'], queryFn: ({ signal }) => get<SyncProblem[]>(`/api/sync-links/${id}/problems`, signal) })
export const useDoubles = (enabled: boolean) => useList<Double>(doublesKey, '/api/account-doubles', { limit: 20 }, { everyMs: 15_000, enabled })

export type Given = {
  provider: Provider
  name: string
  brand: string
  shop: string
  token: string
  hookSecret: string
  keyField: string
  ordersOf: string | null
  mergeBy: Link['mergeBy']
  version: string | null
  url: string | null
}
export const fields = ['provider', 'name', 'brand', 'shop', 'token', 'hookSecret', 'keyField', 'ordersOf', 'mergeBy'] as const
export type Wrong = Partial<Record<(typeof fields)[number], string>>

export const keyFieldOf: Record<Provider, string> = { stripe: 'account_key', shopify: 'custom.account_key' }
export const fresh = (brand: string): Given => ({
  ...{
    provider: 'stripe',
    name: 'Stripe',
    brand,
    shop: '',
    token: '',
    hookSecret: '',
    keyField: keyFieldOf.stripe,
    ordersOf: null,
    mergeBy: 'person',
    version: null,
    url: null,
  },
})
export const givenOf = ({ provider, name, brand, shop, keyField, ordersOf, mergeBy, version, url }: Link): Given => ({
  ...{ provider, name, brand, shop: shop ?? '', token: '', hookSecret: '', keyField, ordersOf, mergeBy, version, url },
})

/** Another provider has another name and another place for the key, where nobody typed their own. */
export const withProvider = (given: Given, provider: Provider): Given => ({
  ...given,
  provider,
  name: ['Stripe', 'Shopify'].includes(given.name.trim()) ? (provider === 'stripe' ? 'Stripe' : 'Shopify') : given.name,
  keyField: given.keyField === keyFieldOf[given.provider] ? keyFieldOf[provider] : given.keyField,
})

export const asSent = ({ provider, name, brand, shop, token, hookSecret, keyField, ordersOf, mergeBy, version, url }: Given): Partial<PutSyncLink> => ({
  ...{ provider, name: name.trim(), brand, keyField: keyField.trim(), mergeBy, url },
  ...(provider === 'shopify' ? { shop: shop.trim().toLowerCase() || null, ordersOf, ...(version ? { version } : {}) } : {}),
  ...(token.trim() ? { token: token.trim() } : {}),
  ...(hookSecret.trim() ? { hookSecret: hookSecret.trim() } : {}),
})
