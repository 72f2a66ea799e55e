// The books of a server that behaves like Stripe: customers' balances, refunds, invoices and credit notes, subscriptions, coupons.
import type { Form } from './stripe-form.ts'

export type Answer = { status: number; body: Record<string, unknown> }
/** One that moved money, or days. */
export type BookLine = { id: string; kind: string; customer: string; amount: number; currency: string; reference: string; gone: boolean }

type Kept = Record<string, unknown> & { id: string; created: number; metadata: Record<string, string> }

export function ledgerOf() {
  const of = {
    balance: new Map<string, Kept>(),
    refund: new Map<string, Kept>(),
    note: new Map<string, Kept>(),
    subscription: new Map<string, Kept>(),
    coupon: new Map<string, Kept>(),
  }
  const byCustomer = new Map<string, Kept[]>()
  const currencies = new Map<string, string>()
  let last = 0
  const keep = (into: Map<string, Kept>, prefix: string, fields: Record<string, unknown>, form: Form): Kept => {
    last += 1
    const made: Kept = {
      id: `${prefix}_${String(last).padStart(9, '0')}`,
      created: Math.floor(Date.now() / 1_000),
      metadata: (form.metadata ?? {}) as Record<string, string>,
      ...fields,
    }
    into.set(made.id, made)
    return made
  }
  const subscription = (id: string): Kept => {
    const known = of.subscription.get(id)
    if (known) return known
    const end = Math.floor(Date.parse('2030-02-01T00:00:00Z') / 1_000)
    const made: Kept = {
      id,
      object: 'subscription',
      status: 'active',
      created: 1,
      metadata: {},
      trial_end: null,
      discounts: [] as Discount[],
      items: { object: 'list', data: [{ current_period_end: end }] },
    }
    of.subscription.set(id, made)
    return made
  }

  const writes: [RegExp, (form: Form, ...ids: string[]) => Answer][] = [
    [
      /^\/v1\/customers\/([^/]+)\/balance_transactions$/,
      (form, customer) => {
        const currency = String(form.currency)
        if (customer.startsWith('cus_missing')) return missing('No such customer', customer)
        if (!Number.isInteger(Number(form.amount)) || Number(form.amount) === 0)
          return fault(400, 'invalid_request_error', 'Invalid integer', 'parameter_invalid_integer', 'amount')
        if ((currencies.get(customer) ?? currency) !== currency)
          return fault(400, 'invalid_request_error', 'The currency is another one', undefined, 'currency')
        currencies.set(customer, currency)
        const made = keep(
          of.balance,
          'cbtxn',
          { object: 'customer_balance_transaction', customer, amount: Number(form.amount), currency, description: form.description, type: 'adjustment' },
          form,
        )
        byCustomer.set(customer, [made, ...(byCustomer.get(customer) ?? [])])
        return ok(made)
      },
    ],
    [
      /^\/v1\/refunds$/,
      (form) => {
        const payment = String(form.payment_intent ?? form.charge)
        // Every payment was of 100.00.
        const before = [...of.refund.values()]
          .filter((each) => each.payment === payment && each.status !== 'failed')
          .reduce((sum, each) => sum + Number(each.amount), 0)
        if (before + Number(form.amount) > 10_000)
          return fault(400, 'invalid_request_error', 'More than is left', before >= 10_000 ? 'charge_already_refunded' : undefined, 'amount')
        const made = keep(
          of.refund,
          're',
          {
            object: 'refund',
            payment,
            payment_intent: form.payment_intent ?? null,
            charge: form.charge ?? null,
            amount: Number(form.amount),
            currency: 'eur',
            status: 'succeeded',
          },
          form,
        )
        return ok(made)
      },
    ],
    [
      /^\/v1\/credit_notes$/,
      (form) => {
        const beyond = Number(form.amount) - openOf(String(form.invoice))
        if (Math.max(0, beyond) !== Number(form.credit_amount ?? 0)) return fault(400, 'invalid_request_error', 'What is beyond the open amount must be split')
        return ok(
          keep(
            of.note,
            'cn',
            { object: 'credit_note', invoice: form.invoice, amount: Number(form.amount), currency: 'eur', status: 'issued', email_type: form.email_type },
            form,
          ),
        )
      },
    ],
    [
      /^\/v1\/credit_notes\/([^/]+)\/void$/,
      (_, id) => {
        const note = of.note.get(id)
        if (!note) return missing('No such credit note', id)
        if (note.status === 'void') return fault(400, 'invalid_request_error', 'It is void already')
        note.status = 'void'
        return ok(note)
      },
    ],
    [
      /^\/v1\/coupons$/,
      (form) => {
        const id = String(form.id)
        if (of.coupon.has(id)) return fault(400, 'invalid_request_error', 'It exists already', 'resource_already_exists')
        const made: Kept = {
          object: 'coupon',
          times_redeemed: 0,
          ...form,
          id,
          created: Math.floor(Date.now() / 1_000),
          metadata: (form.metadata ?? {}) as Record<string, string>,
        }
        of.coupon.set(id, made)
        return ok(made)
      },
    ],
    [/^\/v1\/subscriptions\/([^/]+)$/, (form, id) => (id.startsWith('sub_missing') ? missing('No such subscription', id) : change(subscription(id), form))],
  ]

  function change(kept: Kept, form: Form): Answer {
    if (form.trial_end !== undefined) {
      kept.trial_end = Number(form.trial_end)
      kept.status = 'trialing'
    }
    if (form.metadata) Object.assign(kept.metadata, form.metadata)
    if (form.discounts !== undefined) {
      const wanted = form.discounts === '' ? [] : (Object.values(form.discounts as Form) as Form[])
      const there = kept.discounts as Discount[]
      const next: Discount[] = []
      for (const { discount, coupon } of wanted) {
        const before = there.find((each) => each.id === discount)
        if (before) next.push(before)
        if (!coupon) continue
        const redeemed = of.coupon.get(String(coupon))
        if (!redeemed || Number(redeemed.times_redeemed) >= Number(redeemed.max_redemptions ?? 1e9))
          return fault(400, 'invalid_request_error', 'This coupon is used up')
        redeemed.times_redeemed = Number(redeemed.times_redeemed) + 1
        last += 1
        next.push({ id: `di_${last}`, object: 'discount', source: { type: 'coupon', coupon: String(coupon) } })
      }
      kept.discounts = next
    }
    return ok(kept)
  }

  const lists: [RegExp, (query: URLSearchParams, ...ids: string[]) => Kept[] | Kept | Answer][] = [
    [/^\/v1\/customers$/, () => []],
    [
      /^\/v1\/customers\/([^/]+)\/balance_transactions$/,
      (_, customer) => (customer.startsWith('cus_missing') ? missing('No such customer', customer) : (byCustomer.get(customer) ?? [])),
    ],
    [/^\/v1\/refunds$/, (query) => [...of.refund.values()].filter((each) => each.payment === (query.get('payment_intent') ?? query.get('charge'))).reverse()],
    [/^\/v1\/invoices\/([^/]+)$/, (_, id) => ({ id, object: 'invoice', created: 1, metadata: {}, amount_remaining: openOf(id) })],
    [/^\/v1\/credit_notes$/, (query) => [...of.note.values()].filter((each) => each.invoice === query.get('invoice')).reverse()],
    [/^\/v1\/credit_notes\/([^/]+)$/, (_, id) => of.note.get(id) ?? missing('No such credit note', id)],
    [/^\/v1\/coupons\/([^/]+)$/, (_, id) => of.coupon.get(id) ?? missing('No such coupon', id)],
    [/^\/v1\/subscriptions\/([^/]+)$/, (_, id) => (id.startsWith('sub_missing') ? missing('No such subscription', id) : subscription(id))],
  ]

  return {
    write: (path: string, form: Form): Answer | undefined => {
      for (const [pattern, act] of writes) {
        const found = pattern.exec(path)
        if (found) return act(form, ...found.slice(1))
      }
      return undefined
    },
    read: (path: string, query: URLSearchParams): Answer => {
      for (const [pattern, act] of lists) {
        const found = pattern.exec(path)
        if (!found) continue
        const read = act(query, ...found.slice(1))
        if (!Array.isArray(read)) return 'body' in read && 'status' in read && typeof read.status === 'number' ? (read as Answer) : ok(read as Kept)
        const after = query.get('starting_after')
        const from = after ? read.findIndex(({ id }) => id === after) + 1 : 0
        const limit = Number(query.get('limit') ?? 10)
        return ok({ object: 'list', url: path, has_more: read.length > from + limit, data: read.slice(from, from + limit) } as never)
      }
      return missing('No such path', path)
    },
    failRefund: (id: string) => {
      const refund = of.refund.get(id)
      if (!refund) return
      Object.assign(refund, { status: 'failed', failure_reason: 'expired_or_canceled_card' })
    },
    book: (): BookLine[] => [
      ...[...of.balance.values()].map((each) => lineOf(each, 'balance', String(each.customer), -Number(each.amount))),
      ...[...of.refund.values()].map((each) => lineOf(each, 'refund', String(each.payment), Number(each.amount), each.status === 'failed')),
      ...[...of.note.values()].map((each) => lineOf(each, 'credit-note', String(each.invoice), Number(each.amount), each.status === 'void')),
    ],
  }
}

type Discount = { id: string; object: 'discount'; source: { type: 'coupon'; coupon: string } }
const lineOf = (each: Kept, kind: string, customer: string, amount: number, gone = false): BookLine => ({
  id: each.id,
  kind,
  customer,
  amount,
  currency: String(each.currency),
  reference: each.metadata.leeward_grant ?? '',
  gone,
})
/** Of an invoice: in_open_500 has 500 left to pay. */
const openOf = (invoice: string) => Number(/open_(\d+)/.exec(invoice)?.[1] ?? 0)
const ok = (body: Record<string, unknown>): Answer => ({ status: 200, body })
export const fault = (status: number, type: string, message: string, code?: string, param?: string): Answer => ({
  status,
  body: { error: { type, message, ...(code ? { code } : {}), ...(param ? { param } : {}) } },
})
export const missing = (message: string, id: string): Answer => fault(404, 'invalid_request_error', `${message}: '${id}'`, 'resource_missing', 'id')
