// What the customer's app asks for: notices for one account, by whoever can prove to speak for it. No session, no cookie.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { InAppNotices, InAppQuery } from './in-app.contract.ts'
import { widgetScript } from './in-app.script.ts'
import { brandsInApp, isProof, noticesFor, type OpenBrand, shownInApp } from './in-app.store.ts'

const OfBrand = z.object({ brand: z.string().max(40) })
const Seen = InAppQuery.extend({
  ids: z
    .string()
    .regex(/^\d{1,18}(,\d{1,18}){0,19}$/, 'must be up to 20 numbers')
    .transform((text) => text.split(',')),
})
/** How long it is believed that there is nothing to say. */
const lookAgainMs = 2_000
/** By account as well as by place: behind one proxy sit many. */
const often = {
  ...may('public'),
  rateLimit: {
    max: 120,
    keyGenerator: (request: { ip: string; query: unknown; body: unknown }) => [request.ip, of(request.query) ?? of(request.body)].join('/'),
  },
}
const of = (given: unknown) => (given as { account?: unknown } | undefined)?.account

export function inAppPages(server: App, deps: Deps) {
  const app = typed(server)
  let known: { at: number; brands: Map<string, OpenBrand> } = { at: Number.NEGATIVE_INFINITY, brands: new Map() }

  app.get('/in-app.js', { config: may('public'), schema: { hide: true } }, (_, reply) =>
    reply
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('access-control-allow-origin', '*')
      .header('cache-control', 'public, max-age=300')
      .type('text/javascript; charset=utf-8')
      .send(widgetScript),
  )

  app.get(
    '/in-app/:brand',
    { config: often, schema: { params: OfBrand, querystring: InAppQuery, response: { 200: InAppNotices }, hide: true } },
    async (request, reply) => {
      reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin').header('cache-control', 'private, max-age=20')
      const brand = await mustBe(request.params.brand, request.query)
      return { notices: brand.open ? await noticesFor(deps, brand, request.query.account) : [] }
    },
  )

  app.post('/in-app/:brand/seen', { config: often, schema: { params: OfBrand, body: Seen, hide: true } }, async (request, reply) => {
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
    await mustBe(request.params.brand, request.body)
    await shownInApp(deps.db, request.body.account, request.body.ids, deps.clock())
    return reply.code(204).send()
  })

  /** Whether there is such an account is not told: who proves nothing learns nothing. */
  async function mustBe(slug: string, { account, proof }: { account: string; proof: string }): Promise<OpenBrand> {
    const now = deps.clock().getTime()
    if (now - known.at > lookAgainMs) known = { at: now, brands: await brandsInApp(deps) }
    const brand = known.brands.get(slug)
    if (!brand || !isProof(brand.secret, account, proof))
      throw new Refused('not-allowed', 'The proof does not belong to this account: it is the HMAC-SHA256 of its key under the secret of this brand, in hex.')
    return brand
  }
}
