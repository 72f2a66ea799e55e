// A chunk that stands in the table `staged` is merged into the registry by one statement: look up, update what differs, insert what is new.
// Unchanged rows are not touched (no dead rows, no WAL). Keys become ids by join, never row by row.
import type pg from 'pg'
import type { Plan } from './sheet.ts'
import { accountId, type Subject, type Target, targetOf } from './targets.ts'

/** `crossed`: a row reached its account by way of a merged one, so that rows of different keys may be about the same thing. */
export type Outcome = { added: number; changed: number; same: number; bad: number; crossed: boolean; problems: FoundProblem[] }
export type FoundProblem = { line: number; column: string; reason: string; value: string | null; note?: boolean }

const renamed: Record<string, string> = { mrr: 'mrr_minor', brand: 'brand_id', service_key: 'service_id' }
export const stagedColumns = (plan: Plan): string[] => plan.names.map((name) => renamed[name] ?? name)

export type Merge = { table: string; copy: string; chunk: (client: pg.Client, now: Date, repeats: boolean) => Promise<Outcome> }

/** The statements for one file: the staging table, the COPY into it, and the merge of a chunk. */
export function prepareMerge(subject: Subject, plan: Plan, practice: boolean): Merge {
  const staged = stagedColumns(plan)
  const target = targetOf(subject, staged, plan)
  const merge = mergeStatement(subject, target, staged, plan)
  const once = async (client: pg.Client, now: Date): Promise<Outcome> => {
    const {
      rows: [row],
    } = await client.query(merge, [practice, now])
    const found: FoundProblem[] = (row.problems ?? []).map((each: { line: number; column: string; value: string | null }) => ({
      ...each,
      reason: reasons[each.column] ?? '',
    }))
    return { ...row, problems: [...found, ...(await mergeAliases(client, plan, practice))] }
  }
  return {
    table: `create temp table staged (line bigint not null, ${staged.map((column) => `${column} ${target.types?.[column] ?? 'text'}`).join(', ')}${target.staged ?? ''})`,
    copy: `copy staged (line, ${staged.join(', ')}) from stdin`,
    chunk: async (client, now, repeats) => (repeats ? mergeRepeats(client, target, staged, practice, () => once(client, now)) : once(client, now)),
  }
}

function mergeStatement(subject: Subject, target: Target, staged: string[], plan: Plan): string {
  const settable = staged.filter((column) => !target.identity.includes(column) && !column.startsWith('alias_'))
  const differs = settable.length > 0 ? `(${list(settable, 't.')}) is distinct from (${list(settable, 's.')})` : 'false'
  const leave = target.leave ?? 'false'
  const own = subject === 'contacts' || subject === 'exposures'
  const fresh = plan.systems.map(
    (system, i) =>
      `(s.alias_${i} is not null and not exists (select from account_aliases x where x.practice = $1 and x.system = ${quoted(system)} and x.external_id = s.alias_${i}))`,
  )
  const stamp = target.stamped ? { created_at: '$2', updated_at: '$2' } : {}
  const inserted = { ...target.insert, ...Object.fromEntries(settable.map((column) => [column, `s.${column}`])), ...stamp }
  return `
    with found as materialized (
      select s.*, t.id as target_id${own ? '' : ', false as crossed'}, ${target.wrong} as wrong, t.id is not null and not (${leave}) and ${differs} as differs,
             t.id is not null and not (${leave}) and (${fresh.join(' or ') || 'false'}) as alias_fresh
        from ${target.from}),
    changed as (${
      settable.length === 0
        ? 'select 1 where false'
        : `
      update ${subject} t set ${settable.map((column) => `${column} = s.${column}`).join(', ')}${target.stamped ? ', updated_at = $2' : ''}
        from found s where s.differs and s.wrong is null and ${target.again ?? 't.id = s.target_id'} returning 1`
    }),
    added as (
      insert into ${subject} (${Object.keys(inserted).join(', ')}) select ${Object.values(inserted).join(', ')} from found s where s.target_id is null and s.wrong is null returning 1),
    counts as (select count(*) as rows, count(*) filter (where wrong is not null) as bad, count(*) filter (where wrong is null and alias_fresh and not differs) as aliased, coalesce(bool_or(crossed), false) as crossed from found)
    select (select count(*) from added)::int as added, ((select count(*) from changed) + aliased)::int as changed, bad::int as bad, crossed,
           (counts.rows - bad - aliased - (select count(*) from added) - (select count(*) from changed))::int as same,
           (select json_agg(p) from (select line, wrong as "column", ${own ? "case wrong when 'account_key' then account_key end" : 'null'} as value from found where wrong is not null order by line limit 1000) p) as problems
      from counts, (select $1::boolean, $2::timestamptz) asked`
}

