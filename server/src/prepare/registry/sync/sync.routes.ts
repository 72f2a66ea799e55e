// Connections to Stripe and Shopify: made, tried, begun, paused; their webhooks; and the doubles that were found.
import { z } from 'zod'
import type { Deps as Everything } from '../../../deps.ts'
import { Empty, Id } from '../../../platform/contract.ts'
import { PageQuery, pageOf } from '../../../platform/http/cursor.ts'
import { type App, asker, may, personAsking, typed } from '../../../platform/http/server.ts'
import { decideDouble, listDoubles } from './doubles.store.ts'
import { hear } from './hooks.ts'
import { addLink, changeLink, linkOf, linkView, listLinks, listProblems, pauseLink, removeLink } from './links.store.ts'
import { createReaders } from './readers.ts'
import { startRun } from './runs.store.ts'
import { DoubleView, PauseSync, PutSyncLink, SyncLinkView, SyncProblem, SyncTested } from './sync.contract.ts'

type Deps = Pick<Everything, 'db' | 'clock' | 'key' | 'config'>
const OfLink = z.object({ id: Id })
const OfDouble = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const mostBytes = 4 * 1024 ** 2
const mostAMinute = 60_000

export function syncRoutes(root: App, deps: Deps) {
  const app = typed(root)
  const readers = createReaders(deps.config, 15_000)

  app.get('/api/sync-links', { config: may('settings'), schema: { operationId: 'listSyncLinks', response: { 200: z.array(SyncLinkView) } } }, () =>
    listLinks(deps),
  )
  app.post(
    '/api/sync-links',
    { config: may('settings'), schema: { operationId: 'addSyncLink', body: PutSyncLink, response: { 201: SyncLinkView } } },
    async (request, reply) => reply.code(201).send(await linkView(deps, await addLink(deps, request.body, asker(request).id))),
  )
  app.put(
    '/api/sync-links/:id',
    { config: may('settings'), schema: { operationId: 'changeSyncLink', params: OfLink, body: PutSyncLink, response: { 200: SyncLinkView } } },
    async ({ params, body }) => {
      await changeLink(deps, params.id, body)
      return linkView(deps, params.id)
    },
  )
  app.post(
    '/api/sync-links/:id/test',
    { config: may('settings'), schema: { operationId: 'testSyncLink', params: OfLink, body: Empty, response: { 200: SyncTested } } },
    async ({ params }) => {
      const reader = readers(await linkOf(deps, params.id))
      for (const subject of reader.subjects) {
        const read = await reader.page(subject, null)
        if (read.kind !== 'page') return { works: false, sentence: read.why }
      }
      return { works: true, sentence: 'Leeward can read there.' }
    },
  )
  app.post(
    '/api/sync-links/:id/run',
    { config: may('settings'), schema: { operationId: 'startSync', params: OfLink, body: Empty, response: { 202: SyncLinkView } } },
    async (request, reply) => {
      await linkOf(deps, request.params.id)
      await startRun(deps.db, request.params.id, asker(request).id, deps.clock())
      return reply.code(202).send(await linkView(deps, request.params.id))
    },
  )
  app.put(
    '/api/sync-links/:id/pause',
    { config: may('settings'), schema: { operationId: 'pauseSync', params: OfLink, body: PauseSync, response: { 200: SyncLinkView } } },
    async ({ params, body }) => {
      await pauseLink(deps.db, params.id, body.paused)
      return linkView(deps, params.id)
    },
  )
  app.post(
    '/api/sync-links/:id/removal',
    { config: may('settings'), schema: { operationId: 'removeSyncLink', params: OfLink, body: Empty, response: { 200: OfLink } } },
    async ({ params }) => {
      await removeLink(deps, params.id)
      return params
    },
  )
  app.get(
    '/api/sync-links/:id/problems',
    { config: may('settings'), schema: { operationId: 'listSyncProblems', params: OfLink, response: { 200: z.array(SyncProblem) } } },
    async ({ params }) => {
      await linkOf(deps, params.id)
      return (await listProblems(deps.db, params.id)) as unknown as SyncProblem[]
    },
  )
  doubleRoutes(root, deps)
  hookRoutes(root, deps)
}

function doubleRoutes(root: App, { db, clock }: Deps) {
  const app = typed(root)
  app.get(
    '/api/account-doubles',
    { config: may('registry'), schema: { operationId: 'listDoubles', querystring: PageQuery, response: { 200: pageOf(DoubleView) } } },
    ({ query }) => listDoubles(db, query),
  )
  for (const [path, answer, operationId] of [
    ['merger', 'merged', 'mergeDouble'],
    ['dismissal', 'dismissed', 'dismissDouble'],
  ] as const)
    app.post(
      `/api/account-doubles/:id/${path}`,
      { config: may('registry'), schema: { operationId, params: OfDouble, body: Empty, response: { 200: z.object({ id: z.number() }) } } },
      async (request) => {
        await decideDouble(db, request.params.id, answer, personAsking(request).id, clock())
        return request.params
      },
    )
}

/** A signature is over the bytes as they came. */
function hookRoutes(root: App, deps: Deps) {
  void root.register(async (server) => {
    server.removeAllContentTypeParsers()
    server.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, raw, done) => done(null, raw))
    typed(server).post(
      '/api/sync-hooks/:id',
      {
        config: { ...may('public'), rateLimit: { max: mostAMinute } },
        schema: { operationId: 'hearSync', params: OfLink, response: { 202: z.object({ toRead: z.number().int() }) } },
      },
      async (request, reply) => {
        const header = (name: string) => [request.headers[name]].flat()[0] ?? ''
        const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        return reply.code(202).send({ toRead: await hear(deps, request.params.id, { raw, header }) })
      },
    )
  })
}
