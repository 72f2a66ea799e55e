// The help for customers: what goes on now, articles, a search, and one question below each article. Nothing here needs a script, and nothing is voted by opening a page.
import type { Deps } from '../../deps.ts'
import { frame } from '../../communicate/frame/strings.ts'
import type { Shelf } from '../../communicate/status-page/shelf.ts'
import { languageIn, wishes } from '../../communicate/status-page/serve.ts'
import { Id } from '../../platform/contract.ts'
import { type App, may } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { noteMiss } from '../knowledge/misses.store.ts'
import { searchKnowledge } from '../knowledge/search.store.ts'
import { vote, voterOf } from '../knowledge/votes.store.ts'
import { articlePage, homePage, nothingPage, searchPage, servicePage, thanksPage, workaroundPage } from './portal.html.ts'
import { type Portal, readerOf } from './portal.ts'
import { type PortalDeps, portalRoute } from './portal.serve.ts'
import { articlesAbout, articlesByService, popularArticles, serviceOf, shownArticle, shownWorkaround } from './portal.store.ts'
import { createViews, type Views } from './views.ts'

export function portalPages(app: App, all: Deps, shelf: Shelf): Views {
  const deps: PortalDeps = { ...all, shelf }
  const { db } = deps
  const views = createViews(deps)
  const popular = (at: Portal) => popularArticles(db, at, at.now)
  const nothing = async (at: Portal, path: string) => ({ html: nothingPage(at, path, await popular(at)), code: 404 })

  app.get('/help', { config: may('public'), schema: { hide: true } }, async (_, reply) => {
    const first = [...shelf.files.keys()].map((path) => /^\/([\w-]+)\/$/.exec(path)?.[1]).find((slug) => slug !== undefined && !shelf.closed.has(slug))
    return first ? reply.redirect(`/${first}/help`) : reply.code(404).type('text/plain').send('There is no help yet.')
  })

  portalRoute(app, deps, '', async (at) => ({ html: homePage(at, { popular: await popular(at), services: await articlesByService(db, at) }) }), {
    keep: true,
    first: (slug, language, { query, headers }) =>
      language === undefined && Object.keys(query).length === 0 ? otherLanguage(shelf, slug, headers['accept-language']) : undefined,
  })

  portalRoute(
    app,
    deps,
    '/search',
    async (at, { query }) => {
      const text = wellFormed(query.q).slice(0, 200)
      const hits = text === '' ? [] : await searchKnowledge(db, { ...readerOf(at), text, locale: at.locale, limit: 20 })
      if (text !== '' && hits.length === 0) await noteMiss(deps, { text, locale: at.locale, brandId: at.brandId, side: 'customers' })
      return { html: searchPage(at, text, hits, hits.length === 0 ? await popular(at) : []) }
    },
    { perMinute: 60 },
  )

  portalRoute(
    app,
    deps,
    '/articles/:slug',
    async (at, { params }) => {
      const article = await shownArticle(db, at, params.slug ?? '')
      return article ? { html: articlePage(at, article), each: () => views.count(article.id) } : nothing(at, 'help/articles/x')
    },
    { keep: true },
  )

  portalRoute(
    app,
    deps,
    '/articles/:slug/votes',
    async (at, { params, body, mark }) => {
      const article = await shownArticle(db, at, params.slug ?? '')
      if (!article) return nothing(at, 'help/articles/x/votes')
      const { helpful } = body
      if (helpful !== 'yes' && helpful !== 'no') throw new Refused('not-valid', 'helpful: must be yes or no.')
      const words = wellFormed(body.words)
      if (words.length > 1_000) throw new Refused('too-large', 'words: are longer than 1,000 characters.')
      await vote(deps, { articleId: article.id, voter: voterOf(deps.key, mark), side: 'customers', helpful: helpful === 'yes', words, locale: article.locale })
      return { html: thanksPage(at, article, helpful, words !== '') }
    },
    { method: 'post', perMinute: 30 },
  )
  // Whoever reloads what was answered is led back, and has not voted by it.
  portalRoute(app, deps, '/articles/:slug/votes', async (_, { params }) => ({ redirect: `../${encodeURIComponent(params.slug ?? '')}` }))

  portalRoute(
    app,
    deps,
    '/workarounds/:id',
    async (at, { params }) => {
      const workaround = Id.safeParse(params.id).success ? await shownWorkaround(db, at, params.id as string) : undefined
      return workaround
        ? { html: workaroundPage(at, workaround) }
        : { html: nothingPage(at, 'help/workarounds/x', await popular(at), frame(at.locale).helpWorkaroundGone), code: 404 }
    },
    { keep: true },
  )

  portalRoute(
    app,
    deps,
    '/services/:id',
    async (at, { params }) => {
      const service = Id.safeParse(params.id).success ? await serviceOf(db, at, params.id as string) : undefined
      return service ? { html: servicePage(at, service, await articlesAbout(db, at, [service.id], 200)) } : nothing(at, 'help/services/x')
    },
    { keep: true },
  )

  portalRoute(app, deps, '/*', async (at, { params }) =>
    params['*'] === '' ? { redirect: '../help' } : nothing(at, `help/${(params['*'] ?? '').replace(/[^/]+/g, 'x')}`),
  )
  return views
}

/** As the front page of the status page does it: a browser is led to its language where the brand's pages speak it. */
function otherLanguage(shelf: Shelf, slug: string, acceptLanguage: string | undefined): string | undefined {
  const home = shelf.files.get(`/${slug}/`)
  if (!home || !acceptLanguage) return undefined
  const own = languageIn(home)
  const wanted = wishes(acceptLanguage).find((language) => language === own || shelf.files.has(`/${slug}/${language}/`))
  return wanted === undefined || wanted === own ? undefined : `./${wanted}/help`
}

/** Text of a form or an address: one line's worth of it, and nothing that no database takes. */
const wellFormed = (value: unknown): string => (typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed().trim() : '')
