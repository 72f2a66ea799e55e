import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps, putText, tellCrisis } from '../../deps.ts'
import { GivenInstant, Id } from '../../platform/contract.ts'
import { newId } from '../../platform/ids.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { ledgerCsv, planCsv } from './export.store.ts'
import {
  ApproveSeal,
  EditLine,
  FittingShare,
  LinesAsked,
  PlanRemedies,
  PreviewRemedies,
  PreviewView,
  RemedyLineView,
  RemedyPlanView,
  TakeBack,
} from './grants.contract.ts'
import { fittingShare } from './fit-cap.store.ts'
import { remediesStream } from './grants.facts.ts'
import { approveRemedies, planRemedies, previewRemedies } from './grants.plan.ts'
import { currentPlan } from './grants.view.ts'
import { editLine, linesOfAccount, linesOfPlan } from './lines.store.ts'
import type { RemediesState } from './remedies.ts'

const ById = z.object({ id: Id })
const OfAccount = ById.extend({ account: z.coerce.number().int() })
const Lines = z.object({ items: z.array(RemedyLineView), next: z.string().nullable() })

export function remedyRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const current = async (crisisId: string) => (await currentPlan(deps, crisisId)) as RemedyPlanView
  const newest = async (crisisId: string) => {
    await crisisNow(deps, crisisId)
    const { plan } = await deps.engine.stateOf<RemediesState>(remediesStream(crisisId))
    if (!plan) throw new Refused('not-found', 'Nothing was worked out for this crisis yet.')
    return plan.planId
  }

  app.post(
    '/api/crises/:id/remedies',
    { config: may('plan-remedy'), schema: { operationId: 'planRemedies', params: ById, body: PlanRemedies, response: { 201: RemedyPlanView } } },
    async (request, reply) => {
      const { params, body } = request
      reasonFor(body.adjust)
      await planRemedies(deps, params.id, asker(request).id, body.adjust)
      return reply.code(201).send(await current(params.id))
    },
  )
  app.get(
    '/api/crises/:id/remedies',
    { config: may('read'), schema: { operationId: 'showRemedies', params: ById, response: { 200: RemedyPlanView.nullable() } } },
    async ({ params }) => {
      await crisisNow(deps, params.id)
      return currentPlan(deps, params.id)
    },
  )
  /** What another adjustment would cost; nothing of it is kept. */
  app.post(
    '/api/crises/:id/remedies/preview',
    { config: may('plan-remedy'), schema: { operationId: 'previewRemedies', params: ById, body: PreviewRemedies, response: { 200: PreviewView } } },
    ({ params, body }) => previewRemedies(deps, params.id, body.adjust),
  )
  /** Which share of the goodwill is the largest that the policy's cap of one crisis allows; nothing of it is kept. */
  app.get(
    '/api/crises/:id/remedies/fitting-share',
    { config: may('plan-remedy'), schema: { operationId: 'showFittingShare', params: ById, response: { 200: FittingShare } } },
    async ({ params }) => fittingShare(deps, params.id),
  )
  app.get(
    '/api/crises/:id/remedies/lines',
    { config: may('read'), schema: { operationId: 'listRemedyLines', params: ById, querystring: LinesAsked, response: { 200: Lines } } },
    async ({ params, query }) => linesOfPlan(deps, params.id, await newest(params.id), query),
  )
  app.get(
    '/api/crises/:id/remedies/lines/:account',
    { config: may('read'), schema: { operationId: 'showRemedyLines', params: OfAccount, response: { 200: z.array(RemedyLineView) } } },
    async ({ params }) => {
      const lines = await linesOfAccount(deps, params.id, await newest(params.id), params.account)
      if (lines.length === 0) throw new Refused('not-found', 'The plan gives this account nothing.')
      return lines
    },
  )
  /** Writes another amount for one account, with a reason; the plan is worked out again, and whoever agreed must agree again. */
  app.put(
    '/api/crises/:id/remedies/lines/:account',
    { config: may('plan-remedy'), schema: { operationId: 'editRemedyLine', params: OfAccount, body: EditLine, response: { 200: RemedyPlanView } } },
    async (request) => {
      const { params, body } = request
      const by = asker(request).id
      await editLine(deps, { ...body, crisisId: params.id, accountId: params.account, by, now: await crisisNow(deps, params.id) })
      await planRemedies(deps, params.id, by)
      return current(params.id)
    },
  )
  app.post(
    '/api/remedies/:id/approvals',
    {
      config: may('approve-remedy'),
      schema: { operationId: 'approveRemedies', params: ById, body: ApproveSeal, response: { 200: RemedyPlanView.nullable() } },
    },
    async (request) => currentPlan(deps, await approveRemedies(deps, request.params.id, request.body.seal, personAsking(request).id)),
  )
  /** Takes one line of the ledger back, whole, by a line of its own. */
  app.post(
    '/api/crises/:id/grants/:grant/reversal',
    {
      config: may('approve-remedy'),
      schema: {
        operationId: 'takeBackGrant',
        params: ById.extend({ grant: z.coerce.number().int().positive() }),
        body: TakeBack,
        response: { 200: z.array(RemedyLineView) },
      },
    },
    async (request) => {
      const { id, grant } = request.params
      const by = personAsking(request).id
      const { rows } = await sql<{ accountId: number; remedy: string; planId: string; amount: number; reverses: number | null }>`
        select account_id as "accountId", remedy, plan_id as "planId", amount_minor as amount, reverses from grants where id = ${grant} and crisis_id = ${id}`.execute(
        deps.db,
      )
      const [line] = rows
      if (!line) throw new Refused('not-found', 'The ledger of this crisis has no such line.')
      if (line.reverses !== null || line.amount <= 0) throw new Refused('not-valid', 'Only a line that gave an amount can be taken back.')
      const reasonId = newId(deps.clock())
      await tellCrisis(
        deps,
        remediesStream(id),
        id,
        by,
        (now) => ({ type: 'TakeBack', grantId: grant, accountId: line.accountId, remedy: line.remedy, reasonId, by, now }),
        (tx, now) => putText(tx, reasonId, id, request.body.reason, by, now),
      )
      return linesOfAccount(deps, id, line.planId, line.accountId)
    },
  )

  /** The ledger lines that this plan led to (or would, while it is proposed), for the billing system. */
  app.get(
    '/api/remedies/:id/export.csv',
    { config: may('read'), schema: { operationId: 'exportRemedies', params: ById, hide: false } },
    async ({ params }, reply) => {
      const { rows } = await sql<{ number: string; status: string }>`
        select c.number, p.status from remedy_plans p join crises c on c.id = p.crisis_id where p.id = ${params.id}`.execute(deps.db)
      const [plan] = rows
      if (!plan) throw new Refused('not-found', 'There is no such plan.')
      reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${plan.number}-remedies.csv"`)
      return reply.send(Readable.from(planCsv(deps.db, params.id, plan)))
    },
  )
  /** Every line of the ledger of a time: each with its crisis, the policy's words and the names of those who approved. */
  app.get(
    '/api/ledger.csv',
    {
      config: may('approve-remedy'),
      schema: { operationId: 'exportLedger', querystring: z.object({ from: GivenInstant, to: GivenInstant, crisis: Id.optional() }), hide: false },
    },
    async ({ query }, reply) => {
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="ledger.csv"')
      return reply.send(Readable.from(ledgerCsv(deps.db, { from: query.from, to: query.to, crisisId: query.crisis })))
    },
  )
}

/** Whoever goes against the policy says why. */
function reasonFor(adjust: z.output<typeof PlanRemedies>['adjust']) {
  if (!adjust || adjust.reason) return
  const { share, leaveOutTiers, minMinutes, withoutPrice } = adjust
  if (share !== 100 || leaveOutTiers.length > 0 || minMinutes > 0 || withoutPrice === 'leave-out')
    throw new Refused('not-valid', 'This plan differs from the policy. Say why in a sentence (adjust.reason): it stands with the plan.')
}
