// Each minute: how the criteria of open crises stand, and what shows again of those that are watched. Whoever dies in between leaves it for the next minute.
import { sql } from 'kysely'
import { type Deps, crisisNow } from '../deps.ts'
import { restoreOf } from './criteria/restore.facts.ts'
import { troublesOf } from './watch/notice.store.ts'
import { watchOf } from './watch/watch.facts.ts'
import type { WatchState } from './watch/watch.ts'

/** One process looks at a time. */
export const afterLock = 7_301_033
const atOnce = 500

/** One after the other: few crises are open at a time. What fails for one holds up no other. */
export async function lookAfter(deps: Pick<Deps, 'db' | 'engine' | 'clock' | 'log'>): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from crises where status <> 'closed' order by declared_at desc limit ${atOnce}`.execute(deps.db)
  for (const { id } of rows) await look(deps, id).catch((error) => deps.log.error({ err: error, crisis: id }, 'the look at what is restored failed'))
}

async function look(deps: Pick<Deps, 'db' | 'engine' | 'clock'>, id: string): Promise<void> {
  const { engine } = deps
  const [told, now] = [{ actor: 'leeward', crisisId: id }, await crisisNow(deps, id)]
  await engine.tell(restoreOf(id), { type: 'LookAtCriteria', by: 'leeward', now }, told)
  const watch = await engine.stateOf<WatchState>(watchOf(id))
  if (watch.state !== 'running' && watch.state !== 'over') return
  const troubles = await troublesOf(deps, id, watch)
  if (troubles.length > 0) await engine.tell(watchOf(id), { type: 'LookAround', troubles, now }, told)
}
