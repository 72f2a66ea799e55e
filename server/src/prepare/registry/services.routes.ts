import { z } from 'zod'
import { Line } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { renderBrand } from '../../communicate/status-page/render.ts'
import type { Deps } from '../../deps.ts'
import { OrderServices, PutService, ServiceView } from './registry.contract.ts'
import { createServicesList, orderServices, putService } from './services.store.ts'

/** Services: list, store. */
export function serviceRoutes(app: App, { db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>) {
  const routes = typed(app)
  const list = createServicesList()

  routes.get('/api/services', { config: may('read'), schema: { response: { 200: z.array(ServiceView) } } }, () => list(db))

  routes.put(
    '/api/services/:key',
    { config: may('registry'), schema: { params: z.object({ key: Line(100) }), body: PutService, response: { 200: ServiceView } } },
    async (request) => {
      // Customers read of it on the status page: what changes there is rendered with it.
      await db.transaction().execute(async (tx) => {
        for (const brand of await putService(tx, request.params.key, request.body, clock())) await renderBrand(tx, brand, clock(), config.statusUrl)
      })
      const stored = (await list(db)).find((service) => service.key === request.params.key)
      if (!stored) throw new Refused('not-found', 'There is no such service.')
      return stored
    },
  )

  routes.put(
    '/api/brands/:slug/service-order',
    {
      config: may('registry'),
      schema: { operationId: 'orderServices', params: z.object({ slug: z.string().max(40) }), body: OrderServices, response: { 200: z.array(ServiceView) } },
    },
    async ({ params, body }) => {
      await db.transaction().execute(async (tx) => renderBrand(tx, await orderServices(tx, params.slug, body.services), clock(), config.statusUrl))
      return (await list(db)).filter(({ brand }) => brand === params.slug)
    },
  )
}
