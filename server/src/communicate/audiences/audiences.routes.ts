// Saved choices among those who are hurt, and how many an update would reach.
import { z } from 'zod'
import { crisisNow, type Deps, namesOf } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { AudienceView, PutAudience, Reach, UpdateTo } from './audiences.contract.ts'
import { audienceById, type AudienceRow, listAudiences, putAudience, reachOf, removeAudience } from './audiences.store.ts'

const OfAudience = z.object({ id: Id })

export function audienceRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps

  app.get('/api/audiences', { config: may('read'), schema: { operationId: 'listAudiences', response: { 200: z.array(AudienceView) } } }, async () =>
    views(await listAudiences(db)),
  )
  app.post(
    '/api/audiences',
    { config: may('write-update'), schema: { operationId: 'addAudience', body: PutAudience, response: { 201: AudienceView } } },
    async (request, reply) => {
      const id = newId(clock())
      await putAudience(db, { id, ...request.body, by: asker(request).id, now: clock() })
      return reply.code(201).send(await one(id))
    },
  )
  app.put(
    '/api/audiences/:id',
    { config: may('write-update'), schema: { operationId: 'changeAudience', params: OfAudience, body: PutAudience, response: { 200: AudienceView } } },
    async (request) => {
      const { id } = await audienceById(db, request.params.id)
      await putAudience(db, { id, ...request.body, by: asker(request).id, now: clock() })
      return one(id)
    },
  )
  app.post(
    '/api/audiences/:id/removal',
    { config: may('write-update'), schema: { operationId: 'removeAudience', params: OfAudience, body: Empty, response: { 200: z.object({ id: Id }) } } },
    async ({ params: { id } }) => {
      await removeAudience(db, id, clock())
      return { id }
    },
  )
  app.post(
    '/api/crises/:id/reach',
    { config: may('read'), schema: { operationId: 'showReach', params: OfAudience, body: z.object({ to: UpdateTo }), response: { 200: Reach } } },
    async ({ params, body }) => reachOf(db, params.id, body.to, await crisisNow(deps, params.id)),
  )

  const one = async (id: string) => (await views([await audienceById(db, id)]))[0] as z.input<typeof AudienceView>
  async function views(rows: AudienceRow[]): Promise<z.input<typeof AudienceView>[]> {
    const name = await namesOf(
      deps,
      rows.map(({ changedBy }) => changedBy),
    )
    return rows.map((row) => ({ ...row, changedBy: name(row.changedBy) }))
  }
}
