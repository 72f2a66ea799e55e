// Attaching: a file goes up first, and with the reply or the note only its id.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { answerProblem } from '../../platform/http/problem.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { OfConversation } from '../conversations/conversations.contract.ts'
import { fileOf } from '../conversations/view.store.ts'
import { UploadQuery, UploadView } from './files.contract.ts'
import { largestAttachment, tooLarge } from './files.ts'
import { asDownload } from './download.ts'
import { keepUpload, removeUpload } from './uploads.store.ts'

export function fileRoutes(server: App, deps: Deps) {
  const app = typed(server)

  /** The body is the file itself, as application/octet-stream, whatever is in it. In a scope of its own: only here are such bodies taken. */
  server.register(async (scope) => {
    // A little more is read, so that what is too large is told so in our own words.
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: largestAttachment * 2 }, (_, body, done) => done(null, body))
    typed(scope as unknown as App).post(
      '/api/conversations/:id/uploads',
      {
        config: { ...may('converse'), rateLimit: { max: 120 } },
        schema: { operationId: 'attachToConversation', params: OfConversation, querystring: UploadQuery, response: { 201: UploadView } },
        errorHandler: (error, request, reply) =>
          answerProblem((error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? new Refused('too-large', tooLarge) : error, request, reply),
      },
      async (request, reply) => {
        const body = request.body as unknown
        if (!Buffer.isBuffer(body) || body.length === 0)
          throw new Refused('not-valid', 'There is no file in it. Send its bytes as the body, as application/octet-stream.')
        const kept = await keepUpload(deps, request.params.id, { ...request.query, content: body }, personAsking(request).id)
        return reply.code(201).send(kept)
      },
    )
  })

  app.post(
    '/api/conversations/:id/uploads/:upload/removal',
    {
      config: may('converse'),
      schema: { operationId: 'takeOutOfConversation', params: OfConversation.extend({ upload: Id }), body: Empty, response: { 200: z.object({}) } },
    },
    async (request) => {
      await removeUpload(deps, request.params.id, request.params.upload, personAsking(request).id)
      return {}
    },
  )

  app.get(
    '/api/conversations/:id/files/:file',
    {
      config: may('read-conversations'),
      schema: { operationId: 'conversationFile', params: OfConversation.extend({ file: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }) },
    },
    async ({ params }, reply) => asDownload(reply, await fileOf(deps.db, params.id, params.file)),
  )
}
