// Who is hit: the accounts in scope, those of each condition and those on the include list, without those on the exclude list. One statement.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { accountsOf, type Compiling, endOf, type Window } from './compile-query.store.ts'
import type { Condition, Degree, ListName, ScopeRow } from './definition.contract.ts'

/** All that decides whom a crisis hurts. A list is there with its id, a condition with its window as it was given. */
export type Definition = {
  practice: boolean
  onsetAt: Date
  restoredAt: Date | null
  everyoneInScope: boolean
  scope: ScopeRow[]
  conditions: Condition[]
  lists: { list: ListName; listId: string; degree: Degree }[]
  /** The brand's services, id by key. */
  services: ReadonlyMap<string, string>
}
type Sql = RawBuilder<unknown>

export const degrees: Degree[] = ['down', 'degraded', 'at-risk']
const rank = (degree: Degree) => degrees.indexOf(degree) + 1

/** A window as it counts: within the crisis. Undefined where nothing of it lies in the crisis. */
export function clipped({ since, until }: { since: Date | null; until: Date | null }, { onsetAt, restoredAt }: Definition): Window | undefined {
  const start = since && since > onsetAt ? since : onsetAt
  const end = until && (!restoredAt || until < restoredAt) ? until : restoredAt
  return end && end < start ? undefined : { start, end }
}

/** Rows (account_id, since, until, degree): of several reasons the earliest since, the latest until and the worst degree count. */
export function hitAccounts(definition: Definition): Sql {
  const scoped = scopeSource(definition)
  const sources = [...scoped, ...conditionSources(definition), ...includeSource(definition)]
  const excluded = definition.lists.find(({ list }) => list === 'exclude')
  const all =
    sources.length > 0
      ? sql.join(sources, sql` union all `)
      : sql`select null::bigint as account_id, null::timestamptz as since, null::timestamptz as until, 1 as rank where false`
  const without = excluded ? sql`where not exists (select from (${listed(excluded.listId)}) x where x.account_id = each.account_id)` : sql``
  const degree = (of: Sql) => sql`case ${of} when 1 then 'down' when 2 then 'degraded' else 'at-risk' end`
  // A single condition, or a list, has one row an account already.
  if (sources.length === 1 && scoped.length === 0)
    return sql`select each.account_id, each.since, nullif(each.until, 'infinity') as until, ${degree(sql`each.rank`)} as degree from (${all}) each ${without}`
  return sql`
    select each.account_id, min(each.since) as since, nullif(max(each.until), 'infinity') as until, ${degree(sql`min(each.rank)`)} as degree
      from (${all}) each ${without} group by each.account_id`
}

/** The exposures in scope, a row each. */
function scopeSource(definition: Definition): Sql[] {
  if (!definition.everyoneInScope) return []
  const rows = definition.scope.flatMap((row) => {
    const window = clipped(row, definition)
    return window ? [{ ...row, window }] : []
  })
  if (rows.length === 0) return []
  const values = rows.map(
    ({ serviceId, regions, degree, window }) =>
      sql`(${serviceId}::uuid, ${regions}::text[], ${rank(degree)}::int, ${window.start}::timestamptz, ${endOf(window)})`,
  )
  return [
    sql`select e.account_id, greatest(e.since, s.start) as since, least(coalesce(e.until, 'infinity'), s.stop) as until, s.rank
          from (values ${sql.join(values)}) s (service_id, regions, rank, start, stop)
          join exposures e on e.service_id = s.service_id and (s.regions is null or e.region = any (s.regions))
         where e.practice = ${definition.practice} and (e.since is null or e.since <= s.stop) and (e.until is null or e.until > s.start)`,
  ]
}

function conditionSources(definition: Definition): Sql[] {
  const compiling: Compiling = definition
  return definition.conditions.flatMap((condition) => {
    const window = clipped(condition, definition)
    return window ? [sql`select c.*, ${rank(condition.degree)}::int as rank from (${accountsOf(condition.query, window, compiling)}) c`] : []
  })
}

function includeSource(definition: Definition): Sql[] {
  const included = definition.lists.find(({ list }) => list === 'include')
  const window = clipped({ since: null, until: null }, definition)
  if (!included || !window) return []
  return [
    sql`select l.account_id, ${window.start}::timestamptz as since, ${endOf(window)} as until, ${rank(included.degree)}::int as rank from (${listed(included.listId)}) l`,
  ]
}

/** The accounts of a list; one that was merged since stands for its survivor. */
const listed = (listId: string) =>
  sql`select distinct coalesce(a.merged_into, a.id) as account_id from impact_list_accounts x join accounts a on a.id = x.account_id where x.list_id = ${listId}::uuid`

/** The definition of a crisis as it stands; undefined where there is no such crisis. `instead` replaces parts of it, for a preview. */
export async function readDefinition(
  db: Db,
  crisisId: string,
  instead: Partial<Pick<Definition, 'everyoneInScope' | 'scope' | 'conditions'>> = {},
): Promise<Definition | undefined> {
  const {
    rows: [row],
  } = await sql<Omit<Definition, 'services' | 'conditions' | 'scope'> & { scope: Stored<ScopeRow>[]; conditions: Stored<Condition>[]; brandId: string }>`
    select c.practice, c.onset_at as "onsetAt", c.restored_at as "restoredAt", c.brand_id as "brandId", coalesce(d.everyone_in_scope, true) as "everyoneInScope", coalesce(d.conditions, '[]') as conditions,
           (select coalesce(jsonb_agg(jsonb_build_object('serviceId', s.service_id, 'regions', s.regions, 'degree', s.degree, 'since', s.since, 'until', s.until) order by s.position), '[]')
              from crisis_scope s where s.crisis_id = c.id) as scope,
           (select coalesce(jsonb_agg(jsonb_build_object('list', l.list, 'listId', l.list_id, 'degree', l.degree) order by l.list), '[]') from impact_lists l where l.crisis_id = c.id) as lists
      from crises c left join impact_conditions d on d.crisis_id = c.id where c.id = ${crisisId}`.execute(db)
  if (!row) return undefined
  const { brandId, ...known } = row
  const definition = { ...known, scope: known.scope.map(timed), conditions: known.conditions.map(timed), ...instead }
  return { ...definition, services: await servicesOf(db, brandId) }
}

type Stored<T> = Omit<T, 'since' | 'until'> & { since: string | null; until: string | null }
const timed = <T>(stored: Stored<T>): T =>
  ({ ...stored, since: stored.since ? new Date(stored.since) : null, until: stored.until ? new Date(stored.until) : null }) as T

/** The services of a brand, id by key. */
export async function servicesOf(db: Db, brandId: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ key: string; id: string }>`select key, id from services where brand_id = ${brandId}`.execute(db)
  return new Map(rows.map((row) => [row.key, row.id]))
}
