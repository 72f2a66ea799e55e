// An escalation gets a person into the commander's seat: it asks one after the other, never stops by itself, and never forgets a pause.
import { minutesAfter } from '../../platform/clock.ts'
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import { type About, keyOf, lastResort, lastResortPolicy, type Policy } from '../../prepare/on-call/policy.ts'

/** Who stands behind each target now, by its key; filled in when the command is given, so that a changed rotation counts at once. */
export type OnCall = Record<string, string[]>

export type EscalationCommand =
  | ({ type: 'Arm'; policy?: Policy; onCall?: OnCall; now: Date } & About)
  /** A crisis that was over goes on, and nobody leads it at this moment: by the policy as it is now. */
  | ({ type: 'Rearm'; policy?: Policy; onCall?: OnCall; now: Date } & Partial<About>)
  | { type: 'CheckEscalation'; onCall?: OnCall; now: Date }
  | { type: 'AcknowledgeEscalation'; by: string; now: Date }
  | { type: 'PauseEscalation'; until: Date | null; reasonId: string; now: Date }
  | { type: 'ResumeEscalation'; now: Date }
  | { type: 'WorsenEscalation'; severity: number; now: Date }
  | { type: 'StopEscalation'; now: Date }

export type EscalationFact =
  /** `again`: the second time, the third …; left out the first time. */
  | { type: 'EscalationArmed'; policy: Policy; severity: number; again?: number; at: Date }
  | { type: 'EscalationStepReached'; round: number; step: number; again?: number; persons: string[]; lastResort?: true; dueAt: Date; nextAt: Date; at: Date }
  | { type: 'EscalationStepEmpty'; round: number; step: number; at: Date }
  | { type: 'EscalationExhausted'; rounds: number; everyMinutes: number; at: Date }
  | { type: 'EscalationAcknowledged'; by: string; at: Date }
  | { type: 'EscalationPaused'; until: Date | null; reasonId: string; at: Date }
  | { type: 'EscalationResumed'; nextAt: Date; at: Date }
  | { type: 'EscalationHastened'; severity: number; at: Date }
  | { type: 'EscalationStopped'; at: Date }

/** `round` from 1 and `step` from 0 are the next to be asked. */
export type Position = { round: number; step: number }
export type EscalationState =
  | { status: 'none' }
  | { status: 'running'; policy: Policy; severity: number; again?: number; next: Position; nextAt: Date; exhausted: boolean }
  | { status: 'paused'; policy: Policy; severity: number; again?: number; next: Position; remainingMs: number; until: Date | null; exhausted: boolean }
  | { status: 'acknowledged' | 'stopped'; policy: Policy; severity: number; again?: number }
type UnderWay = Extract<EscalationState, { status: 'running' | 'paused' }>

const underWay = (state: EscalationState): state is UnderWay => state.status === 'running' || state.status === 'paused'

function decide(command: EscalationCommand, state: EscalationState): EscalationFact[] {
  const { now } = command
  switch (command.type) {
    case 'Arm': {
      if (state.status !== 'none') return []
      const armed: EscalationFact = { type: 'EscalationArmed', policy: command.policy ?? lastResortPolicy, severity: command.severity, at: now }
      return [armed, ...due(evolve(state, armed), now, command.onCall)]
    }
    case 'Rearm': {
      if (underWay(state)) return []
      const before = state.status === 'none' ? undefined : state
      const armed: EscalationFact = {
        type: 'EscalationArmed',
        policy: command.policy ?? before?.policy ?? lastResortPolicy,
        severity: command.severity ?? before?.severity ?? 4,
        ...(before ? { again: (before.again ?? 1) + 1 } : {}),
        at: now,
      }
      return [armed, ...due(evolve(state, armed), now, command.onCall)]
    }
    case 'CheckEscalation':
      return due(state, now, command.onCall)
    case 'AcknowledgeEscalation':
      return underWay(state) ? [{ type: 'EscalationAcknowledged', by: command.by, at: now }] : []
    case 'PauseEscalation': {
      if (!underWay(state)) throw over()
      if (command.until && command.until <= now) throw new Refused('not-valid', 'The end of the pause is already past. Choose a later time.')
      return [{ type: 'EscalationPaused', until: command.until, reasonId: command.reasonId, at: now }]
    }
    case 'ResumeEscalation': {
      if (!underWay(state)) throw over()
      return state.status === 'paused' ? [{ type: 'EscalationResumed', nextAt: after(now, state.remainingMs), at: now }] : []
    }
    case 'WorsenEscalation':
      return underWay(state) && command.severity < state.severity ? [{ type: 'EscalationHastened', severity: command.severity, at: now }] : []
    case 'StopEscalation':
      return underWay(state) ? [{ type: 'EscalationStopped', at: now }] : []
  }
}

const over = () => new Refused('out-of-order', 'Nobody is being paged for this crisis any more: somebody leads it, or it is over.')

