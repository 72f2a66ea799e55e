// Where a visitor asks to be told, and the page behind the link in the letter: it confirms, changes and ends by a button, never by being opened.
import type { FastifyReply } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { frame, frameLanguages, languageOf } from '../frame/strings.ts'
import { askPage, askedPage, gonePage, managePage, type Offer, saidPage } from './subscriptions.html.ts'
import { offersTexts, subscriptionOfWord } from './by-text.store.ts'
import { isShortWord, readSubscriptionToken } from './subscriptions.links.ts'
import { askToSubscribe, changeSubscription, confirmSubscription, endSubscription, type Subscriber, subscriberById } from './subscribers.store.ts'
import { servicesIn } from './services-choice.ts'

const OfBrand = z.object({ brand: z.string().max(40) })
const Language = z.object({ language: z.string().max(5).optional() })
const ByToken = z.object({ token: z.string().max(1_000) })
const few = { ...may('public'), rateLimit: { max: 20 } }

const Ask = z.looseObject({
  channel: z.enum(['email', 'webhook', 'slack', 'sms']).default('email'),
  email: z
    .email('must be an e-mail address')
    .max(254)
    .transform((email) => email.trim().toLowerCase())
    .optional(),
  phone: z.string().trim().max(40).optional(),
  url: z
    .string()
    .trim()
    .max(2_000)
    .optional()
    .transform((url) => url || undefined),
  language: z.string().max(5).optional(),
  some: z.string().optional(),
})
const Act = z.looseObject({ act: z.enum(['confirm', 'change', 'leave']), some: z.string().optional() })
export function subscriptionPages(server: App, deps: Deps) {
  const app = typed(server)
  const html = (reply: FastifyReply, cache = 'no-store') => reply.header('cache-control', cache).type('text/html; charset=utf-8')

  app.get('/:brand/subscribe', { config: may('public'), schema: { params: OfBrand, querystring: Language, hide: true } }, async ({ params, query }, reply) =>
    html(reply, 'public, max-age=60').send(askPage(await offerOf(deps, params.brand, query.language), offersTexts(deps))),
  )

  app.post('/:brand/subscribe', { config: few, schema: { params: OfBrand, body: Ask, hide: true } }, async ({ params, body }, reply) => {
    const offer = await offerOf(deps, params.brand, body.language)
    const { channel, email, url, phone } = body
    await askToSubscribe(deps, offer.id, { channel, email, url, phone, services: servicesIn(body), locale: offer.locale })
    // The same whoever asks, for whatever address or number.
    return html(reply).send(askedPage(offer, channel === 'sms'))
  })

  app.get('/subscriptions/:token', { config: may('public'), schema: { params: ByToken, hide: true } }, async ({ params }, reply) => {
    const found = await find(params.token)
    return found ? html(reply).send(managePage(found)) : html(reply).code(410).send(gonePage())
  })

  app.post('/subscriptions/:token', { config: few, schema: { params: ByToken, body: z.unknown(), hide: true } }, async ({ params, body }, reply) => {
    const found = await find(params.token)
    if (!found) return html(reply).code(410).send(gonePage())
    const form = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
    // The one word with which mail programs end a subscription (RFC 8058).
    const wish = form['List-Unsubscribe'] === 'One-Click' ? { act: 'leave' as const } : Act.safeParse(form).data
    if (!wish) throw new Refused('not-valid', 'act: must be confirm, change or leave.')
    const words = frame(found.locale)
    if (wish.act === 'leave') {
      await endSubscription(deps, found)
      return html(reply).send(saidPage(found, words.subscribeLeft))
    }
    if (wish.act === 'confirm') await confirmSubscription(deps, found.id)
    else await changeSubscription(deps, found, servicesIn(form))
    const changed = (await subscriberById(deps, found.id)) as Subscriber
    return html(reply).send(managePage(changed, wish.act === 'confirm' ? words.subscribeConfirmed : words.subscribeSaved))
  })

  const find = async (token: string) => {
    const id = isShortWord(token) ? await subscriptionOfWord(deps, token) : readSubscriptionToken(deps, token)
    return id ? subscriberById(deps, id) : undefined
  }
}

async function offerOf({ db }: Pick<Deps, 'db'>, slug: string, language: string | undefined): Promise<Offer> {
  const { rows } = await sql<Offer>`
    select b.id, b.slug, b.name as brand, b.locale, coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name) order by v.position, v.name) from services v where v.brand_id = b.id and v.on_page <> 'never'), '[]') as offered
      from brands b where b.slug = ${slug} and not b.private`.execute(db)
  const [offer] = rows
  if (!offer) throw new Refused('not-found', 'There is no such status page.')
  return { ...offer, locale: language && frameLanguages.includes(languageOf(language)) ? languageOf(language) : offer.locale }
}
