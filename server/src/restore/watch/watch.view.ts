import type { Deps } from '../../deps.ts'
import type { WatchView } from './watch.contract.ts'
import { watchOf } from './watch.facts.ts'
import type { WatchState } from './watch.ts'

/** The watch as the room shows it. */
export async function watchView({ engine }: Pick<Deps, 'engine'>, crisisId: string): Promise<WatchView> {
  const { state, startedAt, until, minutes, troubles } = await engine.stateOf<WatchState>(watchOf(crisisId))
  return {
    state,
    startedAt: startedAt?.toISOString() ?? null,
    until: until?.toISOString() ?? null,
    minutes,
    troubles: troubles.map((trouble) => ({ ...trouble, at: trouble.at.toISOString() })),
    proposesReopening: troubles.length > 0 && (state === 'running' || state === 'over'),
  }
}