/** What time has brought about: a pause that is over ends by itself, and a step whose time has come asks whoever is on call now. */
function due(state: EscalationState, now: Date, onCall: OnCall = {}): EscalationFact[] {
  if (state.status === 'paused' && state.until && state.until <= now) {
    const resumed: EscalationFact = { type: 'EscalationResumed', nextAt: after(state.until, state.remainingMs), at: now }
    return [resumed, ...due(evolve(state, resumed), now, onCall)]
  }
  return state.status === 'running' && state.nextAt <= now ? ask(state, now, onCall) : []
}

/** Asks the next step; one behind which nobody stands is passed over at once and said; where nobody stands behind any, everybody who may lead is asked. */
function ask(state: Extract<EscalationState, { status: 'running' }>, now: Date, onCall: OnCall): EscalationFact[] {
  const { policy, nextAt: dueAt, again } = state
  const facts: EscalationFact[] = []
  let position = state.next
  const reached = (persons: string[], more: { lastResort?: true } = {}): EscalationFact[] => {
    const nextAt = minutesAfter(now, minutesBefore(policy, position))
    return [...facts, { type: 'EscalationStepReached', ...position, ...(again ? { again } : {}), persons, ...more, dueAt, nextAt, at: now }]
  }
  for (let tried = 0; tried < policy.steps.length; tried += 1) {
    if (isBeyond(policy, position) && !state.exhausted && !facts.some((fact) => fact.type === 'EscalationExhausted'))
      facts.push({ type: 'EscalationExhausted', rounds: policy.repeats + 1, everyMinutes: policy.repeatAfterMinutes, at: now })
    const persons = behind(policy.steps[position.step]?.targets ?? [], onCall)
    if (persons.length > 0) return reached(persons)
    facts.push({ type: 'EscalationStepEmpty', ...position, at: now })
    position = following(policy, position)
  }
  return reached(behind(lastResort, onCall), { lastResort: true })
}

const behind = (targets: Parameters<typeof keyOf>[0][], onCall: OnCall): string[] => [...new Set(targets.flatMap((target) => onCall[keyOf(target)] ?? []))]

const isBeyond = (policy: Policy, { round }: Position) => round > policy.repeats + 1
/** Once all rounds are through, the last step is asked again and again: an unled crisis is never silent. */
function following(policy: Policy, { round, step }: Position): Position {
  const last = policy.steps.length - 1
  if (!isBeyond(policy, { round, step }) && step < last) return { round, step: step + 1 }
  return { round: round + 1, step: round <= policy.repeats ? 0 : last }
}
/** Minutes from this step to the one that follows. */
function minutesBefore(policy: Policy, position: Position): number {
  const next = following(policy, position)
  return Math.max(1, next.round === position.round ? (policy.steps[next.step]?.afterMinutes ?? 1) : policy.repeatAfterMinutes)
}

const after = (from: Date, ms: number) => new Date(from.getTime() + ms)

function evolve(state: EscalationState, fact: EscalationFact): EscalationState {
  if (fact.type === 'EscalationArmed') {
    const { policy, severity, again, at: nextAt } = fact
    return { status: 'running', policy, severity, ...(again ? { again } : {}), next: { round: 1, step: 0 }, nextAt, exhausted: false }
  }
  if (state.status === 'none') return state
  const { policy, severity, again } = state
  const of = { policy, severity, ...(again ? { again } : {}) }
  if (fact.type === 'EscalationAcknowledged' || fact.type === 'EscalationStopped')
    return { status: fact.type === 'EscalationStopped' ? 'stopped' : 'acknowledged', ...of }
  if (!underWay(state)) return state
  const { next, exhausted } = state
  switch (fact.type) {
    case 'EscalationStepReached':
      return { status: 'running', ...of, next: following(policy, fact), nextAt: fact.nextAt, exhausted }
    case 'EscalationStepEmpty':
      return { ...state, next: following(policy, fact) }
    case 'EscalationExhausted':
      return { ...state, exhausted: true }
    case 'EscalationPaused': {
      const remainingMs = state.status === 'paused' ? state.remainingMs : Math.max(0, state.nextAt.getTime() - fact.at.getTime())
      return { status: 'paused', ...of, next, remainingMs, until: fact.until, exhausted }
    }
    case 'EscalationResumed':
      return { status: 'running', ...of, next, nextAt: fact.nextAt, exhausted }
    case 'EscalationHastened':
      return { status: 'running', ...of, severity: fact.severity, next, nextAt: fact.at, exhausted }
  }
}

/** A running escalation always has a next moment; a pause with an end has one too. */
export function wakeAt(state: EscalationState): Date | undefined {
  if (state.status === 'running') return state.nextAt
  return state.status === 'paused' ? (state.until ?? undefined) : undefined
}

export const escalation: Decider<EscalationState, EscalationCommand, EscalationFact> = { initial: { status: 'none' }, decide, evolve, wakeAt }
