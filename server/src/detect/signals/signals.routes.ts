// Where signals come in, and where people look at them and at who sends them.
import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { readAlertmanager, readGrafana } from './forms/alertmanager.ts'
import { readBinaryEvent, readCloudEvent, readCloudEvents } from './forms/cloudevents.ts'
import type { Form, Sent } from './forms/form.ts'
import { readPagerDuty } from './forms/pagerduty.ts'
import { readSentry } from './forms/sentry.ts'
import { readShopify, readStripe } from './forms/shops.ts'
import { linesIn } from './lines.ts'
import { nothingRead, readSignals, refuse } from './read-signals.ts'
import { NewSource, PutSource, SignalsQuery, SignalsTaken, SignalView, SourceView } from './signals.contract.ts'
import { listSignals } from './signals.store.ts'
import { addSource, changeSource, createSources, listSources, removeSource, type Source, sourceView } from './sources.store.ts'
import { createIntake } from './take.store.ts'

/** Of one request. A stream of lines may be as long as its sender likes: it is taken in pieces. */
export const mostBytes = 8 * 1024 ** 2
const linesAtOnce = 5_000
const mostAMinute = 60_000
const OfSource = z.object({ id: Id })

export function signalRoutes(root: App, deps: Deps) {
  const app = typed(root)
  const [sources, intake] = [createSources(deps), createIntake(deps)]

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
      const taken = await taking(intake, source, request, deps.clock)
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
        const { body } = request.body as Body
        const key = (body as { routing_key?: unknown } | null)?.routing_key
        const source = await sources.byKey(String(key)).catch(() => undefined)
        if (!source) return invalid(reply, ["Invalid 'routing_key': it is the key of a source"])
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

const invalid = (reply: FastifyReply, errors: string[]) => reply.code(400).send({ status: 'invalid event', message: 'Event object is invalid', errors })

type Body = { raw: Buffer; body: unknown }

/** Signatures are over the bytes as they came; lines are read as they come. */
function bodies(server: App) {
  const read = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'],
    { parseAs: 'buffer', bodyLimit: mostBytes },
    (request, raw: Buffer, done) => {
      // A binary CloudEvent may have no data at all.
      if (raw.length === 0 && request.headers['ce-specversion'] !== undefined) return done(null, { raw, body: null })
      void read(request, raw.toString('utf8'), (error, body) => done(error, error ? undefined : { raw, body }))
    },
  )
  server.addContentTypeParser(['application/x-ndjson', 'application/ndjson', 'application/jsonl'], (_request, payload, done) => done(null, payload))
}

const forms: Partial<Record<Source['kind'], Form>> = {
  alertmanager: readAlertmanager,
  grafana: readGrafana,
  sentry: readSentry,
  stripe: readStripe,
  shopify: readShopify,
}

async function taking(intake: ReturnType<typeof createIntake>, source: Source, request: FastifyRequest, clock: () => Date): Promise<SignalsTaken> {
  const sort = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (/^application\/(x-ndjson|ndjson|jsonl)$/.test(sort)) return takingLines(intake, source, request.body as Readable, clock)
  const { raw, body } = (request.body ?? { raw: Buffer.alloc(0), body: null }) as Body
  const sent: Sent = { raw, body, headers: request.headers, secret: source.secret, now: clock() }
  const form = forms[source.kind]
  const items = form?.(sent) ?? readBinaryEvent(sent) ?? plainly(sort, sent)
  return intake.take(source, readSignals(items, clock()))
}

function plainly(sort: string, sent: Sent): unknown[] {
  if (sort === 'application/cloudevents+json') return readCloudEvent(sent)
  if (sort === 'application/cloudevents-batch+json') return readCloudEvents(sent)
  if (Array.isArray(sent.body)) return sent.body
  return typeof sent.body === 'object' && sent.body !== null && 'specversion' in sent.body ? readCloudEvent(sent) : [sent.body]
}

/** What was taken stays taken where a later piece fails: whoever sends again does it with ids. */
async function takingLines(intake: ReturnType<typeof createIntake>, source: Source, lines: Readable, clock: () => Date): Promise<SignalsTaken> {
  const all: SignalsTaken = { taken: 0, twice: 0, thinned: 0, refused: 0, wrong: [] }
  let read = nothingRead()
  const add = ({ taken, twice, thinned, refused, wrong }: SignalsTaken) => {
    all.taken += taken
    all.twice += twice
    all.thinned += thinned
    all.refused += refused
    all.wrong = [...all.wrong, ...wrong].slice(0, 20)
    read = nothingRead()
  }
  for await (const { items, places } of linesIn(lines as AsyncIterable<Buffer>, linesAtOnce, (index, sentence) => refuse(read, index, sentence)))
    add(await intake.take(source, readSignals(items, clock(), read, places)))
  if (read.refused > 0) add(await intake.take(source, read))
  return all
}

function bearer({ headers }: FastifyRequest): string {
  const [, key] = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (!key) throw new Refused('not-allowed', 'Send the key of a source as Authorization: Bearer KEY.')
  return key
}
