// Gift cards. Their code follows from the line, so that a repeat meets the card that is there already. No customer is named at the shop: it would write to them, and we write ourselves.
import { createHmac } from 'node:crypto'
import { derivedKey } from '../../../platform/secrets/seal.ts'
import type { Shop } from '../../../platform/shopify/shop.ts'
import type { DueLine, Entry, Found, Outcome } from '../payer.ts'
import { asDecimal, minorOf, type ShopMoney } from './amounts.ts'
import { fromUserErrors, notFoundOut, notShown, type UserError, withoutData } from './shopify-errors.ts'
import { noteOf, type Way } from './shopify-payer.ts'

const create = `mutation ($input: GiftCardCreateInput!) { done: giftCardCreate(input: $input) { giftCard { id } userErrors { code message } } }`
const deactivate = `mutation ($id: ID!) { done: giftCardDeactivate(id: $id) { giftCard { id } userErrors { code message } } }`
const byCode = `query ($code: String!) { giftCards(first: 10, query: $code) { nodes { id note enabled lastCharacters initialValue { amount currencyCode } } } }`
const byId = `query ($id: ID!) { giftCard(id: $id) { id enabled balance { amount currencyCode } initialValue { amount currencyCode } } }`
const itsCurrency = `query { shop { currencyCode } }`

type Done = { done?: { giftCard?: { id?: unknown } | null; userErrors?: UserError[] } | null }
type Card = { id?: string; note?: string | null; enabled?: boolean; lastCharacters?: string; initialValue?: ShopMoney; balance?: ShopMoney }

/** What the customer types in: 16 letters and digits that nobody can guess, the same for ever. None of them is taken for another. */
export function giftCardCode(key: Buffer, reference: string): string {
  const bytes = createHmac('sha256', derivedKey(key, 'gift-cards')).update(reference).digest()
  return [...bytes.subarray(0, 16)].map((byte) => letters[byte % letters.length]).join('')
}
const letters = 'abcdefghjkmnpqrstuvwxyz23456789z'

export function createGiftCards({ shop, key }: { shop: Shop; key: Buffer }): Way {
  let currency: string | undefined
  return {
    pay: async (line) => (line.takesBack ? takeBack(line.takesBack.providerId) : give(line)),
    find: async (line) => (line.takesBack ? foundOff(line.takesBack.providerId) : found(line)),
    entries: async (line) => {
      const answer = await cardOf(line)
      if (answer.kind !== 'data') throw notShown(answer)
      const { card } = answer
      if (typeof card?.id !== 'string') return []
      const amountMinor = minorOf(card.initialValue, line.currency)
      // A card in another currency is no amount of ours: it differs.
      const worth: Pick<Entry, 'amountMinor' | 'currency'> =
        amountMinor === undefined
          ? { amountMinor: null, currency: String(card.initialValue?.currencyCode ?? 'none') }
          : { amountMinor, currency: line.currency }
      return [{ reference: line.reference, providerId: card.id, ...worth, takenBack: card.enabled === false }]
    },
  }

  async function give(line: DueLine): Promise<Outcome> {
    const wrong = await wrongCurrency(line)
    if (wrong) return wrong
    const input = { initialValue: asDecimal(line.amountMinor, line.currency), code: giftCardCode(key, line.reference), note: noteOf(line) }
    const answer = await shop.ask<Done>(create, { input })
    if (answer.kind !== 'data') return withoutData(answer)
    const said = fromUserErrors(answer.data.done?.userErrors ?? [])
    if (said === 'taken') return asOutcome(await found(line))
    if (said) return said
    const id = answer.data.done?.giftCard?.id
    return typeof id === 'string' ? { kind: 'applied', providerId: id } : { kind: 'unknown', why: 'The shop did not say what it did.' }
  }

  /** A card is in the shop's own currency, whatever was asked for. */
  async function wrongCurrency(line: DueLine): Promise<Outcome | undefined> {
    if (currency === undefined) {
      const answer = await shop.ask<{ shop?: { currencyCode?: string } }>(itsCurrency)
      if (answer.kind !== 'data') return answer.kind === 'unknown' ? { kind: 'later', why: answer.why, afterMs: 5_000 } : withoutData(answer)
      if (typeof answer.data.shop?.currencyCode !== 'string') return { kind: 'later', why: 'The shop does not say what its currency is.', afterMs: 60_000 }
      currency = answer.data.shop.currencyCode
    }
    return currency === line.currency ? undefined : { kind: 'refused', why: `Gift cards of this shop are in ${currency}, not in ${line.currency}.` }
  }

  async function found(line: DueLine): Promise<Found> {
    const answer = await cardOf(line)
    if (answer.kind !== 'data') return notFoundOut(answer)
    // To try once more is safe where it is only not shown yet: the code is the same, and taken.
    return typeof answer.card?.id === 'string' ? { kind: 'found', providerId: answer.card.id } : { kind: 'absent' }
  }

  async function cardOf(line: DueLine) {
    const code = giftCardCode(key, line.reference)
    const answer = await shop.ask<{ giftCards?: { nodes?: Card[] } }>(byCode, { code })
    if (answer.kind !== 'data') return answer
    const nodes = answer.data.giftCards?.nodes
    if (!Array.isArray(nodes)) return { kind: 'unknown', why: 'The shop does not show its gift cards.' } as const
    return { kind: 'data', card: nodes.find(({ note, lastCharacters }) => note === noteOf(line) || lastCharacters?.toLowerCase() === code.slice(-4)) } as const
  }

  async function takeBack(id: string): Promise<Outcome> {
    const card = await ask(id)
    if ('kind' in card) return card.kind === 'unknown' ? { kind: 'later', why: card.why, afterMs: 5_000 } : withoutData(card)
    if (card.enabled === false) return { kind: 'applied', providerId: id }
    const given = card.initialValue?.currencyCode
    if (typeof given !== 'string' || minorOf(card.balance, given) !== minorOf(card.initialValue, given))
      return { kind: 'refused', why: 'Some of this gift card was spent already. What is left can be taken back in the shop by hand.' }
    const answer = await shop.ask<Done>(deactivate, { id })
    if (answer.kind !== 'data') return withoutData(answer)
    const said = fromUserErrors(answer.data.done?.userErrors ?? [])
    if (said && said !== 'taken') return said
    return { kind: 'applied', providerId: id }
  }

  async function foundOff(id: string): Promise<Found> {
    const card = await ask(id)
    if ('kind' in card) return notFoundOut(card)
    return card.enabled === false ? { kind: 'found', providerId: id } : { kind: 'absent' }
  }

  async function ask(id: string) {
    const answer = await shop.ask<{ giftCard?: Card | null }>(byId, { id })
    if (answer.kind !== 'data') return answer
    return answer.data.giftCard ?? ({ kind: 'unknown', why: 'The shop does not show this gift card.' } as const)
  }
}

const asOutcome = (found: Found): Outcome =>
  found.kind === 'found'
    ? { kind: 'applied', providerId: found.providerId }
    : { kind: 'unknown', why: found.kind === 'absent' ? 'The card is there, and not shown yet.' : found.why }