/** Rows of one chunk about the same thing: the first and the last are merged in turn; those between are counted against their predecessor. The later line wins. */
async function mergeRepeats(client: pg.Client, target: Target, staged: string[], practice: boolean, merge: () => Promise<Outcome>): Promise<Outcome> {
  const values = list(staged, 's.')
  await client.query(
    `
    create temp table repeats on commit drop as
    select * from (
      select s.*, row_number() over same as nth, lead(s.line) over same is null as last, (${values}) is distinct from (lag((${values})) over same) as differs
        from ${target.from} where ($1 or not $1) and ${target.same.when} and (${target.wrong}) is null
      window same as (partition by ${target.same.by} order by s.line)) each where nth > 1`.replaceAll('$1', String(practice)),
  )
  // Neither table has an index: only here, hashing is the way.
  await client.query('set local enable_hashjoin = on; delete from staged using repeats where staged.line = repeats.line; set local enable_hashjoin = off')
  const first = await merge()
  await client.query('delete from staged')
  await client.query(`insert into staged (line, ${staged.join(', ')}) select line, ${staged.join(', ')} from repeats where last`)
  const last = await merge()
  const {
    rows: [between],
  } = await client.query('select count(*) filter (where differs)::int as changed, count(*) filter (where not differs)::int as same from repeats where not last')
  return {
    added: first.added + last.added,
    changed: first.changed + last.changed + between.changed,
    same: first.same + last.same + between.same,
    bad: first.bad + last.bad,
    crossed: false,
    problems: [...first.problems, ...last.problems],
  }
}

/** After the accounts themselves: their ids in other systems. An id that belongs to another account stays there, and is reported. */
async function mergeAliases(client: pg.Client, plan: Plan, practice: boolean): Promise<FoundProblem[]> {
  const taken: FoundProblem[] = []
  for (const [i, system] of plan.systems.entries()) {
    const from = `from staged s join accounts a on a.practice = $1 and a.key = s.key where s.alias_${i} is not null`
    await client.query(
      `
      insert into account_aliases (practice, system, external_id, account_id)
      select distinct on (s.alias_${i}) $1::boolean, $2, s.alias_${i}, ${accountId} ${from}
         and not exists (select from account_aliases x where x.practice = $1 and x.system = $2 and x.external_id = s.alias_${i}) order by s.alias_${i}, s.line`,
      [practice, system],
    )
    const { rows } = await client.query<{ line: number; value: string }>(
      `
      select s.line, s.alias_${i} as value ${from}
         and exists (select from account_aliases x where x.practice = $1 and x.system = $2 and x.external_id = s.alias_${i} and x.account_id <> ${accountId}) order by s.line limit 100`,
      [practice, system],
    )
    taken.push(
      ...rows.map((row) => ({
        ...row,
        column: `id:${system}`,
        reason: 'The account was stored, but this id belongs to another account already and stays there. Merge the two accounts, or correct the id.',
        note: true,
      })),
    )
  }
  return taken
}

const reasons: Record<string, string> = {
  account_key: 'There is no account with this key. Import the accounts first, or correct the key.',
  mrr: 'This account has another currency than US dollars. Add the column currency, so that the amount is not misread.',
  since: 'This begins after the end that is stored. Add the column until, or correct since.',
  until: 'This ends before the beginning that is stored. Add the column since, or correct until.',
}

const list = (columns: string[], prefix: string) => columns.map((column) => prefix + column).join(', ')
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
