// What is sent of one update: it runs, is held and goes on, or is stopped for good, on all channels at once; the end of each channel is said with its sums.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'

/** How many ended how. `cancelled`: a newer update took their place, or it was stopped. */
export type Sums = {
  accepted: number
  bounced: number
  complained: number
  failed: number
  suppressed: number
  cancelled: number
  unknown: number
  total: number
}
export type DispatchCommand =
  | { type: 'Pause'; by: string; now: Date }
  | { type: 'Resume'; by: string; now: Date }
  | { type: 'Stop'; by: string; now: Date }
  | ({ type: 'Finish'; channel: string; now: Date } & Sums)
export type DispatchFact =
  | { type: 'DispatchPaused'; by: string; at: Date }
  | { type: 'DispatchResumed'; by: string; at: Date }
  | { type: 'DispatchStopped'; by: string; at: Date }
  | ({ type: 'DeliveriesFinished'; channel: string; at: Date } & Sums)
export type DispatchState = { is: 'running' | 'paused' | 'stopped'; said: Record<string, string> }

function decide(command: DispatchCommand, state: DispatchState): DispatchFact[] {
  const { now: at } = command
  if (command.type === 'Finish') {
    const { type: _, now: __, ...ended } = command
    return state.said[ended.channel] === key(ended) ? [] : [{ type: 'DeliveriesFinished', ...ended, at }]
  }
  const { by } = command
  if (state.is === 'stopped') {
    if (command.type === 'Stop') return []
    throw new Refused('already-done', 'These deliveries were stopped for good. Write a new update to reach those who got none.')
  }
  switch (command.type) {
    case 'Pause':
      return state.is === 'paused' ? [] : [{ type: 'DispatchPaused', by, at }]
    case 'Resume':
      return state.is === 'paused' ? [{ type: 'DispatchResumed', by, at }] : []
    case 'Stop':
      return [{ type: 'DispatchStopped', by, at }]
  }
}

function evolve(state: DispatchState, fact: DispatchFact): DispatchState {
  switch (fact.type) {
    case 'DispatchPaused':
      return { ...state, is: 'paused' }
    case 'DispatchResumed':
      return { ...state, is: 'running' }
    case 'DispatchStopped':
      return { ...state, is: 'stopped' }
    case 'DeliveriesFinished': {
      return { ...state, said: { ...state.said, [fact.channel]: key(fact) } }
    }
  }
}

const key = (sums: Sums) => [sums.accepted, sums.bounced, sums.complained, sums.failed, sums.suppressed, sums.cancelled, sums.unknown, sums.total].join('/')

export const dispatch: Decider<DispatchState, DispatchCommand, DispatchFact> = { initial: { is: 'running', said: {} }, decide, evolve }
