// Actions: an administrator sets them up, whoever may act runs them in a crisis, and everybody sees how each run ended.
import { newSecret } from '@leeward/webhook'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Deps, namesOf, tellCrisis } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { wrongWithUrl } from '../../platform/outgoing/outgoing.ts'
import { Refused } from '../../platform/refused.ts'
import { seal } from '../../platform/secrets/seal.ts'
import { ActionKey, ActionSecret, ActionView, CrisisActionsView, PutAction } from './actions.contract.ts'
import { actionsOf } from './actions.facts.ts'
import { crisisActions } from './actions.view.ts'

const OfCrisis = z.object({ id: Id })
const OfAction = z.object({ action: ActionKey })

export function actionRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, key: installationKey } = deps

  app.get('/api/actions', { config: may('read'), schema: { operationId: 'listActions', response: { 200: z.array(ActionView) } } }, async () => {
    const { rows } = await sql<Omit<z.input<typeof ActionView>, 'changedBy'> & { changedBy: string }>`
      select key, name, about, url, enabled, changed_by as "changedBy", changed_at as "changedAt" from actions order by name, key`.execute(db)
    const person = await namesOf(
      deps,
      rows.map((row) => row.changedBy),
    )
    return rows.map((row) => ({ ...row, changedBy: person(row.changedBy) }))
  })

  app.put(
    '/api/actions/:action',
    { config: may('settings'), schema: { operationId: 'putAction', params: OfAction, body: PutAction, response: { 200: ActionSecret } } },
    async (request) => {
      const [{ action }, { name, about, url, enabled }, by] = [request.params, request.body, personAsking(request).id]
      const wrong = wrongWithUrl(url)
      if (wrong) throw new Refused('not-valid', `url: ${wrong}.`)
      return db.transaction().execute(async (tx) => {
        const { rows: before } = await sql<{ url: string }>`select url from actions where key = ${action} for update`.execute(tx)
        await sql`
          insert into actions (key, name, about, url, enabled, changed_by, changed_at) values (${action}, ${name}, ${about}, ${url}, ${enabled}, ${by}, ${deps.clock()})
          on conflict (key) do update set name = excluded.name, about = excluded.about, url = excluded.url, enabled = excluded.enabled, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(
          tx,
        )
        // Another receiver gets a secret of its own: the old one must not sign for it.
        return before[0]?.url === url ? { secret: null } : { secret: await keepSecret(tx, action) }
      })
    },
  )

  app.post(
    '/api/actions/:action/secret',
    { config: may('settings'), schema: { operationId: 'renewActionSecret', params: OfAction, body: Empty, response: { 200: ActionSecret } } },
    async (request) => {
      const [{ action }] = [request.params, personAsking(request)]
      const { rows } = await sql`select 1 from actions where key = ${action}`.execute(db)
      if (rows.length === 0) throw new Refused('not-found', 'There is no such action.')
      return { secret: await keepSecret(db, action) }
    },
  )

  app.get(
    '/api/crises/:id/actions',
    { config: may('read'), schema: { operationId: 'showCrisisActions', params: OfCrisis, response: { 200: CrisisActionsView } } },
    ({ params }) => crisisActions(deps, params.id),
  )

  app.post(
    '/api/crises/:id/actions/:action/runs',
    { config: may('act'), schema: { operationId: 'runAction', params: OfCrisis.extend(OfAction.shape), body: Empty, response: { 200: CrisisActionsView } } },
    async (request) => {
      const [{ id, action }, by] = [request.params, asker(request).id]
      await tellCrisis(deps, actionsOf(id), id, by, (now) => ({ type: 'RunAction', action, by, now }), undefined, { whileOpen: true })
      return crisisActions(deps, id)
    },
  )

  async function keepSecret(tx: Deps['db'], action: string): Promise<string> {
    const secret = newSecret()
    await sql`
      insert into secrets (name, sealed, stored_at) values (${`action/${action}`}, ${seal(installationKey, secret)}, ${deps.clock()})
      on conflict (name) do update set sealed = excluded.sealed, stored_at = excluded.stored_at`.execute(tx)
    return secret
  }
}
