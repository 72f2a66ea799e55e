// The maintenance rule: announced work begins at the announced time; it is over when somebody says so, or by itself at the announced end where that was chosen.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'

export type Progress = 'in_progress' | 'verifying' | 'completed' | 'cancelled'
export type MaintenanceState = { state: 'none' | 'scheduled' | Progress; startsAt: Date; endsAt: Date; endsByItself: boolean }

type Window = { startsAt: Date; endsAt: Date; endsByItself: boolean }
/** `note`: the id of the words that go with it; they are kept beside the facts. */
export type MaintenanceCommand =
  | ({ type: 'Schedule'; note: string; by: string; now: Date } & Window)
  | ({ type: 'ChangeMaintenance'; note?: string; by: string; now: Date } & Window)
  | { type: 'Say'; state?: Progress; note: string; by: string; now: Date }
  | { type: 'CheckMaintenance'; now: Date }
export type MaintenanceFact =
  | ({ type: 'MaintenanceScheduled'; note: string; by: string; at: Date } & Window)
  | ({ type: 'MaintenanceChanged'; note?: string; by: string; at: Date } & Window)
  | { type: 'MaintenanceProgressed'; state: Progress; note?: string; by: string; at: Date }
  | { type: 'MaintenanceSaid'; note: string; by: string; at: Date }

const longestDays = 31
const farthestDays = 730
const order = ['scheduled', 'in_progress', 'verifying', 'completed']

function decide(command: MaintenanceCommand, state: MaintenanceState): MaintenanceFact[] {
  const { now: at } = command
  if (command.type === 'CheckMaintenance') return due(state, at)
  if (command.type === 'Schedule') {
    if (state.state !== 'none') return []
    const { note, by } = command
    return [{ type: 'MaintenanceScheduled', note, by, ...windowOf(command, at), at }]
  }
  if (state.state === 'none') throw new Refused('not-found', 'There is no such maintenance.')
  if (state.state === 'completed' || state.state === 'cancelled') throw new Refused('already-done', 'This maintenance is over. Announce a new one.')
  if (command.type === 'ChangeMaintenance') {
    const window = windowOf(command, at)
    if (state.state !== 'scheduled' && window.startsAt.getTime() !== state.startsAt.getTime())
      throw new Refused('out-of-order', 'This maintenance has begun: only its end can be moved.')
    const { note, by } = command
    return [{ type: 'MaintenanceChanged', ...(note ? { note } : {}), by, ...window, at }]
  }
  return say(command, state)
}

/** Work goes forward only; saying the state it is in already is another word on it. */
function say({ state: to, note, by, now: at }: Extract<MaintenanceCommand, { type: 'Say' }>, { state }: MaintenanceState): MaintenanceFact[] {
  if (!to || to === state) return [{ type: 'MaintenanceSaid', note, by, at }]
  if (to !== 'cancelled' && order.indexOf(to) < order.indexOf(state)) throw new Refused('out-of-order', 'This maintenance is further along already.')
  if (to === 'cancelled' && state !== 'scheduled')
    throw new Refused('out-of-order', 'What has begun is not cancelled. Say that it is done, and what was left out.')
  return [{ type: 'MaintenanceProgressed', state: to, note, by, at }]
}

/** Refuses a window that makes no sense. */
export function windowOf({ startsAt, endsAt, endsByItself }: Window, now: Date): Window {
  if (endsAt <= startsAt) throw new Refused('not-valid', 'endsAt: must be later than startsAt.')
  if (endsAt <= now) throw new Refused('not-valid', 'endsAt: is past. Only work that is not over can be announced.')
  if (endsAt.getTime() - startsAt.getTime() > longestDays * dayMs)
    throw new Refused('not-valid', `endsAt: a window is at most ${longestDays} days long. Announce it in parts.`)
  if (startsAt.getTime() - now.getTime() > farthestDays * dayMs) throw new Refused('not-valid', 'startsAt: lies more than two years ahead.')
  return { startsAt, endsAt, endsByItself }
}
const dayMs = 86_400_000

function due({ state, startsAt, endsAt, endsByItself }: MaintenanceState, now: Date): MaintenanceFact[] {
  const began: MaintenanceFact[] =
    state === 'scheduled' && startsAt <= now ? [{ type: 'MaintenanceProgressed', state: 'in_progress', by: 'leeward', at: startsAt }] : []
  const under = state === 'in_progress' || state === 'verifying' || began.length > 0
  const ended: MaintenanceFact[] =
    under && endsByItself && endsAt <= now ? [{ type: 'MaintenanceProgressed', state: 'completed', by: 'leeward', at: endsAt }] : []
  return [...began, ...ended]
}

function evolve(state: MaintenanceState, fact: MaintenanceFact): MaintenanceState {
  switch (fact.type) {
    case 'MaintenanceScheduled':
    case 'MaintenanceChanged': {
      const { startsAt, endsAt, endsByItself } = fact
      return { state: fact.type === 'MaintenanceScheduled' ? 'scheduled' : state.state, startsAt, endsAt, endsByItself }
    }
    case 'MaintenanceProgressed':
      return { ...state, state: fact.state }
    case 'MaintenanceSaid':
      return state
  }
}

const wakeAt = ({ state, startsAt, endsAt, endsByItself }: MaintenanceState): Date | undefined => {
  if (state === 'scheduled') return startsAt
  return (state === 'in_progress' || state === 'verifying') && endsByItself ? endsAt : undefined
}

const long = new Date(0)
export const maintenance: Decider<MaintenanceState, MaintenanceCommand, MaintenanceFact> = {
  initial: { state: 'none', startsAt: long, endsAt: long, endsByItself: false },
  decide,
  evolve,
  wakeAt,
}
