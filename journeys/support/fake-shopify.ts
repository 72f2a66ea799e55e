// A Shopify shop on loopback: its Admin API as far as Leeward asks it, with a bucket of points that refills, and every way in which a call can end badly, before or after it was carried out.
import { createHmac } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Asked, createShopBook, type ShopBook } from './fake-shop-book.ts'

/** `after`: it is carried out, and nobody hears of it. */
export type ShopTrouble =
  | 'drop'
  | 'drop-after'
  | 'hang-after'
  | 'garbage-after'
  | 'fail'
  | 'fail-after'
  | 'throttle'
  | { status: number; headers?: Record<string, string> }
export type FakeShopify = ShopBook & Awaited<ReturnType<typeof startFakeShopify>>

type Options = { token?: string; secret?: string; points?: number; restoreRate?: number; now?: () => Date; currency?: string }

export async function startFakeShopify({
  token = 'shpat_x',
  secret = 'shop-secret',
  points = 2_000,
  restoreRate = 100,
  now = () => new Date(),
  currency = 'EUR',
}: Options = {}) {
  const book = createShopBook(now, currency)
  const asked: string[] = []
  let trouble: (asked: Asked) => ShopTrouble | undefined = () => undefined
  let left = points
  let refilled = performance.now()
  const refill = () => {
    const at = performance.now()
    left = Math.min(points, left + ((at - refilled) / 1_000) * restoreRate)
    refilled = at
  }
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      if (!/^\/admin\/api\/20\d\d-\d\d\/graphql\.json$/.test(request.url ?? '')) return send(response, 404, { errors: 'Not Found' })
      if (request.headers['x-shopify-access-token'] !== token) return send(response, 401, { errors: '[API] Invalid API key or access token' })
      const { query, variables } = JSON.parse(text) as { query: string; variables: Record<string, unknown> }
      const what: Asked = { name: nameOf(query), query, variables }
      asked.push(what.name)
      const wrong = trouble(what)
      if (wrong === 'drop') return request.socket.destroy()
      if (wrong === 'fail') return send(response, 502, { errors: 'Bad Gateway' })
      if (typeof wrong === 'object') return send(response, wrong.status, { errors: 'No' }, wrong.headers)
      refill()
      const cost = costOf(query)
      if (wrong === 'throttle' || left < cost)
        return send(response, 200, { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: costs(cost) })
      left -= cost
      const answer = book.answer(what)
      if (wrong === 'drop-after') return request.socket.destroy()
      if (wrong === 'hang-after') return undefined
      if (wrong === 'garbage-after') return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
      if (wrong === 'fail-after') return send(response, 500, { errors: 'Internal Server Error' })
      return send(response, 200, { ...answer, extensions: costs(cost) })
    })
  })
  const costs = (requestedQueryCost: number) => ({
    cost: { requestedQueryCost, throttleStatus: { maximumAvailable: points, currentlyAvailable: Math.floor(left), restoreRate } },
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    ...book,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    secret,
    asked,
    fails: (next: typeof trouble) => {
      trouble = next
    },
    /** A webhook as Shopify signs it. */
    hook: (topic: string, body: object) => {
      const payload = JSON.stringify(body)
      const signature = createHmac('sha256', secret).update(payload).digest('base64')
      return { payload, headers: { 'content-type': 'application/json', 'x-shopify-topic': topic, 'x-shopify-hmac-sha256': signature } }
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const nameOf = (query: string) =>
  /\b(storeCreditAccountCredit|storeCreditAccountDebit|giftCardCreate|giftCardDeactivate|refundCreate|subscriptionContracts|subscriptionContract|customers|orders|nodes|node|customer|giftCards|giftCard|order|shop)\b(?=\s*[({])/.exec(
    query.replace(/^\s*(query|mutation)\s*(\([^{]*\))?\s*\{/, ''),
  )?.[1] ?? 'unknown'

/** A change costs ten points; a list as many as it may hold. */
const costOf = (query: string) =>
  query.startsWith('mutation') ? 10 : Math.max(1, ...[...query.matchAll(/first: (\d+)/g)].map(([, n]) => Math.min(Number(n), 300)))

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
