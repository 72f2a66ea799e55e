// The crisis room: every command is one call with a stable name.
import { sql } from 'kysely'
import { z } from 'zod'
import { clocksOf } from '../../communicate/clocks/clocks.facts.ts'
import { Waive } from '../../communicate/clocks/clocks.contract.ts'
import { crisisNow, type Deps, putText, tellCrisis } from '../../deps.ts'
import { permits } from '../../platform/auth/permissions.ts'
import { Empty, Id, Text } from '../../platform/contract.ts'
import { fromCursor, PageQuery, pageOf, toPage } from '../../platform/http/cursor.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { CrisisRoom, CrisisSummary, Declare, Declared, SeriesView, TimelineEntry, WriteNote } from './crisis.contract.ts'
import { crisisStream } from './crisis.facts.ts'
import type { CrisisCommand } from './crisis.ts'
import { declareCrisis } from './declare.ts'
import { crisisList, crisisRoom } from './room.store.ts'
import { timeline } from './timeline.ts'

const OfCrisis = z.object({ id: Id })
const CrisisQuery = PageQuery.extend({ number: Text(20).optional().describe('as people say it aloud: C-2026-014') })
const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const

export function crisisRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const tell = async (id: string, by: string, command: (now: Date) => CrisisCommand, rows?: (tx: Deps['db'], now: Date) => Promise<unknown>) => {
    await tellCrisis(deps, crisisStream(id), id, by, command, rows)
    return done
  }

  app.get(
    '/api/crises',
    { config: may('read'), schema: { operationId: 'listCrises', querystring: CrisisQuery, response: { 200: pageOf(CrisisSummary) } } },
    async ({ query }) => {
      const rows = await crisisList(deps, fromCursor<[string, string]>(query.cursor, ['time', 'id']), query.limit + 1, query.number)
      return toPage(rows, query.limit, (row) => [row.declaredAt.toISOString(), row.id])
    },
  )
  app.post(
    '/api/crises',
    { config: may('declare'), schema: { operationId: 'declareCrisis', body: Declare, response: { 201: Declared } } },
    async (request, reply) => reply.code(201).send(await declareCrisis(deps, request.body, asker(request).id)),
  )
  app.get('/api/crises/:id', { config: may('read'), schema: { operationId: 'showCrisis', params: OfCrisis, response: { 200: CrisisRoom } } }, (request) => {
    const who = asker(request)
    return crisisRoom(deps, request.params.id, who.id, who.kind === 'user' && permits(who, 'regulatory'))
  })

  app.get(
    '/api/crises/:id/timeline',
    { config: may('read'), schema: { operationId: 'showTimeline', params: OfCrisis, querystring: PageQuery, response: { 200: pageOf(TimelineEntry) } } },
    async ({ params, query }) => {
      await crisisNow(deps, params.id)
      const before = fromCursor<[number]>(query.cursor, ['number'])?.[0]
      return toPage(await timeline(deps, params.id, { before, limit: query.limit + 1 }), query.limit, (row) => [row.position])
    },
  )
  app.get(
    '/api/crises/:id/series',
    { config: may('read'), schema: { operationId: 'showSeries', params: OfCrisis, response: { 200: z.array(SeriesView) } } },
    async ({ params }) => {
      const now = await crisisNow(deps, params.id)
      const { rows } = await sql<{ series: string; points: { at: string; count: number }[] }>`
      select series, jsonb_agg(jsonb_build_object('at', to_char(bucket at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'count', count) order by bucket) as points
        from series_buckets b, crises c where c.id = ${params.id} and b.practice = c.practice and b.bucket between c.onset_at - interval '3 hours' and least(${now}::timestamptz, coalesce(c.restored_at, ${now}) + interval '3 hours') group by series`.execute(
        deps.db,
      )
      return rows
    },
  )

  const command = (operationId: string, path: string, access: Parameters<typeof may>[0], act: (id: string, by: string) => Promise<typeof done>, who = asker) =>
    app.post(`/api/crises/:id/${path}`, { config: may(access), schema: { params: OfCrisis, body: Empty, response: { 200: Done }, operationId } }, (request) =>
      act(request.params.id, who(request).id),
    )
  command('takeCommand', 'commander', 'command', (id, by) => tell(id, by, (now) => ({ type: 'TakeCommand', by, now })), personAsking)
  command('acknowledgeCommand', 'acknowledgement', 'command', (id, by) => tell(id, by, (now) => ({ type: 'Acknowledge', by, now })))

  app.post(
    '/api/crises/:id/notes',
    { config: may('declare'), schema: { operationId: 'writeNote', params: OfCrisis, body: WriteNote, response: { 200: Done } } },
    (request) => {
      const [{ id }, by, textId] = [request.params, asker(request).id, newId(deps.clock())]
      return tell(
        id,
        by,
        (now) => ({ type: 'WriteNote', textId, now }),
        (tx, now) => putText(tx, textId, id, request.body.text, by, now),
      )
    },
  )
  const OfClock = OfCrisis.extend({ clock: z.string().max(100) })
  app.post(
    '/api/crises/:id/clocks/:clock/waiver',
    { config: may('command'), schema: { operationId: 'waiveClock', params: OfClock, body: Waive, response: { 200: Done } } },
    async (request) => {
      const [{ id, clock }, by, reasonId] = [request.params, asker(request).id, newId(deps.clock())]
      await tellCrisis(
        deps,
        clocksOf(id),
        id,
        by,
        (now) => ({ type: 'Waive', clock, reasonId, now }),
        (tx, now) => putText(tx, reasonId, id, request.body.reason, by, now),
      )
      return done
    },
  )
  app.post(
    '/api/crises/:id/clocks/:clock/completion',
    { config: may('command'), schema: { operationId: 'completeClock', params: OfClock, body: Empty, response: { 200: Done } } },
    async (request) => {
      const { id, clock } = request.params
      await deps.engine.tell(clocksOf(id), { type: 'CompleteByHand', clock, now: await crisisNow(deps, id) }, { actor: asker(request).id, crisisId: id })
      return done
    },
  )
}
