// Who answers customers, what they take, and how long somebody waits.
import { z } from 'zod'
import { type Deps, mustExist } from '../../deps.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { OfConversation } from '../conversations/conversations.contract.ts'
import { AgentsView, PlaceView, PutAgent } from './agents.contract.ts'
import { agentsView, putAgent } from './agents.store.ts'
import { placeInQueue } from './place.store.ts'

const OfPerson = z.object({ person: z.string().min(1).max(100) })

export function agentRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get('/api/support/agents', { config: may('read-conversations'), schema: { operationId: 'listSupportAgents', response: { 200: AgentsView } } }, () =>
    agentsView(deps),
  )
  app.put(
    '/api/support/agents/me',
    { config: may('converse'), schema: { operationId: 'sayOfMyself', body: PutAgent, response: { 200: AgentsView } } },
    async (request) => {
      const { id } = personAsking(request)
      await putAgent(deps, id, request.body, id)
      return agentsView(deps)
    },
  )
  app.put(
    '/api/support/agents/:person',
    { config: may('settings'), schema: { operationId: 'putSupportAgent', params: OfPerson, body: PutAgent, response: { 200: AgentsView } } },
    async (request) => {
      await mustExist(deps, request.params.person)
      await putAgent(deps, request.params.person, request.body, personAsking(request).id)
      return agentsView(deps)
    },
  )
  app.get(
    '/api/conversations/:id/place',
    { config: may('read-conversations'), schema: { operationId: 'placeOfConversation', params: OfConversation, response: { 200: PlaceView } } },
    async ({ params }) => {
      const place = await placeInQueue(deps.db, params.id, deps.clock())
      if (!place) throw new Refused('not-found', 'It is not in the queue: somebody has it, or nobody waits for us there.')
      return { before: place.before, minutes: place.minutes ?? null }
    },
  )
}
