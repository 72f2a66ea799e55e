// Every assessment with its counts, and what it changed, account by account.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { csvPages } from '../../platform/http/csv.ts'
import { Refused } from '../../platform/refused.ts'
import type { Assessment } from './definition.contract.ts'

/** A page of a crisis's assessments, newest first. */
export async function assessmentsOf(deps: Deps, crisisId: string, before: number | undefined, limit: number): Promise<Assessment[]> {
  const { rows } = await sql<Omit<Assessment, 'at' | 'by'> & { at: Date; by: string }>`
    select number, assessed_at as at, cause, caused_by as by, accounts, added, removed, changed, vulnerable, detailed from impact_assessments
     where crisis_id = ${crisisId} and ${before === undefined ? sql`true` : sql`number < ${before}::bigint`} order by number desc limit ${limit}`.execute(
    deps.db,
  )
  const person = await namesOf(
    deps,
    rows.map((row) => row.by),
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), by: person(row.by) }))
}

type Span = { since: Date | null; until: Date | null; degree: string | null }
type Change = { id: number; key: string; name: string; before: Stored<Span>; after: Stored<Span> }
type Stored<T> = { [K in keyof T]: T[K] extends Date | null ? string | null : T[K] }

/** What an assessment changed, as CSV, an account a line; refuses one that there is not. */
export async function differenceOf({ db }: Pick<Deps, 'db'>, crisisId: string, number: number): Promise<{ crisis: string; lines: AsyncGenerator<string> }> {
  const {
    rows: [found],
  } = await sql<{ crisis: string; detailed: boolean; derived: boolean }>`
    select c.number as crisis, a.detailed,
           a.added > 0 and not exists (select from impact_changes k where k.crisis_id = a.crisis_id and k.number <= a.number) as derived
      from impact_assessments a join crises c on c.id = a.crisis_id where a.crisis_id = ${crisisId} and a.number = ${number}::bigint`.execute(db)
  if (!found) throw new Refused('not-found', 'There is no such assessment.')
  if (!found.detailed) throw new Refused('not-found', 'This assessment was made before differences were kept. The counts are all that is known of it.')
  const header = ['account_key', 'account_name', 'change', 'degree_before', 'degree_after', 'since_before', 'since_after', 'until_before', 'until_after']
  const page = async (after: number) => (await (found.derived ? firstPage(crisisId, number, after) : changePage(crisisId, number, after)).execute(db)).rows
  const time = (at: string | null) => (at ? new Date(at).toISOString() : '')
  return {
    crisis: found.crisis,
    lines: csvPages(header, page, ({ key, name, before: was, after: is }) => [
      key,
      name,
      was.degree === null ? 'added' : is.degree === null ? 'removed' : 'changed',
      was.degree ?? '',
      is.degree ?? '',
      time(was.since),
      time(is.since),
      time(was.until),
      time(is.until),
    ]),
  }
}

const pageSize = 5_000
const span = (of: 'before' | 'after') =>
  sql`jsonb_build_object('since', ${sql.ref(`k.${of}_since`)}, 'until', ${sql.ref(`k.${of}_until`)}, 'degree', ${sql.ref(`k.${of}_degree`)})`

const changePage = (crisisId: string, number: number, after: number) => sql<Change>`
  select a.id, a.key, a.name, ${span('before')} as before, ${span('after')} as after
    from impact_changes k join accounts a on a.id = k.account_id
   where k.crisis_id = ${crisisId} and k.number = ${number}::int and k.account_id > ${after}::bigint order by k.account_id limit ${pageSize}`

/** The first that hit anybody is not stored twice: whoever was never changed since is as they came in, the others as they were before their first change. */
const firstPage = (crisisId: string, number: number, after: number) => sql<Change>`
  select a.id, a.key, a.name, '{"since": null, "until": null, "degree": null}'::jsonb as before, jsonb_build_object('since', f.since, 'until', f.until, 'degree', f.degree) as after
    from (
      (select i.account_id, i.since, case when i.until = c.restored_at and s.assessed_at < c.restored_at then null else i.until end as until, i.degree
         from impact i join crises c on c.id = i.crisis_id join impact_assessments s on s.crisis_id = i.crisis_id and s.number = ${number}::int
        where i.crisis_id = ${crisisId} and i.account_id > ${after}::bigint
          and not exists (select from impact_changes k where k.crisis_id = i.crisis_id and k.account_id = i.account_id)
        order by i.account_id limit ${pageSize})
      union all
      (select k.account_id, k.before_since, k.before_until, k.before_degree from impact_changes k
        where k.crisis_id = ${crisisId} and k.account_id > ${after}::bigint and k.before_degree is not null
          and not exists (select from impact_changes o where o.crisis_id = k.crisis_id and o.account_id = k.account_id and o.number < k.number)
        order by k.account_id limit ${pageSize})
    ) f join accounts a on a.id = f.account_id order by f.account_id limit ${pageSize}`
