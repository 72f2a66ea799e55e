// The shop behind a row of `payers`: its settings say which, and its sealed part with which token.
import { z } from 'zod'
import type { Outgoing } from '../../../platform/outgoing/outgoing.ts'
import { unseal } from '../../../platform/secrets/seal.ts'
import { createShop, type Shop } from '../../../platform/shopify/shop.ts'

/** `version` of the API is pinned; `url` is another place of it, for tests. `remindAfterDays`: when an unused gift card is reminded of; null: never. */
const ShopSettings = z.object({
  shop: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/)
    .optional(),
  version: z
    .string()
    .regex(/^20\d\d-(01|04|07|10)$/)
    .default('2026-10'),
  url: z.url().optional(),
  remindAfterDays: z.number().int().min(1).max(365).nullable().default(30),
})
const Sealed = z.object({ token: z.string().min(1) })

/** What an operator's setting says of another place than the shops themselves; times in milliseconds. */
export type ShopPlace = { url?: string; perSecond?: number; atOnce?: number; timeoutMs: number; settleMs?: number }
const usualTimeoutMs = 20_000

/** `http://127.0.0.1:4243/?rate=1000&connections=20&timeout=500&settle=2000`: a server that behaves like Shopify. */
export function shopPlace(setting?: string): ShopPlace {
  if (!setting) return { timeoutMs: usualTimeoutMs }
  const url = new URL(setting)
  const number = (name: string) => Number(url.searchParams.get(name)) || undefined
  const [perSecond, atOnce, settleMs] = [number('rate'), number('connections'), number('settle')]
  return {
    url: url.origin,
    timeoutMs: number('timeout') ?? usualTimeoutMs,
    ...(perSecond ? { perSecond } : {}),
    ...(atOnce ? { atOnce } : {}),
    ...(settleMs ? { settleMs } : {}),
  }
}

/** The shop that checked settings and an unsealed token name. */
export function shopOf(outgoing: Outgoing, settings: unknown, secrets: unknown, elsewhere?: string): Shop {
  const { shop = '', version, url = elsewhere } = ShopSettings.parse(settings)
  return createShop(outgoing, { shop, version, token: Sealed.parse(secrets).token, ...(url ? { url } : {}) })
}

/** undefined where the row does not name a shop and a token. */
export function shopOfPayer(
  outgoing: Outgoing,
  key: Buffer,
  { settings, sealed }: { settings: unknown; sealed: Buffer | null },
): { shop: Shop; remindAfterDays: number | null } | undefined {
  const read = ShopSettings.safeParse(settings)
  const secret = sealed ? Sealed.safeParse(parsed(unseal(key, sealed))) : undefined
  if (!read.success || !secret?.success || (!read.data.shop && !read.data.url)) return undefined
  const { shop = '', version, url, remindAfterDays } = read.data
  return { shop: createShop(outgoing, { shop, version, token: secret.data.token, ...(url ? { url } : {}) }), remindAfterDays }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
