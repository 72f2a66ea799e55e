// Where a visitor of the status page turns on notices in the browser. The status page itself stays without a script; this page has one, and says so where there is none.
import { isSubscription } from '@leeward/push'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { escaped } from '../frame/html.ts'
import { frame, languageOf } from '../frame/strings.ts'
import { style } from '../status-page/page.css.ts'
import { pageScript, workerScript } from './push.script.ts'
import { type PushBrand, pushBrand, subscribe, unsubscribe } from './push.store.ts'
import { vapidOf } from './vapid.ts'

const OfBrand = z.object({ brand: z.string().max(40) })
const Removal = z.object({ endpoint: z.string().max(2_000) })
const few = { ...may('public'), rateLimit: { max: 30 } }

export function pushPages(server: App, deps: Deps) {
  const app = typed(server)
  const { publicKey } = vapidOf(deps.key, deps.config.statusUrl)
  const script = (reply: FastifyReply, text: string) => reply.header('cache-control', 'public, max-age=300').type('text/javascript; charset=utf-8').send(text)

  app.get('/push/page.js', { config: may('public'), schema: { hide: true } }, (_, reply) => script(reply, pageScript))
  app.get('/push/worker.js', { config: may('public'), schema: { hide: true } }, (_, reply) => script(reply.header('service-worker-allowed', '/'), workerScript))

  app.get('/:brand/notifications', { config: may('public'), schema: { params: OfBrand, hide: true } }, async ({ params }, reply) => {
    const brand = await mustKnow(params.brand)
    return reply.header('cache-control', 'public, max-age=60').type('text/html; charset=utf-8').send(page(brand, publicKey))
  })

  app.post('/:brand/push-subscriptions', { config: few, schema: { params: OfBrand, body: z.unknown(), hide: true } }, async ({ params, body }, reply) => {
    const to = isSubscription(body)
    if (typeof to === 'string') throw new Refused('not-valid', `${to}.`)
    await subscribe(deps, await mustKnow(params.brand), to)
    return reply.code(204).send()
  })

  app.post('/:brand/push-subscriptions/removal', { config: few, schema: { params: OfBrand, body: Removal, hide: true } }, async ({ params, body }, reply) => {
    await unsubscribe(deps.db, await mustKnow(params.brand), body.endpoint)
    return reply.code(204).send()
  })

  async function mustKnow(slug: string): Promise<PushBrand> {
    const brand = await pushBrand(deps.db, slug)
    if (!brand) throw new Refused('not-found', 'There is no such status page.')
    return brand
  }
}

const page = ({ name, locale }: PushBrand, key: string) => {
  const words = frame(locale)
  const say = Object.entries({ on: words.pushIsOn, off: words.pushIsOff, denied: words.pushDenied, cannot: words.pushCannot, failed: words.pushFailed })
  return `<!doctype html>
<html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>${escaped(words.pushTitle)} · ${escaped(name)}</title><style>${style}
button{font:inherit;font-weight:650;padding:.9rem 1.3rem;border-radius:10px;border:2px solid transparent;margin:.6rem .6rem .6rem 0;cursor:pointer;background:#1d5bb8;color:#fff}button+button{background:transparent;color:inherit;border-color:var(--soft)}button[hidden]{display:none}</style></head>
<body><main><h1>${escaped(name)} <small>${words.statusPage}</small></h1><p><a href="./">${words.back}</a></p><h2>${words.pushTitle}</h2><p>${words.pushIntro}</p>
<div data-push data-key="${key}" ${say.map(([is, text]) => `data-${is}="${escaped(text)}"`).join(' ')}><p role="status" class="quiet"></p><button type="button" hidden>${words.pushOn}</button><button type="button" hidden>${words.pushOff}</button></div>
<noscript><p class="state state-minor">${words.pushCannot}</p></noscript>
<script src="/push/page.js" defer></script></main></body></html>
`
}
