// What a file says of lines becomes true in one transaction: good rows count, wrong ones are named with their line and what to do.
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { csvPages } from '../../platform/http/csv.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { Unreadable } from '../../prepare/registry/import/texts.ts'
import { type Payout, saidByPerson } from '../execution/payout.ts'
import { forPerson } from '../execution/progress.store.ts'
import { decimal } from '../grants/export.store.ts'
import { knowMany } from './carried-out.store.ts'
import type { SheetView } from './people.contract.ts'
import { mostProblems, readSheet, type SheetProblem, type SheetRow } from './sheet.read.ts'

/** @param evidence counts for each row that does not say it itself */
export async function takeSheet({ db, clock }: Deps, stream: Readable, evidence: string, by: string): Promise<z.input<typeof SheetView>> {
  const now = clock()
  const taken = await db.transaction().execute(async (tx) => {
    await sql`create temporary table sheet (row bigint, grant_id bigint, done boolean, provider_id text, evidence text, amount bigint, currency text) on commit drop`.execute(
      tx,
    )
    const read = await readSheet(stream, (rows) => stage(tx, rows)).catch((error) => {
      throw error instanceof Unreadable ? new Refused('not-valid', error.message) : error
    })
    await sql`analyze sheet`.execute(tx)
    await judge(tx)
    const run = newId(now)
    const said = await say(tx, { run, evidence, by, now })
    const { rows: wrong } = await sql<
      SheetProblem & { n: number }
    >`select row as line, problem as reason, grant_id::text as value, count(*) over ()::int as n from judged where problem is not null order by row limit ${mostProblems}`.execute(
      tx,
    )
    const problems = [...read.problems, ...wrong.map(({ n: _, ...problem }) => problem)].toSorted((one, other) => one.line - other.line).slice(0, mostProblems)
    const lines = said.applied + said.notApplied
    if (lines > 0) await sql`insert into payout_runs (id, evidence, lines, made_by, made_at) values (${run}, ${evidence}, ${lines}, ${by}, ${now})`.execute(tx)
    const bad = read.wrong + (wrong[0]?.n ?? 0)
    return { run: lines > 0 ? run : null, rows: read.rows, ...said, unchanged: read.rows - lines - bad, wrong: bad, problems }
  })
  await knowMany(db, taken.applied + taken.notApplied)
  return taken
}

const stage = async (tx: Db, rows: SheetRow[]) => {
  await sql`
    insert into sheet select * from unnest(${rows.map(({ row }) => row)}::bigint[], ${rows.map(({ grantId }) => grantId)}::bigint[], ${rows.map(({ done }) => done)}::boolean[],
      ${rows.map(({ providerId }) => providerId)}::text[], ${rows.map(({ evidence }) => evidence)}::text[], ${rows.map(({ amount }) => amount)}::bigint[], ${rows.map(({ currency }) => currency)}::text[])`.execute(
    tx,
  )
}

/** The lines are held from here on, so that nobody else says something of them meanwhile. `counts`: this row is the one that counts for its line. */
const judge = async (tx: Db) => {
  await sql`select count(*) from (select from payouts p where p.grant_id in (select grant_id from sheet) order by p.grant_id for update) held`.execute(tx)
  await sql`
    create temporary table judged on commit drop as
    with said as (select grant_id, count(distinct done) > 1 as both, min(row) as first from sheet group by 1)
    select s.*, p.state, g.reverses, p.grant_id is not null and s.row = said.first and (${forPerson}) as counts,
      case when p.grant_id is null then 'The ledger has no such line. Take the number from the column “line” of the ledger.'
           when g.practice then 'This line is of an exercise: nothing is carried out there.'
           when said.both then 'The file says of this line that it is done and that it is not. Keep the row that is right.'
           when s.amount is not null and s.amount <> g.amount_minor or s.currency is not null and s.currency <> upper(g.currency) then 'The amount differs from the ledger. Pay what the ledger says, or take the line back there.'
           when p.state::text = case when s.done then 'applied' else 'failed' end or (p.state = 'reversed' and s.done) then null
           when not (${forPerson}) then 'This line is ' || p.state || ' at ' || p.means || ': nobody needs to say what became of it.'
           when g.reverses is not null and s.done and not (o.state = 'applied' or exists (select from sheet x where x.grant_id = g.reverses and x.done)) then 'The line that this one takes back is not done. Say first what became of line ' || g.reverses || '.'
      end as problem
      from sheet s join said using (grant_id) left join payouts p using (grant_id) left join grants g on g.id = s.grant_id left join payouts o on o.grant_id = g.reverses`.execute(
    tx,
  )
}

