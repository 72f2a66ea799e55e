// Desks: set up, tested, taken away; and where they tell us what happens there.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { mustNotNestTooDeep } from '../../detect/signals/nesting.ts'
import { type Body, bodies } from '../../detect/signals/taking.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { openDesk } from './api.ts'
import { outgoingOfDesks } from './deliver-desks.ts'
import { AddDesk, AddedDesk, ChangeDesk, DeskView, ToldTaken } from './desks.contract.ts'
import { addDesk, changeDesk, deskByHook, deskById, deskViews, noteTest, removeDesk } from './desks.store.ts'
import { takeTold } from './take-told.store.ts'
import { readPlain } from './told.ts'
import { readChatwoot } from './told-chatwoot.ts'
import { readZendesk } from './told-zendesk.ts'

const ById = z.object({ id: Id })
const settings = may('settings')
const mostAMinute = 6_000
const readers = { zendesk: readZendesk, chatwoot: readChatwoot, webhook: readPlain }

export function deskRoutes(root: App, deps: Deps) {
  const app = typed(root)
  const outgoing = outgoingOfDesks(deps)
  const one = async (id: string) => (await deskViews(deps, id))[0] as DeskView

  app.get('/api/desks', { config: settings, schema: { operationId: 'listDesks', response: { 200: z.array(DeskView) } } }, () => deskViews(deps))

  app.post('/api/desks', { config: settings, schema: { operationId: 'addDesk', body: AddDesk, response: { 201: AddedDesk } } }, async (request, reply) => {
    const { id, hook, ...secrets } = await addDesk(deps, request.body, personAsking(request).id)
    return reply.code(201).send({ ...(await one(id)), hook: `${deps.config.consoleUrl}/api/desks/hooks/${hook}`, ...secrets })
  })

  app.put(
    '/api/desks/:id',
    { config: settings, schema: { operationId: 'changeDesk', params: ById, body: ChangeDesk, response: { 200: DeskView } } },
    async (request) => {
      personAsking(request)
      await changeDesk(deps, request.params.id, request.body)
      return one(request.params.id)
    },
  )

  app.post(
    '/api/desks/:id/removal',
    { config: settings, schema: { operationId: 'removeDesk', params: ById, body: Empty, response: { 200: ById } } },
    async (request) => {
      personAsking(request)
      await removeDesk(deps, request.params.id)
      return request.params
    },
  )

  app.post(
    '/api/desks/:id/test',
    { config: settings, schema: { operationId: 'testDesk', params: ById, body: Empty, response: { 200: DeskView } } },
    async ({ params }) => {
      const tested = await openDesk(await deskById(deps, params.id), outgoing, deps.clock).test()
      await noteTest(deps.db, params.id, tested, deps.clock())
      return one(params.id)
    },
  )

  void root.register(async (server) => {
    bodies(server)
    typed(server).post(
      '/api/desks/hooks/:hook',
      {
        config: { ...may('public'), rateLimit: { max: mostAMinute } },
        schema: { operationId: 'hearDesk', params: z.object({ hook: z.string().max(100) }), response: { 202: ToldTaken } },
      },
      async (request, reply) => {
        const desk = await deskByHook(deps, request.params.hook)
        const { raw, body } = request.body as Partial<Body>
        if (!raw) throw new Refused('not-valid', 'Send one request of JSON, as the desk does.')
        mustNotNestTooDeep(raw)
        const told = readers[desk.kind]({ raw, body, headers: request.headers, secret: desk.secrets.secret ?? null, now: deps.clock() })
        const taken = []
        for (const each of told) taken.push(await takeTold(deps, desk, each))
        return reply.code(202).send({
          taken: taken.filter(({ again }) => !again).length,
          again: taken.filter(({ again }) => again).length,
          conversations: [...new Set(taken.map(({ conversation }) => conversation))],
        })
      },
    )
  })
}
