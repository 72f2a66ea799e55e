// A shop's Admin API (GraphQL), through the guard for calls to the outside: one request, one honest answer. Nothing is tried again here.
import type { Outgoing } from '../outgoing/outgoing.ts'
import { answerOf, type ShopAnswer } from './answers.ts'

export type { ShopAnswer }

/** `version`: of the API, pinned. `url`: another place of the API, for tests. */
export type ShopAccess = { shop: string; version: string; token: string; url?: string }
export type Shop = { ask: <T>(query: string, variables?: Record<string, unknown>) => Promise<ShopAnswer<T>> }

export const createShop = (outgoing: Outgoing, { shop, version, token, url }: ShopAccess): Shop => ({
  ask: async <T>(query: string, variables: Record<string, unknown> = {}) =>
    answerOf<T>(
      await outgoing(`${url ?? `https://${shop}`}/admin/api/${version}/graphql.json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', 'x-shopify-access-token': token },
        body: JSON.stringify({ query, variables }),
      }),
    ),
})