async function say(
  tx: Db,
  { run, evidence, by, now }: { run: string; evidence: string; by: string; now: Date },
): Promise<{ applied: number; notApplied: number }> {
  const [yes, no] = [saidByPerson({} as Payout, true, null).answer, saidByPerson({} as Payout, false, null).answer]
  const { rows } = await sql<{ applied: number; notApplied: number }>`
    with told as (
      update payouts p set state = case when j.done then 'applied' else 'failed' end::payout_state, doubt = case when j.done then null else p.doubt end, due_at = null, provider_id = case when j.done then j.provider_id end,
             answer = case when j.done then ${yes} else ${no} end, leased_by = null, leased_until = null, changed_at = ${now}
        from judged j where j.problem is null and j.counts and p.grant_id = j.grant_id returning j.grant_id, j.done, j.state as was, coalesce(j.evidence, ${evidence}) as evidence),
    noted as (
      insert into payout_decisions (grant_id, what, evidence, was, decided_by, decided_at, run_id)
      select grant_id, case when done then 'applied' else 'not-applied' end, evidence, was, ${by}, ${now}, ${run}::uuid from told)
    select count(*) filter (where done)::int as applied, count(*) filter (where not done)::int as "notApplied" from told`.execute(tx)
  await sql`update payouts o set state = 'reversed', changed_at = ${now} from judged j where j.problem is null and j.counts and j.done and o.grant_id = j.reverses and o.state = 'applied'`.execute(
    tx,
  )
  await endPairs(tx, sql`(select grant_id from judged where problem is null and counts and not done)`, now)
  return rows[0] ?? { applied: 0, notApplied: 0 }
}

/** What was not done and is taken back: nothing is left to do of either line. */
export const endPairs = (tx: Db, failed: ReturnType<typeof sql>, now: Date) =>
  sql`
    with pairs as (
      select g.reverses, g.id from grants g join payouts o on o.grant_id = g.reverses join payouts r on r.grant_id = g.id
       where g.reverses in ${failed} and o.state = 'failed' and r.state = 'approved' and r.means in ('file', 'task'))
    update payouts p set state = 'expired', answer = 'taken back before anything was done', changed_at = ${now} from pairs where p.grant_id in (pairs.id, pairs.reverses)`.execute(
    tx,
  )

type OfSheet = {
  id: number
  key: string
  name: string
  remedy: string
  amount: number
  currency: string
  state: string
  means: string
  reverses: number | null
  provider: string | null
}

/** What of a plan people carry out, in the form in which it comes back. */
export const sheetOf = (db: Db, planId: string): AsyncGenerator<string> =>
  csvPages(
    ['line', 'account_key', 'account_name', 'remedy', 'amount', 'currency', 'amount_minor', 'by', 'takes_back_line', 'state', 'provider_id', 'evidence'],
    async (after) =>
      (
        await sql<OfSheet>`
          select g.id, a.key, a.name, g.remedy, g.amount_minor as amount, g.currency, p.state::text as state, p.means, g.reverses, p.provider_id as provider
            from grants g join payouts p on p.grant_id = g.id join accounts a on a.id = g.account_id and a.practice = g.practice
           where g.plan_id = ${planId} and p.means in ('file', 'task') and g.id > ${after} order by g.id limit 5000`.execute(db)
      ).rows,
    ({ id, key, name, remedy, amount, currency, means, reverses, state, provider }) => [
      id,
      key,
      name,
      remedy,
      decimal(amount, currency),
      currency,
      amount,
      means,
      reverses ?? '',
      state,
      provider ?? '',
      '',
    ],
  )
