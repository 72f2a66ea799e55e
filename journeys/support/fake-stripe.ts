// Stripe's customers and subscriptions on loopback: lists newest first by the id that came before, answers that a customer is deleted, wants only so many requests, and fails as told.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Thing = Record<string, unknown> & { id: string }
export type Trouble = 'drop' | 'hang' | 'garbage' | { status: number; headers?: Record<string, string>; body?: object }
export type FakeStripe = Awaited<ReturnType<typeof startFakeStripe>>

export async function startFakeStripe({ token = 'rk_test_x', secret = 'whsec_x' } = {}) {
  const customers = new Map<string, Thing>()
  const subscriptions = new Map<string, Thing>()
  const asked: string[] = []
  let trouble: (path: string) => Trouble | undefined = () => undefined
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
    asked.push(`${pathname}${searchParams.size > 0 ? `?${searchParams}` : ''}`)
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'request-id': `req_${asked.length}`, ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body))
    const wrong = trouble(`${pathname}?${searchParams}`)
    if (wrong === 'drop') return request.socket.destroy()
    if (wrong === 'hang') return undefined
    if (wrong === 'garbage') return answer(200, '<html>maintenance</html>')
    if (wrong) return answer(wrong.status, wrong.body ?? failure('api_error', 'No'), wrong.headers)
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, failure('invalid_request_error', 'Invalid API Key provided'))
    const [, , kind, id] = pathname.split('/')
    const things = kind === 'customers' ? customers : kind === 'subscriptions' ? subscriptions : undefined
    if (!things) return answer(404, failure('invalid_request_error', `Unrecognized request URL ${pathname}`))
    if (id) {
      const found = things.get(decodeURIComponent(id))
      return found ? answer(200, shown(found)) : answer(404, failure('invalid_request_error', `No such ${kind}: ${id}`))
    }
    const all = [...things.values()].reverse().filter((each) => !each.deleted)
    const after = searchParams.get('starting_after')
    const from = after ? all.findIndex((each) => each.id === after) + 1 : 0
    if (after && from === 0) return answer(400, failure('invalid_request_error', `No such ${kind}: ${after}`))
    const limit = Number(searchParams.get('limit') ?? 10)
    return answer(200, { object: 'list', url: pathname, has_more: all.length > from + limit, data: all.slice(from, from + limit).map(shown) })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    secret,
    asked,
    customers,
    subscriptions,
    fails: (next: typeof trouble) => {
      trouble = next
    },
    customer: (id: string, more: object = {}) =>
      customers.set(id, { id, object: 'customer', name: `Customer ${id}`, email: `${id}@customer.example`, metadata: {}, preferred_locales: [], ...more }),
    subscription: (id: string, customer: string, prices: object[], more: object = {}) =>
      subscriptions.set(id, {
        ...{ id, object: 'subscription', customer, status: 'active', currency: 'eur', ended_at: null, latest_invoice: null },
        items: { object: 'list', has_more: false, data: prices },
        ...more,
      }),
    /** A webhook as Stripe signs it. */
    hook: (type: string, object: object, at: Date) => {
      const payload = JSON.stringify({ id: 'evt_1', object: 'event', type, created: Math.floor(at.getTime() / 1_000), data: { object } })
      const time = Math.floor(at.getTime() / 1_000)
      const signature = createHmac('sha256', secret).update(`${time}.${payload}`).digest('hex')
      return { payload, headers: { 'content-type': 'application/json', 'stripe-signature': `t=${time},v1=${signature}` } }
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Somebody who is deleted is only that. */
const shown = (thing: Thing) => (thing.deleted ? { id: thing.id, object: thing.object, deleted: true } : thing)
const failure = (type: string, message: string) => ({ error: { type, message } })

/** One item of a subscription; monthly where nothing else is said. */
export const priced = (
  amount: number | null,
  more: { quantity?: number; ends?: number; currency?: string; interval?: string; count?: number; tiered?: boolean; metered?: boolean } = {},
) => ({
  id: 'si_1',
  object: 'subscription_item',
  quantity: more.quantity ?? 1,
  current_period_end: more.ends ?? 1_900_000_000,
  price: {
    id: 'price_1',
    currency: more.currency ?? 'eur',
    billing_scheme: more.tiered ? 'tiered' : 'per_unit',
    unit_amount: amount,
    unit_amount_decimal: amount === null ? null : String(amount),
    transform_quantity: null,
    recurring: { interval: more.interval ?? 'month', interval_count: more.count ?? 1, usage_type: more.metered ? 'metered' : 'licensed' },
  },
})
