// Conversations of another desk: send its export, watch it, read what did not land. The upload is first kept in a temporary file, so that a slow sender holds nothing.
import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { PageQuery, pageOf } from '../../platform/http/cursor.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { keepUpload, mostBytes, tooLarge, UploadStream } from '../../prepare/registry/import/upload.store.ts'
import { ConversationImport, ImportConversations, ImportProblem } from './import.contract.ts'
import { conversationImport, listConversationImports, listImportProblems } from './imports.store.ts'
import { beginImport } from './read-export.store.ts'

const ById = z.object({ id: Id })

export function conversationImportRoutes(root: App, deps: Deps) {
  const { db, clock } = deps
  const running = new Map<Readable, Promise<unknown>>()

  void root.register(async (app) => {
    // Plain JSON is read whole, as everywhere: an export is a file, and is said to be one.
    app.addContentTypeParser(
      ['application/octet-stream', 'application/x-ndjson', 'application/ndjson', 'application/jsonl', 'text/csv'],
      (_request, payload, done) => done(null, new UploadStream(payload)),
    )
    const routes = typed(app)

    routes.post(
      '/api/conversation-imports',
      { config: may('import'), schema: { operationId: 'importConversations', querystring: ImportConversations, response: { 202: ConversationImport } } },
      async (request, reply) => {
        const upload: unknown = request.body
        if (!(upload instanceof UploadStream))
          throw new Refused(
            'not-valid',
            'Send the export as the body of the request, with the content type application/octet-stream: JSON, a JSON item on each line, or CSV.',
          )
        if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge()
        const kept = await keepUpload(upload.stream)
        try {
          const { view, run } = await beginImport(deps, request.query, kept.bytes, asker(request).id)
          const stream = kept.read()
          running.set(
            stream,
            run(stream)
              .catch((error) => request.log.error({ err: error }, 'an import of conversations could not be finished'))
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
    app.addHook('onClose', async () => {
      const unfinished = [...running.values()]
      for (const stream of running.keys()) stream.destroy(Object.assign(new Error('stopped'), { code: 'ABORT_ERR' }))
      await Promise.all(unfinished)
    })
  })

  const app = typed(root)
  app.get(
    '/api/conversation-imports',
    { config: may('import'), schema: { operationId: 'listConversationImports', querystring: PageQuery, response: { 200: pageOf(ConversationImport) } } },
    ({ query }) => listConversationImports(db, query, clock()),
  )
  app.get(
    '/api/conversation-imports/:id',
    { config: may('import'), schema: { operationId: 'showConversationImport', params: ById, response: { 200: ConversationImport } } },
    ({ params }) => conversationImport(db, params.id, clock()),
  )
  app.get(
    '/api/conversation-imports/:id/problems',
    {
      config: may('import'),
      schema: { operationId: 'listConversationImportProblems', params: ById, querystring: PageQuery, response: { 200: pageOf(ImportProblem) } },
    },
    async ({ params, query }) => {
      await conversationImport(db, params.id, clock())
      return listImportProblems(db, params.id, query)
    },
  )
}
