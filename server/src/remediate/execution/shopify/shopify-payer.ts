// Whoever is credited, refunded or given a card at a Shopify shop: three means over one API, each exactly once, whatever the line does.
import type { Shop } from '../../../platform/shopify/shop.ts'
import type { DueLine, Entry, Found, Means, Outcome, Payer, Shown } from '../payer.ts'
import { asDecimal } from './amounts.ts'
import { createGiftCards } from './gift-card.ts'
import { createRefunds } from './refund.ts'
import { createStoreCredit } from './store-credit.ts'

/** One means. A line that takes another back goes through the same two. `entries`: what of ours is where the line is; only where the shop keeps our note. */
export type Way = { pay: (line: DueLine) => Promise<Outcome>; find: (line: DueLine) => Promise<Found>; entries?: (line: DueLine) => Promise<Entry[]> }
/** Whose a transaction at the shop is; false where it is another line's already. */
export type Claim = (transactionId: string, reference: string) => Promise<boolean>

export type ShopifyPayerParts = {
  shop: Shop
  /** The installation's key, from which the codes of gift cards follow. */
  key: Buffer
  claim: Claim
  now: () => Date
  /** How long after a call without an answer the shop may still carry it out. */
  settleMs?: number
  /** What the shop allows, where it is otherwise than the smallest plan. */
  perSecond?: number
  atOnce?: number
}

/** A cost of ten points a change, a hundred points a second: what the smallest plan of Shopify allows. */
export function createShopifyPayer(parts: ShopifyPayerParts): Payer {
  const shop = resting(parts.shop, parts.now)
  const all = { ...parts, shop, settleMs: parts.settleMs ?? 60_000 }
  const ways: Partial<Record<Means, Way>> = { 'store-credit': createStoreCredit(all), 'gift-card': createGiftCards(all), refund: createRefunds(all) }
  const cannot = ({ means }: DueLine) => `A Shopify shop cannot carry out ${means}.`
  return {
    name: 'shopify',
    means: ['store-credit', 'gift-card', 'refund'],
    perSecond: parts.perSecond ?? 10,
    atOnce: parts.atOnce ?? 4,
    // A credit has no key at all: every repeat is preceded by a look-up.
    keyLivesMs: null,
    graceMs: all.settleMs,
    shows: (line) => (ways[line.means] ? shownAs(line) : { refused: cannot(line) }),
    pay: async (line) => (await ways[line.means]?.pay(line)) ?? { kind: 'refused', why: cannot(line) },
    find: async (line) => (await ways[line.means]?.find(line)) ?? { kind: 'unknown', why: cannot(line) },
    test: async () => {
      const answer = await parts.shop.ask<{ shop?: { name?: unknown } }>('{ shop { name } }')
      return answer.kind === 'data' ? { ok: true, says: `It lets us in: ${String(answer.data.shop?.name ?? 'a shop')}.` } : { ok: false, says: answer.why }
    },
    looksUp: true,
    // A credit carries nothing of ours, so the shop cannot be asked which are.
    compares: (Object.keys(ways) as Means[]).filter((means) => ways[means]?.entries),
    entries: (lines) => entriesOf(ways, lines),
    close: () => {},
  }
}

/** Asked once for each order, however many lines share it. */
async function entriesOf(ways: Partial<Record<Means, Way>>, lines: DueLine[]): Promise<Entry[]> {
  const found = new Map<string, Entry>()
  const asked = new Set<string>()
  for (const line of lines) {
    const place = line.means === 'refund' ? `${line.more.order}` : line.reference
    if (line.takesBack || asked.has(place)) continue
    asked.add(place)
    for (const entry of (await ways[line.means]?.entries?.(line)) ?? []) found.set(`${entry.reference} ${entry.providerId}`, entry)
  }
  return [...found.values()]
}

const mutations: Partial<Record<Means, string>> = { 'store-credit': 'storeCreditAccountCredit', 'gift-card': 'giftCardCreate', refund: 'refundCreate' }
/** The call in words that somebody who knows the shop's API recognises. */
const shownAs = ({ means, amountMinor, currency, customer, more, takesBack }: DueLine): Shown => ({
  method: 'POST',
  path: '/admin/api/graphql.json',
  body: {
    mutation: takesBack ? `takes back ${mutations[means]}` : mutations[means],
    amount: asDecimal(Math.abs(amountMinor), currency),
    currency,
    ...(means === 'refund' ? { order: more.order } : { customer }),
  },
})

/** A shop that gave its last points is left alone until there are enough again. */
function resting(shop: Shop, now: () => Date): Shop {
  let until = 0
  return {
    ask: async (query, variables) => {
      const wait = until - now().getTime()
      if (wait > 0) return { kind: 'later', why: 'The shop wants fewer requests for a moment.', afterMs: wait }
      const answer = await shop.ask(query, variables as Record<string, unknown>)
      const ms = answer.kind === 'data' ? answer.waitMs : answer.kind === 'later' ? answer.afterMs : 0
      if (ms > 0) until = now().getTime() + ms
      return answer as never
    },
  }
}

/** Their ids are known by number too. */
export const gid = (kind: 'Customer' | 'Order', id: string) => (/^\d+$/.test(id) ? `gid://shopify/${kind}/${id}` : id)

/** What stands in a note at the shop, which customers do not see; and whose a note is. */
export const noteOf = ({ reference }: Pick<DueLine, 'reference'>) => `leeward:${reference}`
export const referenceIn = (note: string | null | undefined) => (note?.startsWith('leeward:') ? note.slice('leeward:'.length) : undefined)

/** Whether a call may still be under way, so that nothing found means nothing. */
export const mayStillCome = ({ firstCalledAt }: DueLine, now: Date, settleMs: number) =>
  firstCalledAt !== null && now.getTime() - firstCalledAt.getTime() < settleMs
export const stillUnderWay: Found = { kind: 'unknown', why: 'The call before may still be under way at the shop. Look again in a moment.' }
