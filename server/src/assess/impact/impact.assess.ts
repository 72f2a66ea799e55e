import { crisisNow, type Deps } from '../../deps.ts'
import { recomputeImpact } from './impact.store.ts'

/** Recomputes who is hit and records the milestone; nothing is recorded where nothing changed. */
export async function assessImpact(deps: Deps, crisisId: string, actor = 'leeward') {
  const now = await crisisNow(deps, crisisId)
  const counts = await recomputeImpact(deps.db, crisisId)
  await deps.engine.tell(`crisis/${crisisId}`, { type: 'RecordImpact', ...counts, now }, { actor, crisisId })
  return counts
}
