// How a crisis ends, and how it goes on after all: restored by its criteria or by the commander's word against them, reopened, customers asked.
import { Refused } from '../../platform/refused.ts'
import type { CrisisCommand, CrisisFact, OpenCrisis } from './crisis.ts'

export function restore({ despite, reasonId, now }: Extract<CrisisCommand, { type: 'Restore' }>, state: OpenCrisis): CrisisFact[] {
  if (state.status === 'restored') return []
  return [{ type: 'CrisisRestored', ...(despite?.length ? { despite, reasonId } : {}), at: now }]
}

/** The same room and the same people: only what was said to be over goes on. Where another than the commander says so, somebody must take it up anew. */
export function reopen({ troubles, by, reasonId, now }: Extract<CrisisCommand, { type: 'Reopen' }>, state: OpenCrisis): CrisisFact[] {
  if (state.status !== 'restored') throw new Refused('out-of-order', 'This crisis is open. Only what was restored is reopened.')
  return [
    {
      type: 'CrisisReopened',
      troubles,
      by,
      ...(by === state.commander ? {} : { unled: true as const }),
      ...(reasonId ? { reasonId } : {}),
      ...(state.restoredAt ? { restoredAt: state.restoredAt } : {}),
      at: now,
    },
  ]
}

/** Once after each restoring; who was asked by the final update and is silent may be asked once more. */
export function askSignOff({ with: by, wanted, sharePercent, now }: Extract<CrisisCommand, { type: 'AskSignOff' }>, state: OpenCrisis): CrisisFact[] {
  if (by === 'final-update' && (state.status !== 'restored' || !wanted || state.signOff !== 'none')) return []
  if (state.status !== 'restored') throw new Refused('out-of-order', 'Customers are asked to confirm once the crisis is restored.')
  if (state.signOff === 'asked') return []
  if (state.signOff === 'with-final-update') return [{ type: 'SignOffReminded', round: state.signOffRounds, at: now }]
  return [{ type: 'SignOffAsked', round: state.signOffRounds + 1, with: by ?? 'request', ...(sharePercent ? { sharePercent } : {}), at: now }]
}
