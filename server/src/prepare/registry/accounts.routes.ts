import { sql } from 'kysely'
import { z } from 'zod'
import { Line } from '../../platform/contract.ts'
import { PageQuery, pageOf } from '../../platform/http/cursor.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { putAccount, putAlias, putContact, putExposure } from './account-puts.store.ts'
import { accountView, searchAccounts } from './accounts.store.ts'
import type { Deps } from './import/import-csv.store.ts'
import { mergeAccounts } from './merge-accounts.store.ts'
import { priceAccounts } from './sync/account-prices.store.ts'
import {
  AccountQuery,
  AccountSummary,
  AccountView,
  ContactView,
  ExposureView,
  MergeAccount,
  PutAccount,
  PutAlias,
  PutContact,
  PutExposure,
} from './registry.contract.ts'

const ById = z.object({ id: z.coerce.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER) })
const ByKey = z.object({ key: Line(200) })
const BySystem = ById.extend({ system: Line(60) })

/** Accounts: find, look at, store, merge. */
export function accountRoutes(app: App, { db, clock }: Deps) {
  const routes = typed(app)
  /** A fact of the registry is stored together with the wake-up that assesses the open crises again. */
  const changing = <T>(practice: boolean, change: (tx: Deps['db']) => Promise<T>) =>
    db.transaction().execute(async (tx) => {
      const changed = await change(tx)
      await sql`select assess_again(${practice})`.execute(tx)
      return changed
    })

  routes.get(
    '/api/accounts',
    { config: may('read'), schema: { querystring: PageQuery.extend(AccountQuery.shape), response: { 200: pageOf(AccountSummary) } } },
    (request) => searchAccounts(db, request.query),
  )

  routes.get('/api/accounts/:id', { config: may('read'), schema: { params: ById, response: { 200: AccountView } } }, (request) =>
    accountView(db, request.params.id),
  )

  routes.put(
    '/api/accounts/by-key/:key',
    { config: may('registry'), schema: { params: ByKey, body: PutAccount, response: { 200: AccountView } } },
    async (request) => accountView(db, await changing(request.body.practice, (tx) => putAccount(tx, request.params.key, request.body, clock()))),
  )

  routes.put('/api/accounts/:id/contacts', { config: may('registry'), schema: { params: ById, body: PutContact, response: { 200: ContactView } } }, (request) =>
    changing(request.params.id < 0, (tx) => putContact(tx, request.params.id, request.body, clock())),
  )

  routes.put(
    '/api/accounts/:id/exposures',
    { config: may('registry'), schema: { params: ById, body: PutExposure, response: { 200: ExposureView } } },
    (request) => changing(request.params.id < 0, (tx) => putExposure(tx, request.params.id, request.body)),
  )

  routes.put(
    '/api/accounts/:id/aliases/:system',
    { config: may('registry'), schema: { params: BySystem, body: PutAlias, response: { 200: AccountView } } },
    async (request) => {
      await putAlias(db, request.params.id, request.params.system, request.body.externalId)
      return accountView(db, request.params.id)
    },
  )

  routes.post(
    '/api/accounts/:id/merger',
    { config: may('registry'), schema: { params: ById, body: MergeAccount, response: { 200: AccountView } } },
    async (request) =>
      accountView(
        db,
        await changing(request.params.id < 0, async (tx) => {
          const into = await mergeAccounts(tx, request.params.id, request.body.into, clock())
          await priceAccounts(tx, [into], clock())
          return into
        }),
      ),
  )
}
