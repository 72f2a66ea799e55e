import { crisisNow, type Deps } from '../../deps.ts'
import { proposeSeverity } from '../severity/severity.propose.ts'
import { recomputeImpact } from './impact.store.ts'
import { keepTotals } from './impact.totals.ts'

/** Recomputes who is hit, keeps the sums, and records the milestone; no fact where nothing changed. */
export async function assessImpact(deps: Deps, crisisId: string, actor = 'leeward') {
  const now = await crisisNow(deps, crisisId)
  const counts = await recomputeImpact(deps.db, crisisId)
  await deps.engine.tell(`crisis/${crisisId}`, { type: 'RecordImpact', ...counts, now }, { actor, crisisId, with: (tx) => keepTotals(tx, crisisId, now) })
  await proposeSeverity(deps, crisisId)
  return counts
}
