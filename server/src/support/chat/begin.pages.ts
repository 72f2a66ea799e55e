// Where a chat begins, and the form to write to us: beside the help of each brand, in each of its languages, and in a frame on other pages.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { frameLanguages, languageOf } from '../../communicate/frame/strings.ts'
import { type App, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { supportSettings } from '../conversations/settings.store.ts'
import { filesIn } from '../files/form.ts'
import { Contact, StartChat } from './chat.contract.ts'
import { contactPage, saidPage, startPage } from './chat.html.ts'
import { keptAs } from './chat.links.ts'
import { framed, html, leadTo, limited } from './chat.pages.ts'
import { type ChatDeps, type Chatter, startChat } from './chat.store.ts'
import { chatWords } from './chat.words.ts'
import { acknowledgeContact } from './contact.store.ts'
import { accountKnown, knownToken } from './known.store.ts'
import { whenAway } from './hand-over-words.ts'
import { takeTurn } from './turn.store.ts'

/** A link that is followed by anybody: what is wrong in it is left out. */
const Opened = z.object({ as: z.string().max(1_000).optional().catch(undefined) })
const Known = z.looseObject({ account: z.string().min(1).max(200), proof: z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hex digits') })
const OfBrand = z.object({ brand: z.string().max(40), language: z.string().max(10).optional() })

export function beginPages(scope: App, deps: ChatDeps) {
  const app = typed(scope)
  app.post('/:brand/help/chat/known', { config: limited(30), schema: { params: OfBrand, body: Known, hide: true } }, async ({ params, body }, reply) => {
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin').header('cache-control', 'no-store')
    const as = await knownToken(deps, params.brand, body.account, body.proof)
    if (!as)
      throw new Refused('not-allowed', 'The proof does not belong to this account: it is the HMAC-SHA256 of its key under the secret of this brand, in hex.')
    return { as }
  })
  for (const before of ['/:brand', '/:brand/:language']) {
    app.get(`${before}/help/chat`, { config: limited(120), schema: { params: OfBrand, querystring: Opened, hide: true } }, async ({ params, query }, reply) => {
      const brand = await brandOf(deps, params)
      const known = accountKnown(deps, brand.id, query.as)
      const { hours } = await supportSettings(deps.db)
      return framed(html(reply), brand.framed).send(
        startPage(
          { ...brand, kept: brand.framed ? keptAs(deps, brand.slug, known ?? null) : '' },
          randomUUID(),
          whenAway({ ...brand, now: deps.clock(), hours }),
          known === undefined ? '' : query.as,
        ),
      )
    })
    app.post(`${before}/help/chat`, { config: limited(10), schema: { params: OfBrand, body: StartChat, hide: true } }, async (request, reply) => {
      const { params, body } = request
      const brand = await brandOf(deps, params)
      if (body.website) return framed(html(reply), brand.framed).send(saidPage(brand, chatWords(brand.locale).got))
      const chatter: Chatter = {
        brandId: brand.id,
        locale: brand.locale,
        accountId: accountKnown(deps, brand.id, body.as) ?? null,
        contactId: null,
        email: null,
        name: null,
      }
      const { conversation, message, again, files } = await startChat(deps, chatter, body, filesIn(request))
      if (!again) await takeTurn(deps, conversation, message, body.text, { wants: body.person === 'yes', files: files === true })
      return leadTo(deps, request, reply, conversation)
    })
    app.get(`${before}/help/contact`, { config: limited(120), schema: { params: OfBrand, hide: true } }, async ({ params }, reply) =>
      html(reply).send(contactPage(await brandOf(deps, params), randomUUID())),
    )
    app.post(`${before}/help/contact`, { config: limited(10), schema: { params: OfBrand, body: Contact, hide: true } }, async (request, reply) => {
      const brand = await brandOf(deps, request.params)
      // The same is said to a machine, so that it learns nothing.
      if (!request.body.website) await acknowledgeContact(deps, brand.id, request.body, filesIn(request))
      return html(reply).send(saidPage(brand, chatWords(brand.locale).got))
    })
  }
}

type BrandAt = { id: string; slug: string; brand: string; locale: string; timeZone: string; framed: boolean }
/** The brand in the language of its path; those that are not for everybody are reached from a customer's own page. */
async function brandOf({ db }: Pick<ChatDeps, 'db'>, { brand, language }: { brand: string; language?: string | undefined }): Promise<BrandAt> {
  const { rows } = await sql<BrandAt>`
    select id, slug, name as brand, locale, time_zone as "timeZone", chat_button as framed from brands where slug = ${brand} and not private`.execute(db)
  const [found] = rows
  if (!found || (language !== undefined && !frameLanguages.includes(language))) throw new Refused('not-found', 'There is no such page.')
  return { ...found, locale: language ? languageOf(language) : found.locale }
}
