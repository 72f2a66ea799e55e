// The decisions rule: what was decided stays as it was said; whoever set a time to look again is reminded, and looking again is a fact of its own.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'

export type Outcome = 'stands' | 'reversed'
export type DecisionsCommand =
  | { type: 'RecordDecision'; decision: string; by: string; lookAgainAt?: Date; now: Date }
  | { type: 'LookAgain'; decision: string; outcome: Outcome; noteId?: string; lookAgainAt?: Date; by: string; now: Date }
  | { type: 'StopDecisions'; now: Date }
  | { type: 'CheckDecisions'; now: Date }

export type DecisionsFact =
  | { type: 'DecisionRecorded'; decision: string; by: string; lookAgainAt?: Date; at: Date }
  | { type: 'DecisionLookDue'; decision: string; lookAgainAt: Date; at: Date }
  | { type: 'DecisionLookedAt'; decision: string; outcome: Outcome; noteId?: string; lookAgainAt?: Date; by: string; at: Date }
  | { type: 'DecisionsStopped'; at: Date }

export type Decision = {
  id: string
  by: string
  at: Date
  lookAgainAt?: Date
  due: boolean
  outcome: 'open' | Outcome
  looks: { at: Date; by: string; outcome: Outcome; noteId?: string }[]
}
export type DecisionsState = { decisions: Decision[]; stopped: boolean }

const initial: DecisionsState = { decisions: [], stopped: false }

function decide(command: DecisionsCommand, state: DecisionsState): DecisionsFact[] {
  const { now: at } = command
  switch (command.type) {
    case 'RecordDecision': {
      const { decision, by, lookAgainAt } = command
      if (state.decisions.some(({ id }) => id === decision)) return []
      if (state.stopped) throw new Refused('already-done', 'This crisis is closed. What is decided now belongs to its review; a note may be added.')
      later(lookAgainAt, at)
      return [{ type: 'DecisionRecorded', decision, by, ...(lookAgainAt ? { lookAgainAt } : {}), at }]
    }
    case 'LookAgain': {
      const { decision, outcome, noteId, lookAgainAt, by } = command
      const found = state.decisions.find(({ id }) => id === decision)
      if (!found) throw new Refused('not-found', 'There is no such decision in this crisis.')
      if (found.outcome === 'reversed') throw new Refused('already-done', 'This decision was reversed already. Record a new one.')
      if (outcome === 'reversed' && lookAgainAt) throw new Refused('not-valid', 'A decision that is reversed is not looked at again. Leave the time out.')
      if (state.stopped && lookAgainAt) throw new Refused('already-done', 'This crisis is closed: nobody would be reminded to look again. Leave the time out.')
      later(lookAgainAt, at)
      return [{ type: 'DecisionLookedAt', decision, outcome, ...(noteId ? { noteId } : {}), ...(lookAgainAt ? { lookAgainAt } : {}), by, at }]
    }
    case 'StopDecisions':
      return state.stopped ? [] : [{ type: 'DecisionsStopped', at }]
    case 'CheckDecisions':
      return waiting(state)
        .filter(({ lookAgainAt }) => lookAgainAt <= at)
        .map(({ id, lookAgainAt }) => ({ type: 'DecisionLookDue', decision: id, lookAgainAt, at }))
  }
}

function later(moment: Date | undefined, now: Date) {
  if (moment && moment <= now) throw new Refused('not-valid', 'The time to look again is already past. Choose a later one, or none.')
}

const waiting = (state: DecisionsState) =>
  state.stopped ? [] : state.decisions.flatMap(({ id, lookAgainAt, due }) => (lookAgainAt && !due ? [{ id, lookAgainAt }] : []))

function evolve(state: DecisionsState, fact: DecisionsFact): DecisionsState {
  const change = (id: string, changes: (decision: Decision) => Partial<Decision>) => ({
    ...state,
    decisions: state.decisions.map((each) => (each.id === id ? { ...each, ...changes(each) } : each)),
  })
  switch (fact.type) {
    case 'DecisionRecorded': {
      const { decision: id, by, lookAgainAt, at } = fact
      return { ...state, decisions: [...state.decisions, { id, by, at, ...(lookAgainAt ? { lookAgainAt } : {}), due: false, outcome: 'open', looks: [] }] }
    }
    case 'DecisionLookDue':
      return change(fact.decision, () => ({ due: true }))
    case 'DecisionLookedAt': {
      const { at, by, outcome, noteId, lookAgainAt } = fact
      return change(fact.decision, ({ looks }) => ({
        due: false,
        lookAgainAt,
        outcome,
        looks: [...looks, { at, by, outcome, ...(noteId ? { noteId } : {}) }],
      }))
    }
    case 'DecisionsStopped':
      return { ...state, stopped: true }
  }
}

const wakeAt = (state: DecisionsState): Date | undefined =>
  waiting(state).reduce<Date | undefined>((soonest, { lookAgainAt }) => (soonest && soonest <= lookAgainAt ? soonest : lookAgainAt), undefined)

export const decisions: Decider<DecisionsState, DecisionsCommand, DecisionsFact> = { initial, decide, evolve, wakeAt }
