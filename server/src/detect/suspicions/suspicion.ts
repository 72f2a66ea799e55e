// The suspicion rule: evidence joins it, and people decide: it is put off, dismissed, or becomes a crisis. It calms down by itself when all that spoke for it is over for a while.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import { confidenceOf, type Evidence, type Known, looksLike, severityOf, titleOf, witnesses } from './evidence.ts'

export type SuspicionState = {
  state: 'none' | 'open' | 'snoozed' | 'dismissed' | 'promoted' | 'calm'
  evidence: Known[]
  confidence: number
  snoozedUntil?: Date
  surerThan?: number
  overSince?: Date
}
type About = { brandId: string; practice: boolean }
export type SuspicionCommand =
  | ({ type: 'Support'; evidence: Evidence; now: Date } & About)
  | { type: 'EndEvidence'; kind: Evidence['kind']; key: string; now: Date }
  | { type: 'Snooze'; until: Date; by: string; now: Date }
  | { type: 'Dismiss'; reasonId: string; noise: boolean; by: string; now: Date }
  | { type: 'Promote'; crisisId: string; by: string; now: Date }
  | { type: 'CheckSuspicion'; now: Date }
/** How it stands after the fact. */
type Stand = { confidence: number; severity: number; crisisKind: ReturnType<typeof looksLike>; title: string; witnesses: number }
export type SuspicionFact =
  | ({ type: 'SuspicionRaised'; at: Date } & About)
  | ({ type: 'EvidenceJoined'; evidence: Evidence; at: Date } & Stand)
  | ({ type: 'EvidenceEnded'; kind: Evidence['kind']; key: string; at: Date } & Stand)
  | { type: 'SuspicionSnoozed'; until: Date; by: string; at: Date }
  | { type: 'SuspicionWoken'; why: 'time' | 'surer'; at: Date }
  | { type: 'SuspicionDismissed'; reasonId: string; noise: boolean; by: string; at: Date }
  | { type: 'SuspicionPromoted'; crisisId: string; by: string; at: Date }
  | { type: 'SuspicionCalmed'; at: Date }

/** Of the same again, only what is clearly stronger is news. */
const clearlyStronger = 0.1
/** Who put it off did so by what was known; when it is this much surer, it is another matter. */
const surer = 0.15
export const calmAfterMs = 10 * 60_000
export const longestSnoozeMs = 7 * 86_400_000

function decide(command: SuspicionCommand, state: SuspicionState): SuspicionFact[] {
  switch (command.type) {
    case 'Support':
      return support(command, state)
    case 'EndEvidence':
      return end(command, state)
    case 'CheckSuspicion':
      return due(state, command.now)
    default:
      return answer(command, state)
  }
}

/** A crisis that grew out of it goes on hearing of it; one that is dismissed or calm does not: the same again is a suspicion of its own. */
function support({ evidence, brandId, practice, now: at }: Extract<SuspicionCommand, { type: 'Support' }>, state: SuspicionState): SuspicionFact[] {
  if (state.state === 'dismissed' || state.state === 'calm') return []
  const before = state.evidence.find(same(evidence))
  if (before && !before.over && evidence.weight < before.weight + clearlyStronger) return []
  const stand = standOf(joined(state.evidence, evidence))
  const woken = state.state === 'snoozed' && stand.confidence >= (state.surerThan ?? 0) + surer
  return [
    ...(state.state === 'none' ? [{ type: 'SuspicionRaised' as const, brandId, practice, at }] : []),
    { type: 'EvidenceJoined', evidence, ...stand, at },
    ...(woken ? [{ type: 'SuspicionWoken' as const, why: 'surer' as const, at }] : []),
  ]
}

function end({ kind, key, now: at }: Extract<SuspicionCommand, { type: 'EndEvidence' }>, state: SuspicionState): SuspicionFact[] {
  const before = state.evidence.find(same({ kind, key }))
  if (!before || before.over) return []
  return [{ type: 'EvidenceEnded', kind, key, ...standOf(ended(state.evidence, { kind, key })), at }]
}

function due({ state, snoozedUntil, overSince }: SuspicionState, now: Date): SuspicionFact[] {
  if (state !== 'open' && state !== 'snoozed') return []
  if (overSince && now.getTime() - overSince.getTime() >= calmAfterMs) return [{ type: 'SuspicionCalmed', at: now }]
  return state === 'snoozed' && snoozedUntil && snoozedUntil <= now ? [{ type: 'SuspicionWoken', why: 'time', at: now }] : []
}

