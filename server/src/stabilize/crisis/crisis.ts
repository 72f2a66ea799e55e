// A crisis: declared once, led by exactly one commander, restored when its criteria are met, closed after the review.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import { type DefinitionCommand, type DefinitionFact, decideDefinition } from '../../assess/impact/definition.ts'
import type { Answers } from '../../assess/severity/severity.contract.ts'
import { decideSeverity, evolveSeverity, type SeverityCommand, type SeverityFact, type SeverityState } from './severity-in-force.ts'
import type { Policy, Rhythms } from '../../communicate/clocks/clock.ts'
import { askSignOff, reopen, restore } from './ending.ts'

type Counted = { number: number; cause: string; by: string; accounts: number; added: number; removed: number; changed: number; vulnerable: number }

export type CrisisCommand =
  | {
      type: 'Declare'
      severity: number
      proposed: number
      reasons: string[]
      answers?: Answers
      overrideReasonId?: string
      kind: string
      /** Ids of what is in its scope at that moment; left out by versions that did not say it. */
      services?: string[]
      commander: string
      onsetAt: Date
      detectedAt: Date
      clockPolicy: Policy
      /** Left out where no audience has a rhythm, and by versions that knew of none. */
      audienceRhythms?: Rhythms
      now: Date
    }
  /** `unlessLed`: only where nobody has acknowledged yet; a page answered late takes command from nobody. */
  | { type: 'TakeCommand'; by: string; unlessLed?: boolean; now: Date }
  | { type: 'Acknowledge'; by: string; now: Date }
  | { type: 'GiveAnswers'; answers: Answers; now: Date }
  | SeverityCommand
  | { type: 'WriteNote'; textId: string; now: Date }
  | DefinitionCommand
  | ({ type: 'RecordImpact'; now: Date } & Counted)
  /** `despite`: the criteria that fail, where the commander said why it is restored nevertheless. */
  | { type: 'Restore'; despite?: string[]; reasonId?: string; now: Date }
  | { type: 'Reopen'; troubles: string[]; by: string; reasonId?: string; now: Date }
  /** `with`: the final update asks by itself; `wanted`: whether the playbook lets it. */
  | { type: 'AskSignOff'; sharePercent?: number; with?: 'final-update'; wanted?: boolean; now: Date }
  | { type: 'DraftReview'; now: Date }
  | { type: 'PublishReview'; now: Date }
  | { type: 'Close'; now: Date }

export type CrisisFact =
  | {
      type: 'CrisisDeclared'
      severity: number
      proposed: number
      reasons: string[]
      answers?: Answers
      overrideReasonId?: string
      kind: string
      /** Ids of what is in its scope at that moment; left out by versions that did not say it. */
      services?: string[]
      commander: string
      onsetAt: Date
      detectedAt: Date
      clockPolicy: Policy
      /** Left out where no audience has a rhythm, and by versions that knew of none. */
      audienceRhythms?: Rhythms
      at: Date
    }
  | { type: 'CommanderSeated'; commander: string; instead: string; at: Date }
  | { type: 'CommanderAcknowledged'; commander: string; at: Date }
  | { type: 'AnswersGiven'; answers: Answers; at: Date }
  | SeverityFact
  | { type: 'NoteWritten'; textId: string; at: Date }
  | DefinitionFact
  | ({ type: 'ImpactAssessed'; at: Date } & Omit<Counted, 'number'> & { number?: number })
  /** Before restoring had a stream of its own; read, and written no more. */
  | { type: 'CriterionMet'; key: string; by: string; at: Date }
  | { type: 'CriterionUnmet'; key: string; by: string; at: Date }
  | { type: 'CrisisRestored'; despite?: string[]; reasonId?: string; at: Date }
  /** `unled`: by somebody who is not in the commander's seat; whoever is must be found, or another. */
  | { type: 'CrisisReopened'; troubles: string[]; by: string; unled?: true; reasonId?: string; restoredAt?: Date; at: Date }
  | { type: 'SignOffAsked'; round?: number; with?: 'final-update' | 'request'; sharePercent?: number; at: Date }
  | { type: 'SignOffReminded'; round: number; at: Date }
  | { type: 'ReviewDrafted'; at: Date }
  | { type: 'ReviewPublished'; at: Date }
  | { type: 'CrisisClosed'; at: Date }

export type CrisisState =
  | { status: 'none' }
  | ({
      status: 'declared' | 'commanded' | 'restored' | 'closed'
      commander: string
      reasons: string[]
      answers?: Answers
      /** How customers were asked since it was restored, and how often in all. */
      signOff: 'none' | 'with-final-update' | 'asked'
      signOffRounds: number
      restoredAt?: Date
      review: 'none' | 'drafted' | 'published'
      /** How often the definition of whom it hurts was changed: who changes it says which one they saw. */
      definition: number
      assessments: number
    } & SeverityState)
export type OpenCrisis = Exclude<CrisisState, { status: 'none' }>

