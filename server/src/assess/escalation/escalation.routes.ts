// Where the search for a commander stands, pausing it, and the pages that reached me.
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { minutesAfter } from '../../platform/clock.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { acknowledgePage } from './acknowledge.ts'
import { escalationOf } from './escalation.facts.ts'
import type { EscalationCommand } from './escalation.ts'
import { escalationView, pageViews } from './escalation.view.ts'
import { EscalationView, PageAnswer, PageView, PauseEscalation } from './pages.contract.ts'

const ById = z.object({ id: Id })

export function escalationRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const view = async (id: string) => {
    await crisisNow(deps, id)
    return escalationView(deps, id)
  }

  app.get(
    '/api/crises/:id/escalation',
    { config: may('read'), schema: { operationId: 'readEscalation', params: ById, response: { 200: EscalationView.nullable() } } },
    ({ params }) => view(params.id),
  )

  app.post(
    '/api/crises/:id/escalation/pause',
    { config: may('command'), schema: { operationId: 'pauseEscalation', params: ById, body: PauseEscalation, response: { 200: EscalationView.nullable() } } },
    async (request) => {
      const [{ id }, { minutes, reason }, by] = [request.params, request.body, personAsking(request).id]
      const [now, reasonId] = [await crisisNow(deps, id), newId(deps.clock())]
      const command: EscalationCommand = { type: 'PauseEscalation', until: minutes === null ? null : minutesAfter(now, minutes), reasonId, now }
      await deps.engine.tell(escalationOf(id), command, {
        actor: by,
        crisisId: id,
        with: async (tx) => {
          await sql`insert into texts (id, crisis_id, body, author, written_at) values (${reasonId}, ${id}, ${reason}, ${by}, ${now}) on conflict (id) do nothing`.execute(
            tx,
          )
        },
      })
      return view(id)
    },
  )

  app.post(
    '/api/crises/:id/escalation/resumption',
    { config: may('respond'), schema: { operationId: 'resumeEscalation', params: ById, body: Empty, response: { 200: EscalationView.nullable() } } },
    async (request) => {
      const { id } = request.params
      const command: EscalationCommand = { type: 'ResumeEscalation', now: await crisisNow(deps, id) }
      await deps.engine.tell(escalationOf(id), command, { actor: asker(request).id, crisisId: id })
      return view(id)
    },
  )

  app.get('/api/me/pages', { config: may('signed-in'), schema: { operationId: 'listMyPages', response: { 200: z.array(PageView) } } }, (request) =>
    pageViews(deps, sql`p.person = ${asker(request).id}`),
  )
  app.post(
    '/api/pages/:id/acknowledgement',
    { config: may('signed-in'), schema: { operationId: 'acknowledgePage', params: ById, body: Empty, response: { 200: PageAnswer } } },
    (request) => acknowledgePage(deps, request.params.id, asker(request).id),
  )
}
