// Accounts at risk, and whom to call first.
import { Readable } from 'node:stream'
import { z } from 'zod'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { Empty } from '../../platform/contract.ts'
import { csvLine } from '../../platform/http/csv.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { listAtRisk, sumsAtRisk } from './at-risk.store.ts'
import { AtRiskAccount, AtRiskFilter, AtRiskQuery, AtRiskSums, NoteOutreach, OutreachEntry, OutreachQuery, PutOffOutreach } from './health.contract.ts'
import { giveBackOutreach, listOutreach, noteOutreach, putOffOutreach, takeOutreach } from './outreach.store.ts'

const OfEntry = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const

export function outreachRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps
  const mineOf = (request: Parameters<typeof asker>[0]) => addressOf(deps, asker(request).id)

  app.get(
    '/api/accounts-at-risk',
    { config: may('read'), schema: { operationId: 'listAccountsAtRisk', querystring: AtRiskQuery, response: { 200: pageOf(AtRiskAccount) } } },
    async (request) => listAtRisk(db, { ...request.query, mine: await mineOf(request) }, clock()),
  )
  app.get(
    '/api/accounts-at-risk/sums',
    { config: may('read'), schema: { operationId: 'sumAccountsAtRisk', querystring: AtRiskFilter, response: { 200: AtRiskSums } } },
    async (request) => sumsAtRisk(db, { ...request.query, mine: await mineOf(request) }),
  )
  app.get(
    '/api/accounts-at-risk/csv',
    { config: may('read'), schema: { operationId: 'downloadAccountsAtRisk', querystring: AtRiskFilter } },
    async (request, reply) => {
      const lines = linesOf(deps, { ...request.query, mine: await mineOf(request) })
      return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="accounts-at-risk.csv"').send(Readable.from(lines))
    },
  )

  app.get(
    '/api/outreach',
    { config: may('read'), schema: { operationId: 'listOutreach', querystring: OutreachQuery, response: { 200: pageOf(OutreachEntry) } } },
    async (request) => listOutreach(db, { ...request.query, mine: await mineOf(request) }, clock()),
  )
  app.post(
    '/api/outreach/:id/take',
    { config: may('call'), schema: { operationId: 'takeOutreach', params: OfEntry, body: Empty, response: { 200: Done } } },
    async (request) => {
      await takeOutreach(db, request.params.id, personAsking(request).id, clock())
      return done
    },
  )
  app.post(
    '/api/outreach/:id/return',
    { config: may('call'), schema: { operationId: 'giveBackOutreach', params: OfEntry, body: Empty, response: { 200: Done } } },
    async (request) => {
      await giveBackOutreach(db, request.params.id, personAsking(request).id, clock())
      return done
    },
  )
  app.post(
    '/api/outreach/:id/later',
    { config: may('call'), schema: { operationId: 'putOffOutreach', params: OfEntry, body: PutOffOutreach, response: { 200: Done } } },
    async (request) => {
      await putOffOutreach(db, request.params.id, request.body, personAsking(request).id, clock())
      return done
    },
  )
  app.post(
    '/api/outreach/:id/outcome',
    { config: may('call'), schema: { operationId: 'noteOutreach', params: OfEntry, body: NoteOutreach, response: { 200: Done } } },
    async (request) => {
      await noteOutreach(db, request.params.id, request.body, personAsking(request).id, clock())
      return done
    },
  )
}

/** Who asks owns the accounts that name this address; a program owns none. */
const addressOf = async ({ db }: Deps, person: string): Promise<string> =>
  (await sql<{ email: string }>`select email from auth_user where id = ${person}`.execute(db)).rows[0]?.email ?? ''

const linesAtOnce = 1_000
/** Page by page, so that memory stays small however many they are. */
async function* linesOf({ db, clock }: Deps, asked: Parameters<typeof sumsAtRisk>[1]): AsyncGenerator<string> {
  yield csvLine(['account_key', 'account_name', 'tier', 'region', 'vulnerability', 'owner', 'amount_minor', 'currency', 'score', 'risk', 'reasons'])
  let cursor: string | undefined
  do {
    const { items, next } = await listAtRisk(db, { ...asked, cursor, limit: linesAtOnce }, clock())
    const lines = items.map(({ key, name, tier, region, vulnerability, ownerEmail, revenue, score, risk, against }) =>
      csvLine([
        key,
        name,
        tier,
        region ?? '',
        vulnerability ?? '',
        ownerEmail ?? '',
        revenue.amountMinor,
        revenue.currency,
        score,
        risk,
        against.map(({ sentence, points }) => `${sentence} (-${points})`).join('; '),
      ]),
    )
    yield lines.join('')
    cursor = next ?? undefined
  } while (cursor)
}