function answer(command: Exclude<SuspicionCommand, { type: 'Support' | 'EndEvidence' | 'CheckSuspicion' }>, { state }: SuspicionState): SuspicionFact[] {
  const { by, now: at } = command
  if (state === 'none') throw new Refused('not-found', 'There is no such suspicion.')
  if (state === 'promoted') throw new Refused('already-done', 'This suspicion became a crisis. Go on there.')
  if (state === 'dismissed') throw new Refused('already-done', 'Somebody dismissed this suspicion. If it shows again, it will be raised again.')
  if (command.type === 'Promote') return [{ type: 'SuspicionPromoted', crisisId: command.crisisId, by, at }]
  if (command.type === 'Dismiss') return [{ type: 'SuspicionDismissed', reasonId: command.reasonId, noise: command.noise, by, at }]
  if (state === 'calm') throw new Refused('already-done', 'This suspicion has calmed down by itself. There is nothing to put off.')
  if (command.until <= at) throw new Refused('not-valid', 'until: is past. Put it off until a later time.')
  if (command.until.getTime() - at.getTime() > longestSnoozeMs)
    throw new Refused('not-valid', 'until: a suspicion is put off for a week at most. Dismiss it if it is no trouble.')
  return [{ type: 'SuspicionSnoozed', until: command.until, by, at }]
}

const same =
  (one: Pick<Evidence, 'kind' | 'key'>) =>
  (other: Pick<Evidence, 'kind' | 'key'>): boolean =>
    one.kind === other.kind && one.key === other.key
const joined = (evidence: readonly Known[], more: Evidence): Known[] => [...evidence.filter((each) => !same(more)(each)), { ...more, over: false }]
const ended = (evidence: readonly Known[], one: Pick<Evidence, 'kind' | 'key'>): Known[] =>
  evidence.map((each) => (same(one)(each) ? { ...each, over: true } : each))

/** What was once thought of it stays the title and the kind when it is over. */
function standOf(evidence: readonly Known[]): Stand {
  const active = evidence.some(({ over }) => !over) ? evidence.filter(({ over }) => !over) : evidence
  return {
    confidence: confidenceOf(evidence),
    severity: severityOf(evidence),
    crisisKind: looksLike(active),
    title: titleOf(active),
    witnesses: witnesses(evidence),
  }
}

function evolve(state: SuspicionState, fact: SuspicionFact): SuspicionState {
  switch (fact.type) {
    case 'SuspicionRaised':
      return { ...state, state: 'open' }
    case 'EvidenceJoined': {
      const { overSince: _, ...rest } = state
      return { ...rest, evidence: joined(state.evidence, fact.evidence), confidence: fact.confidence }
    }
    case 'EvidenceEnded': {
      const evidence = ended(state.evidence, fact)
      return { ...state, evidence, confidence: fact.confidence, ...(evidence.every(({ over }) => over) ? { overSince: fact.at } : {}) }
    }
    case 'SuspicionSnoozed':
      return { ...state, state: 'snoozed', snoozedUntil: fact.until, surerThan: state.confidence }
    case 'SuspicionWoken':
      return { ...state, state: 'open' }
    case 'SuspicionDismissed':
      return { ...state, state: 'dismissed' }
    case 'SuspicionPromoted':
      return { ...state, state: 'promoted' }
    case 'SuspicionCalmed':
      return { ...state, state: 'calm' }
  }
}

const wakeAt = ({ state, snoozedUntil, overSince }: SuspicionState): Date | undefined => {
  if (state !== 'open' && state !== 'snoozed') return undefined
  const calm = overSince && new Date(overSince.getTime() + calmAfterMs)
  const times = [calm, state === 'snoozed' ? snoozedUntil : undefined].filter((at) => at !== undefined)
  return times.toSorted((one, other) => one.getTime() - other.getTime())[0]
}

export const suspicion: Decider<SuspicionState, SuspicionCommand, SuspicionFact> = {
  initial: { state: 'none', evidence: [], confidence: 0 },
  decide,
  evolve,
  wakeAt,
}
