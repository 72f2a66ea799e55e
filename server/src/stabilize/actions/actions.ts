// The actions rule: a signed call that rolls back, limits or flips something runs by button, or by itself within the playbook's limits; one at a time each.
import { minutesAfter } from '../../platform/clock.ts'
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import type { ActionPlan } from './actions.contract.ts'

export type ActionOutcome = 'succeeded' | 'failed' | 'unknown' | 'rehearsed'
/** `installed`: the actions that are set up and switched on here, looked up when the command is decided. */
type Knowing = { installed?: string[] }
export type ActionsCommand = Knowing &
  (
    | { type: 'OfferActions'; plan: ActionPlan[]; severity: number; now: Date }
    | { type: 'SeverityRaised'; severity: number; now: Date }
    | { type: 'RunAction'; action: string; by: string; now: Date }
    | { type: 'EndAutomation'; now: Date }
    | { type: 'RecordOutcome'; run: number; outcome: ActionOutcome; now: Date }
  )

export type ActionsFact =
  | { type: 'ActionsOffered'; plan: ActionPlan[]; at: Date }
  | { type: 'ActionAsked'; run: number; action: string; by: string; automatic: boolean; at: Date }
  | { type: 'AutomationEnded'; at: Date }
  | { type: 'ActionEnded'; run: number; action: string; outcome: ActionOutcome; at: Date }

/** `byHandOnly`: customers can work again; what heals by itself could only break now. */
export type ActionsState = {
  plan: ActionPlan[]
  byHandOnly: boolean
  runs: { run: number; action: string; automatic: boolean; at: Date; outcome?: ActionOutcome }[]
}

const initial: ActionsState = { plan: [], byHandOnly: false, runs: [] }

function decide(command: ActionsCommand, state: ActionsState): ActionsFact[] {
  const { now } = command
  switch (command.type) {
    case 'OfferActions': {
      if (state.plan.length > 0 || command.plan.length === 0) return []
      const offered: ActionsFact = { type: 'ActionsOffered', plan: command.plan, at: now }
      return [offered, ...byThemselves(evolve(state, offered), 'declared', command.severity, command.installed ?? [], now)]
    }
    case 'EndAutomation':
      return !state.byHandOnly && state.plan.some(({ automatically }) => automatically) ? [{ type: 'AutomationEnded', at: now }] : []
    case 'SeverityRaised':
      return state.byHandOnly ? [] : byThemselves(state, 'severity-raised', command.severity, command.installed ?? [], now)
    case 'RunAction': {
      if (!(command.installed ?? []).includes(command.action))
        throw new Refused('out-of-order', 'This action is not set up here, or is switched off. An administrator can set it up under Actions.')
      if (runs(state, command.action).some((each) => each.outcome === undefined))
        throw new Refused('already-done', 'This action is running already. Wait for how it ends.')
      return [{ type: 'ActionAsked', run: state.runs.length + 1, action: command.action, by: command.by, automatic: false, at: now }]
    }
    case 'RecordOutcome': {
      const asked = state.runs.find((each) => each.run === command.run)
      if (!asked || asked.outcome !== undefined) return []
      return [{ type: 'ActionEnded', run: asked.run, action: asked.action, outcome: command.outcome, at: now }]
    }
  }
}

/** Self-healing, as the playbook allows it: at these severities, so many times at most, not sooner than so many minutes after the last run, and only until customers can work again. */
function byThemselves(state: ActionsState, on: 'declared' | 'severity-raised', severity: number, installed: string[], now: Date): ActionsFact[] {
  const due = state.plan.filter(({ action, automatically }) => {
    if (automatically?.on !== on || !automatically.severities.includes(severity) || !installed.includes(action)) return false
    const before = runs(state, action)
    const last = before.at(-1)
    const rested = !last || (last.outcome !== undefined && minutesAfter(last.at, automatically.everyMinutes) <= now)
    return rested && before.filter((each) => each.automatic).length < automatically.atMost
  })
  return due.map(({ action }, nth) => ({ type: 'ActionAsked', run: state.runs.length + 1 + nth, action, by: 'leeward', automatic: true, at: now }))
}

const runs = (state: ActionsState, action: string) => state.runs.filter((each) => each.action === action)

function evolve(state: ActionsState, fact: ActionsFact): ActionsState {
  switch (fact.type) {
    case 'ActionsOffered':
      return { ...state, plan: fact.plan }
    case 'AutomationEnded':
      return { ...state, byHandOnly: true }
    case 'ActionAsked': {
      const { run, action, automatic, at } = fact
      return { ...state, runs: [...state.runs, { run, action, automatic, at }] }
    }
    case 'ActionEnded':
      return { ...state, runs: state.runs.map((each) => (each.run === fact.run ? { ...each, outcome: fact.outcome } : each)) }
  }
}

export const actions: Decider<ActionsState, ActionsCommand, ActionsFact> = { initial, decide, evolve }
