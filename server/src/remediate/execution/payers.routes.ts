// Who carries out what is granted: set up, tried, paused, resumed, removed. Secrets go in and never come out.
import { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { unseal } from '../../platform/secrets/seal.ts'
import { AddPayer, AddedPayer, ChangePayer, HandedOverView, HandOver, PayerView, RehearsalView, TestedPayer, Why } from './execution.contract.ts'
import { handOverAll } from './hand-over.store.ts'
import { openersOf } from './open-payers.ts'
import { openedPayers, type PayerRow, payerById, payersOf } from './payers.store.ts'
import { addPayer, changePayer, pauseByPerson, removePayer, resumePayer } from './payers.write.store.ts'
import { rehearse } from './rehearse.ts'

const ById = z.object({ id: Id })
const Done = z.object({ done: z.literal(true) })
const settings = may('settings')

export function payerRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps
  const opened = openedPayers(deps, openersOf(deps))
  server.addHook('onClose', async () => opened.close())

  app.get('/api/payers', { config: may('plan-remedy'), schema: { operationId: 'listPayers', response: { 200: z.array(PayerView) } } }, async () =>
    viewsOf(await payersOf(db)),
  )

  app.post('/api/payers', { config: settings, schema: { operationId: 'addPayer', body: AddPayer, response: { 201: AddedPayer } } }, async (request, reply) => {
    const { id, secret } = await addPayer(deps, request.body, personAsking(request).id)
    return reply.code(201).send({ ...(await viewOf(id)), secret })
  })

  app.put(
    '/api/payers/:id',
    { config: settings, schema: { operationId: 'changePayer', params: ById, body: ChangePayer, response: { 200: PayerView } } },
    async (request) => {
      personAsking(request)
      await payerById(db, request.params.id)
      await changePayer(deps, request.params.id, request.body)
      return viewOf(request.params.id)
    },
  )

  app.post(
    '/api/payers/:id/removal',
    { config: settings, schema: { operationId: 'removePayer', params: ById, body: Empty, response: { 200: Done } } },
    async (request) => {
      personAsking(request)
      await db.transaction().execute(async (tx) => removePayer(tx, await payerById(tx, request.params.id), clock()))
      return { done: true as const }
    },
  )

  /** Whether the provider lets us in; nothing is moved by it. */
  app.post(
    '/api/payers/:id/test',
    { config: settings, schema: { operationId: 'testPayer', params: ById, body: Empty, response: { 200: TestedPayer } } },
    async (request) => {
      asker(request)
      const payer = opened.of(await payerById(db, request.params.id))
      return payer ? payer.test() : { ok: false, says: 'This version cannot carry out anything by a payer of this kind.' }
    },
  )

  app.post(
    '/api/payers/:id/pause',
    { config: may('approve-remedy'), schema: { operationId: 'pausePayer', params: ById, body: Why, response: { 200: PayerView } } },
    async (request) => {
      const { name } = personAsking(request)
      await payerById(db, request.params.id)
      await pauseByPerson(db, request.params.id, `${name}: ${request.body.why}`)
      return viewOf(request.params.id)
    },
  )

  app.post(
    '/api/payers/:id/resumption',
    { config: may('approve-remedy'), schema: { operationId: 'resumePayer', params: ById, body: Empty, response: { 200: PayerView } } },
    async (request) => {
      personAsking(request)
      await payerById(db, request.params.id)
      await resumePayer(db, request.params.id)
      return viewOf(request.params.id)
    },
  )

  /** Everything that waits for it becomes people's: for a payer that will not come back soon, or is to be removed. */
  app.post(
    '/api/payers/:id/handing-over',
    { config: may('approve-remedy'), schema: { operationId: 'handOverPayer', params: ById, body: HandOver, response: { 200: HandedOverView } } },
    async (request) => {
      const by = personAsking(request).id
      await payerById(db, request.params.id)
      return handOverAll(deps, request.params.id, { reason: request.body.reason, by })
    },
  )

  /** The next calls as they would be made; nothing is called, live or not. */
  app.get(
    '/api/payers/:id/rehearsal',
    { config: may('plan-remedy'), schema: { operationId: 'rehearsePayer', params: ById, response: { 200: RehearsalView } } },
    async ({ params }) => {
      const row = await payerById(db, params.id)
      return rehearse(db, row, opened.of(row))
    },
  )

  const viewOf = async (id: string) => (await viewsOf([await payerById(db, id)]))[0] as z.input<typeof PayerView>

  async function viewsOf(rows: PayerRow[]): Promise<z.input<typeof PayerView>[]> {
    const person = await namesOf(
      deps,
      rows.map(({ madeBy }) => madeBy),
    )
    return rows.map((row) => {
      const secrets: Record<string, string> = row.sealed ? JSON.parse(unseal(deps.key, row.sealed)) : {}
      const { id, kind, name, brand, settings: shown, live, madeAt } = row
      return {
        id,
        kind,
        name,
        brand,
        settings: shown,
        hasSecret: Object.keys(secrets).length > 0,
        hasHookSecret: 'hookSecret' in secrets,
        live,
        paused: row.state === 'paused' ? { why: row.pausedWhy ?? 'nobody said why' } : null,
        can: [...(opened.of(row)?.means ?? [])],
        madeBy: person(row.madeBy),
        madeAt,
      }
    })
  }
}
