// The shared inbox: lists, one conversation, and what people do with it.
import { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { Empty } from '../../platform/contract.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { sendAgain } from './again.store.ts'
import { assign, merge, putState, putTags, snooze, split, undo } from './acts.store.ts'
import {
  Assign,
  ConversationQuery,
  ConversationRow,
  ConversationView,
  Counts,
  Merge,
  Note,
  OfConversation,
  OpenConversation,
  Opened,
  Present,
  PresentView,
  PutLink,
  PutState,
  Reply,
  Snooze,
  Split,
  Tags,
} from './conversations.contract.ts'
import { putLink } from './link.store.ts'
import { countConversations, listConversations } from './list.store.ts'
import { takeNext } from './next.store.ts'
import { openConversation } from './open.store.ts'
import { pictureOf } from './pictures.store.ts'
import { leave, present } from './present.store.ts'
import { note, reply } from './reply.store.ts'
import { conversationView } from './view.store.ts'

const read = may('read-conversations')
const converse = may('converse')
const shown = { 200: ConversationView }

export function conversationRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps
  const view = (id: number) => conversationView(db, id, clock())

  app.get(
    '/api/conversations',
    { config: read, schema: { operationId: 'listConversations', querystring: ConversationQuery, response: { 200: pageOf(ConversationRow) } } },
    (request) => listConversations(db, request.query, asker(request).id),
  )

  app.get('/api/conversations/counts', { config: read, schema: { operationId: 'countConversations', response: { 200: Counts } } }, (request) =>
    countConversations(db, asker(request).id),
  )

  app.post(
    '/api/conversations',
    { config: converse, schema: { operationId: 'openConversation', body: OpenConversation, response: { 200: Opened, 201: Opened } } },
    async (request, answer) => {
      const opened = await openConversation(deps, request.body, asker(request).id)
      return answer.code(opened.again ? 200 : 201).send(opened)
    },
  )

  app.post(
    '/api/conversations/next',
    { config: converse, schema: { operationId: 'takeNextConversation', body: Empty, response: { 200: z.object({ id: z.number().int().nullable() }) } } },
    async (request) => ({ id: (await takeNext(deps, personAsking(request).id)) ?? null }),
  )

  app.get('/api/conversations/:id', { config: read, schema: { operationId: 'showConversation', params: OfConversation, response: shown } }, ({ params }) =>
    view(params.id),
  )

  app.get(
    '/api/conversations/:id/messages/:message/pictures/:nth',
    {
      config: { ...read, rateLimit: { max: 300 } },
      schema: {
        operationId: 'conversationPicture',
        params: OfConversation.extend({ message: z.coerce.number().int().min(1), nth: z.coerce.number().int().min(0).max(100) }),
      },
    },
    async ({ params }, answer) => {
      const { type, content } = await pictureOf(deps, params.id, params.message, params.nth)
      return answer.header('content-security-policy', "default-src 'none'; sandbox").header('cache-control', 'private, max-age=3600').type(type).send(content)
    },
  )

  const post = <Body extends z.ZodType>(
    path: string,
    operationId: string,
    body: Body,
    work: (id: number, given: z.output<Body>, by: string) => Promise<unknown>,
  ) =>
    app.post(
      `/api/conversations/:id/${path}`,
      { config: converse, schema: { operationId, params: OfConversation, body: body as z.ZodType, response: shown } },
      async (request) => {
        await work(request.params.id, request.body as z.output<Body>, personAsking(request).id)
        return view(request.params.id)
      },
    )

  post('replies', 'replyToConversation', Reply, (id, given, by) => reply(deps, id, given, by))
  post('notes', 'noteInConversation', Note, (id, given, by) => note(deps, id, given, by))
  post('assignee', 'assignConversation', Assign, (id, { person }, by) => assign(deps, id, person, by))
  post('snooze', 'snoozeConversation', Snooze, (id, { until }, by) => snooze(deps, id, until, by))
  post('state', 'putConversationState', PutState, (id, { state }, by) => putState(deps, id, state, by))
  post('tags', 'tagConversation', Tags, (id, { tags }, by) => putTags(deps, id, tags, by))
  post('crisis', 'linkConversation', PutLink, (id, { crisisId }, by) => putLink(deps, id, crisisId, by))

  app.post(
    '/api/conversations/:id/merge',
    { config: converse, schema: { operationId: 'mergeConversation', params: OfConversation, body: Merge, response: shown } },
    async (request) => {
      await merge(deps, request.params.id, request.body.into, personAsking(request).id)
      return view(request.body.into)
    },
  )

  app.post(
    '/api/conversations/:id/split',
    { config: converse, schema: { operationId: 'splitConversation', params: OfConversation, body: Split, response: { 201: ConversationView } } },
    async (request, answer) => {
      const other = await split(deps, request.params.id, request.body.message, request.body.subject, personAsking(request).id)
      return answer.code(201).send(await view(other))
    },
  )

  app.post(
    '/api/conversations/:id/acts/:act/undo',
    {
      config: converse,
      schema: { operationId: 'undoInConversation', params: OfConversation.extend({ act: z.coerce.number().int().min(1) }), body: Empty, response: shown },
    },
    async (request) => {
      await undo(deps, request.params.id, request.params.act, personAsking(request).id)
      return view(request.params.id)
    },
  )

  app.post(
    '/api/conversations/:id/messages/:message/again',
    {
      config: converse,
      schema: { operationId: 'sendReplyAgain', params: OfConversation.extend({ message: z.coerce.number().int().min(1) }), body: Empty, response: shown },
    },
    async (request) => {
      await sendAgain(deps, request.params.id, request.params.message, personAsking(request).id)
      return view(request.params.id)
    },
  )

  app.post(
    '/api/conversations/:id/presence',
    { config: read, schema: { operationId: 'openConversationHere', params: OfConversation, body: Present, response: { 200: PresentView } } },
    async (request) => {
      const { others, ...now } = await present(db, request.params.id, request.body, personAsking(request).id, clock())
      const person = await namesOf(
        deps,
        others.map((other) => other.person),
      )
      return { ...now, others: others.map((other) => ({ ...other, person: person(other.person) })) }
    },
  )

  app.post(
    '/api/conversations/:id/presence/end',
    { config: read, schema: { operationId: 'leaveConversation', params: OfConversation, body: Present, response: { 200: z.object({}) } } },
    async (request) => {
      const gone = await leave(db, request.params.id, request.body.editor, personAsking(request).id)
      if (!gone) throw new Refused('not-found', 'There is no such conversation.')
      return {}
    },
  )
}
