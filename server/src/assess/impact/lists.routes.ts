// Lists of accounts that are counted in or left out: sent as a CSV file, replaced, downloaded, removed.
import { Readable } from 'node:stream'
import { z } from 'zod'
import { crisisNow, type Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { keepUpload, tooLarge, UploadStream } from '../../prepare/registry/import/upload.store.ts'
import { ListName, ListView, PutList } from './definition.contract.ts'
import { listsOf } from './definition.store.ts'
import { listAsCsv, putList, removeList } from './lists.store.ts'

const OfList = z.object({ id: Id, list: ListName })
const RemoveList = z.object({ revision: z.number().int().min(0).optional() })
const Lists = z.array(ListView)

/** The most that one list may have, in bytes: some millions of rows. */
const mostBytes = 256 * 1024 ** 2

export function listRoutes(root: App, deps: Deps) {
  void root.register(async (server) => {
    server.addContentTypeParser(['text/csv', 'application/octet-stream'], (_request, payload, done) => done(null, new UploadStream(payload)))
    const app = typed(server)

    app.put(
      '/api/crises/:id/impact/lists/:list',
      { config: may('command'), schema: { operationId: 'putImpactList', params: OfList, querystring: PutList, response: { 200: Lists } } },
      async (request) => {
        const { id, list } = request.params
        const upload: unknown = request.body
        await crisisNow(deps, id)
        if (!(upload instanceof UploadStream)) throw new Refused('not-valid', 'Send the file as the body of the request, with the content type text/csv.')
        if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes)
        // Read to its end first, so that a slow sender holds no transaction.
        const kept = await keepUpload(upload.stream, mostBytes)
        try {
          await putList(deps, id, { list, ...request.query, by: asker(request).id }, kept.read())
        } finally {
          await kept.remove()
        }
        return listsOf(deps, id)
      },
    )

    app.post(
      '/api/crises/:id/impact/lists/:list/removal',
      { config: may('command'), schema: { operationId: 'removeImpactList', params: OfList, body: RemoveList.optional(), response: { 200: Lists } } },
      async (request) => {
        const { id, list } = request.params
        await removeList(deps, id, list, request.body?.revision, asker(request).id)
        return listsOf(deps, id)
      },
    )

    app.get(
      '/api/crises/:id/impact/lists/:list',
      { config: may('read'), schema: { operationId: 'impactList', produces: ['text/csv'], params: OfList } },
      async ({ params: { id, list } }, reply) => {
        const { crisis, lines } = await listAsCsv(deps, id, list)
        reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${crisis}-${list}.csv"`)
        return reply.send(Readable.from(lines))
      },
    )
  })
}
