// Whom a crisis hurts: said, tried out, said anew; and what each assessment changed.
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { fromCursor, PageQuery, pageOf, toPage } from '../../platform/http/cursor.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { assessmentsOf, differenceOf } from './assessments.store.ts'
import { Assessment, ChangeConditions, Changed, ChangeScope, ImpactDefinition, ImpactPreview, PreviewImpact } from './definition.contract.ts'
import { definitionOf, putConditions, putScope, refuseImpossible, revisionOf } from './definition.store.ts'
import { previewImpact } from './preview.store.ts'

const OfCrisis = z.object({ id: Id })

export function definitionRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, engine } = deps

  app.get(
    '/api/crises/:id/impact/definition',
    { config: may('read'), schema: { operationId: 'impactDefinition', params: OfCrisis, response: { 200: ImpactDefinition } } },
    ({ params }) => definitionOf(deps, params.id),
  )

  app.put(
    '/api/crises/:id/scope',
    { config: may('command'), schema: { operationId: 'changeScope', params: OfCrisis, body: ChangeScope, response: { 200: Changed } } },
    async (request) => {
      const [{ id }, { scope, revision }] = [request.params, request.body]
      const now = await crisisNow(deps, id)
      await refuseImpossible(db, await brandOf(db, id), { scope }, now)
      await engine.tell(
        `crisis/${id}`,
        { type: 'ChangeScope', services: services(scope), ...(revision === undefined ? {} : { revision }), now },
        { actor: asker(request).id, crisisId: id, with: (tx) => putScope(tx, id, scope) },
      )
      return { revision: await revisionOf(deps, id) }
    },
  )

  app.put(
    '/api/crises/:id/impact/conditions',
    { config: may('command'), schema: { operationId: 'changeImpactConditions', params: OfCrisis, body: ChangeConditions, response: { 200: Changed } } },
    async (request) => {
      const [{ id }, { scope, conditions, everyoneInScope, revision }] = [request.params, request.body]
      const now = await crisisNow(deps, id)
      await refuseImpossible(db, await brandOf(db, id), { ...(scope ? { scope } : {}), conditions }, now)
      await engine.tell(
        `crisis/${id}`,
        { type: 'ChangeConditions', conditions: conditions.length, everyoneInScope, ...(scope ? { services: services(scope) } : {}), revision, now },
        {
          actor: asker(request).id,
          crisisId: id,
          with: async (tx) => {
            if (scope) await putScope(tx, id, scope)
            await putConditions(tx, id, everyoneInScope, conditions)
          },
        },
      )
      return { revision: await revisionOf(deps, id) }
    },
  )

  app.post(
    '/api/crises/:id/impact/preview',
    { config: may('read'), schema: { operationId: 'previewImpact', params: OfCrisis, body: PreviewImpact, response: { 200: ImpactPreview } } },
    async ({ params: { id }, body }) => {
      const { scope, conditions } = body
      await refuseImpossible(db, await brandOf(db, id), { ...(scope ? { scope } : {}), ...(conditions ? { conditions } : {}) }, await crisisNow(deps, id))
      return previewImpact(deps, id, body)
    },
  )

  app.get(
    '/api/crises/:id/impact/assessments',
    { config: may('read'), schema: { operationId: 'impactAssessments', params: OfCrisis, querystring: PageQuery, response: { 200: pageOf(Assessment) } } },
    async ({ params, query }) => {
      await crisisNow(deps, params.id)
      return toPage(await assessmentsOf(deps, params.id, fromCursor<[number]>(query.cursor, ['number'])?.[0], query.limit + 1), query.limit, (row) => [
        row.number,
      ])
    },
  )

  app.get(
    '/api/crises/:id/impact/assessments/:number/difference',
    {
      config: may('read'),
      schema: { operationId: 'impactDifference', produces: ['text/csv'], params: OfCrisis.extend({ number: z.coerce.number().int().min(1).max(1e9) }) },
    },
    async ({ params: { id, number } }, reply) => {
      const { crisis, lines } = await differenceOf(deps, id, number)
      reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${crisis}-impact-${number}.csv"`)
      return reply.send(Readable.from(lines))
    },
  )
}

const services = (scope: { serviceId: string }[]) => [...new Set(scope.map((row) => row.serviceId))]

async function brandOf(db: Deps['db'], crisisId: string): Promise<string> {
  const { rows } = await sql<{ brand: string }>`select brand_id as brand from crises where id = ${crisisId}`.execute(db)
  return rows[0]?.brand ?? ''
}
