import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import { proposeSeverity } from '../severity/severity.propose.ts'
import { recomputeImpact } from './impact.store.ts'
import { keepTotals } from './impact.totals.ts'

type Unrecorded = { number: number; cause: string; by: string; accounts: number; added: number; removed: number; changed: number; vulnerable: number }

/** Recomputes who is hit, keeps the sums, and records the milestone; no fact where nothing changed. `cause` and `by` say what or who it was. */
export async function assessImpact(deps: Deps, crisisId: string, { cause = 'by-hand', by = 'leeward' }: { cause?: string; by?: string } = {}) {
  const now = await crisisNow(deps, crisisId)
  if (!(await saysWho(deps, crisisId))) return { accounts: 0, added: 0, removed: 0, changed: 0 }
  const counts = await recomputeImpact(deps.db, crisisId, { cause, by, at: now })
  // Usually one or none; more where a process died between the rows and their fact: those who joined then are told now.
  const { rows } = await sql<Unrecorded>`
    select number, cause, caused_by as by, accounts, added, removed, changed, vulnerable from impact_assessments where crisis_id = ${crisisId} and not recorded order by number`.execute(
    deps.db,
  )
  for (const found of rows)
    await deps.engine.tell(
      `crisis/${crisisId}`,
      { type: 'RecordImpact', ...found, now },
      {
        actor: by,
        crisisId,
        with: async (tx) => {
          await keepTotals(tx, crisisId, now)
          await sql`update impact_assessments set recorded = true where crisis_id = ${crisisId} and number = ${found.number}`.execute(tx)
        },
      },
    )
  // What is not an account's own, such as how many contacts there are, may have changed all the same.
  if (rows.length === 0) await keepTotals(deps.db, crisisId, now)
  await proposeSeverity(deps, crisisId)
  return counts
}

/** Before anybody said what is affected there is nothing to assess: nobody hit would be a finding, and keep a promise that nobody kept. */
async function saysWho({ db }: Deps, crisisId: string): Promise<boolean> {
  const {
    rows: [row],
  } = await sql<{ said: boolean }>`
    select exists (select from crisis_scope where crisis_id = ${crisisId}) or exists (select from impact_conditions where crisis_id = ${crisisId})
        or exists (select from impact_lists where crisis_id = ${crisisId}) or exists (select from impact_assessments where crisis_id = ${crisisId}) as said`.execute(
    db,
  )
  return row?.said ?? false
}
