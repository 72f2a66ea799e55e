// The watch in the room: how long, what was noticed; reopen in one press, close with or without a reason.
import { z } from 'zod'
import { crisisNow, type Deps, putText } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { isPracticeId, newId } from '../../platform/ids.ts'
import { draftHonestWords } from './honest.store.ts'
import { Reopened, SayClosed, SayReopened, WatchView } from './watch.contract.ts'
import { watchOf } from './watch.facts.ts'
import { watchView } from './watch.view.ts'
import type { WatchCommand } from './watch.ts'

const OfCrisis = z.object({ id: Id })
const Done = z.object({ done: z.literal(true) })

export function watchRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get(
    '/api/crises/:id/watch',
    { config: may('read'), schema: { operationId: 'showWatch', params: OfCrisis, response: { 200: WatchView } } },
    async ({ params }) => {
      await crisisNow(deps, params.id)
      return watchView(deps, params.id)
    },
  )
  app.post(
    '/api/crises/:id/reopening',
    { config: may('command'), schema: { operationId: 'reopenCrisis', params: OfCrisis, body: SayReopened, response: { 200: Reopened } } },
    async (request) => {
      const [{ id }, by, reason] = [request.params, asker(request).id, request.body?.reason]
      const draft = newId(deps.clock(), isPracticeId(id))
      let drafted = false
      await say(
        id,
        by,
        reason,
        (now, reasonId) => ({ type: 'SayReopened', by, ...(reasonId ? { reasonId } : {}), now }),
        async (tx, now) => {
          drafted = await draftHonestWords(tx, draft, id, by, now)
        },
      )
      return { draft: drafted ? draft : null }
    },
  )
  app.post(
    '/api/crises/:id/closure',
    { config: may('command'), schema: { operationId: 'closeCrisis', params: OfCrisis, body: SayClosed, response: { 200: Done } } },
    async (request) => {
      const [{ id }, by, reason] = [request.params, asker(request).id, request.body?.reason]
      await say(id, by, reason, (now, reasonId) => ({ type: 'SayClosed', by, ...(reasonId ? { reasonId } : {}), now }))
      return { done: true as const }
    },
  )

  async function say(
    id: string,
    by: string,
    reason: string | undefined,
    command: (now: Date, reasonId: string | undefined) => WatchCommand,
    rows?: (tx: Deps['db'], now: Date) => Promise<unknown>,
  ) {
    const [now, reasonId] = [await crisisNow(deps, id), reason ? newId(deps.clock()) : undefined]
    await deps.engine.tell(watchOf(id), command(now, reasonId), {
      actor: by,
      crisisId: id,
      onlyWithFacts: true,
      with: async (tx) => {
        if (reasonId && reason) await putText(tx, reasonId, id, reason, by, now)
        await rows?.(tx, now)
      },
    })
  }
}
