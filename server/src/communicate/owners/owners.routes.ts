// My accounts in a crisis: whom an owner calls, with what to say, and what came of it.
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { csvLine } from '../../platform/http/csv.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { NoteOwnerCall, OwnedAccounts, OwnerFilter, OwnerQuery, OwnerScript } from './owners.contract.ts'
import { listOwned, noteOwnerCall, scriptFor } from './owners.store.ts'

const OfCrisis = z.object({ id: Id })
const OfAccount = OfCrisis.extend({ account: z.coerce.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER) })
const linesAtOnce = 500

export function ownerRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const mineOf = async (request: Parameters<typeof asker>[0]) =>
    (await sql<{ email: string }>`select email from auth_user where id = ${asker(request).id}`.execute(deps.db)).rows[0]?.email ?? ''

  app.get(
    '/api/crises/:id/my-accounts',
    { config: may('call'), schema: { operationId: 'listMyAccounts', params: OfCrisis, querystring: OwnerQuery, response: { 200: OwnedAccounts } } },
    async (request) => {
      await crisisNow(deps, request.params.id)
      return listOwned(deps, request.params.id, { ...request.query, mine: await mineOf(request) })
    },
  )
  app.get(
    '/api/crises/:id/my-accounts/csv',
    { config: may('call'), schema: { operationId: 'downloadMyAccounts', params: OfCrisis, querystring: OwnerFilter } },
    async (request, reply) => {
      await crisisNow(deps, request.params.id)
      const lines = linesOf(deps, request.params.id, { ...request.query, mine: await mineOf(request) })
      return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="my-accounts.csv"').send(Readable.from(lines))
    },
  )
  app.get(
    '/api/crises/:id/my-accounts/:account/script',
    { config: may('call'), schema: { operationId: 'showCallScript', params: OfAccount, response: { 200: OwnerScript } } },
    ({ params }) => scriptFor(deps, params.id, params.account),
  )
  app.post(
    '/api/crises/:id/my-accounts/:account/calls',
    { config: may('call'), schema: { operationId: 'noteOwnerCall', params: OfAccount, body: NoteOwnerCall, response: { 200: OwnerScript } } },
    async (request) => {
      await noteOwnerCall(deps, request.params.id, request.params.account, request.body, personAsking(request).id)
      return scriptFor(deps, request.params.id, request.params.account)
    },
  )
}

const header = [
  'account_key',
  'account_name',
  'tier',
  'vulnerability',
  'owner',
  'degree',
  'since',
  'until',
  'health',
  'why_first',
  'told',
  'owed',
  'open_conversations',
  'last_call',
  'note',
  'next_step',
  'next_on',
]
/** Page by page, so that memory stays small however many they are. */
async function* linesOf(deps: Deps, crisisId: string, asked: z.output<typeof OwnerFilter> & { mine: string }): AsyncGenerator<string> {
  yield csvLine(header)
  let cursor: string | undefined
  do {
    const { items, next } = await listOwned(deps, crisisId, { ...asked, cursor, limit: linesAtOnce })
    yield items
      .map((row) =>
        csvLine([
          ...[
            row.key,
            row.name,
            row.tier,
            row.vulnerability ?? '',
            row.ownerEmail ?? '',
            row.degree,
            String(row.since),
            String(row.until ?? ''),
            row.score ?? '',
            row.why.join('; '),
          ],
          row.told.map(({ title, channel, state }) => `${title} (${channel}: ${state})`).join('; '),
          row.owed.map(({ remedy, amountMinor, currency, state }) => `${remedy} ${amountMinor} ${currency} (${state})`).join('; '),
          ...[row.openConversations, row.lastCall?.outcome ?? '', row.lastCall?.note ?? '', row.lastCall?.nextStep ?? '', row.lastCall?.nextOn ?? ''],
        ]),
      )
      .join('')
    cursor = next ?? undefined
  } while (cursor)
}
