// How far a plan is carried out, what became of each line, and what people say of those that nobody else can settle.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { retryByPerson, settleByPerson } from './decide.store.ts'
import { HandOver, PayoutQuery, PayoutView, ProgressView, RetryPayout, SettlePayout } from './execution.contract.ts'
import { handOverLine } from './hand-over.store.ts'
import { noteSettled } from '../grants/settled.store.ts'
import { openersOf } from './open-payers.ts'
import { openedPayers, payerById } from './payers.store.ts'
import { listPayouts, payoutView } from './payouts.view.ts'
import { progressOf } from './progress.store.ts'

const OfPlan = z.object({ id: Id })
const OfLine = z.object({ grant: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

export function payoutRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const opened = openedPayers(deps, openersOf(deps))
  server.addHook('onClose', async () => opened.close())

  app.get(
    '/api/remedies/:id/progress',
    { config: may('plan-remedy'), schema: { operationId: 'showRemedyProgress', params: OfPlan, response: { 200: ProgressView } } },
    async ({ params }) => {
      const { rows } =
        await sql`select 1 from remedy_plans where id = ${params.id} union all select 1 from grants where plan_id = ${params.id} limit 1`.execute(deps.db)
      if (rows.length === 0) throw new Refused('not-found', 'There is no such plan.')
      return progressOf(deps, opened, params.id)
    },
  )

  app.get(
    '/api/payouts',
    { config: may('plan-remedy'), schema: { operationId: 'listPayouts', querystring: PayoutQuery, response: { 200: pageOf(PayoutView) } } },
    ({ query }) => listPayouts(deps, query),
  )

  app.get(
    '/api/payouts/:grant',
    { config: may('plan-remedy'), schema: { operationId: 'showPayout', params: OfLine, response: { 200: PayoutView } } },
    ({ params }) => payoutView(deps, params.grant),
  )

  /** Done or not done, with what was seen. */
  app.post(
    '/api/payouts/:grant/settlement',
    { config: may('approve-remedy'), schema: { operationId: 'settlePayout', params: OfLine, body: SettlePayout, response: { 200: PayoutView } } },
    async (request) => {
      await settleByPerson(deps, request.params.grant, request.body, personAsking(request).id)
      await noteSettled(deps)
      return payoutView(deps, request.params.grant)
    },
  )

  /** Another try, after a look-up where the payer can be asked. */
  app.post(
    '/api/payouts/:grant/retry',
    { config: may('approve-remedy'), schema: { operationId: 'retryPayout', params: OfLine, body: RetryPayout, response: { 200: PayoutView } } },
    async (request) => {
      await retryByPerson(deps, request.params.grant, request.body.reason, personAsking(request).id, canLookUp)
      return payoutView(deps, request.params.grant)
    },
  )

  /** People carry it out instead of its payer, which was not asked for it yet. */
  app.post(
    '/api/payouts/:grant/handing-over',
    { config: may('approve-remedy'), schema: { operationId: 'handOverPayout', params: OfLine, body: HandOver, response: { 200: PayoutView } } },
    async (request) => {
      await handOverLine(deps, request.params.grant, { reason: request.body.reason, by: personAsking(request).id })
      return payoutView(deps, request.params.grant)
    },
  )

  const canLookUp = async (payerId: string | null): Promise<boolean> => {
    const row = payerId ? await payerById(deps.db, payerId).catch(() => undefined) : undefined
    return (row && opened.of(row)?.looksUp) === true
  }
}
