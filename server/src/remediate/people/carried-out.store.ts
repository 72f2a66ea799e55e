// People say of many lines at once that they carried them out; undone while nothing else followed. One statement, whatever the number.
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import type { CarriedOutView, GrantedPlanView, RunView, UndoneView } from './people.contract.ts'
import { type Payout, saidByPerson } from '../execution/payout.ts'

type All = { planId: string; means: 'file' | 'task'; evidence: string; by: string }

/**
 * All of a plan that wait for people by one means. Whoever does the same at the same moment waits, and finds nothing left. What was taken back stays out:
 * only a person who looked can say whether it was in the file already.
 */
export async function carryOutAll({ db, clock }: Deps, { planId, means, evidence, by }: All): Promise<z.input<typeof CarriedOutView>> {
  const now = clock()
  const run = newId(now)
  const { answer } = saidByPerson({} as Payout, true, null)
  const said = await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ lines: number; leftOut: number }>`
      with waiting as materialized (
        select p.grant_id, g.reverses is null and not exists (select from grants r where r.reverses = g.id) as plain
          from payouts p join grants g on g.id = p.grant_id where g.plan_id = ${planId} and p.means = ${means} and p.state = 'approved' order by p.grant_id for update of p),
      done as (
        update payouts p set state = 'applied', doubt = null, due_at = null, answer = ${answer}, changed_at = ${now} from waiting w where w.plain and p.grant_id = w.grant_id returning p.grant_id),
      noted as (
        insert into payout_decisions (grant_id, what, evidence, was, decided_by, decided_at, run_id)
        select grant_id, 'applied', ${evidence}, 'approved', ${by}, ${now}, ${run}::uuid from done returning 1)
      select (select count(*) from noted)::int as lines, (select count(*) from waiting where not plain)::int as "leftOut"`.execute(tx)
    const { lines, leftOut } = rows[0] ?? { lines: 0, leftOut: 0 }
    if (lines === 0) throw new Refused('already-done', `No ${means === 'file' ? 'file line' : 'task'} of this plan waits to be carried out.`)
    await sql`insert into payout_runs (id, plan_id, means, evidence, lines, made_by, made_at) values (${run}, ${planId}, ${means}, ${evidence}, ${lines}, ${by}, ${now})`.execute(
      tx,
    )
    return { run, lines, leftOut }
  })
  await knowMany(db, said.lines)
  return said
}

/** Undoing reads what was just written; the database is told how much it is, so that it does not look line by line. */
export const knowMany = (db: Deps['db'], lines: number) => (lines > 1_000 ? sql`analyze payout_decisions`.execute(db) : undefined)

/** Takes the word back for every line of which nothing else was said since, and that nothing takes back. */
export async function undoRun({ db, clock }: Deps, run: string, reason: string, by: string): Promise<z.input<typeof UndoneView>> {
  const now = clock()
  return db.transaction().execute(async (tx) => {
    const { rows: found } = await sql<{ lines: number; undoneAt: Date | null }>`
      select lines, undone_at as "undoneAt" from payout_runs where id = ${run} for update`.execute(tx)
    const [one] = found
    if (!one) throw new Refused('not-found', 'Nobody carried out anything under this id.')
    if (one.undoneAt) throw new Refused('already-done', 'This was undone already.')
    const { rows } = await undo(tx, sql`d.run_id = ${run}`, { reason, by, now })
    if (rows.length === 0) throw new Refused('out-of-order', 'Something else followed on each of these lines: none can be undone.')
    await sql`update payout_runs set undone_by = ${by}, undone_at = ${now}, undone_why = ${reason}, undone_lines = ${rows.length} where id = ${run}`.execute(tx)
    return { lines: rows.length, kept: one.lines - rows.length }
  })
}

/** The same of one line. @param onlyTasks whoever looks after accounts undoes tasks only */
export async function undoLine({ db, clock }: Deps, grantId: number, reason: string, by: string, onlyTasks: boolean): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows: found } = await sql<{ means: string }>`select means from payouts where grant_id = ${grantId} for update`.execute(tx)
    if (!found[0] || (onlyTasks && found[0].means !== 'task'))
      throw new Refused('not-found', onlyTasks ? 'There is no such task.' : 'There is no such line in the ledger.')
    const { rows } = await undo(tx, sql`d.grant_id = ${grantId}`, { reason, by, now: clock() })
    if (rows.length === 0)
      throw new Refused('out-of-order', 'Only what people said of a file line or a task can be undone, once, and only while nothing takes it back.')
  })
}

