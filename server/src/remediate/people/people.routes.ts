// What people carry out: all of a plan at once, a file that comes back, tasks one by one; and taking the word back.
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { keepUpload, tooLarge, UploadStream } from '../../prepare/registry/import/upload.store.ts'
import { settleByPerson } from '../execution/decide.store.ts'
import { noteSettled } from '../grants/settled.store.ts'
import { carryOutAll, grantedPlansOf, runsOf, undoLine, undoRun } from './carried-out.store.ts'
import {
  CarriedOutView,
  CarryOutAll,
  EndTask,
  GrantedPlanView,
  RemedyTaskView,
  RunView,
  SheetQuery,
  SheetView,
  TakeTask,
  TaskQuery,
  UndoCarriedOut,
  UndoneView,
} from './people.contract.ts'
import { sheetOf, takeSheet } from './sheet.store.ts'
import { listTasks, mayHandle, takeTask } from './tasks.store.ts'

const ById = z.object({ id: Id })
const OfLine = z.object({ grant: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const
/** Some hundred thousand rows. */
const mostBytes = 64 * 1024 ** 2

export function peopleRoutes(server: App, deps: Deps) {
  const app = typed(server)

  app.post(
    '/api/remedies/:id/carried-out',
    { config: may('approve-remedy'), schema: { operationId: 'carryOutByPeople', params: ById, body: CarryOutAll, response: { 200: CarriedOutView } } },
    async (request) => {
      const by = personAsking(request).id
      await plan(request.params.id)
      const said = await carryOutAll(deps, { ...request.body, planId: request.params.id, by })
      await noteSettled(deps)
      return said
    },
  )
  /** Every plan of a crisis that was granted, the newest first: lines of an earlier one may wait as well. */
  app.get(
    '/api/crises/:id/remedies/granted',
    { config: may('read'), schema: { operationId: 'listGrantedPlans', params: ById, response: { 200: z.array(GrantedPlanView) } } },
    async ({ params }) => {
      await crisisNow(deps, params.id)
      return grantedPlansOf(deps.db, params.id)
    },
  )
  app.get(
    '/api/remedies/:id/runs',
    { config: may('plan-remedy'), schema: { operationId: 'listCarriedOut', params: ById, response: { 200: z.array(RunView) } } },
    async ({ params }) => {
      await plan(params.id)
      return runsOf(deps, params.id)
    },
  )
  app.post(
    '/api/payout-runs/:id/undoing',
    { config: may('approve-remedy'), schema: { operationId: 'undoCarriedOut', params: ById, body: UndoCarriedOut, response: { 200: UndoneView } } },
    async (request) => undoRun(deps, request.params.id, request.body.reason, personAsking(request).id),
  )
  app.post(
    '/api/payouts/:grant/undoing',
    { config: may('approve-remedy'), schema: { operationId: 'undoPayout', params: OfLine, body: UndoCarriedOut, response: { 200: Done } } },
    async (request) => {
      await undoLine(deps, request.params.grant, request.body.reason, personAsking(request).id, false)
      return done
    },
  )
  /** What people carry out of this plan, as a file that can come back. */
  app.get(
    '/api/remedies/:id/by-people.csv',
    { config: may('plan-remedy'), schema: { operationId: 'downloadByPeople', params: ById, produces: ['text/csv'] } },
    async ({ params }, reply) => {
      await plan(params.id)
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="to-carry-out.csv"')
      return reply.send(Readable.from(withMark(sheetOf(deps.db, params.id))))
    },
  )

  app.get(
    '/api/remedy-tasks',
    { config: may('read'), schema: { operationId: 'listRemedyTasks', querystring: TaskQuery, response: { 200: pageOf(RemedyTaskView) } } },
    (request) => listTasks(deps, request.query, asker(request).id),
  )
  app.post(
    '/api/remedy-tasks/:grant/taking',
    { config: may('call'), schema: { operationId: 'takeRemedyTask', params: OfLine, body: TakeTask, response: { 200: Done } } },
    async (request) => {
      await takeTask(deps, request.params.grant, request.body.taken, personAsking(request).id)
      return done
    },
  )
  app.post(
    '/api/remedy-tasks/:grant/outcome',
    { config: may('call'), schema: { operationId: 'endRemedyTask', params: OfLine, body: EndTask, response: { 200: Done } } },
    async (request) => {
      const { id } = personAsking(request)
      const { done: ended, words } = request.body
      await deps.db.transaction().execute((tx) => mayHandle({ db: tx }, request.params.grant, id, deps.clock()))
      await settleByPerson(deps, request.params.grant, { outcome: ended ? 'applied' : 'not-applied', evidence: words, providerId: null }, id)
      await noteSettled(deps)
      return done
    },
  )
  app.post(
    '/api/remedy-tasks/:grant/undoing',
    { config: may('call'), schema: { operationId: 'undoRemedyTask', params: OfLine, body: UndoCarriedOut, response: { 200: Done } } },
    async (request) => {
      await undoLine(deps, request.params.grant, request.body.reason, personAsking(request).id, true)
      return done
    },
  )

  void server.register(async (files) => {
    files.addContentTypeParser(['text/csv', 'application/octet-stream'], (_request, payload, parsed) => parsed(null, new UploadStream(payload)))
    typed(files).post(
      '/api/payouts/carried-out',
      { config: may('approve-remedy'), schema: { operationId: 'takeCarriedOutFile', querystring: SheetQuery, response: { 200: SheetView } } },
      async (request) => {
        const by = personAsking(request).id
        const upload: unknown = request.body
        if (!(upload instanceof UploadStream)) throw new Refused('not-valid', 'Send the file as the body of the request, with the content type text/csv.')
        if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes)
        // Read to its end first, so that a slow sender holds no transaction.
        const kept = await keepUpload(upload.stream, mostBytes)
        try {
          return await takeSheet(deps, kept.read(), request.query.evidence, by)
        } finally {
          await kept.remove()
          await noteSettled(deps)
        }
      },
    )
  })

  const plan = async (id: string) => {
    const { rows } = await sql`select from remedy_plans where id = ${id}`.execute(deps.db)
    if (rows.length === 0) throw new Refused('not-found', 'There is no such plan.')
  }
}

/** Spreadsheets take a file for UTF-8 only with a mark in front. */
async function* withMark(pages: AsyncGenerator<string>): AsyncGenerator<string> {
  yield '\uFEFF'
  yield* pages
}
