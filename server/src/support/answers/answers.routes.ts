// One answer for all who are linked to a crisis: preview, sending, agreement, who is held back.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { PageQuery, pageOf } from '../../platform/http/cursor.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { agreeToSuggested, lookForLinks } from '../conversations/link.store.ts'
import { supportSettings } from '../conversations/settings.store.ts'
import { AgreeToLinks, AnswerPreview, AnswerView, ConversationsOfCrisis, DecideHeld, HeldView, SendAnswer, WriteAnswer } from './answers.contract.ts'
import { agreeToAnswer, endAnswer, previewAnswer, writeAnswer } from './answers.store.ts'
import { answersOf, conversationsOfCrisis, heldOf, letGo } from './answers.view.store.ts'

const OfCrisis = z.object({ id: Id })
const OfAnswer = z.object({ id: Id })

export function answerRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps

  app.get(
    '/api/crises/:id/conversations',
    { config: may('read-conversations'), schema: { operationId: 'conversationsOfCrisis', params: OfCrisis, response: { 200: ConversationsOfCrisis } } },
    ({ params }) => conversationsOfCrisis(deps, params.id),
  )

  app.post(
    '/api/crises/:id/conversations/links',
    {
      config: may('converse'),
      schema: { operationId: 'agreeToSuggestedLinks', params: OfCrisis, body: AgreeToLinks, response: { 200: ConversationsOfCrisis } },
    },
    async (request) => {
      await agreeToSuggested(db, request.params.id, { likelyOnly: request.body?.likelyOnly ?? false, by: personAsking(request).id, now: clock() })
      return conversationsOfCrisis(deps, request.params.id)
    },
  )

  app.post(
    '/api/crises/:id/conversations/look',
    { config: may('converse'), schema: { operationId: 'lookForLinks', params: OfCrisis, body: Empty, response: { 200: ConversationsOfCrisis } } },
    async (request) => {
      await lookForLinks(db, request.params.id, clock(), await supportSettings(db))
      return conversationsOfCrisis(deps, request.params.id)
    },
  )

  app.post(
    '/api/crises/:id/answers/preview',
    { config: may('answer-all'), schema: { operationId: 'previewAnswer', params: OfCrisis, body: WriteAnswer, response: { 200: AnswerPreview } } },
    ({ params, body }) => previewAnswer(deps, params.id, body),
  )

  app.post(
    '/api/crises/:id/answers',
    { config: may('answer-all'), schema: { operationId: 'writeAnswer', params: OfCrisis, body: SendAnswer, response: { 201: AnswerView } } },
    async (request, reply) => {
      const id = await writeAnswer(deps, request.params.id, request.body, personAsking(request).id)
      return reply.code(201).send((await answersOf(db, request.params.id)).find((each) => each.id === id) as AnswerView)
    },
  )

  app.post(
    '/api/answers/:id/agreement',
    { config: may('approve-update'), schema: { operationId: 'agreeToAnswer', params: OfAnswer, body: Empty, response: { 200: z.object({}) } } },
    async (request) => {
      await agreeToAnswer(deps, request.params.id, personAsking(request).id)
      return {}
    },
  )

  app.post(
    '/api/answers/:id/end',
    { config: may('answer-all'), schema: { operationId: 'endAnswer', params: OfAnswer, body: Empty, response: { 200: z.object({}) } } },
    async (request) => {
      await endAnswer(deps, request.params.id, personAsking(request).id)
      return {}
    },
  )

  app.get(
    '/api/answers/:id/held',
    {
      config: may('read-conversations'),
      schema: { operationId: 'heldFromAnswer', params: OfAnswer, querystring: PageQuery, response: { 200: pageOf(HeldView) } },
    },
    ({ params, query }) => heldOf(db, params.id, query),
  )

  app.post(
    '/api/answers/:id/held',
    {
      config: may('answer-all'),
      schema: { operationId: 'letAnswerGo', params: OfAnswer, body: DecideHeld, response: { 200: z.object({ let: z.number().int() }) } },
    },
    async (request) => ({ let: await letGo(deps, request.params.id, request.body.conversations, personAsking(request).id) }),
  )
}
