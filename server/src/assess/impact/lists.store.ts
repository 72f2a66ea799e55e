// Lists name accounts one by one: by key, by an id in another system, or by a contact's e-mail address. Read as a stream, matched as a set.
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { csvPages } from '../../platform/http/csv.ts'
import { isPracticeId, newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { Unreadable } from '../../prepare/registry/import/texts.ts'
import type { Degree, ListName, ListView } from './definition.contract.ts'
import { readList, shownValue } from './lists.read.ts'

type Given = { list: ListName; degree: Degree; fileName?: string | undefined; revision?: number | undefined; by: string }
type Staged = { listId: string; accounts: number; bad: number; problems: ListView['problems'] }

/** Replaces a list by a file. Rows that name no account, or more than one, are named; a file without a single account is refused. */
export async function putList(deps: Deps, crisisId: string, { list, degree, fileName, revision, by }: Given, stream: Readable): Promise<void> {
  const { db, engine, clock } = deps
  const now = await crisisNow(deps, crisisId)
  const practice = isPracticeId(crisisId)
  const staged = await stage(db, newId(clock(), practice), practice, stream)
  const { listId, accounts, bad, problems } = staged
  try {
    if (accounts === 0)
      throw new Refused('not-valid', `No row of this file names an account. ${problems[0] ? `Line ${problems[0].line}: ${problems[0].reason}` : ''}`.trim())
    await engine.tell(
      `crisis/${crisisId}`,
      { type: 'ReplaceImpactList', list, listId, accounts, bad, ...(revision === undefined ? {} : { revision }), now },
      {
        actor: by,
        crisisId,
        with: async (tx) => {
          await dropAccounts(tx, crisisId, list)
          await sql`
            insert into impact_lists (crisis_id, list, list_id, degree, file_name, accounts, bad, problems, changed_by, changed_at)
            values (${crisisId}, ${list}, ${listId}, ${degree}, ${fileName || null}, ${accounts}, ${bad}, ${JSON.stringify(problems)}::jsonb, ${by}, ${now})
            on conflict (crisis_id, list) do update set list_id = excluded.list_id, degree = excluded.degree, file_name = excluded.file_name, accounts = excluded.accounts, bad = excluded.bad,
              problems = excluded.problems, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(tx)
        },
      },
    )
  } catch (error) {
    await sql`delete from impact_list_accounts where list_id = ${listId} and not exists (select from impact_lists where list_id = ${listId})`.execute(db)
    throw error
  }
}

/** Takes a list away; refuses where there is none. */
export async function removeList(deps: Deps, crisisId: string, list: ListName, revision: number | undefined, by: string): Promise<void> {
  const now = await crisisNow(deps, crisisId)
  const { rows } = await sql`select from impact_lists where crisis_id = ${crisisId} and list = ${list}`.execute(deps.db)
  if (rows.length === 0) throw new Refused('not-found', 'There is no such list to remove.')
  await deps.engine.tell(
    `crisis/${crisisId}`,
    { type: 'RemoveImpactList', list, ...(revision === undefined ? {} : { revision }), now },
    {
      actor: by,
      crisisId,
      with: async (tx) => {
        await dropAccounts(tx, crisisId, list)
        await sql`delete from impact_lists where crisis_id = ${crisisId} and list = ${list}`.execute(tx)
      },
    },
  )
}

const dropAccounts = (tx: Db, crisisId: string, list: ListName) =>
  sql`delete from impact_list_accounts where list_id = (select list_id from impact_lists where crisis_id = ${crisisId} and list = ${list})`.execute(tx)

/** The accounts of a list as CSV, in a form that can be sent again. */
export async function listAsCsv({ db }: Pick<Deps, 'db'>, crisisId: string, list: ListName): Promise<{ crisis: string; lines: AsyncGenerator<string> }> {
  const {
    rows: [found],
  } = await sql<{ listId: string; crisis: string }>`
    select l.list_id as "listId", c.number as crisis from impact_lists l join crises c on c.id = l.crisis_id where l.crisis_id = ${crisisId} and l.list = ${list}`.execute(
    db,
  )
  if (!found) throw new Refused('not-found', 'There is no such list.')
  const page = async (after: number) =>
    (
      await sql<{ id: number; key: string; name: string }>`
        select a.id, a.key, a.name from impact_list_accounts x join accounts a on a.id = x.account_id
         where x.list_id = ${found.listId} and x.account_id > ${after}::bigint order by x.account_id limit 5000`.execute(db)
    ).rows
  return { crisis: found.crisis, lines: csvPages(['account_key', 'account_name'], page, ({ key, name }) => [key, name]) }
}

const mostProblems = 200

/** Reads the file and finds its accounts: in a transaction of its own, since nothing points at the new list yet. */
const stage = (db: Db, listId: string, practice: boolean, stream: Readable): Promise<Staged> =>
  db.transaction().execute(async (tx) => {
    await sql`create temporary table listed (line bigint, given text) on commit drop`.execute(tx)
    const refused = await readList(stream, async (lines, given) => {
      await sql`insert into listed select * from unnest(${lines}::bigint[], ${given}::text[])`.execute(tx)
    }).catch((error) => {
      throw error instanceof Unreadable ? new Refused('not-valid', error.message) : error
    })
    await sql`analyze listed`.execute(tx)
    await match(tx, practice)
    const { numAffectedRows } = await sql`
      insert into impact_list_accounts (list_id, account_id, practice) select distinct ${listId}::uuid, account_id, ${practice}::boolean from found where matches = 1`.execute(
      tx,
    )
    const {
      rows: [count],
    } = await sql<{ bad: number }>`select count(*)::int as bad from found where matches <> 1`.execute(tx)
    const { rows } = await sql<{ line: number; given: string; matches: number }>`
      select line, given, matches from found where matches <> 1 order by line limit ${mostProblems}`.execute(tx)
    const problems = [
      ...refused.problems,
      ...rows.map(({ line, given, matches }) => ({ line, reason: matches === 0 ? unknown : several(matches), value: shownValue(given) })),
    ]
    return {
      listId,
      accounts: Number(numAffectedRows),
      bad: refused.count + (count?.bad ?? 0),
      problems: problems.toSorted((one, other) => one.line - other.line).slice(0, mostProblems),
    }
  })

/** A key counts before an id in another system, and that before an address. `matches`: how many accounts the row could mean. */
const match = (tx: Db, practice: boolean) =>
  sql`
  create temporary table found on commit drop as
  with keyed as (select l.line, l.given, coalesce(a.merged_into, a.id) as account_id from listed l left join accounts a on a.practice = ${practice} and a.key = l.given),
  open as (select line, given from keyed where account_id is null),
  others as (
    select o.line, count(distinct x.account_id)::int as matches, min(x.account_id) as account_id
      from open o join account_aliases x on x.practice = ${practice} and x.external_id = o.given group by o.line),
  addressed as (
    select o.line, count(distinct coalesce(a.merged_into, a.id))::int as matches, min(coalesce(a.merged_into, a.id)) as account_id
      from open o join contacts k on lower(k.email) = lower(o.given) and k.practice = ${practice} join accounts a on a.id = k.account_id
     where strpos(o.given, '@') > 0 group by o.line)
  select k.line, k.given, coalesce(k.account_id, x.account_id, m.account_id) as account_id, case when k.account_id is not null then 1 else coalesce(x.matches, m.matches, 0) end as matches
    from keyed k left join others x on x.line = k.line left join addressed m on m.line = k.line`.execute(tx)

const unknown = 'There is no account with this key, id or e-mail address. Correct it, or import the account first.'
const several = (matches: number) => `This stands for ${matches.toLocaleString('en')} accounts. Name the one by its key.`
