// Moving here from another status page: `leeward import statuspage` reads it and sends it to this place, part by part.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { bring } from './bring.store.ts'
import { BringStatusPage, BroughtStatusPage } from './status-import.contract.ts'

export function statusImportRoutes(server: App, deps: Deps) {
  typed(server).post(
    '/api/brands/:slug/status-page-import',
    {
      config: may('settings'),
      schema: { operationId: 'bringStatusPage', params: z.object({ slug: z.string().max(40) }), body: BringStatusPage, response: { 200: BroughtStatusPage } },
    },
    (request) => bring(deps, request.params.slug, request.body, asker(request).id),
  )
}
