// The report against a provider: asked for, watched, and read as JSON or in a spreadsheet.
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { csvPages } from '../../platform/http/csv.ts'
import { fromCursor, PageQuery, pageOf, toPage } from '../../platform/http/cursor.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { AskReconciliation, DifferenceView, ReconciliationView } from './execution.contract.ts'
import { payerById } from './payers.store.ts'
import { within } from './reconcile.store.ts'

const ById = z.object({ id: Id })
type View = z.input<typeof ReconciliationView>
type Line = z.input<typeof DifferenceView>

export function reconciliationRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps

  app.get(
    '/api/reconciliations',
    { config: may('plan-remedy'), schema: { operationId: 'listReconciliations', response: { 200: z.array(ReconciliationView) } } },
    () => viewsOf(sql`true`),
  )

  app.post(
    '/api/reconciliations',
    { config: may('plan-remedy'), schema: { operationId: 'askReconciliation', body: AskReconciliation, response: { 201: ReconciliationView } } },
    async (request, reply) => {
      const { payer, plan, from, until } = request.body
      const { id: payerId } = await payerById(db, payer)
      const [id, asked] = [newId(clock()), { payerId, planId: plan ?? null, from: from ? new Date(from) : null, until: until ? new Date(until) : null }]
      const { rows } = await sql<{
        accounts: number
      }>`select count(distinct g.account_id)::int as accounts from grants g join payouts p on p.grant_id = g.id where ${within(asked)}`.execute(db)
      const accounts = rows[0]?.accounts ?? 0
      if (accounts === 0) throw new Refused('not-valid', 'This payer has no lines of that plan or time.')
      await sql`
      insert into reconciliations (id, payer_id, plan_id, from_at, until_at, accounts, asked_by, asked_at)
      values (${id}, ${payerId}, ${asked.planId}, ${asked.from}, ${asked.until}, ${accounts}, ${asker(request).id}, ${clock()})`.execute(db)
      return reply.code(201).send(await viewOf(id))
    },
  )

  app.get(
    '/api/reconciliations/:id',
    { config: may('plan-remedy'), schema: { operationId: 'showReconciliation', params: ById, response: { 200: ReconciliationView } } },
    ({ params }) => viewOf(params.id),
  )

  app.get(
    '/api/reconciliations/:id/differences',
    { config: may('plan-remedy'), schema: { operationId: 'listDifferences', params: ById, querystring: PageQuery, response: { 200: pageOf(DifferenceView) } } },
    async ({ params, query: { cursor, limit } }) => {
      await viewOf(params.id)
      const [after = 0] = fromCursor<[number]>(cursor, ['number']) ?? []
      return toPage(await differences(params.id, after, limit + 1), limit, ({ id }) => [id])
    },
  )

  app.get(
    '/api/reconciliations/:id/differences.csv',
    { config: may('plan-remedy'), schema: { operationId: 'downloadDifferences', params: ById, produces: ['text/csv'] } },
    async ({ params }, reply) => {
      await viewOf(params.id)
      const header = ['kind', 'account', 'reference', 'provider id', 'ledger (minor units)', 'provider (minor units)', 'currency', 'note']
      const pages = csvPages(
        header,
        (after) => differences(params.id, after, 5_000),
        (each: Line) => [
          each.kind,
          each.account,
          each.reference,
          each.providerId ?? '',
          each.ledgerMinor ?? '',
          each.providerMinor ?? '',
          each.currency ?? '',
          each.note ?? '',
        ],
      )
      return reply.header('content-disposition', 'attachment; filename="reconciliation.csv"').type('text/csv; charset=utf-8').send(Readable.from(pages))
    },
  )

  async function differences(id: string, after: number, limit: number): Promise<Line[]> {
    const { rows } = await sql<Line>`
      select l.id, l.kind, a.key as account, l.grant_id as "grantId", l.reference, l.provider_id as "providerId", l.ledger_minor as "ledgerMinor", l.provider_minor as "providerMinor", l.currency, l.note
        from reconciliation_lines l join accounts a on a.id = l.account_id where l.reconciliation_id = ${id} and l.id > ${after} order by l.id limit ${limit}`.execute(
      db,
    )
    return rows
  }

  async function viewOf(id: string): Promise<View> {
    const [view] = await viewsOf(sql`r.id = ${id}`)
    if (!view) throw new Refused('not-found', 'There is no such report.')
    return view
  }

  async function viewsOf(where: ReturnType<typeof sql>): Promise<View[]> {
    const { rows } = await sql<Omit<View, 'askedBy'> & { askedBy: string }>`
      select r.id, r.payer_id as "payerId", r.plan_id as "planId", r.from_at as "from", r.until_at as "until", r.state, r.why, r.accounts, r.looked_at as "lookedAt", r.matched, r.asked_by as "askedBy", r.asked_at as "askedAt", r.done_at as "doneAt",
             (select json_build_object('missingThere', count(*) filter (where kind = 'missing-there'), 'missingHere', count(*) filter (where kind = 'missing-here'),
                'amountsDiffer', count(*) filter (where kind = 'amounts-differ'), 'unsettled', count(*) filter (where kind = 'unsettled')) from reconciliation_lines l where l.reconciliation_id = r.id) as differences
        from reconciliations r where ${where} order by r.asked_at desc, r.id limit 100`.execute(db)
    const person = await namesOf(
      deps,
      rows.map(({ askedBy }) => askedBy),
    )
    return rows.map(({ askedBy, ...row }) => ({ ...row, askedBy: person(askedBy) }))
  }
}
