// The law's clocks in a crisis: a person answers the questions, gives the moments, and closes each clock with its evidence.
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps, putText, tellCrisis } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { runningPlaybook } from '../../prepare/playbooks/running.ts'
import { Obligation, ObligationKey } from './regulatory.contract.ts'
import { regulatoryOf } from './regulatory.facts.ts'
import type { Moments, RegulatoryCommand } from './regulatory.ts'
import {
  AnswerRegulatoryQuestion,
  DismissObligation,
  ExtendObligation,
  GiveMoment,
  MeetObligation,
  RegulatoryView,
  StartObligation,
} from './regulatory.view.contract.ts'
import { regulatoryView } from './regulatory.view.ts'

const OfCrisis = z.object({ id: Id })
const OfClock = OfCrisis.extend({ obligation: ObligationKey })

export function regulatoryRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const access = { config: may('regulatory') }
  const answers = { response: { 200: RegulatoryView } }
  const tell = async (id: string, by: string, command: (now: Date) => RegulatoryCommand, text?: { id: string; body: string }) => {
    await tellCrisis(deps, regulatoryOf(id), id, by, command, text && ((tx, now) => putText(tx, text.id, id, text.body, by, now)))
    return regulatoryView(deps, id)
  }
  const written = (body: string | undefined) => (body ? { id: newId(deps.clock()), body } : undefined)

  app.get(
    '/api/obligations',
    { config: may('read'), schema: { operationId: 'listObligations', response: { 200: z.array(Obligation) } } },
    async () => deps.shelf.obligations,
  )

  app.get('/api/crises/:id/regulatory', { config: may('read'), schema: { operationId: 'showRegulatoryClocks', params: OfCrisis, ...answers } }, ({ params }) =>
    regulatoryView(deps, params.id),
  )

  app.post(
    '/api/crises/:id/regulatory/questions/:question',
    {
      ...access,
      schema: {
        operationId: 'answerRegulatoryQuestion',
        params: OfCrisis.extend({ question: z.string().max(80) }),
        body: AnswerRegulatoryQuestion,
        ...answers,
      },
    },
    async (request) => {
      const [{ id, question }, { answer, reason, moments }, by] = [request.params, request.body, personAsking(request).id]
      const { regulatory } = (await runningPlaybook(deps, id)).playbook
      const asked = regulatory.find((each) => each.key === question)
      if (!asked) throw new Refused('not-found', 'The playbook of this crisis has no such question.')
      const obligations = answer === 'yes' ? asked.starts.map((key) => obligationOf(deps, key)) : []
      const starts = Object.fromEntries(regulatory.map((each) => [each.key, each.starts]))
      const known = await knownMoments(deps, id, moments)
      const text = written(reason)
      return tell(
        id,
        by,
        (now) => ({ type: 'AnswerQuestion', question, answer, ...(text ? { reasonId: text.id } : {}), obligations, starts, moments: known, by, now }),
        text,
      )
    },
  )

  app.post(
    '/api/crises/:id/regulatory',
    { ...access, schema: { operationId: 'startObligation', params: OfCrisis, body: StartObligation, ...answers } },
    async (request) => {
      const [{ id }, { obligation, moments }, by] = [request.params, request.body, personAsking(request).id]
      const known = await knownMoments(deps, id, moments)
      return tell(id, by, (now) => ({ type: 'StartObligations', obligations: [obligationOf(deps, obligation)], moments: known, now }))
    },
  )

  app.post(
    '/api/crises/:id/regulatory/:obligation/moment',
    { ...access, schema: { operationId: 'dateObligation', params: OfClock, body: GiveMoment, ...answers } },
    (request) => {
      const { id, obligation: key } = request.params
      return tell(id, personAsking(request).id, (now) => ({ type: 'GiveMoment', key, ...request.body, now }))
    },
  )

  app.post(
    '/api/crises/:id/regulatory/:obligation/completion',
    { ...access, schema: { operationId: 'meetObligation', params: OfClock, body: MeetObligation, ...answers } },
    async (request) => {
      const [{ id, obligation: key }, { evidence, attachments, metAt }, by] = [request.params, request.body, personAsking(request).id]
      await mustBeAttached(deps, id, attachments)
      const text = written(evidence)
      return tell(id, by, (now) => ({ type: 'MeetObligation', key, ...(text ? { evidenceId: text.id } : {}), attachments, met: metAt ?? now, by, now }), text)
    },
  )

  app.post(
    '/api/crises/:id/regulatory/:obligation/dismissal',
    { ...access, schema: { operationId: 'dismissObligation', params: OfClock, body: DismissObligation, ...answers } },
    (request) => {
      const [{ id, obligation: key }, by] = [request.params, personAsking(request).id]
      const text = { id: newId(deps.clock()), body: request.body.reason }
      return tell(id, by, (now) => ({ type: 'DismissObligation', key, reasonId: text.id, by, now }), text)
    },
  )

  app.post(
    '/api/crises/:id/regulatory/:obligation/extension',
    { ...access, schema: { operationId: 'extendObligation', params: OfClock, body: ExtendObligation, ...answers } },
    (request) => {
      const [{ id, obligation: key }, { deadline, reason }, by] = [request.params, request.body, personAsking(request).id]
      const text = { id: newId(deps.clock()), body: reason }
      return tell(id, by, (now) => ({ type: 'ExtendObligation', key, deadline, reasonId: text.id, now }), text)
    },
  )
}

function obligationOf({ shelf }: Deps, key: string): Obligation {
  const found = shelf.obligations.find((each) => each.key === key)
  if (!found) throw new Refused('not-valid', `There is no clock of the law called ${key}.`)
  return found
}

/** One was aware, discovered it, or was told at the latest when the crisis was detected, unless somebody says another time. */
async function knownMoments({ db }: Deps, crisisId: string, given: Moments): Promise<Moments> {
  const {
    rows: [crisis],
  } = await sql<{ detectedAt: Date }>`select detected_at as "detectedAt" from crises where id = ${crisisId}`.execute(db)
  if (!crisis) throw new Refused('not-found', 'There is no such crisis.')
  const { detectedAt } = crisis
  return { awareness: detectedAt, discovery: detectedAt, 'information-received': detectedAt, ...given }
}

async function mustBeAttached(deps: Deps, crisisId: string, attachments: string[]) {
  await crisisNow(deps, crisisId)
  const wanted = [...new Set(attachments)]
  const { rows } = await sql`select 1 from attachments where crisis_id = ${crisisId} and id = any (${wanted}::uuid[])`.execute(deps.db)
  if (rows.length !== wanted.length) throw new Refused('not-valid', 'A file that is named was not attached to this crisis. Attach it first.')
}
