// What is being sent for a crisis: how far it is, hold it, let it go on, stop it, look at single deliveries, prove the sums.
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps, namesOf, tellCrisis } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { auditDeliveries } from './audit.store.ts'
import type { DispatchCommand } from './dispatch.ts'
import { dispatchStream } from './dispatch.facts.ts'
import { DeliveriesAudit, DeliveryView, DispatchesView, ListDeliveries } from './dispatches.contract.ts'
import { deliveriesOf, dispatchesOf } from './dispatches.store.ts'

const OfCrisis = z.object({ id: Id })
const OfDispatch = OfCrisis.extend({ update: Id })

export function dispatchRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps

  app.get(
    '/api/crises/:id/dispatches',
    { config: may('read'), schema: { operationId: 'listDispatches', params: OfCrisis, response: { 200: DispatchesView } } },
    ({ params }) => view(params.id),
  )
  const command = (operationId: string, path: string, type: Exclude<DispatchCommand['type'], 'Finish'>, permission: 'write-update' | 'approve-update') =>
    app.post(
      `/api/crises/:id/dispatches/:update/${path}`,
      { config: may(permission), schema: { operationId, params: OfDispatch, body: Empty, response: { 200: DispatchesView } } },
      async (request) => {
        const { id, update } = request.params as z.output<typeof OfDispatch>
        await mustBeOf(id, update)
        // To stop for good is a person's word; to hold and to go on may be a program's.
        const by = (type === 'Stop' ? personAsking(request) : asker(request)).id
        await tellCrisis(deps, dispatchStream(update), id, by, (now) => ({ type, by, now }))
        return view(id)
      },
    )
  command('pauseDispatch', 'pause', 'Pause', 'write-update')
  command('resumeDispatch', 'resumption', 'Resume', 'write-update')
  command('stopDispatch', 'stop', 'Stop', 'approve-update')

  app.get(
    '/api/crises/:id/dispatches/:update/deliveries',
    {
      config: may('read'),
      schema: { operationId: 'listDeliveries', params: OfDispatch, querystring: ListDeliveries, response: { 200: pageOf(DeliveryView) } },
    },
    async ({ params: { id, update }, query }) => {
      await mustBeOf(id, update)
      return deliveriesOf(db, update, query)
    },
  )

  app.get(
    '/api/crises/:id/deliveries-audit',
    { config: may('read'), schema: { operationId: 'auditDeliveries', params: OfCrisis, response: { 200: DeliveriesAudit } } },
    ({ params }) => auditDeliveries(db, params.id, clock()),
  )

  async function view(crisisId: string) {
    await crisisNow(deps, crisisId)
    const { dispatches, providers } = await dispatchesOf(db, crisisId, clock())
    const person = await namesOf(
      deps,
      dispatches.map(({ changedBy }) => changedBy),
    )
    return { dispatches: dispatches.map((row) => ({ ...row, changedBy: row.changedBy ? person(row.changedBy) : null })), providers }
  }

  async function mustBeOf(crisisId: string, updateId: string) {
    const { rows } = await sql`select 1 from dispatches where crisis_id = ${crisisId} and update_id = ${updateId}`.execute(db)
    if (rows.length === 0) throw new Refused('not-found', 'Nothing was sent under this update in this crisis.')
  }
}
