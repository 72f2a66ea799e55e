// Pages for a part of the customers: listed with how many they reach, made, changed, removed, looked at before, and handed over to one contact.
import { z } from 'zod'
import { type Deps, namesOf } from '../../../deps.ts'
import { Empty, Id } from '../../../platform/contract.ts'
import { type App, asker, may, typed } from '../../../platform/http/server.ts'
import { newId } from '../../../platform/ids.ts'
import { Refused } from '../../../platform/refused.ts'
import { currentPage } from '../page.html.ts'
import { readerLink } from '../private.links.ts'
import { pageOfBrand, yearsOf } from '../status-page.store.ts'
import { shownAlone } from '../theme.preview.ts'
import { forReaders } from './for-readers.ts'
import { putReaderPage, removeReaderPage, theseAreThere } from './readers.changes.ts'
import { LinkReaderPage, PreviewReaderPage, PutReaderPage, ReaderLink, ReaderPagePreview, ReaderPageView } from './readers.contract.ts'
import { accountsOf, brandBySlug, choiceOf, pageIn, pagesOf, readerCalled } from './readers.views.ts'

const OfBrand = z.object({ slug: z.string().max(40) })
const OfPage = OfBrand.extend({ id: Id })

export function readerPageRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock, config } = deps

  app.get(
    '/api/brands/:slug/reader-pages',
    { config: may('read'), schema: { operationId: 'listReaderPages', params: OfBrand, response: { 200: z.array(ReaderPageView) } } },
    async ({ params }) => views(await brandBySlug(db, params.slug)),
  )
  app.post(
    '/api/brands/:slug/reader-pages',
    { config: may('settings'), schema: { operationId: 'addReaderPage', params: OfBrand, body: PutReaderPage, response: { 201: ReaderPageView } } },
    async (request, reply) => {
      const brandId = await brandBySlug(db, request.params.slug)
      const change = { id: newId(clock()), brandId, by: asker(request).id, now: clock() }
      await db.transaction().execute((tx) => putReaderPage(tx, change, request.body, config.statusUrl))
      return reply.code(201).send(await one(brandId, change.id))
    },
  )
  app.put(
    '/api/brands/:slug/reader-pages/:id',
    { config: may('settings'), schema: { operationId: 'changeReaderPage', params: OfPage, body: PutReaderPage, response: { 200: ReaderPageView } } },
    async (request) => {
      const { slug, id } = request.params
      const brandId = await brandBySlug(db, slug)
      await db.transaction().execute(async (tx) => {
        await pageIn(tx, brandId, id)
        await putReaderPage(tx, { id, brandId, by: asker(request).id, now: clock() }, request.body, config.statusUrl)
      })
      return one(brandId, id)
    },
  )
  app.post(
    '/api/brands/:slug/reader-pages/:id/removal',
    { config: may('settings'), schema: { operationId: 'removeReaderPage', params: OfPage, body: Empty, response: { 200: z.object({ id: Id }) } } },
    async (request) => {
      const { slug, id } = request.params
      const brandId = await brandBySlug(db, slug)
      await db.transaction().execute(async (tx) => {
        await pageIn(tx, brandId, id)
        await removeReaderPage(tx, { id, brandId, by: asker(request).id, now: clock() })
      })
      return { id }
    },
  )
  app.post(
    '/api/brands/:slug/reader-pages/preview',
    { config: may('settings'), schema: { operationId: 'previewReaderPage', params: OfBrand, body: PreviewReaderPage, response: { 200: ReaderPagePreview } } },
    async ({ params, body }) => {
      const brandId = await brandBySlug(db, params.slug)
      const { audience, services } = await theseAreThere(db, brandId, body)
      const readers = { id: nobody, services }
      const page = forReaders(await pageOfBrand(db, brandId, clock(), config.statusUrl), readers, await yearsOf(db, brandId, services), config.statusUrl)
      const reached = await accountsOf(db, brandId, [await choiceOf(db, brandId, nobody, audience)])
      return { html: shownAlone(currentPage(page), page.theme), accounts: reached.get(nobody) ?? 0 }
    },
  )
  app.post(
    '/api/brands/:slug/reader-link',
    { config: may('call'), schema: { operationId: 'linkReaderPage', params: OfBrand, body: LinkReaderPage, response: { 200: ReaderLink } } },
    async ({ params, body }) => {
      const brandId = await brandBySlug(db, params.slug)
      const { a, k, p } = await readerCalled(db, brandId, body)
      if (!p) throw new Refused('out-of-order', 'No page is for this contact alone: none of the audiences chooses it. It reads the page of the brand.')
      return { page: (await pageIn(db, brandId, p)).name, ...readerLink(deps, { p, a: Number(a), k: Number(k) }) }
    },
  )

  async function views(brandId: string): Promise<z.input<typeof ReaderPageView>[]> {
    const rows = await pagesOf(db, brandId)
    const name = await namesOf(
      deps,
      rows.map(({ changedBy }) => changedBy),
    )
    const reached = await accountsOf(db, brandId)
    return rows.map(({ audienceId, audience, ...row }) => ({
      ...row,
      audience: { id: audienceId, name: audience },
      accounts: reached.get(row.id) ?? 0,
      changedBy: name(row.changedBy),
    }))
  }
  const one = async (brandId: string, id: string) => (await views(brandId)).find((view) => view.id === id) as z.input<typeof ReaderPageView>
}

/** A page that is only looked at. */
const nobody = '00000000-0000-0000-0000-000000000000'
