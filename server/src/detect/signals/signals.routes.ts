// Where signals come in, and where people look at them and at who sends them.
import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { readPagerDuty } from './forms/pagerduty.ts'
import { mustNotNestTooDeep } from './nesting.ts'
import { readSignals } from './read-signals.ts'
import { NewSource, PutSource, SignalsQuery, SignalsTaken, SignalView, SourceTried, SourceView, TrySource } from './signals.contract.ts'
import { createAskers } from '../asked/askers.ts'
import { trySource } from '../asked/try-source.store.ts'
import { listSignals } from './signals.store.ts'
import { listSources, sourceView } from './source-list.store.ts'
import { addSource, changeSource, createSources, removeSource, type Source } from './sources.store.ts'
import { createIntake } from './take.store.ts'
import { type Body, bodies, taking } from './taking.ts'

const mostAMinute = 60_000
const OfSource = z.object({ id: Id })

export function signalRoutes(root: App, deps: Deps) {
  const app = typed(root)
  const [sources, intake, ask] = [createSources(deps), createIntake(deps), createAskers({ allow: deps.config.outgoingAllow })]

  app.get('/api/signal-sources', { config: may('read'), schema: { operationId: 'listSignalSources', response: { 200: z.array(SourceView) } } }, () =>
    listSources(deps),
  )
  app.post(
    '/api/signal-sources',
    { config: may('settings'), schema: { operationId: 'addSignalSource', body: PutSource, response: { 201: NewSource } } },
    async (request, reply) => {
      const { id, key } = await addSource(deps, request.body, asker(request).id)
      return reply.code(201).send({ ...(await sourceView(deps, id)), key })
    },
  )
  app.post(
    '/api/signal-sources/trial',
    {
      config: may('settings'),
      schema: { operationId: 'trySignalSource', body: TrySource, response: { 200: SourceTried } },
    },
    ({ body }) => trySource(deps, ask, body),
  )
  app.put(
    '/api/signal-sources/:id',
    { config: may('settings'), schema: { operationId: 'changeSignalSource', params: OfSource, body: PutSource, response: { 200: SourceView } } },
    async ({ params, body }) => {
      await changeSource(deps, params.id, body)
      return sourceView(deps, params.id)
    },
  )
  app.post(
    '/api/signal-sources/:id/removal',
    { config: may('settings'), schema: { operationId: 'removeSignalSource', params: OfSource, body: Empty, response: { 200: OfSource } } },
    async ({ params }) => {
      await removeSource(deps, params.id)
      return params
    },
  )
  app.get(
    '/api/signals',
    { config: may('read'), schema: { operationId: 'listSignals', querystring: SignalsQuery, response: { 200: z.array(SignalView) } } },
    ({ query }) => listSignals(deps, query),
  )

  void root.register(async (server) => {
    bodies(server)
    const open = { ...may('public'), rateLimit: { max: mostAMinute } }
    const take = async (source: Source, request: FastifyRequest, reply: FastifyReply) => {
      const taken = await taking(deps, intake, source, request)
      if (taken.taken + taken.twice === 0 && taken.refused > 0)
        throw new Refused(
          'not-valid',
          `Nothing of this was taken. ${taken.wrong.map(({ index, sentence }) => `${index}: ${sentence}`).join(' ')}`.slice(0, 2_000),
        )
      return reply.code(202).send(taken)
    }
    typed(server).post('/api/signals', { config: open, schema: { operationId: 'sendSignals', response: { 202: SignalsTaken } } }, async (request, reply) =>
      take(await sources.byKey(bearer(request)), request, reply),
    )
    typed(server).post(
      '/api/signals/hooks/:key',
      { config: open, schema: { operationId: 'sendSignalsByHook', params: z.object({ key: z.string().max(100) }), response: { 202: SignalsTaken } } },
      async (request, reply) => take(await sources.byKey(request.params.key), request, reply),
    )
    // Whoever wants to send CloudEvents by web-hook asks first whether that is welcome; that is no secret, and without a key nothing is taken.
    for (const path of ['/api/signals', '/api/signals/hooks/:key'])
      server.options(path, { config: may('public'), schema: { hide: true } }, async (request, reply) => {
        const origin = [request.headers['webhook-request-origin']].flat()[0]
        if (origin)
          reply.header('webhook-allowed-origin', origin.slice(0, 300).replace(/[^\x20-\x7e]/g, '')).header('webhook-allowed-rate', String(mostAMinute))
        return reply.header('allow', 'POST, OPTIONS').code(204).send()
      })
    for (const path of ['/v2/enqueue', '/v2/change/enqueue'])
      server.post(path, { config: open, schema: { hide: true } }, async (request, reply) => {
        const { raw, body } = (request.body ?? { raw: Buffer.alloc(0), body: null }) as Body
        mustNotNestTooDeep(raw)
        const key = (body as { routing_key?: unknown } | null)?.routing_key
        const source = await sources.byKey(String(key)).catch((error: unknown) => {
          // Whoever is told that the key is wrong does not send again: only where it is.
          if (error instanceof Refused) return undefined
          throw error
        })
        if (!source || !pagedTo.has(source.kind)) return invalid(reply, ["Invalid 'routing_key': it is the key of a source of the kind pagerduty"])
        // A change is no trouble; that it happened is told by others.
        if (path !== '/v2/enqueue') return reply.code(202).send({ status: 'success', message: 'Change event processed' })
        const read = readPagerDuty(body, deps.clock(), () => randomBytes(16).toString('hex'))
        if ('errors' in read) return invalid(reply, read.errors)
        const taken = await intake.take(source, readSignals([read.signal], deps.clock()))
        if (taken.refused > 0)
          return invalid(
            reply,
            taken.wrong.map(({ sentence }) => sentence),
          )
        return reply.code(202).send({ status: 'success', message: 'Event processed', dedup_key: read.dedupKey })
      })
  })
}

/** What its sender signs has no second door. */
const pagedTo: ReadonlySet<string> = new Set(['pagerduty', 'signals', 'cloudevents'])
const invalid = (reply: FastifyReply, errors: string[]) => reply.code(400).send({ status: 'invalid event', message: 'Event object is invalid', errors })

function bearer({ headers }: FastifyRequest): string {
  const [, key] = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (!key) throw new Refused('not-allowed', 'Send the key of a source as Authorization: Bearer KEY.')
  return key
}
