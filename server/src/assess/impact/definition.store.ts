// The stored definition of who is hurt: read for a person, checked, and written beside the fact that it changed.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import type { CrisisState } from '../../stabilize/crisis/crisis.ts'
import type { Condition, GivenScopeRow, ImpactDefinition, ListView } from './definition.contract.ts'
import { isGroup, type Query } from './fields.contract.ts'
import { type Definition, readDefinition, servicesOf } from './hit.store.ts'
import { definitionInWords, queryInWords } from './words.ts'

/** How often the definition was changed; whoever changes it says which one they read. */
export async function revisionOf({ engine }: Pick<Deps, 'engine'>, crisisId: string): Promise<number> {
  const state = await engine.stateOf<CrisisState>(`crisis/${crisisId}`)
  return state.status === 'none' ? 0 : state.definition
}

/** The definition as people read it. The revision is read first: who changes what they read here never overwrites something newer. */
export async function definitionOf(deps: Deps, crisisId: string): Promise<ImpactDefinition> {
  const revision = await revisionOf(deps, crisisId)
  const definition = await readDefinition(deps.db, crisisId)
  if (!definition) throw new Refused('not-found', 'There is no such crisis.')
  const [{ names, scope, inWords }, lists] = await Promise.all([inSentences(deps.db, crisisId, definition), listsOf(deps, crisisId)])
  return {
    revision,
    everyoneInScope: definition.everyoneInScope,
    scope: scope.map(withTimes),
    conditions: definition.conditions.map((condition) => ({ ...withTimes(condition), inWords: queryInWords(condition.query, names) })),
    lists,
    inWords,
  }
}

/** A definition in sentences, with the names of its services. */
export async function inSentences(db: Db, crisisId: string, definition: Definition) {
  const { rows } = await sql<{ id: string; key: string; name: string; position: number }>`select id, key, name, position from services`.execute(db)
  const { rows: lists } = await sql<{ list: 'include' | 'exclude'; degree: string; accounts: number }>`
    select list, degree, accounts from impact_lists where crisis_id = ${crisisId}`.execute(db)
  const names = new Map(rows.map((row) => [row.key, row.name]))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const scope = definition.scope.map((row) => ({ ...row, service: byId.get(row.serviceId)?.name ?? '' }))
  return { names, scope, inWords: definitionInWords({ ...definition, scope, lists, services: names }) }
}

const withTimes = <T extends { since: Date | null; until: Date | null }>(given: T) => ({
  ...given,
  since: given.since?.toISOString() ?? null,
  until: given.until?.toISOString() ?? null,
})

/** The lists of a crisis, with what was wrong in their files. */
export async function listsOf(deps: Pick<Deps, 'db'>, crisisId: string): Promise<ListView[]> {
  const { rows } = await sql<Omit<ListView, 'changedAt' | 'changedBy'> & { changedAt: Date; by: string }>`
    select list, degree, file_name as "fileName", accounts, bad, problems, changed_at as "changedAt", changed_by as by from impact_lists where crisis_id = ${crisisId} order by list desc`.execute(
    deps.db,
  )
  const person = await namesOf(
    deps,
    rows.map((row) => row.by),
  )
  return rows.map(({ by, changedAt, ...row }) => ({ ...row, changedAt: changedAt.toISOString(), changedBy: person(by) }))
}

type Given = { scope?: GivenScopeRow[]; conditions?: Condition[] }

/** Refuses what cannot be: services that there are not or of another brand, the same row twice, windows that end before they begin or lie in the future. */
export async function refuseImpossible(db: Db, brandId: string, { scope = [], conditions = [] }: Given, now: Date): Promise<void> {
  for (const { since, until } of [...scope, ...conditions]) {
    if (since && until && until < since) throw new Refused('not-valid', 'A window ends before it begins. Correct since or until.')
    if ((since && since > now) || (until && until > now))
      throw new Refused('not-valid', 'A window lies in the future. Say what has happened; leave until out while it goes on.')
  }
  if (new Set(scope.map((row) => JSON.stringify(row))).size !== scope.length)
    throw new Refused('not-valid', 'The scope holds the same row twice. Remove one, or give it other regions, another degree or another window.')
  const services = await servicesOf(db, brandId)
  const ids = new Set(services.values())
  if (scope.some((row) => !ids.has(row.serviceId)))
    throw new Refused('not-valid', 'The scope names a service that does not exist, or that belongs to another brand.')
  const unknown = conditions.flatMap(({ query }) => servicesNamed(query)).find((key) => !services.has(key))
  if (unknown !== undefined)
    throw new Refused('not-valid', `A condition names the service ${unknown}, which does not exist, or belongs to another brand. Use one of its keys.`)
}

const servicesNamed = (query: Query): string[] =>
  query.rules.flatMap((rule) => (isGroup(rule) ? servicesNamed(rule) : rule.field === 'exposure.service' ? [rule.value].flat().map(String) : []))

export async function putScope(db: Db, crisisId: string, scope: GivenScopeRow[]): Promise<void> {
  await sql`delete from crisis_scope where crisis_id = ${crisisId}`.execute(db)
  if (scope.length === 0) return
  const rows = JSON.stringify(scope.map((row, position) => ({ ...row, position, service_id: row.serviceId })))
  await sql`
    insert into crisis_scope (crisis_id, position, service_id, regions, degree, since, until)
    select ${crisisId}::uuid, s.position, s.service_id, s.regions, s.degree, s.since, s.until from jsonb_to_recordset(${rows}::jsonb)
      as s(position int, service_id uuid, regions text[], degree text, since timestamptz, until timestamptz)`.execute(db)
}

export const putConditions = (db: Db, crisisId: string, everyoneInScope: boolean, conditions: Condition[]) =>
  sql`
    insert into impact_conditions (crisis_id, everyone_in_scope, conditions) values (${crisisId}, ${everyoneInScope}, ${JSON.stringify(conditions)}::jsonb)
    on conflict (crisis_id) do update set everyone_in_scope = excluded.everyone_in_scope, conditions = excluded.conditions`.execute(db)
