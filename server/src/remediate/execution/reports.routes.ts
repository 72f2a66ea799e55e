// Where providers report what became of what they had done: in a scope of its own, since a signature is over the bytes as they came.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Taken } from './execution.contract.ts'
import { takeReport } from './reports.store.ts'

/** A report for each of many refunds must not wait. */
const mostAMinute = 6_000

export function payerReportRoutes(root: App, deps: Deps) {
  void root.register(async (server) => {
    server.removeContentTypeParser(['application/json', 'text/plain'])
    server.addContentTypeParser(['application/json', 'text/plain'], { parseAs: 'buffer', bodyLimit: 512 * 1024 }, (_, raw, done) => done(null, raw))
    typed(server as unknown as App).post(
      '/api/payers/:id/reports',
      {
        config: { ...may('public'), rateLimit: { max: mostAMinute } },
        schema: { operationId: 'reportToPayer', params: z.object({ id: Id }), response: { 200: Taken } },
      },
      async (request) => {
        const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        await takeReport(deps, request.params.id, raw, [request.headers['stripe-signature']].flat()[0])
        return { taken: true as const }
      },
    )
  })
}
