// The decision log: who decided what and why, what else was considered, and when somebody looks again.
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps, mustExist, namesOf, putText, tellCrisis, textsOf } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { DecisionsView, LookAgain, RecordDecision } from './decisions.contract.ts'
import { decisionsOf } from './decisions.facts.ts'
import type { DecisionsState } from './decisions.ts'

const OfCrisis = z.object({ id: Id })

export function decisionRoutes(server: App, deps: Deps) {
  const app = typed(server)

  app.get(
    '/api/crises/:id/decisions',
    { config: may('read'), schema: { operationId: 'listDecisions', params: OfCrisis, response: { 200: DecisionsView } } },
    ({ params }) => decisionsView(deps, params.id),
  )

  app.post(
    '/api/crises/:id/decisions',
    { config: may('respond'), schema: { operationId: 'recordDecision', params: OfCrisis, body: RecordDecision, response: { 201: DecisionsView } } },
    async (request, reply) => {
      const [{ id }, { what, why, options, lookAgainAt, decidedBy }, recordedBy] = [request.params, request.body, asker(request).id]
      if (decidedBy) await mustExist(deps, decidedBy)
      const decision = newId(deps.clock())
      const by = decidedBy ?? recordedBy
      await tellCrisis(
        deps,
        decisionsOf(id),
        id,
        recordedBy,
        (now) => ({ type: 'RecordDecision', decision, by, ...(lookAgainAt ? { lookAgainAt } : {}), now }),
        (tx, now) =>
          sql`insert into decisions (id, crisis_id, what, why, options, decided_by, recorded_by, decided_at)
              values (${decision}, ${id}, ${what}, ${why}, ${JSON.stringify(options)}::jsonb, ${by}, ${recordedBy}, ${now}) on conflict (id) do nothing`.execute(
            tx,
          ),
        // Its stream does not know that it is closed where that was before there were decisions.
        { whileOpen: true },
      )
      return reply.code(201).send(await decisionsView(deps, id))
    },
  )

  app.post(
    '/api/crises/:id/decisions/:decision/looks',
    {
      config: may('respond'),
      schema: { operationId: 'lookAtDecision', params: OfCrisis.extend({ decision: Id }), body: LookAgain, response: { 200: DecisionsView } },
    },
    async (request) => {
      const [{ id, decision }, { outcome, note, lookAgainAt }, by] = [request.params, request.body, asker(request).id]
      const noteId = note ? newId(deps.clock()) : undefined
      await tellCrisis(
        deps,
        decisionsOf(id),
        id,
        by,
        (now) => ({ type: 'LookAgain', decision, outcome, ...(noteId ? { noteId } : {}), ...(lookAgainAt ? { lookAgainAt } : {}), by, now }),
        async (tx, now) => {
          if (noteId && note) await putText(tx, noteId, id, note, by, now)
        },
      )
      return decisionsView(deps, id)
    },
  )
}

/** Newest first. */
async function decisionsView(deps: Deps, crisisId: string): Promise<z.input<typeof DecisionsView>> {
  await crisisNow(deps, crisisId)
  const { decisions } = await deps.engine.stateOf<DecisionsState>(decisionsOf(crisisId))
  const { rows } = await sql<{ id: string; what: string; why: string; options: string[]; recordedBy: string }>`
    select id, what, why, options, recorded_by as "recordedBy" from decisions where crisis_id = ${crisisId}`.execute(deps.db)
  const written = new Map(rows.map((row) => [row.id, row]))
  const person = await namesOf(deps, [...decisions.flatMap((each) => [each.by, ...each.looks.map((look) => look.by)]), ...rows.map((row) => row.recordedBy)])
  const texts = await textsOf(
    deps,
    decisions.flatMap((each) => each.looks.map((look) => look.noteId)),
  )
  return {
    decisions: decisions.toReversed().flatMap((each) => {
      const text = written.get(each.id)
      if (!text) return []
      return [
        {
          id: each.id,
          what: text.what,
          why: text.why,
          options: text.options,
          decidedBy: person(each.by),
          recordedBy: person(text.recordedBy),
          at: each.at,
          outcome: each.outcome,
          lookAgainAt: each.lookAgainAt ?? null,
          due: each.due,
          looks: each.looks.map((look) => ({ at: look.at, by: person(look.by), outcome: look.outcome, note: texts.get(look.noteId ?? '') ?? null })),
        },
      ]
    }),
  }
}
