// Searching and suggesting for those of us who answer customers, and what readers said and missed.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { articleRoutes } from './articles.routes.ts'
import { articleView } from './articles.views.ts'
import { ArticleView, OfArticle } from './articles.contract.ts'
import { brandOf } from './articles.store.ts'
import { dismissMiss, listMisses, noteMiss } from './misses.store.ts'
import { AgentVote, KnowledgeMiss, OfMiss, SearchAnswer, SearchQuery, SuggestBody } from './search.contract.ts'
import { searchKnowledge } from './search.store.ts'
import { suggestFor } from './suggest.store.ts'
import { vote, voterOf } from './votes.store.ts'

export function knowledgeRoutes(server: App, deps: Deps) {
  articleRoutes(server, deps)
  const app = typed(server)

  app.get(
    '/api/knowledge/search',
    { config: may('read'), schema: { operationId: 'searchKnowledge', querystring: SearchQuery, response: { 200: SearchAnswer } } },
    async ({ query }) => {
      const { text, locale, practice, limit, asked } = query
      const brandId = await brandOf(deps.db, query.brand)
      const hits = await searchKnowledge(deps.db, { text, locale, brandId, audience: 'agents', practice, limit })
      if (asked && hits.length === 0) await noteMiss(deps, { text, locale, brandId, side: 'agents' })
      return { hits }
    },
  )

  app.post(
    '/api/knowledge/suggestions',
    { config: may('read'), schema: { operationId: 'suggestKnowledge', body: SuggestBody, response: { 200: SearchAnswer } } },
    async ({ body: { text, locale, brand, limit } }) => ({
      hits: await suggestFor(deps.db, { text, locale, brandId: await brandOf(deps.db, brand), audience: 'agents', limit }),
    }),
  )

  app.post(
    '/api/knowledge/articles/:id/votes',
    { config: may('read'), schema: { operationId: 'voteForArticle', params: OfArticle, body: AgentVote, response: { 200: ArticleView } } },
    async (request) => {
      const { id } = request.params
      const { rows } = await sql`select 1 from articles where id = ${id}`.execute(deps.db)
      if (rows.length === 0) throw new Refused('not-found', 'There is no such article.')
      await vote(deps, { articleId: id, voter: voterOf(deps.key, `agent\n${asker(request).id}`), side: 'agents', ...request.body })
      return articleView(deps, id)
    },
  )

  app.get('/api/knowledge/misses', { config: may('read'), schema: { operationId: 'listKnowledgeMisses', response: { 200: z.array(KnowledgeMiss) } } }, () =>
    listMisses(deps),
  )

  app.post(
    '/api/knowledge/misses/:id/dismissal',
    { config: may('knowledge'), schema: { operationId: 'dismissKnowledgeMiss', params: OfMiss, body: Empty, response: { 200: z.array(KnowledgeMiss) } } },
    async ({ params }) => {
      await dismissMiss(deps, params.id)
      return listMisses(deps)
    },
  )
}
