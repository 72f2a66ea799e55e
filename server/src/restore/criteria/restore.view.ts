// Restoring as the room shows it.
import { sql } from 'kysely'
import { type Deps, namesOf, textsOf } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import type { RestorationView } from './criteria.contract.ts'
import { lookAt } from './look.store.ts'
import { restoreOf } from './restore.facts.ts'
import { type CriterionNow, failingOf, type RestoreState } from './restore.ts'
import { nextToRestore } from './next.ts'
import { nextStepOf, type ShareFact } from './shares.ts'

/** The criteria of a crisis at this moment. */
export async function criteriaNow(deps: Pick<Deps, 'db' | 'engine' | 'clock'>, crisisId: string): Promise<CriterionNow[]> {
  const state = await deps.engine.stateOf<RestoreState>(restoreOf(crisisId))
  const { criteria, status } = await lookAt(deps.db, crisisId, state, deps.clock())
  if (status === 'none') throw new Refused('not-found', 'There is no such crisis.')
  return criteria
}

type Moved = Extract<ShareFact, { type: 'ShareMoved' }>
export async function restorationView(deps: Pick<Deps, 'db' | 'engine' | 'clock'>, crisisId: string): Promise<RestorationView> {
  const state = await deps.engine.stateOf<RestoreState>(restoreOf(crisisId))
  const looked = await lookAt(deps.db, crisisId, state, deps.clock())
  if (looked.status === 'none') throw new Refused('not-found', 'There is no such crisis.')
  const { rows } = await sql<{ at: Date; data: Omit<Moved, 'at' | 'type'> }>`
    select occurred_at as at, data from events where stream = ${restoreOf(crisisId)} and type = 'ShareMoved' order by version desc limit 200`.execute(deps.db)
  const [person, texts] = await Promise.all([
    namesOf(deps, [...looked.criteria.map(({ by }) => by), ...rows.map(({ data }) => data.by)]),
    textsOf(deps, [...state.repairs.flatMap(({ textId, reasonId }) => [textId, reasonId]), ...rows.map(({ data }) => data.reasonId)]),
  ])
  const view = {
    criteria: looked.criteria.map(({ since, by, ...criterion }) => ({ ...criterion, since: since?.toISOString() ?? null, by: by ? person(by) : null })),
    failing: failingOf(looked.criteria, state.repairs),
    services: looked.services.map((id) => ({
      id,
      name: looked.names.find((each) => each.id === id)?.name ?? '',
      share: state.shares[id] ?? 0,
      next: nextStepOf(id, state, looked),
    })),
    moves: rows.map(({ at, data: { serviceId, from, to, by, reasonId, figures } }) => ({
      serviceId,
      from,
      to,
      at: at.toISOString(),
      by: person(by),
      reason: texts.get(reasonId ?? '') ?? null,
      figures,
    })),
    repairs: state.repairs.map(({ textId, reasonId, changedAt, ...repair }) => ({
      ...repair,
      text: texts.get(textId) ?? '',
      changedAt: changedAt.toISOString(),
      reason: texts.get(reasonId ?? '') ?? null,
    })),
  }
  return { ...view, next: nextToRestore({ status: looked.status, ...view }) }
}
