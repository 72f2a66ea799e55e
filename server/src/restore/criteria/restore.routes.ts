// Restoring in the room: look, edit and check the criteria, bring services back by shares, count what is mended, say that it is restored.
import { z } from 'zod'
import { type Deps, putText, tellCrisis } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import {
  AddCriterion,
  AddRepair,
  CountRepair,
  EnterFigure,
  GiveWord,
  LeaveOut,
  MoveShare,
  RestorationView,
  SayRestored,
  SetOrder,
} from './criteria.contract.ts'
import { restoreOf } from './restore.facts.ts'
import type { RestoreCommand } from './restore.ts'
import { restorationView } from './restore.view.ts'

const OfCrisis = z.object({ id: Id })
const OfCriterion = OfCrisis.extend({ key: z.string().max(200) })
const OfRepair = OfCrisis.extend({ repair: Id })
const answers = { response: { 200: RestorationView } }

export function restoreRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const access = { config: may('restore') }
  /** `body`: what was written, of which the command knows the id. */
  const tell = async (id: string, by: string, body: string | undefined, command: (now: Date, textId: string) => RestoreCommand) => {
    const textId = newId(deps.clock())
    await tellCrisis(deps, restoreOf(id), id, by, (now) => command(now, textId), body ? (tx, now) => putText(tx, textId, id, body, by, now) : undefined)
    return restorationView(deps, id)
  }

  app.get('/api/crises/:id/restoration', { config: may('read'), schema: { operationId: 'showRestoration', params: OfCrisis, ...answers } }, ({ params }) =>
    restorationView(deps, params.id),
  )
  app.post(
    '/api/crises/:id/restoration',
    { ...access, schema: { operationId: 'restoreCrisis', params: OfCrisis, body: SayRestored, ...answers } },
    (request) => {
      const [by, reason] = [asker(request).id, request.body?.reason]
      return tell(request.params.id, by, reason, (now, reasonId) => ({ type: 'SayRestored', by, ...(reason ? { reasonId } : {}), now }))
    },
  )

  app.post(
    '/api/crises/:id/criteria',
    { ...access, schema: { operationId: 'addCriterion', params: OfCrisis, body: AddCriterion, response: { 201: RestorationView } } },
    async (request, reply) => {
      const [by, { text, service, measure }, key] = [asker(request).id, request.body, newId(deps.clock())]
      const added = await tell(request.params.id, by, text, (now, textId) => ({
        type: 'AddCriterion',
        key,
        textId,
        ...(service ? { serviceId: service } : {}),
        measure,
        by,
        now,
      }))
      return reply.code(201).send(added)
    },
  )
  app.post(
    '/api/crises/:id/criteria/:key',
    { ...access, schema: { operationId: 'checkCriterion', params: OfCriterion, body: GiveWord, ...answers } },
    (request) => {
      const [{ id, key }, by, { met }] = [request.params, asker(request).id, request.body]
      return tell(id, by, undefined, (now) => ({ type: 'GiveWord', key, met, by, now }))
    },
  )
  app.post(
    '/api/crises/:id/criteria/:key/figure',
    { ...access, schema: { operationId: 'enterFigure', params: OfCriterion, body: EnterFigure, ...answers } },
    (request) => {
      const [{ id, key }, by, { value }] = [request.params, asker(request).id, request.body]
      return tell(id, by, undefined, (now) => ({ type: 'EnterFigure', key, value, by, now }))
    },
  )
  app.post(
    '/api/crises/:id/criteria/:key/removal',
    { config: may('command'), schema: { operationId: 'leaveOutCriterion', params: OfCriterion, body: LeaveOut, ...answers } },
    (request) => {
      const [{ id, key }, by] = [request.params, asker(request).id]
      return tell(id, by, request.body.reason, (now, reasonId) => ({ type: 'LeaveOutCriterion', key, reasonId, by, now }))
    },
  )

  app.post('/api/crises/:id/shares', { ...access, schema: { operationId: 'moveShare', params: OfCrisis, body: MoveShare, ...answers } }, (request) => {
    const [by, { service, percent, reason }] = [asker(request).id, request.body]
    return tell(request.params.id, by, reason, (now, reasonId) => ({
      type: 'MoveShare',
      serviceId: service,
      percent,
      ...(reason ? { reasonId } : {}),
      by,
      now,
    }))
  })
  app.put(
    '/api/crises/:id/restoration-order',
    { ...access, schema: { operationId: 'setRestorationOrder', params: OfCrisis, body: SetOrder, ...answers } },
    (request) => {
      const by = asker(request).id
      return tell(request.params.id, by, undefined, (now) => ({ type: 'SetOrder', services: request.body.services, by, now }))
    },
  )

  app.post(
    '/api/crises/:id/repairs',
    { ...access, schema: { operationId: 'addRepair', params: OfCrisis, body: AddRepair, response: { 201: RestorationView } } },
    async (request, reply) => {
      const [by, { text, ...given }, repair] = [asker(request).id, request.body, newId(deps.clock())]
      const added = await tell(request.params.id, by, text, (now, textId) => ({ type: 'AddRepair', id: repair, textId, ...given, by, now }))
      return reply.code(201).send(added)
    },
  )
  app.post(
    '/api/crises/:id/repairs/:repair/counts',
    { ...access, schema: { operationId: 'countRepair', params: OfRepair, body: CountRepair, ...answers } },
    (request) => {
      const [{ id, repair }, by, { records, mended, failed }] = [request.params, asker(request).id, request.body]
      return tell(id, by, undefined, (now) => ({ type: 'CountRepair', id: repair, ...(records === undefined ? {} : { records }), mended, failed, by, now }))
    },
  )
  app.post(
    '/api/crises/:id/repairs/:repair/removal',
    { config: may('command'), schema: { operationId: 'leaveRepair', params: OfRepair, body: LeaveOut, ...answers } },
    (request) => {
      const [{ id, repair }, by] = [request.params, asker(request).id]
      return tell(id, by, request.body.reason, (now, reasonId) => ({ type: 'LeaveRepair', id: repair, reasonId, by, now }))
    },
  )
}
