// How bad it is: what the rules propose, from answers and facts, and what a person decides.
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps, putText, tellCrisis } from '../../deps.ts'
import { Id, Line } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { playbookFor } from '../../prepare/playbooks/in-force.store.ts'
import { Declare, Kind } from '../../stabilize/crisis/crisis.contract.ts'
import { crisisStream } from '../../stabilize/crisis/crisis.facts.ts'
import { Answers, GivenAnswers, Severity, SeverityProposal } from './severity.contract.ts'
import { proposeSeverity } from './severity.propose.ts'
import { judge } from './severity.ts'

const OfCrisis = z.object({ id: Id })
const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const
const ChangeSeverity = z.object({ severity: Severity, reason: Line(1_000) })

export function severityRoutes(server: App, deps: Deps) {
  const app = typed(server)

  app.post(
    '/api/crises/severity-proposal',
    {
      config: may('read'),
      schema: {
        operationId: 'proposeSeverity',
        body: z.object({ kind: Kind.optional(), playbook: Declare.shape.playbook, answers: GivenAnswers.prefault({}) }),
        response: { 200: SeverityProposal },
      },
    },
    async ({ body }) => judge(body.answers, body.kind && (await playbookFor(deps, body.kind, body.playbook)).playbook.severity),
  )

  /** Only a person changes the severity, with a reason; the rules propose. */
  app.post(
    '/api/crises/:id/severity',
    { config: may('command'), schema: { operationId: 'changeSeverity', params: OfCrisis, body: ChangeSeverity, response: { 200: Done } } },
    async (request) => {
      const [{ id }, by, reasonId] = [request.params, asker(request).id, newId(deps.clock())]
      await tellCrisis(
        deps,
        crisisStream(id),
        id,
        by,
        (now) => ({ type: 'ChangeSeverity', severity: request.body.severity, reasonId, now }),
        (tx, now) => putText(tx, reasonId, id, request.body.reason, by, now),
      )
      return done
    },
  )

  /** The questions answered anew, as one knows more: the rules say at once what follows. */
  app.put(
    '/api/crises/:id/answers',
    { config: may('respond'), schema: { operationId: 'giveAnswers', params: OfCrisis, body: GivenAnswers, response: { 200: SeverityProposal } } },
    async (request) => {
      const [{ id }, by] = [request.params, asker(request).id]
      await tellCrisis(deps, crisisStream(id), id, by, (now) => ({ type: 'GiveAnswers', answers: request.body, now }))
      return proposeSeverity(deps, id, by)
    },
  )

  app.get(
    '/api/crises/:id/answers',
    {
      config: may('read'),
      schema: {
        operationId: 'showAnswers',
        params: OfCrisis,
        response: {
          200: z.object({ answers: Answers.nullable(), questions: z.array(z.object({ key: z.string(), ask: z.string(), help: z.string().optional() })) }),
        },
      },
    },
    async ({ params }) => {
      await crisisNow(deps, params.id)
      const state = await deps.engine.stateOf<{ answers?: z.output<typeof Answers> }>(crisisStream(params.id))
      const { rows } = await sql<{ questions: { key: string; ask: string; help?: string }[] | null }>`
        select body->'severity'->'questions' as questions from crisis_playbooks where crisis_id = ${params.id}`.execute(deps.db)
      return { answers: state.answers ?? null, questions: rows[0]?.questions ?? [] }
    },
  )
}
