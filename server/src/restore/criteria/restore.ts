// The restore rule: what must hold before customers are told that it is over, in which order and by what shares services come back, and what data is still to be mended.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import type { Measure } from './criteria.contract.ts'
import type { Figure, Seen, Word } from './measure.ts'
import { decideRepair, evolveRepair, type Repair, type RepairCommand, type RepairFact, stillToMend } from './repairs.ts'
import { decideShare, type ShareCommand, type ShareFact } from './shares.ts'

export type Criterion = { key: string; text: string; serviceId: string | null; service: string | null; measure: Measure; added: boolean }
export type CriterionNow = Criterion & Seen
/** What is looked up for a command: how the crisis stands, and each criterion at this moment. */
export type Looked = { status: string; commander: string | null; criteria: CriterionNow[]; services: string[]; steps: number[] }
/** `looked` is added before a command is decided. */
type Asked = { looked?: Looked; by: string; now: Date }
export type RestoreCommand =
  | (Asked & { type: 'AddCriterion'; key: string; textId: string; serviceId?: string; measure: Measure })
  | (Asked & { type: 'LeaveOutCriterion'; key: string; reasonId: string })
  | (Asked & { type: 'GiveWord'; key: string; met: boolean })
  | (Asked & { type: 'EnterFigure'; key: string; value: number })
  | (Asked & { type: 'LookAtCriteria' })
  | (Asked & ShareCommand)
  | (Asked & RepairCommand)
  | (Asked & { type: 'SayRestored'; reasonId?: string })
  | { type: 'GoOn'; now: Date }

export type RestoreFact =
  | { type: 'CriterionAdded'; key: string; textId: string; serviceId?: string; measure: Measure; by: string; at: Date }
  | { type: 'CriterionLeftOut'; key: string; by: string; reasonId: string; at: Date }
  | { type: 'CriterionMet'; key: string; by: string; at: Date }
  | { type: 'CriterionUnmet'; key: string; by: string; at: Date }
  | { type: 'FigureEntered'; key: string; value: number; by: string; at: Date }
  /** By a machine: told where it changed. */
  | { type: 'CriterionSeen'; key: string; text: string; state: Seen['state']; sentence: string; at: Date }
  | ShareFact
  | RepairFact
  | { type: 'RestorationSaid'; despite: string[]; by: string; reasonId?: string; at: Date }
  | { type: 'RestorationUndone'; at: Date }

export type RestoreState = {
  added: { key: string; textId: string; serviceId?: string; measure: Measure }[]
  leftOut: string[]
  words: Record<string, Word>
  figures: Record<string, Figure>
  seen: Record<string, Seen['state']>
  order: string[]
  shares: Record<string, number>
  repairs: Repair[]
  /** After it was undone, what was said before it counts no more. */
  undoneAt?: Date
}
const initial: RestoreState = { added: [], leftOut: [], words: {}, figures: {}, seen: {}, order: [], shares: {}, repairs: [] }
const nothing: Looked = { status: 'none', commander: null, criteria: [], services: [], steps: [] }
const mostAdded = 50

function decide(command: RestoreCommand, state: RestoreState): RestoreFact[] {
  if (command.type === 'GoOn') return [{ type: 'RestorationUndone', at: command.now }]
  const looked = command.looked ?? nothing
  if (looked.status === 'closed') throw new Refused('already-done', 'This crisis is closed.')
  if (command.type === 'LookAtCriteria') return seenAnew(looked, state, command.now)
  if (command.type === 'SayRestored') return sayRestored(command, looked, state)
  if (command.type === 'MoveShare' || command.type === 'SetOrder') return decideShare(command, state, looked, command)
  if (command.type === 'AddRepair' || command.type === 'CountRepair' || command.type === 'LeaveRepair') return decideRepair(command, state.repairs, command)
  if (looked.status === 'restored') throw new Refused('already-done', 'The crisis is restored; its criteria stand as they were met. Reopen it first.')
  return change(command, looked, state)
}

