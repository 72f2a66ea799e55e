// Workarounds: written by whoever responds, published by a person who may approve what customers read.
import { sql } from 'kysely'
import { z } from 'zod'
import { peopleNeeded } from '../../communicate/updates/updates.store.ts'
import { crisisNow, type Deps, namesOf, tellCrisis } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { PublishWorkaround, WorkaroundsView, WriteWorkaround } from './workarounds.contract.ts'
import { workaroundsOf } from './workarounds.facts.ts'
import type { WorkaroundsState } from './workarounds.ts'

const OfCrisis = z.object({ id: Id })
const whileOpen = { whileOpen: true }
const OfWorkaround = OfCrisis.extend({ workaround: Id })

export function workaroundRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const answers = { response: { 200: WorkaroundsView } }

  app.get('/api/crises/:id/workarounds', { config: may('read'), schema: { operationId: 'listWorkarounds', params: OfCrisis, ...answers } }, ({ params }) =>
    workaroundsView(deps, params.id),
  )

  app.post(
    '/api/crises/:id/workarounds',
    { config: may('respond'), schema: { operationId: 'addWorkaround', params: OfCrisis, body: WriteWorkaround, response: { 201: WorkaroundsView } } },
    async (request, reply) => {
      const [{ id }, { body, forWhom }, by, workaround] = [request.params, request.body, asker(request).id, newId(deps.clock())]
      await tellCrisis(
        deps,
        workaroundsOf(id),
        id,
        by,
        (now) => ({ type: 'AddWorkaround', workaround, by, now }),
        (tx, now) =>
          sql`insert into workarounds (id, crisis_id, body, for_whom, author, status, written_at)
              values (${workaround}, ${id}, ${body}, ${forWhom}, ${by}, 'draft', ${now}) on conflict (id) do nothing`.execute(tx),
        whileOpen,
      )
      return reply.code(201).send(await workaroundsView(deps, id))
    },
  )

  app.put(
    '/api/crises/:id/workarounds/:workaround',
    { config: may('respond'), schema: { operationId: 'changeWorkaround', params: OfWorkaround, body: WriteWorkaround, ...answers } },
    async (request) => {
      const [{ id, workaround }, { body, forWhom }, by] = [request.params, request.body, asker(request).id]
      await tellCrisis(
        deps,
        workaroundsOf(id),
        id,
        by,
        (now) => ({ type: 'ChangeWorkaround', workaround, by, now }),
        (tx, now) =>
          sql`update workarounds set body = ${body}, for_whom = ${forWhom}, author = ${by}, written_at = ${now} where id = ${workaround} and crisis_id = ${id} and status = 'draft'`.execute(
            tx,
          ),
        whileOpen,
      )
      return workaroundsView(deps, id)
    },
  )

  app.post(
    '/api/crises/:id/workarounds/:workaround/publication',
    { config: may('approve-update'), schema: { operationId: 'publishWorkaround', params: OfWorkaround, body: PublishWorkaround, ...answers } },
    async (request) => {
      const [{ id, workaround }, by, read] = [request.params, personAsking(request).id, request.body?.revision]
      const revision = read === undefined ? {} : { revision: read }
      const people = await peopleNeeded(deps.db, id, 'updates')
      await tellCrisis(
        deps,
        workaroundsOf(id),
        id,
        by,
        (now) => ({ type: 'PublishWorkaround', workaround, by, people, ...revision, now }),
        undefined,
        whileOpen,
      )
      return workaroundsView(deps, id)
    },
  )

  app.post(
    '/api/crises/:id/workarounds/:workaround/withdrawal',
    { config: may('respond'), schema: { operationId: 'withdrawWorkaround', params: OfWorkaround, body: Empty, ...answers } },
    async (request) => {
      const [{ id, workaround }, by] = [request.params, asker(request).id]
      await tellCrisis(deps, workaroundsOf(id), id, by, (now) => ({ type: 'WithdrawWorkaround', workaround, by, now }))
      return workaroundsView(deps, id)
    },
  )
}

async function workaroundsView(deps: Deps, crisisId: string): Promise<z.input<typeof WorkaroundsView>> {
  await crisisNow(deps, crisisId)
  const known = await deps.engine.stateOf<WorkaroundsState>(workaroundsOf(crisisId))
  const { rows } = await sql<Omit<z.input<typeof WorkaroundsView>['workarounds'][number], 'author' | 'revision'> & { author: string }>`
    select id, body, for_whom as "forWhom", author, status, written_at as "writtenAt", published_at as "publishedAt" from workarounds where crisis_id = ${crisisId} order by written_at desc, id`.execute(
    deps.db,
  )
  const person = await namesOf(
    deps,
    rows.map((row) => row.author),
  )
  return {
    workarounds: rows.map((row) => ({ ...row, revision: known[row.id]?.revision ?? 1, author: person(row.author) })),
    people: await peopleNeeded(deps.db, crisisId, 'updates'),
  }
}
