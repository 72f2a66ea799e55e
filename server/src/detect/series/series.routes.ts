// Series, for people: which there are, what they say, and what was expected.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { minutesOf } from './minutes.store.ts'
import { createReplays } from './replays.store.ts'
import { MinutesQuery, SeriesMinutes, SeriesQuery, SeriesView, Watching } from './series.contract.ts'
import { listSeries, watching } from './series-list.store.ts'

const OfSeries = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) })

export function seriesRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const replays = createReplays(deps)
  app.get('/api/watching', { config: may('read'), schema: { operationId: 'showWatching', response: { 200: Watching } } }, () => watching(deps))
  app.get(
    '/api/series',
    { config: may('read'), schema: { operationId: 'listSeries', querystring: SeriesQuery, response: { 200: pageOf(SeriesView) } } },
    ({ query }) => listSeries(deps, query),
  )
  app.get(
    '/api/series/:id/minutes',
    { config: may('read'), schema: { operationId: 'showSeriesMinutes', params: OfSeries, querystring: MinutesQuery, response: { 200: SeriesMinutes } } },
    ({ params, query }) => minutesOf(deps, replays, params.id, query),
  )
}
