// Places that updates are posted to: set up, tried, turned off and on; what went there, and once more.
import { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { PageQuery, pageOf } from '../../platform/http/cursor.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { askProof } from '../proofs/proofs.store.ts'
import { AddEndpoint, AddedEndpoint, ChangeEndpoint, ChangeEntry, EndpointDelivery, EndpointQuery, EndpointView, TurnOff } from './endpoints.contract.ts'
import {
  addEndpoint,
  changeEndpoint,
  changeEntry,
  deliveriesTo,
  type EndpointRow,
  endpointById,
  listEndpoints,
  removeEndpoint,
  replay,
  rotateSecret,
} from './endpoints.store.ts'
import { turnOff, turnOn } from './switch.store.ts'

const ById = z.object({ id: Id })
const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const
const settings = may('settings')

export function endpointRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps

  app.get(
    '/api/endpoints',
    { config: settings, schema: { operationId: 'listEndpoints', querystring: EndpointQuery, response: { 200: pageOf(EndpointView) } } },
    async ({ query }) => {
      const { items, next } = await listEndpoints(db, query)
      return { items: await viewsOf(items), next }
    },
  )

  app.post(
    '/api/endpoints',
    { config: settings, schema: { operationId: 'addEndpoint', body: AddEndpoint, response: { 201: AddedEndpoint } } },
    async (request, reply) => {
      const { id, secret } = await addEndpoint(deps, request.body, personAsking(request).id)
      return reply.code(201).send({ ...(await viewOf(id)), secret })
    },
  )

  app.put(
    '/api/endpoints/:id',
    { config: settings, schema: { operationId: 'changeEndpoint', params: ById, body: ChangeEndpoint, response: { 200: EndpointView } } },
    async ({ params: { id }, body }) => {
      await endpointById(db, id)
      await changeEndpoint(db, id, body)
      return viewOf(id)
    },
  )

  app.post(
    '/api/endpoints/:id/off',
    { config: settings, schema: { operationId: 'turnOffEndpoint', params: ById, body: TurnOff, response: { 200: EndpointView } } },
    async (request) => {
      const { id, channel } = await endpointById(db, request.params.id)
      await turnOff(db, [{ channel, id, reason: 'by-hand', detail: request.body.why }], personAsking(request).id, clock())
      return viewOf(id)
    },
  )

  app.post(
    '/api/endpoints/:id/on',
    { config: settings, schema: { operationId: 'turnOnEndpoint', params: ById, body: Empty, response: { 200: EndpointView } } },
    async (request) => {
      const endpoint = await endpointById(db, request.params.id)
      await turnOn(db, endpoint, personAsking(request).id, clock())
      return viewOf(endpoint.id)
    },
  )

  app.post(
    '/api/endpoints/:id/removal',
    { config: settings, schema: { operationId: 'removeEndpoint', params: ById, body: Empty, response: { 200: Done } } },
    async (request) => {
      personAsking(request)
      const { id } = await endpointById(db, request.params.id)
      await db.transaction().execute((tx) => removeEndpoint(tx, id, clock()))
      return done
    },
  )

  /** A new secret; the one before goes on signing beside it for a day. */
  app.post(
    '/api/endpoints/:id/secret',
    { config: settings, schema: { operationId: 'rotateEndpointSecret', params: ById, body: Empty, response: { 200: z.object({ secret: z.string() }) } } },
    async (request) => {
      personAsking(request)
      const { id } = await endpointById(db, request.params.id)
      return { secret: await rotateSecret(deps, id) }
    },
  )

  /** A new app password or access token of a public account. */
  app.post(
    '/api/endpoints/:id/password',
    { config: settings, schema: { operationId: 'changeEndpointPassword', params: ById, body: ChangeEntry, response: { 200: EndpointView } } },
    async (request) => {
      const endpoint = await endpointById(db, request.params.id)
      await changeEntry(deps, endpoint, request.body.password, personAsking(request).id)
      return viewOf(endpoint.id)
    },
  )

  /** Sends a test there; what came of it is in the view a moment later. */
  app.post(
    '/api/endpoints/:id/test',
    { config: settings, schema: { operationId: 'testEndpoint', params: ById, body: Empty, response: { 200: EndpointView } } },
    async (request) => {
      const { id, channel } = await endpointById(db, request.params.id)
      await askProof(deps, { channel, provider: channel, endpointId: id }, asker(request).id)
      return viewOf(id)
    },
  )

  app.get(
    '/api/endpoints/:id/deliveries',
    { config: settings, schema: { operationId: 'listEndpointDeliveries', params: ById, querystring: PageQuery, response: { 200: pageOf(EndpointDelivery) } } },
    async ({ params: { id }, query }) => deliveriesTo(db, await endpointById(db, id), query),
  )

  app.post(
    '/api/endpoints/:id/deliveries/:delivery/replay',
    {
      config: settings,
      schema: {
        operationId: 'replayDelivery',
        params: ById.extend({ delivery: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
        body: Empty,
        response: { 200: Done },
      },
    },
    async (request) => {
      personAsking(request)
      await replay(db, await endpointById(db, request.params.id), request.params.delivery, clock())
      return done
    },
  )

  const viewOf = async (id: string) => (await viewsOf([await endpointById(db, id)]))[0] as z.input<typeof EndpointView>

  async function viewsOf(rows: EndpointRow[]): Promise<z.input<typeof EndpointView>[]> {
    const person = await namesOf(
      deps,
      rows.map(({ madeBy }) => madeBy),
    )
    return rows.map((row) => ({ ...row, madeBy: row.madeBy ? person(row.madeBy) : null }))
  }
}
