// The watch rule: what was restored is watched for a while; what shows again proposes reopening, closing early or despite it needs a reason, and when the time is over the room is told.
import { minutesAfter } from '../../platform/clock.ts'
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import type { TroubleKind } from './watch.contract.ts'

/** `key`: the same again is the same. */
export type Trouble = { key: string; kind: TroubleKind; sentence: string }
/** `minutes` by severity and playbook, added before it is decided. */
export type WatchCommand =
  | { type: 'StartWatch'; minutes?: number; despite: string[]; now: Date }
  | { type: 'LookAround'; troubles: Trouble[]; now: Date }
  | { type: 'CheckWatch'; now: Date }
  | { type: 'SayClosed'; by: string; reasonId?: string; now: Date }
  | { type: 'SayReopened'; by: string; reasonId?: string; now: Date }

export type WatchFact =
  | { type: 'WatchStarted'; minutes: number; until: Date; despite: string[]; at: Date }
  | ({ type: 'TroubleNoticed'; at: Date } & Trouble)
  | { type: 'WatchOver'; troubles: number; at: Date }
  /** `left`: minutes that the watch had still to run. */
  | { type: 'ClosingSaid'; by: string; left: number; troubles: number; reasonId?: string; at: Date }
  | { type: 'ReopeningSaid'; by: string; troubles: string[]; reasonId?: string; at: Date }

export type WatchState = {
  state: 'none' | 'running' | 'over' | 'ended'
  startedAt?: Date
  until?: Date
  minutes: number
  /** What failed when it was restored, and the commander knew. */
  despite: string[]
  troubles: (Trouble & { at: Date })[]
}
const initial: WatchState = { state: 'none', minutes: 0, despite: [], troubles: [] }
const mostTroubles = 100

function decide(command: WatchCommand, state: WatchState): WatchFact[] {
  const { now: at } = command
  switch (command.type) {
    case 'StartWatch': {
      const minutes = command.minutes ?? 60
      return [{ type: 'WatchStarted', minutes, until: minutesAfter(at, minutes), despite: command.despite, at }]
    }
    case 'LookAround':
      return [...over(state, at), ...noticed(command.troubles, state, at)]
    case 'CheckWatch':
      return over(state, at)
    case 'SayClosed':
      return close(command, state)
    case 'SayReopened': {
      const troubles = state.troubles.map(({ sentence }) => sentence)
      if (troubles.length === 0 && !command.reasonId) throw new Refused('not-valid', 'reason: nothing was noticed by itself. Say why it is not over.')
      return [{ type: 'ReopeningSaid', by: command.by, troubles, ...(command.reasonId ? { reasonId: command.reasonId } : {}), at }]
    }
  }
}

/** Also after its time, for as long as the crisis is not closed: what shows again is not less true then. */
const noticed = (troubles: Trouble[], state: WatchState, at: Date): WatchFact[] =>
  state.state === 'running' || state.state === 'over'
    ? troubles
        .filter(({ key }, i) => !state.troubles.some((known) => known.key === key) && troubles.findIndex((each) => each.key === key) === i)
        .slice(0, Math.max(0, mostTroubles - state.troubles.length))
        .map((trouble) => ({ type: 'TroubleNoticed', ...trouble, at }))
    : []

const over = ({ state, until, troubles }: WatchState, at: Date): WatchFact[] =>
  state === 'running' && until && until <= at ? [{ type: 'WatchOver', troubles: troubles.length, at }] : []

/** A crisis from before there were watches has none, and is closed without. */
function close({ by, reasonId, now: at }: Extract<WatchCommand, { type: 'SayClosed' }>, { state, until, troubles }: WatchState): WatchFact[] {
  const left = state === 'running' && until ? Math.max(0, Math.ceil((until.getTime() - at.getTime()) / 60_000)) : 0
  const open = state === 'running' || state === 'over' ? troubles.length : 0
  if (!reasonId && left > 0) throw new Refused('not-valid', `reason: it is watched for ${shown(left)} more. Wait until then, or say why it is closed now.`)
  if (!reasonId && open > 0)
    throw new Refused(
      'not-valid',
      `reason: ${open === 1 ? 'something was' : `${open} things were`} noticed since it was restored. Reopen it, or say why it is closed nevertheless.`,
    )
  return [{ type: 'ClosingSaid', by, left, troubles: open, ...(reasonId && (left > 0 || open > 0) ? { reasonId } : {}), at }]
}

const shown = (minutes: number) => (minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`)

function evolve(state: WatchState, fact: WatchFact): WatchState {
  switch (fact.type) {
    case 'WatchStarted':
      return { state: 'running', startedAt: fact.at, until: fact.until, minutes: fact.minutes, despite: fact.despite, troubles: [] }
    case 'TroubleNoticed': {
      const { type: _, ...trouble } = fact
      return { ...state, troubles: [...state.troubles, trouble] }
    }
    case 'WatchOver':
      return { ...state, state: 'over' }
    case 'ClosingSaid':
    case 'ReopeningSaid':
      return { ...state, state: 'ended' }
  }
}

const wakeAt = ({ state, until }: WatchState): Date | undefined => (state === 'running' ? until : undefined)

export const watch: Decider<WatchState, WatchCommand, WatchFact> = { initial, decide, evolve, wakeAt }
