// Mentions and direct messages: switched on for an account, and who it is that writes.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { endpointById } from '../../communicate/endpoints/endpoints.store.ts'
import { Id } from '../../platform/contract.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { ConversationView, OfConversation } from '../conversations/conversations.contract.ts'
import { conversationView } from '../conversations/view.store.ts'
import { switchMentions } from './inboxes.store.ts'
import { putAccount } from './people.store.ts'
import { PutAccount, SwitchMentions } from './social.contract.ts'

export function socialRoutes(server: App, deps: Deps) {
  const app = typed(server)

  app.put(
    '/api/endpoints/:id/mentions',
    {
      config: may('settings'),
      schema: { operationId: 'switchMentions', params: z.object({ id: Id }), body: SwitchMentions, response: { 200: z.object({ on: z.boolean() }) } },
    },
    async (request) => {
      const endpoint = await endpointById(deps.db, request.params.id)
      await switchMentions(deps, endpoint, request.body.on, personAsking(request).id)
      return { on: request.body.on }
    },
  )

  app.post(
    '/api/conversations/:id/account',
    {
      config: may('converse'),
      schema: { operationId: 'putConversationAccount', params: OfConversation, body: PutAccount, response: { 200: ConversationView } },
    },
    async (request) => {
      await putAccount(deps, request.params.id, request.body.account, personAsking(request).id)
      return conversationView(deps.db, request.params.id, deps.clock())
    },
  )
}
