// The maintenance rule: announced work begins at the announced time; it is over when somebody says so, or by itself at the announced end where that was chosen. Each fact says whether subscribers are told of it.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'

export type Progress = 'in_progress' | 'verifying' | 'completed' | 'cancelled'
/** The moments of which subscribers may be told by themselves. */
export const moments = ['scheduled', 'in_progress', 'completed'] as const
export type Moment = (typeof moments)[number]
/** `remindAt`: when subscribers are reminded; null: not, or they were. */
export type MaintenanceState = { state: 'none' | 'scheduled' | Progress; startsAt: Date; endsAt: Date; endsByItself: boolean } & Telling & {
    remindAt: Date | null
  }

type Window = { startsAt: Date; endsAt: Date; endsByItself: boolean }
/** Facts of earlier versions say nothing of it: then it is as where nobody chose. */
type Telling = { tells: Moment[]; remindMinutes: number | null }
type Chosen = Partial<Telling>
/** What a change does to the services it touches: their ids. */
type Services = { added: string[]; dropped: string[] }
/** `note`: the id of the words that go with it; they are kept beside the facts. `tell`: whether subscribers are told; left out: by what was chosen. */
export type MaintenanceCommand =
  | ({ type: 'Schedule'; note: string; tell?: boolean; by: string; now: Date } & Window & Chosen)
  | ({ type: 'ChangeMaintenance'; note?: string; tell?: boolean; services?: Services; by: string; now: Date } & Window & Chosen)
  | { type: 'Say'; state?: Progress; note: string; tell?: boolean; by: string; now: Date }
  | { type: 'CheckMaintenance'; now: Date }
export type MaintenanceFact =
  | ({ type: 'MaintenanceScheduled'; note: string; by: string; tell?: boolean; at: Date } & Window & Chosen)
  | ({
      type: 'MaintenanceChanged'
      note?: string
      by: string
      tell?: boolean
      before?: { startsAt: Date; endsAt: Date }
      dropped?: string[]
      at: Date
    } & Window &
      Chosen)
  | { type: 'MaintenanceProgressed'; state: Progress; note?: string; by: string; tell?: boolean; at: Date }
  | { type: 'MaintenanceSaid'; note: string; by: string; tell?: boolean; at: Date }
  | { type: 'MaintenanceReminded'; at: Date }

const longestDays = 31
const farthestDays = 730
const order = ['scheduled', 'in_progress', 'verifying', 'completed']

function decide(command: MaintenanceCommand, state: MaintenanceState): MaintenanceFact[] {
  const { now: at } = command
  if (command.type === 'CheckMaintenance') return due(state, at)
  if (command.type === 'Schedule') {
    if (state.state !== 'none') return []
    const { note, by } = command
    const telling = tellingOf(command)
    return [{ type: 'MaintenanceScheduled', note, by, ...windowOf(command, at), ...telling, tell: command.tell ?? telling.tells.includes('scheduled'), at }]
  }
  if (state.state === 'none') throw new Refused('not-found', 'There is no such maintenance.')
  if (state.state === 'completed' || state.state === 'cancelled') throw new Refused('already-done', 'This maintenance is over. Announce a new one.')
  if (command.type === 'ChangeMaintenance') {
    const window = windowOf(command, at)
    if (state.state !== 'scheduled' && window.startsAt.getTime() !== state.startsAt.getTime())
      throw new Refused('out-of-order', 'This maintenance has begun: only its end can be moved.')
    return [changed(command, window, state)]
  }
  return say(command, state)
}

/** Whoever was told of the work is told of what changes their plans: when it is, what it touches, and what somebody says of it. */
function changed(command: Extract<MaintenanceCommand, { type: 'ChangeMaintenance' }>, window: Window, state: MaintenanceState): MaintenanceFact {
  const { note, by, services = { added: [], dropped: [] }, now: at } = command
  const telling = tellingOf({ ...state, ...command })
  const moved = window.startsAt.getTime() !== state.startsAt.getTime() || window.endsAt.getTime() !== state.endsAt.getTime()
  const matters = moved || services.added.length + services.dropped.length > 0 || note !== undefined
  return {
    type: 'MaintenanceChanged',
    ...(note ? { note } : {}),
    by,
    ...window,
    ...telling,
    tell: command.tell ?? (matters && telling.tells.length > 0),
    ...(moved ? { before: { startsAt: state.startsAt, endsAt: state.endsAt } } : {}),
    ...(services.dropped.length > 0 ? { dropped: services.dropped } : {}),
    at,
  }
}