type Change = Extract<RestoreCommand, { type: 'AddCriterion' | 'LeaveOutCriterion' | 'GiveWord' | 'EnterFigure' }>
function change(command: Change, { criteria, services }: Looked, state: RestoreState): RestoreFact[] {
  const { key, by, now: at } = command
  if (command.type === 'AddCriterion') {
    if (state.added.some((each) => each.key === key)) return []
    if (state.added.length >= mostAdded)
      throw new Refused('too-large', `${mostAdded} criteria were added; nobody oversees more. Put what belongs together into one.`)
    if (command.serviceId && !services.includes(command.serviceId)) throw new Refused('not-valid', 'service: it is not in the scope of this crisis.')
    const { textId, serviceId, measure } = command
    return [{ type: 'CriterionAdded', key, textId, ...(serviceId ? { serviceId } : {}), measure, by, at }]
  }
  const criterion = criteria.find((each) => each.key === key)
  if (!criterion) throw new Refused('not-found', 'This crisis has no such criterion.')
  if (command.type === 'LeaveOutCriterion') return [{ type: 'CriterionLeftOut', key, by, reasonId: command.reasonId, at }]
  if (command.type === 'EnterFigure') {
    if (criterion.measure.kind !== 'figure') throw new Refused('not-valid', 'No figure is entered for this criterion.')
    return state.figures[key]?.value === command.value && state.figures[key]?.by === by ? [] : [{ type: 'FigureEntered', key, value: command.value, by, at }]
  }
  if (criterion.measure.kind === 'figure') throw new Refused('not-valid', 'This criterion wants its figure. Enter that.')
  if (criterion.measure.kind !== 'word' && criterion.state === 'met' && !criterion.by && command.met) return []
  if (criterion.measure.kind !== 'word' && criterion.state !== 'open' && !criterion.by)
    throw new Refused('not-valid', `A machine sees this: ${criterion.sentence} The commander may restore despite it, with a reason.`)
  const before = state.words[key] ?? (criterion.by && criterion.measure.kind === 'word' ? { met: criterion.state === 'met' } : undefined)
  if (command.met === (before?.met ?? false)) return []
  return [{ type: command.met ? 'CriterionMet' : 'CriterionUnmet', key, by, at }]
}

const seenAnew = ({ criteria }: Looked, { seen }: RestoreState, at: Date): RestoreFact[] =>
  criteria
    .filter(({ key, measure, state }) => (measure.kind === 'check' || measure.kind === 'series') && (seen[key] ?? 'open') !== state)
    .map(({ key, text, state, sentence }) => ({ type: 'CriterionSeen', key, text, state, sentence, at }))

/** Everything that stands in between, by name. */
export const failingOf = (criteria: readonly CriterionNow[], repairs: readonly Repair[]): string[] => [
  ...criteria.filter(({ state }) => state !== 'met').map(({ text }) => text),
  ...stillToMend(repairs),
]

function sayRestored({ by, reasonId, now }: Extract<RestoreCommand, { type: 'SayRestored' }>, looked: Looked, state: RestoreState): RestoreFact[] {
  if (looked.status === 'restored') return []
  const failing = failingOf(looked.criteria, state.repairs)
  if (failing.length > 0) {
    const said = `${failing.length === 1 ? 'One criterion is' : `${failing.length} criteria are`} not met yet: ${failing.join('; ')}.`
    if (!reasonId) throw new Refused('out-of-order', `${said} Meet them, or let the commander say why it is restored nevertheless.`)
    if (by !== looked.commander) throw new Refused('not-allowed', `${said} Only the commander may restore despite that.`)
  }
  return [{ type: 'RestorationSaid', despite: failing, by, ...(failing.length > 0 && reasonId ? { reasonId } : {}), at: now }]
}

function evolve(state: RestoreState, fact: RestoreFact): RestoreState {
  switch (fact.type) {
    case 'CriterionAdded':
      return { ...state, added: [...state.added, fact] }
    case 'CriterionLeftOut':
      return { ...state, leftOut: [...state.leftOut, fact.key] }
    case 'CriterionMet':
    case 'CriterionUnmet':
      return { ...state, words: { ...state.words, [fact.key]: { met: fact.type === 'CriterionMet', by: fact.by, at: fact.at } } }
    case 'FigureEntered':
      return { ...state, figures: { ...state.figures, [fact.key]: { value: fact.value, by: fact.by, at: fact.at } } }
    case 'CriterionSeen':
      return { ...state, seen: { ...state.seen, [fact.key]: fact.state } }
    case 'OrderSet':
      return { ...state, order: fact.services }
    case 'ShareMoved':
      return { ...state, shares: { ...state.shares, [fact.serviceId]: fact.to } }
    case 'RestorationUndone':
      return { ...state, words: {}, figures: {}, undoneAt: fact.at }
    case 'RestorationSaid':
      return state
    default:
      return { ...state, repairs: evolveRepair(state.repairs, fact) }
  }
}

export const restore: Decider<RestoreState, RestoreCommand, RestoreFact> = { initial, decide, evolve }
