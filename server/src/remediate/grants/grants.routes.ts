import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { csvCell } from '../../platform/http/csv.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { ApproveSeal, PlanRemedies, RemedyPlanView } from './grants.contract.ts'
import { approveRemedies, planRemedies } from './grants.plan.ts'
import { currentPlan } from './grants.view.ts'

const ById = z.object({ id: Id })

export function remedyRoutes(server: App, deps: Deps) {
  const app = typed(server)

  app.post(
    '/api/crises/:id/remedies',
    { config: may('plan-remedy'), schema: { operationId: 'planRemedies', params: ById, body: PlanRemedies, response: { 201: RemedyPlanView } } },
    async (request, reply) => {
      await planRemedies(deps, request.params.id, asker(request).id)
      return reply.code(201).send((await currentPlan(deps, request.params.id)) as NonNullable<Awaited<ReturnType<typeof currentPlan>>>)
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
  app.post(
    '/api/remedies/:id/approvals',
    {
      config: may('approve-remedy'),
      schema: { operationId: 'approveRemedies', params: ById, body: ApproveSeal, response: { 200: RemedyPlanView.nullable() } },
    },
    async (request) => currentPlan(deps, await approveRemedies(deps, request.params.id, request.body.seal, personAsking(request).id)),
  )

  /** The ledger lines that this plan led to (or would, while it is proposed), for the billing system. */
  app.get(
    '/api/remedies/:id/export.csv',
    { config: may('read'), schema: { operationId: 'exportRemedies', params: ById, hide: false } },
    async ({ params }, reply) => {
      const {
        rows: [plan],
      } = await sql<{
        number: string
        status: string
      }>`select c.number, p.status from remedy_plans p join crises c on c.id = p.crisis_id where p.id = ${params.id}`.execute(deps.db)
      if (!plan) throw new Refused('not-found', 'There is no such plan.')
      reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${plan.number}-remedies.csv"`)
      return reply.send(csv(deps, params.id, plan))
    },
  )
}

/** Keyset pages of 5,000 lines, so that a million accounts do not have to fit in memory. */
async function* lines({ db }: Deps, planId: string, plan: { number: string; status: string }): AsyncGenerator<string> {
  yield 'crisis,account_key,account_name,remedy,revision,amount_minor,currency,status\r\n'
  let after: [number, string] = [Number.MIN_SAFE_INTEGER, '']
  for (;;) {
    const { rows } = await sql<{ id: number; key: string; name: string; remedy: string; revision: number | null; amount: number; currency: string }>`
      select e.account_id as id, a.key, a.name, e.remedy, g.revision, coalesce(g.amount_minor, e.amount_minor) as amount, e.currency
        from entitlements e join accounts a on a.id = e.account_id left join grants g on g.plan_id = e.plan_id and g.account_id = e.account_id and g.remedy = e.remedy
       where e.plan_id = ${planId} and (e.account_id, e.remedy) > (${after[0]}::bigint, ${after[1]}::text) order by e.account_id, e.remedy limit 5000`.execute(
      db,
    )
    if (rows.length === 0) return
    yield rows
      .map((row) =>
        [plan.number, row.key, row.name, row.remedy, row.revision ?? '', row.amount, row.currency, row.revision ? 'granted' : plan.status]
          .map(csvCell)
          .join(','),
      )
      .join('\r\n')
      .concat('\r\n')
    const last = rows.at(-1) as (typeof rows)[number]
    after = [last.id, last.remedy]
  }
}

const csv = (deps: Deps, planId: string, plan: { number: string; status: string }) => Readable.from(lines(deps, planId, plan))