const undo = (tx: Deps['db'], which: ReturnType<typeof sql>, { reason, by, now }: { reason: string; by: string; now: Date }) =>
  sql`
    with last as materialized (
      select p.grant_id, p.state, g.reverses from payout_decisions d join payouts p on p.grant_id = d.grant_id join grants g on g.id = p.grant_id
       where ${which} and d.was = 'approved' and p.means in ('file', 'task') and p.state::text = case d.what when 'applied' then 'applied' when 'not-applied' then 'failed' end
         and not exists (select from payout_decisions later where later.grant_id = d.grant_id and later.id > d.id) and not exists (select from grants r where r.reverses = g.id)
       order by p.grant_id for update of p),
    back as (update payouts p set state = 'approved', provider_id = null, answer = null, changed_at = ${now} from last l where p.grant_id = l.grant_id returning p.grant_id),
    given as (update payouts o set state = 'applied', changed_at = ${now} from last l where l.state = 'applied' and o.grant_id = l.reverses and o.state = 'reversed')
    insert into payout_decisions (grant_id, what, evidence, was, decided_by, decided_at) select l.grant_id, 'undone', ${reason}, l.state, ${by}, ${now} from last l join back b using (grant_id) returning 1`.execute(
    tx,
  )

/** Plans that were granted, the newest first. Whether something waits is looked for, never counted. */
export async function grantedPlansOf(db: Deps['db'], crisisId: string): Promise<z.input<typeof GrantedPlanView>[]> {
  const { rows } = await sql<{ id: string; revision: number; plannedAt: Date; settledAt: Date | null; open: boolean }>`
    select p.id, p.revision, p.planned_at as "plannedAt", p.settled_at as "settledAt",
           exists (select from payouts o join grants g on g.id = o.grant_id where o.crisis_id = p.crisis_id and o.state in ('approved', 'executing', 'unknown') and g.plan_id = p.id) as open
      from remedy_plans p where p.crisis_id = ${crisisId} and p.status = 'executed' order by p.revision desc limit 50`.execute(db)
  return rows.map((row) => ({ ...row, plannedAt: row.plannedAt.toISOString(), settledAt: row.settledAt?.toISOString() ?? null }))
}

/** What was said of a plan's lines, newest first; files that came back where they touched one of them. */
export async function runsOf(deps: Deps, planId: string): Promise<z.input<typeof RunView>[]> {
  type Row = {
    id: string
    means: 'file' | 'task' | null
    planId: string | null
    evidence: string
    lines: number
    by: string
    at: Date
    undoneBy: string | null
    undoneAt: Date | null
    undoneWhy: string | null
    undoneLines: number | null
  }
  const { rows } = await sql<Row>`
    select r.id, r.means, r.plan_id as "planId", r.evidence, r.lines, r.made_by as by, r.made_at as at, r.undone_by as "undoneBy", r.undone_at as "undoneAt", r.undone_why as "undoneWhy", r.undone_lines as "undoneLines"
      from payout_runs r
     where r.plan_id = ${planId} or (r.plan_id is null and exists (select from payout_decisions d join grants g on g.id = d.grant_id where d.run_id = r.id and g.plan_id = ${planId}))
     order by r.made_at desc, r.id limit 50`.execute(deps.db)
  const person = await namesOf(
    deps,
    rows.flatMap(({ by, undoneBy }) => [by, undoneBy]),
  )
  return rows.map(({ planId: of, by, undoneBy, undoneAt, undoneWhy, undoneLines, ...run }) => ({
    ...run,
    fromFile: of === null,
    by: person(by),
    undone: undoneBy && undoneAt ? { by: person(undoneBy), at: undoneAt, why: undoneWhy ?? '', lines: undoneLines ?? 0 } : null,
  }))
}
