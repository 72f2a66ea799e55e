// Brings what is stored to what definition and registry now say: one statement finds who is hit, one more stores what differs, whatever their number.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { type Definition, hitAccounts, readDefinition } from './hit.store.ts'

export type Counts = { accounts: number; added: number; removed: number; changed: number }
/** Why it is assessed: what caused it (see `Assessment.cause`), by whom, at what time of the crisis. */
export type Cause = { cause: string; by: string; at: Date }

/**
 * New accounts come in, changed ones move, those no longer hit go out; what stays the same is not written. An assessment that changed anything (and the
 * first in any case) gets a number, its counts and its difference, in the same transaction. A second assessment of the same crisis at the same time waits.
 * Where conditions were only added to the definition that the stored impact fulfils, only they are worked out: a change of the registry, which the stored
 * impact may not know yet, has a wake-up of its own that works out everything.
 */
export async function recomputeImpact(db: Db, crisisId: string, why: Cause): Promise<Counts> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`impact/${crisisId}`}, 0))`.execute(tx)
    await forSets(tx)
    const definition = await readDefinition(tx, crisisId)
    if (!definition) return { accounts: 0, added: 0, removed: 0, changed: 0 }
    const {
      rows: [before],
    } = await sql<{ number: number; fresh: boolean; basis: string | null }>`
      select (select coalesce(max(number), 0) from impact_assessments where crisis_id = ${crisisId}) as number,
             not exists (select 1 from impact where crisis_id = ${crisisId}) and not exists (select 1 from impact_changes where crisis_id = ${crisisId}) as fresh,
             (select definition from impact_basis where crisis_id = ${crisisId}) as basis`.execute(tx)
    const number = (before?.number ?? 0) + 1
    const more = why.cause === 'conditions' && before?.basis ? addedConditions(before.basis, definition) : undefined
    const of: Assessed = { crisisId, practice: definition.practice, number }
    await find(tx, more ? { ...definition, everyoneInScope: false, lists: withoutIncluded(definition), conditions: more } : definition)
    const counts = more ? await added(tx, of) : before?.fresh ? await first(tx, of) : await changes(tx, of)
    await keepBasis(tx, crisisId, definition)
    if (number === 1 || counts.added + counts.removed + counts.changed > 0) await keepAssessment(tx, crisisId, number, counts, why)
    return counts
  })
}

type Assessed = { crisisId: string; practice: boolean; number: number }

/**
 * Settings for statements over millions of rows, until the transaction ends: room for hashes, and pages in their order rather than in that of an index,
 * which visits each page of the exposures many times over; and all cores, but no hash that they share, for which a container's shared memory may be too small.
 */
export const forSets = (tx: Db) =>
  sql`
  select set_config('work_mem', '128MB', true), set_config('enable_indexscan', 'off', true), set_config('enable_parallel_hash', 'off', true),
         set_config('parallel_setup_cost', '0', true), set_config('parallel_tuple_cost', '0', true)`.execute(tx)

/** Who is hit now, in a table of this transaction: a statement that only finds them may use every core, one that stores them may not. */
const find = (tx: Db, definition: Definition) => sql`create temporary table hit on commit drop as ${hitAccounts(definition)}`.execute(tx)

/**
 * Nobody was ever hit before: the difference is not noted, for it is what is left when the later ones are taken back.
 * In the order of the key, whose index then grows at one end.
 */
async function first(tx: Db, { crisisId, practice }: Assessed): Promise<Counts> {
  const { numAffectedRows } = await sql`
    insert into impact (crisis_id, account_id, practice, since, until, degree)
    select ${crisisId}::uuid, account_id, ${practice}::boolean, since, until, degree from hit order by account_id`.execute(tx)
  const accounts = Number(numAffectedRows)
  return { accounts, added: accounts, removed: 0, changed: 0 }
}

/** Each step has one good plan only, so that it does not matter whether the database has looked at its tables since they grew. */
async function changes(tx: Db, of: Assessed): Promise<Counts> {
  const { rows } = await sql<Counts>`
    with differs as materialized (
      select coalesce(hit.account_id, i.account_id) as account_id, hit.since, hit.until, hit.degree, i.since as was_since, i.until as was_until, i.degree as was_degree
        from hit full join (select account_id, since, until, degree from impact where crisis_id = ${of.crisisId}) i on i.account_id = hit.account_id
       where (i.since, i.until, i.degree) is distinct from (hit.since, hit.until, hit.degree)),
    gone as (delete from impact where crisis_id = ${of.crisisId} and account_id = any (array(select account_id from differs where degree is null))),
    ${writes(of)}
    select (select count(*) from hit)::int as accounts, ${counted}, count(*) filter (where degree is null)::int as removed from differs`.execute(tx)
  return rows[0] as Counts
}

/** Those of further conditions: nobody goes, and of several reasons the earliest since, the latest until and the worst degree count. */
async function added(tx: Db, of: Assessed): Promise<Counts> {
  const worst = (one: RawBuilder<unknown>, other: RawBuilder<unknown>) =>
    sql`case when 'down' in (${one}, ${other}) then 'down' when 'degraded' in (${one}, ${other}) then 'degraded' else 'at-risk' end`
  const { rows } = await sql<Counts>`
    with together as (
      select hit.account_id, least(hit.since, i.since) as since, case when i.account_id is null or (hit.until is not null and i.until is not null) then greatest(hit.until, i.until) end as until,
             ${worst(sql`hit.degree`, sql`coalesce(i.degree, hit.degree)`)} as degree, i.since as was_since, i.until as was_until, i.degree as was_degree
        from hit left join (select account_id, since, until, degree from impact where crisis_id = ${of.crisisId}) i on i.account_id = hit.account_id),
    differs as materialized (select * from together where (was_since, was_until, was_degree) is distinct from (since, until, degree)),
    ${writes(of)}
    select ((select count(*) from impact where crisis_id = ${of.crisisId}) + count(*) filter (where was_degree is null))::int as accounts, ${counted}, 0 as removed from differs`.execute(
    tx,
  )
  return rows[0] as Counts
}

/** What differs is stored, and noted for the difference. */
const writes = ({ crisisId, practice, number }: Assessed) => sql`
    put as (
      insert into impact (crisis_id, account_id, practice, since, until, degree)
      select ${crisisId}::uuid, account_id, ${practice}::boolean, since, until, degree from differs where degree is not null
      on conflict (crisis_id, account_id) do update set since = excluded.since, until = excluded.until, degree = excluded.degree),
    noted as (
      insert into impact_changes (crisis_id, number, account_id, before_since, before_until, before_degree, after_since, after_until, after_degree)
      select ${crisisId}::uuid, ${number}::int, account_id, was_since, was_until, was_degree, since, until, degree from differs)`
const counted = sql`count(*) filter (where was_degree is null)::int as added, count(*) filter (where was_degree is not null and degree is not null)::int as changed`

/** What decides who is hit, as text: equal where it is the same. */
const basisOf = ({ services: _, ...definition }: Definition) => JSON.stringify({ ...definition, conditions: [] })
type Basis = { rest: string; conditions: string[] }

const keepBasis = (tx: Db, crisisId: string, definition: Definition) => {
  const basis: Basis = { rest: basisOf(definition), conditions: definition.conditions.map((each) => JSON.stringify(each)) }
  return sql`
    insert into impact_basis (crisis_id, definition) values (${crisisId}, ${JSON.stringify(basis)})
    on conflict (crisis_id) do update set definition = excluded.definition`.execute(tx)
}

/** The conditions that came after those of the basis; undefined where anything else is different. */
function addedConditions(basis: string, definition: Definition): Definition['conditions'] | undefined {
  const { rest, conditions } = JSON.parse(basis) as Basis
  const same = rest === basisOf(definition) && conditions.every((each, i) => each === JSON.stringify(definition.conditions[i]))
  return same && definition.conditions.length > conditions.length ? definition.conditions.slice(conditions.length) : undefined
}

const withoutIncluded = ({ lists }: Definition) => lists.filter(({ list }) => list === 'exclude')

/** The vulnerable are few: each is looked up. */
async function keepAssessment(tx: Db, crisisId: string, number: number, { accounts, added, removed, changed }: Counts, { cause, by, at }: Cause) {
  await sql`select set_config('enable_indexscan', 'on', true)`.execute(tx)
  await sql`
    insert into impact_assessments (crisis_id, number, assessed_at, cause, caused_by, accounts, added, removed, changed, vulnerable)
    select ${crisisId}::uuid, ${number}, ${at}, ${cause}, ${by}, ${accounts}, ${added}, ${removed}, ${changed},
           (select count(*) from accounts a cross join lateral (select from impact i where i.crisis_id = ${crisisId} and i.account_id = a.id limit 1) i
             where a.vulnerability is not null)`.execute(tx)
}