function decide(command: CrisisCommand, state: CrisisState): CrisisFact[] {
  const { now } = command
  if (command.type === 'Declare') {
    if (state.status !== 'none') throw new Refused('already-done', 'This crisis is already declared.')
    const { type: _, now: at, ...declared } = command
    return [{ type: 'CrisisDeclared', ...declared, at }]
  }
  if (state.status === 'none') throw new Refused('not-found', 'There is no such crisis.')
  if (state.status === 'closed' && command.type !== 'WriteNote' && command.type !== 'RecordImpact') throw new Refused('already-done', 'This crisis is closed.')
  switch (command.type) {
    case 'TakeCommand':
      return command.unlessLed && state.status !== 'declared' ? [] : takeCommand(command.by, state, now)
    case 'Acknowledge':
      return acknowledge(command.by, state, now)
    case 'ChangeSeverity':
    case 'ProposeSeverity':
      return state.status === 'restored' && command.type === 'ProposeSeverity' ? [] : decideSeverity(command, state)
    case 'GiveAnswers':
      return JSON.stringify(command.answers) === JSON.stringify(state.answers) ? [] : [{ type: 'AnswersGiven', answers: command.answers, at: now }]
    case 'WriteNote':
      return [{ type: 'NoteWritten', textId: command.textId, at: now }]
    case 'ChangeScope':
    case 'ChangeConditions':
    case 'ReplaceImpactList':
    case 'RemoveImpactList':
      return decideDefinition(command, state.definition)
    case 'RecordImpact': {
      const { type: _, now: at, ...counted } = command
      return counted.number <= state.assessments ? [] : [{ type: 'ImpactAssessed', ...counted, at }]
    }
    case 'Restore':
      return restore(command, state)
    case 'Reopen':
      return reopen(command, state)
    case 'AskSignOff':
      return askSignOff(command, state)
    case 'DraftReview':
      return state.review === 'none' ? [{ type: 'ReviewDrafted', at: now }] : []
    case 'PublishReview': {
      if (state.review === 'none') throw new Refused('out-of-order', 'The review is not drafted yet.')
      return state.review === 'published' ? [] : [{ type: 'ReviewPublished', at: now }]
    }
    case 'Close': {
      if (state.status !== 'restored') throw new Refused('out-of-order', 'A crisis is closed after it was restored.')
      return [{ type: 'CrisisClosed', at: now }]
    }
  }
}

function takeCommand(by: string, state: OpenCrisis, now: Date): CrisisFact[] {
  if (state.commander !== by)
    return [
      { type: 'CommanderSeated', commander: by, instead: state.commander, at: now },
      { type: 'CommanderAcknowledged', commander: by, at: now },
    ]
  return state.status === 'declared' ? acknowledge(by, state, now) : []
}

function acknowledge(by: string, state: OpenCrisis, now: Date): CrisisFact[] {
  if (by !== state.commander) throw new Refused('not-allowed', 'Only the commander acknowledges. Take command first if that is you now.')
  return state.status === 'declared' ? [{ type: 'CommanderAcknowledged', commander: by, at: now }] : []
}

function evolve(state: CrisisState, fact: CrisisFact): CrisisState {
  if (fact.type === 'CrisisDeclared') {
    const { commander, severity, proposed, reasons, answers } = fact
    return {
      status: 'declared',
      commander,
      severity,
      reasons,
      ...(answers ? { answers } : {}),
      // Whoever declares with another severity than the rules say has decided against them.
      ...(proposed === severity ? {} : { declined: proposed }),
      signOff: 'none',
      signOffRounds: 0,
      review: 'none',
      definition: 0,
      assessments: 0,
    }
  }
  if (state.status === 'none') return state
  switch (fact.type) {
    case 'CommanderSeated':
      return { ...state, commander: fact.commander }
    case 'CommanderAcknowledged':
      return { ...state, status: state.status === 'declared' ? 'commanded' : state.status }
    case 'AnswersGiven':
      return { ...state, answers: fact.answers }
    case 'SeverityChanged':
    case 'SeverityKept':
    case 'SeverityProposed':
      return { ...state, ...evolveSeverity(state, fact) }
    case 'ImpactAssessed':
      return { ...state, assessments: fact.number ?? state.assessments + 1 }
    case 'ScopeChanged':
    case 'ImpactConditionsChanged':
    case 'ImpactListReplaced':
    case 'ImpactListRemoved':
      return { ...state, definition: state.definition + 1 }
    case 'CrisisRestored':
      return { ...state, status: 'restored', restoredAt: fact.at }
    case 'CrisisReopened':
      return { ...state, status: fact.unled ? 'declared' : 'commanded', signOff: 'none' }
    case 'SignOffAsked':
      return { ...state, signOff: fact.with === 'final-update' ? 'with-final-update' : 'asked', signOffRounds: fact.round ?? 1 }
    case 'SignOffReminded':
      return { ...state, signOff: 'asked' }
    case 'ReviewDrafted':
      return { ...state, review: 'drafted' }
    case 'ReviewPublished':
      return { ...state, review: 'published' }
    case 'CrisisClosed':
      return { ...state, status: 'closed' }
    default:
      return state
  }
}

/** What the rules said last, where that is not the severity in force. */
export const crisis: Decider<CrisisState, CrisisCommand, CrisisFact> = { initial: { status: 'none' }, decide, evolve }