const tellingOf = ({ tells = [...moments], remindMinutes = null }: Chosen): Telling => ({ tells, remindMinutes })

/** Work goes forward only; saying the state it is in already is another word on it. */
function say({ state: to, note, tell, by, now: at }: Extract<MaintenanceCommand, { type: 'Say' }>, { state, tells }: MaintenanceState): MaintenanceFact[] {
  if (!to || to === state) return [{ type: 'MaintenanceSaid', note, by, tell: tell ?? false, at }]
  if (to !== 'cancelled' && order.indexOf(to) < order.indexOf(state)) throw new Refused('out-of-order', 'This maintenance is further along already.')
  if (to === 'cancelled' && state !== 'scheduled')
    throw new Refused('out-of-order', 'What has begun is not cancelled. Say that it is done, and what was left out.')
  return [{ type: 'MaintenanceProgressed', state: to, note, by, tell: tell ?? isTold(to, tells), at }]
}

/** Nobody waits for work that was called off: that is told wherever anything is. That it is being checked changes nothing for a reader. */
const isTold = (to: Progress, tells: Moment[]): boolean => (to === 'cancelled' ? tells.length > 0 : to !== 'verifying' && tells.includes(to))

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

function due({ state, startsAt, endsAt, endsByItself, tells, remindAt }: MaintenanceState, now: Date): MaintenanceFact[] {
  // Nobody is reminded of what has begun.
  if (state === 'scheduled' && startsAt > now) return remindAt && remindAt <= now ? [{ type: 'MaintenanceReminded', at: now }] : []
  const progressed = (to: Moment & Progress, at: Date): MaintenanceFact => ({
    ...{ type: 'MaintenanceProgressed', state: to, by: 'leeward', at },
    tell: isTold(to, tells),
  })
  const began = state === 'scheduled' ? [progressed('in_progress', startsAt)] : []
  const under = state === 'in_progress' || state === 'verifying' || began.length > 0
  return [...began, ...(under && endsByItself && endsAt <= now ? [progressed('completed', endsAt)] : [])]
}

function evolve(state: MaintenanceState, fact: MaintenanceFact): MaintenanceState {
  switch (fact.type) {
    case 'MaintenanceScheduled':
    case 'MaintenanceChanged': {
      const { startsAt, endsAt, endsByItself } = fact
      const telling = tellingOf(fact)
      const remindAt = telling.remindMinutes === null ? null : new Date(startsAt.getTime() - telling.remindMinutes * 60_000)
      // Too late for a reminder: what was just said says it. Who was reminded of this beginning is not reminded again.
      const again = fact.type === 'MaintenanceScheduled' || startsAt.getTime() !== state.startsAt.getTime() || telling.remindMinutes !== state.remindMinutes
      return {
        state: fact.type === 'MaintenanceScheduled' ? 'scheduled' : state.state,
        ...{ startsAt, endsAt, endsByItself, ...telling },
        remindAt: again ? (remindAt && remindAt > fact.at ? remindAt : null) : state.remindAt,
      }
    }
    case 'MaintenanceReminded':
      return { ...state, remindAt: null }
    case 'MaintenanceProgressed':
      return { ...state, state: fact.state }
    case 'MaintenanceSaid':
      return state
  }
}

const wakeAt = ({ state, startsAt, endsAt, endsByItself, remindAt }: MaintenanceState): Date | undefined => {
  if (state === 'scheduled') return remindAt ?? startsAt
  return (state === 'in_progress' || state === 'verifying') && endsByItself ? endsAt : undefined
}

const long = new Date(0)
export const maintenance: Decider<MaintenanceState, MaintenanceCommand, MaintenanceFact> = {
  initial: { state: 'none', startsAt: long, endsAt: long, endsByItself: false, tells: [...moments], remindMinutes: null, remindAt: null },
  decide,
  evolve,
  wakeAt,
}
