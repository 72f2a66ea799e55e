import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import { proposeSeverity } from '../severity/severity.propose.ts'
import { recomputeImpact } from './impact.store.ts'
import { keepTotals } from './impact.totals.ts'

type Unrecorded = { number: number; cause: string; by: string; accounts: number; added: number; removed: number; changed: number; vulnerable: number }

/** Recomputes who is hit, keeps the sums, and records the milestone; no fact where nothing changed. `cause` and `by` say what or who it was. */
export async function assessImpact(deps: Deps, crisisId: string, { cause = 'by-hand', by = 'leeward' }: { cause?: string; by?: string } = {}) {
  const now = await crisisNow(deps, crisisId)
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
