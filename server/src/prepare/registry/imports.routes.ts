import type { Readable } from 'node:stream'
import { z } from 'zod'
import { Id } from '../../platform/contract.ts'
import { PageQuery, pageOf } from '../../platform/http/cursor.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { type Deps, startImport } from './import/import-csv.store.ts'
import { importView, listImports, listProblems, refuseWhileRunning } from './import/imports.store.ts'
import { keepUpload, mostBytes, tooLarge, UploadStream } from './import/upload.store.ts'
import { ImportError, ImportQuery, ImportSubject, ImportView } from './registry.contract.ts'

const ById = z.object({ id: Id })

/**
 * Imports: send a file, watch it, read what did not land. The upload is first kept in a temporary file, so that a slow sender holds no lock
 * and every proxy and browser gets its answer: 202 with the import, which then runs and is asked for by its id.
 */
export function importRoutes(root: App, deps: Deps) {
  const { db, clock } = deps
  const running = new Map<Readable, Promise<unknown>>()

  void root.register(async (app) => {
    app.addContentTypeParser(['text/csv', 'application/octet-stream'], (_request, payload, done) => done(null, new UploadStream(payload)))
    const routes = typed(app)

    routes.post(
      '/api/imports/:subject',
      {
        config: may('import'),
        schema: { params: z.object({ subject: ImportSubject }), querystring: ImportQuery, response: { 202: ImportView } },
      },
      async (request, reply) => {
        const { subject } = request.params
        const upload: unknown = request.body
        if (!(upload instanceof UploadStream)) throw new Refused('not-valid', 'Send the file as the body of the request, with the content type text/csv.')
        if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge()
        await refuseWhileRunning(db, subject, clock())
        const kept = await keepUpload(upload.stream)
        try {
          const { fileName = null, practice } = request.query
          const { view, run } = await startImport(deps, { subject, practice, fileName: fileName || null, bytesTotal: kept.bytes, actor: asker(request).id })
          const stream = kept.read()
          running.set(
            stream,
            run(stream)
              .catch((error) => request.log.error({ err: error }, 'an import could not be finished'))
              .finally(async () => {
                running.delete(stream)
                await kept.remove()
              }),
          )
          return reply.code(202).send(view)
        } catch (error) {
          await kept.remove()
          throw error
        }
      },
    )

    routes.get('/api/imports', { config: may('read'), schema: { querystring: PageQuery, response: { 200: pageOf(ImportView) } } }, (request) =>
      listImports(db, request.query, clock()),
    )

    routes.get('/api/imports/:id', { config: may('read'), schema: { params: ById, response: { 200: ImportView } } }, (request) =>
      importView(db, request.params.id, clock()),
    )

    routes.get(
      '/api/imports/:id/errors',
      { config: may('read'), schema: { params: ById, querystring: PageQuery, response: { 200: pageOf(ImportError) } } },
      async (request) => {
        await importView(db, request.params.id, clock())
        return listProblems(db, request.params.id, request.query)
      },
    )

    app.addHook('onClose', async () => {
      const unfinished = [...running.values()]
      for (const stream of running.keys()) stream.destroy(Object.assign(new Error('stopped'), { code: 'ABORT_ERR' }))
      await Promise.all(unfinished)
    })
  })
}
