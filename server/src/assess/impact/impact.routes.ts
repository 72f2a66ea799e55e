import { z } from 'zod'
import { fromCursor, PageQuery, pageOf, toPage } from '../../platform/http/cursor.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Id } from '../../platform/contract.ts'
import { Refused } from '../../platform/refused.ts'
import { crisisNow, type Deps } from '../../deps.ts'
import { assessImpact } from './impact.assess.ts'
import { AffectedAccount, ImpactExplanation, ImpactTotals } from './impact.contract.ts'
import { affectedAccounts } from './affected.store.ts'
import { explainAccount } from './explain.store.ts'
import { impactTotals } from './impact.totals.ts'

const OfCrisis = z.object({ id: Id })

export function impactRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db } = deps

  app.post(
    '/api/crises/:id/impact',
    { config: may('command'), schema: { operationId: 'assessImpact', params: OfCrisis, response: { 200: ImpactTotals } } },
    async (request) => {
      const { id } = request.params
      await crisisNow(deps, id)
      await assessImpact(deps, id, { by: asker(request).id })
      const totals = await impactTotals(db, id)
      if (!totals) throw new Refused('out-of-order', 'This crisis has no services in its scope yet: say what is affected first.')
      return totals
    },
  )

  app.get(
    '/api/crises/:id/impact/accounts',
    {
      config: may('read'),
      schema: {
        operationId: 'affectedAccounts',
        params: OfCrisis,
        querystring: PageQuery.extend({ search: z.string().max(200).default('') }),
        response: { 200: pageOf(AffectedAccount) },
      },
    },
    async ({ params, query }) => {
      const now = await crisisNow(deps, params.id)
      const after = fromCursor<[number, number, number]>(query.cursor, ['number', 'number', 'number'])
      const rows = await affectedAccounts(db, params.id, now, after && { rank: after[0], mrr: after[1], id: after[2] }, query.limit + 1, query.search)
      const page = toPage(rows, query.limit, (row) => [row.rank, row.mrr_minor, row.accountId])
      return { ...page, items: page.items.map((row) => ({ ...row, revenue: { amountMinor: row.mrr_minor, currency: row.currency } })) }
    },
  )

  app.get(
    '/api/crises/:id/impact/accounts/:accountId',
    {
      config: may('read'),
      schema: {
        operationId: 'explainImpact',
        params: OfCrisis.extend({ accountId: z.coerce.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER) }),
        response: { 200: ImpactExplanation },
      },
    },
    async ({ params }) => explainAccount(deps, params.id, params.accountId, await crisisNow(deps, params.id)),
  )
}
