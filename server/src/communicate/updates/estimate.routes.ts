// From what the team thinks to what customers read: a range with the buffer of the house. It may be changed, or left alone for free text.
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { shownTime } from '../frame/html.ts'
import { frame, languageOf, put } from '../frame/strings.ts'
import { estimateRange } from './estimate-range.ts'
import { EstimateView, GivenEstimate } from './updates.contract.ts'

export function estimateRoutes(server: App, deps: Deps) {
  typed(server).get(
    '/api/crises/:id/estimate',
    {
      config: may('read'),
      schema: { operationId: 'suggestEstimate', params: z.object({ id: Id }), querystring: GivenEstimate, response: { 200: EstimateView } },
    },
    async ({ params, query }) => {
      const { from, until } = estimateRange(query, await crisisNow(deps, params.id))
      const { rows } = await sql<{
        zone: string
      }>`select b.time_zone as zone from crises c join brands b on b.id = c.brand_id where c.id = ${params.id}`.execute(deps.db)
      const shown = (at: Date) => shownTime(at, languageOf('en'), rows[0]?.zone ?? 'UTC')
      return { from, until, text: put(frame('en').estimateBetween, { from: shown(from), until: shown(until) }) }
    },
  )
}
