// Writing articles: a program may write drafts, a person publishes what readers have.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty } from '../../platform/contract.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { PlaybookDiff } from '../../prepare/playbooks/playbooks.contract.ts'
import * as contract from './articles.contract.ts'
import { addArticle, articleHtml, changeArticle, publishArticle, putBack, retireArticle, withdrawLanguage, writeText } from './articles.store.ts'
import { articleVersions, articleView, compareVersions, listArticles } from './articles.views.ts'

const {
  AddArticle,
  ArticlesQuery,
  ArticleSummary,
  ArticleVersion,
  ArticleView,
  ChangeArticle,
  CompareQuery,
  OfArticle,
  OfText,
  PreviewText,
  PublishArticle,
  PutBack,
  RenderedText,
  WriteText,
} = contract
const answers = { response: { 200: ArticleView } }

export function articleRoutes(server: App, deps: Deps) {
  const app = typed(server)

  app.get(
    '/api/knowledge/articles',
    { config: may('read'), schema: { operationId: 'listArticles', querystring: ArticlesQuery, response: { 200: pageOf(ArticleSummary) } } },
    ({ query }) => listArticles(deps, query),
  )
  app.get('/api/knowledge/articles/:id', { config: may('read'), schema: { operationId: 'showArticle', params: OfArticle, ...answers } }, ({ params }) =>
    articleView(deps, params.id),
  )

  app.post(
    '/api/knowledge/articles',
    { config: may('knowledge'), schema: { operationId: 'addArticle', body: AddArticle, response: { 201: ArticleView } } },
    async (request, reply) => reply.code(201).send(await articleView(deps, await addArticle(deps, request.body, asker(request).id))),
  )
  app.put(
    '/api/knowledge/articles/:id',
    { config: may('knowledge'), schema: { operationId: 'changeArticle', params: OfArticle, body: ChangeArticle, ...answers } },
    async (request) => {
      await changeArticle(deps, request.params.id, request.body, asker(request).id)
      return articleView(deps, request.params.id)
    },
  )

  app.post(
    '/api/knowledge/preview',
    { config: may('knowledge'), schema: { operationId: 'previewArticle', body: PreviewText, response: { 200: RenderedText } } },
    async ({ body }) => ({
      html: articleHtml(body.body),
    }),
  )
  app.put(
    '/api/knowledge/articles/:id/texts/:locale',
    { config: may('knowledge'), schema: { operationId: 'writeArticle', params: OfText, body: WriteText, ...answers } },
    async (request) => {
      const { id, locale } = request.params
      await writeText(deps, id, locale, request.body, asker(request).id)
      return articleView(deps, id)
    },
  )
  app.get(
    '/api/knowledge/articles/:id/texts/:locale/versions',
    { config: may('read'), schema: { operationId: 'listArticleVersions', params: OfText, response: { 200: z.array(ArticleVersion) } } },
    ({ params }) => articleVersions(deps, params.id, params.locale),
  )
  app.get(
    '/api/knowledge/articles/:id/texts/:locale/difference',
    { config: may('read'), schema: { operationId: 'compareArticleVersions', params: OfText, querystring: CompareQuery, response: { 200: PlaybookDiff } } },
    ({ params, query }) => compareVersions(deps, params.id, params.locale, query),
  )
  app.post(
    '/api/knowledge/articles/:id/texts/:locale/return',
    { config: may('knowledge'), schema: { operationId: 'putBackArticle', params: OfText, body: PutBack, ...answers } },
    async (request) => {
      const { id, locale } = request.params
      await putBack(deps, id, locale, request.body, asker(request).id)
      return articleView(deps, id)
    },
  )

  app.post(
    '/api/knowledge/articles/:id/publication',
    { config: may('knowledge'), schema: { operationId: 'publishArticle', params: OfArticle, body: PublishArticle, ...answers } },
    async (request) => {
      await publishArticle(deps, request.params.id, request.body.revisions, personAsking(request).id)
      return articleView(deps, request.params.id)
    },
  )
  app.post(
    '/api/knowledge/articles/:id/texts/:locale/withdrawal',
    { config: may('knowledge'), schema: { operationId: 'withdrawArticleLanguage', params: OfText, body: Empty, ...answers } },
    async (request) => {
      const { id, locale } = request.params
      await withdrawLanguage(deps, id, locale, asker(request).id)
      return articleView(deps, id)
    },
  )
  app.post(
    '/api/knowledge/articles/:id/retirement',
    { config: may('knowledge'), schema: { operationId: 'retireArticle', params: OfArticle, body: Empty, ...answers } },
    async (request) => {
      await retireArticle(deps, request.params.id, asker(request).id)
      return articleView(deps, request.params.id)
    },
  )
}
