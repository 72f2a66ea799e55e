// Refunds of an order: as the shop suggests them, never above what is left, under one key that follows from the line. A refund cannot be taken back.
import { idFrom } from '../../../platform/ids.ts'
import type { Shop, ShopAnswer } from '../../../platform/shopify/shop.ts'
import type { DueLine, Entry, Found, Outcome } from '../payer.ts'
import { asDecimal, minorOf, type ShopMoney } from './amounts.ts'
import { fromUserErrors, notShown, type UserError, withoutData } from './shopify-errors.ts'
import { gid, mayStillCome, noteOf, referenceIn, stillUnderWay, type Way } from './shopify-payer.ts'

const money = '{ presentmentMoney { amount currencyCode } }'
const suggested = `query ($id: ID!) { order(id: $id) { id presentmentCurrencyCode refunds(first: 250) { id note totalRefundedSet ${money} }
  suggestedRefund(suggestFullRefund: true) { maximumRefundableSet ${money} suggestedTransactions { gateway maximumRefundableSet ${money} amountSet ${money} parentTransaction { id } } } } }`
const create = `mutation ($input: RefundInput!, $key: String!) { done: refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } } }`

type Suggested = {
  gateway?: string | null
  maximumRefundableSet?: { presentmentMoney?: ShopMoney } | null
  amountSet?: { presentmentMoney?: ShopMoney } | null
  parentTransaction?: { id?: string } | null
}
type Order = {
  presentmentCurrencyCode?: string
  refunds?: { id?: string; note?: string | null; totalRefundedSet?: { presentmentMoney?: ShopMoney } | null }[]
  suggestedRefund?: { maximumRefundableSet?: { presentmentMoney?: ShopMoney } | null; suggestedTransactions?: Suggested[] } | null
}
type Done = { done?: { refund?: { id?: unknown } | null; userErrors?: UserError[] } | null }

type Parts = { shop: Shop; now: () => Date; settleMs: number }

export function createRefunds({ shop, now, settleMs }: Parts): Way {
  return {
    pay: async (line) => (line.takesBack || line.amountMinor < 0 ? { kind: 'refused', why: 'A refund cannot be taken back.' } : refund(line)),
    find,
    entries,
  }

  async function refund(line: DueLine): Promise<Outcome> {
    const order = await ask(line)
    if ('kind' in order) return order.kind === 'unknown' ? { kind: 'later', why: order.why, afterMs: 5_000 } : order.kind === 'absent' ? noOrder : order
    const before = ofLine(order, line)
    if (before) return { kind: 'applied', providerId: before }
    const transactions = spread(order, line)
    if (typeof transactions === 'string') return { kind: 'refused', why: transactions }
    const orderId = orderOf(line) as string
    const input = {
      ...{ orderId, currency: line.currency, note: noteOf(line), notify: false },
      transactions: transactions.map((each) => ({ ...each, orderId, kind: 'REFUND' })),
    }
    const answer = await shop.ask<Done>(create, { input, key: refundKey(line) })
    if (answer.kind !== 'data') return withoutData(answer)
    const said = fromUserErrors(answer.data.done?.userErrors ?? [])
    if (said) return said === 'taken' ? { kind: 'unknown', why: 'The shop says that this was done already.' } : said
    const id = answer.data.done?.refund?.id
    return typeof id === 'string' ? { kind: 'applied', providerId: id } : { kind: 'unknown', why: 'The shop did not say what it did.' }
  }

  async function find(line: DueLine): Promise<Found> {
    if (line.takesBack) return { kind: 'absent' }
    const order = await ask(line)
    if ('kind' in order)
      return order.kind === 'later'
        ? { kind: 'unknown', why: order.why, afterMs: order.afterMs }
        : order.kind === 'absent'
          ? { kind: 'absent' }
          : { kind: 'unknown', why: order.why }
    const id = ofLine(order, line)
    if (id) return { kind: 'found', providerId: id }
    if ((order.refunds?.length ?? 0) >= 250) return { kind: 'unknown', why: 'This order has more refunds than can be looked through. Look at the shop.' }
    return mayStillCome(line, now(), settleMs) ? stillUnderWay : { kind: 'absent' }
  }

  async function entries(line: DueLine): Promise<Entry[]> {
    const order = await ask(line)
    if ('kind' in order) {
      if (order.kind === 'absent') return []
      throw notShown(order)
    }
    return (order.refunds ?? []).flatMap(({ id, note, totalRefundedSet }) => {
      const [reference, paid] = [referenceIn(note), totalRefundedSet?.presentmentMoney]
      const currency = String(paid?.currencyCode ?? '')
      return id && reference ? [{ reference, providerId: id, amountMinor: minorOf(paid, currency) ?? null, currency, takenBack: false }] : []
    })
  }

  async function ask(line: DueLine): Promise<Order | Exclude<ReturnType<typeof withoutData>, { kind: 'applied' | 'refused' }> | { kind: 'absent' }> {
    const id = orderOf(line)
    if (!id) return { kind: 'absent' }
    const answer: ShopAnswer<{ order?: Order | null }> = await shop.ask(suggested, { id })
    if (answer.kind !== 'data') return withoutData(answer) as Extract<Outcome, { kind: 'later' | 'unknown' }>
    if (answer.data.order === null) return { kind: 'absent' }
    return answer.data.order ?? { kind: 'unknown', why: 'The shop does not show this order.' }
  }
}

const noOrder: Outcome = { kind: 'refused', why: 'The shop has no such order to refund.' }

/** A UUID that follows from the line and its attempt. */
export const refundKey = ({ key }: Pick<DueLine, 'key'>) => idFrom(`shopify-refund/${key}`)

const orderOf = ({ more }: DueLine) => (typeof more.order === 'string' && more.order !== '' ? gid('Order', more.order) : undefined)
const ofLine = ({ refunds }: Order, line: DueLine) => (refunds ?? []).find(({ note }) => note === noteOf(line))?.id

/** Over the payments of the order, as much from each as the shop allows; or why not. */
function spread(
  { presentmentCurrencyCode, suggestedRefund }: Order,
  { amountMinor, currency }: DueLine,
): { parentId: string; gateway: string; amount: string }[] | string {
  if (presentmentCurrencyCode !== currency) return `This order was paid in ${presentmentCurrencyCode ?? 'another currency'}, not in ${currency}.`
  const most = minorOf(suggestedRefund?.maximumRefundableSet?.presentmentMoney, currency) ?? 0
  if (amountMinor > most) return `Only ${asDecimal(most, currency)} ${currency} of this order can be refunded still.`
  let left = amountMinor
  const parts = []
  for (const { gateway, maximumRefundableSet, amountSet, parentTransaction } of suggestedRefund?.suggestedTransactions ?? []) {
    const allowed = minorOf((maximumRefundableSet ?? amountSet)?.presentmentMoney, currency) ?? 0
    const part = Math.min(left, allowed)
    if (part <= 0 || !parentTransaction?.id || !gateway) continue
    parts.push({ parentId: parentTransaction.id, gateway, amount: asDecimal(part, currency) })
    left -= part
  }
  return left === 0 && parts.length > 0 ? parts : 'The payments of this order cannot be refunded by the shop. Refund it by hand.'
}
