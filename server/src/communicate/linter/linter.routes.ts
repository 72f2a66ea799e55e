// How the house writes.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { HouseStyle, TriedHouseStyle, TryHouseStyle } from './linter.contract.ts'
import { houseStyle, putHouseStyle } from './lint.store.ts'
import { tried } from './try-style.ts'

const OfBrand = z.object({ slug: z.string().max(40) })

export function linterRoutes(server: App, deps: Deps) {
  const app = typed(server)

  app.get(
    '/api/brands/:slug/house-style',
    { config: may('read'), schema: { operationId: 'showHouseStyle', params: OfBrand, response: { 200: HouseStyle } } },
    ({ params }) => houseStyle(deps.db, params.slug),
  )

  app.put(
    '/api/brands/:slug/house-style',
    { config: may('settings'), schema: { operationId: 'putHouseStyle', params: OfBrand, body: HouseStyle, response: { 200: HouseStyle } } },
    async (request) => {
      await putHouseStyle(deps, request.params.slug, request.body, personAsking(request).id)
      return houseStyle(deps.db, request.params.slug)
    },
  )

  app.post(
    '/api/house-style/trial',
    { config: may('read'), schema: { operationId: 'tryHouseStyle', body: TryHouseStyle, response: { 200: TriedHouseStyle } } },
    async ({ body }) => tried(body.style, body.text, deps.clock()),
  )
}
