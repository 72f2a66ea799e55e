// The rule of regulatory clocks: a duty runs from its legal moment, is met with evidence or dismissed with a reason, and goes on after the crisis is closed.
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import { type Dated, datesOf, earliest, later, remindAt } from './dates.ts'
import type { Basis, Obligation } from './regulatory.contract.ts'

export type Moments = Partial<Record<Basis, Date>>
type OnDuty = { key: string; now: Date }
export type RegulatoryCommand =
  | {
      type: 'AnswerQuestion'
      question: string
      answer: 'yes' | 'no'
      reasonId?: string
      obligations: Obligation[]
      /** Which clocks each question of the playbook starts: a clock that another yes wants outlives the one that is taken back. */
      starts?: Record<string, string[]>
      moments: Moments
      by: string
      now: Date
    }
  | { type: 'StartObligations'; obligations: Obligation[]; moments: Moments; now: Date }
  | (OnDuty & { type: 'GiveMoment'; basis: Basis; moment: Date })
  | (OnDuty & { type: 'MeetObligation'; evidenceId?: string; attachments: string[]; met: Date; by: string })
  | (OnDuty & { type: 'DismissObligation'; reasonId: string; by: string })
  | (OnDuty & { type: 'ExtendObligation'; deadline: Date; reasonId: string })
  | { type: 'CheckObligations'; now: Date }

export type RegulatoryFact =
  | { type: 'RegulatoryQuestionAnswered'; question: string; answer: 'yes' | 'no'; reasonId?: string; by: string; at: Date }
  | ({ type: 'ObligationStarted'; obligation: Obligation; question?: string; at: Date } & Dated)
  | ({ type: 'ObligationDated'; key: string; at: Date } & Dated)
  | { type: 'ObligationExtended'; key: string; deadline: Date; reasonId: string; at: Date }
  | { type: 'ObligationReminderDue'; key: string; deadline: Date; at: Date }
  | { type: 'ObligationMissed'; key: string; deadline: Date; at: Date }
  | { type: 'ObligationMet'; key: string; evidenceId?: string; attachments: string[]; met: Date; late: boolean; by: string; at: Date }
  | { type: 'ObligationDismissed'; key: string; reasonId?: string; by: string; at: Date }

export type Duty = {
  obligation: Obligation
  question?: string
  state: 'waiting' | 'running' | 'met' | 'dismissed'
  startedAt: Date
  reminded: boolean
  missed: boolean
  metAt?: Date
  by?: string
  evidenceId?: string
  attachments: string[]
  reasonId?: string
  /** The deadline that an authority granted: it stays granted when a moment is corrected. */
  extendedTo?: Date
} & Dated
export type RegulatoryState = { answers: Record<string, { answer: 'yes' | 'no'; by: string; at: Date; reasonId?: string }>; duties: Duty[] }

const initial: RegulatoryState = { answers: {}, duties: [] }

function decide(command: RegulatoryCommand, state: RegulatoryState): RegulatoryFact[] {
  const { now } = command
  switch (command.type) {
    case 'AnswerQuestion':
      return answer(command, state)
    case 'StartObligations': {
      const fresh = command.obligations.filter((obligation) => !open(state, obligation.key))
      if (fresh.length === 0) throw new Refused('already-done', 'This clock of the law runs already.')
      return start(fresh, command.moments, state, now)
    }
    case 'GiveMoment': {
      const duty = openDuty(state, command.key)
      if (command.moment > now) throw new Refused('not-valid', 'The moment lies in the future. Give the time at which it happened.')
      const { startsFrom, alsoWithin } = duty.obligation
      if (command.basis !== startsFrom && command.basis !== alsoWithin?.from)
        throw new Refused('not-valid', `This clock runs from ${[startsFrom, alsoWithin?.from].filter(Boolean).join(' and ')}, not from ${command.basis}.`)
      const basisAt = command.basis === startsFrom ? command.moment : duty.basisAt
      const alsoAt = command.basis === alsoWithin?.from ? command.moment : duty.alsoAt
      const dates = datesOf(duty.obligation, basisAt, alsoAt)
      const dated: RegulatoryFact = { type: 'ObligationDated', key: command.key, ...dates, deadline: later(dates.deadline, duty.extendedTo), at: now }
      return [dated, ...everythingDue(evolve(state, dated), now)]
    }
    case 'MeetObligation':
      return meet(command, state)
    case 'DismissObligation':
      openDuty(state, command.key)
      return [{ type: 'ObligationDismissed', key: command.key, reasonId: command.reasonId, by: command.by, at: now }]
    case 'ExtendObligation': {
      const { deadline, state: is } = openDuty(state, command.key)
      // It would have a deadline, and nobody would be reminded of it.
      if (is === 'waiting') throw new Refused('out-of-order', 'This clock of the law does not run yet. Give the moment it counts from first.')
      if (command.deadline <= now || (deadline && command.deadline <= deadline))
        throw new Refused('not-valid', 'An extension ends later than the deadline there is, and in the future.')
      return [{ type: 'ObligationExtended', key: command.key, deadline: command.deadline, reasonId: command.reasonId, at: now }]
    }
    case 'CheckObligations':
      return everythingDue(state, now)
  }
}

/** "Yes" starts what the question names; a "no" that takes a "yes" back dismisses what no other "yes" wants, and nothing that was started by hand. */
function answer(command: Extract<RegulatoryCommand, { type: 'AnswerQuestion' }>, state: RegulatoryState): RegulatoryFact[] {
  const { question, obligations, starts = {}, moments, reasonId, by, now } = command
  const before = Object.hasOwn(state.answers, question) ? state.answers[question]?.answer : undefined
  if (before === command.answer) return []
  const said: RegulatoryFact = { type: 'RegulatoryQuestionAnswered', question, answer: command.answer, ...(reasonId ? { reasonId } : {}), by, at: now }
  if (command.answer === 'no') {
    const names = (each: string, key: string) => Object.hasOwn(starts, each) && starts[each]?.includes(key)
    const wantedElsewhere = (key: string) =>
      Object.entries(state.answers).some(([other, given]) => other !== question && given.answer === 'yes' && names(other, key))
    const started =
      before === 'yes'
        ? state.duties.filter(
            (duty) =>
              isOpen(duty) &&
              duty.question !== undefined &&
              (duty.question === question || names(question, duty.obligation.key)) &&
              !wantedElsewhere(duty.obligation.key),
          )
        : []
    return [
      said,
      ...started.map((duty): RegulatoryFact => ({ type: 'ObligationDismissed', key: duty.obligation.key, ...(reasonId ? { reasonId } : {}), by, at: now })),
    ]
  }
  // What was notified once is notified, whichever question asks for it; by hand it can be started anew.
  const fresh = obligations.filter(({ key }) => !open(state, key) && !state.duties.some((duty) => duty.obligation.key === key && duty.state === 'met'))
  return [said, ...start(fresh, moments, state, now, question)]
}

function start(obligations: Obligation[], moments: Moments, state: RegulatoryState, now: Date, question?: string): RegulatoryFact[] {
  if (Object.values(moments).some((moment) => moment > now))
    throw new Refused('not-valid', 'A moment lies in the future. Give the times at which things happened.')
  const started = obligations.map((obligation): RegulatoryFact => {
    const { startsFrom, startsAfter, alsoWithin } = obligation
    const before = startsAfter ? state.duties.find((duty) => duty.obligation.key === startsAfter && duty.state === 'met')?.metAt : moments[startsFrom]
    return {
      type: 'ObligationStarted',
      obligation,
      ...(question ? { question } : {}),
      ...datesOf(obligation, before ?? null, (alsoWithin && moments[alsoWithin.from]) ?? null),
      at: now,
    }
  })
  // A moment long past may have a deadline that is past, too: it is missed at once, and says so.
  return [...started, ...everythingDue(started.reduce(evolve, state), now)]
}

function meet(command: Extract<RegulatoryCommand, { type: 'MeetObligation' }>, state: RegulatoryState): RegulatoryFact[] {
  const { key, evidenceId, attachments, met, by, now } = command
  const duty = openDuty(state, key)
  if (!evidenceId && attachments.length === 0)
    throw new Refused('not-valid', 'Say what proves it: a reference number, what was sent to whom, or an attached file.')
  if (met > now) throw new Refused('not-valid', 'The time at which it was sent lies in the future.')
  const from = earliest(duty)
  if (from && met < from)
    throw new Refused('not-valid', 'It would have been sent before the moment this clock counts from. Correct that moment, or the time of sending.')
  const late = duty.deadline !== null && met > duty.deadline
  const done: RegulatoryFact = { type: 'ObligationMet', key, ...(evidenceId ? { evidenceId } : {}), attachments, met, late, by, at: now }
  const following = state.duties
    .filter((each) => each.obligation.startsAfter === key && isOpen(each))
    .map((each): RegulatoryFact => ({ type: 'ObligationDated', key: each.obligation.key, ...datesOf(each.obligation, met, each.alsoAt), at: now }))
  return [done, ...following]
}

const running = (state: RegulatoryState) =>
  state.duties.flatMap((duty) => (duty.state === 'running' && duty.deadline && !duty.missed ? [{ duty, deadline: duty.deadline }] : []))

function everythingDue(state: RegulatoryState, now: Date): RegulatoryFact[] {
  return running(state).flatMap(({ duty, deadline }): RegulatoryFact[] => {
    const { key } = duty.obligation
    if (deadline <= now) return [{ type: 'ObligationMissed', key, deadline, at: now }]
    return !duty.reminded && remindAt(duty, deadline) <= now ? [{ type: 'ObligationReminderDue', key, deadline, at: now }] : []
  })
}

function evolve(state: RegulatoryState, fact: RegulatoryFact): RegulatoryState {
  // The newest of a name: a duty that was dismissed may be started anew.
  const change = (key: string, changes: Partial<Duty>) => {
    const at = state.duties.findLastIndex((duty) => duty.obligation.key === key)
    return { ...state, duties: state.duties.map((duty, nth) => (nth === at ? { ...duty, ...changes } : duty)) }
  }
  switch (fact.type) {
    case 'RegulatoryQuestionAnswered': {
      const { question, answer: given, reasonId, by, at } = fact
      return { ...state, answers: { ...state.answers, [question]: { answer: given, by, at, ...(reasonId ? { reasonId } : {}) } } }
    }
    case 'ObligationStarted': {
      const { obligation, question, basisAt, alsoAt, deadline, at: startedAt } = fact
      const duty: Duty = {
        obligation,
        ...(question ? { question } : {}),
        state: basisAt || alsoAt ? 'running' : 'waiting',
        startedAt,
        reminded: false,
        missed: false,
        attachments: [],
        basisAt,
        alsoAt,
        deadline,
      }
      return { ...state, duties: [...state.duties, duty] }
    }
    case 'ObligationDated': {
      const { basisAt, alsoAt, deadline } = fact
      return change(fact.key, { basisAt, alsoAt, deadline, state: basisAt || alsoAt ? 'running' : 'waiting', reminded: false, missed: false })
    }
    case 'ObligationExtended':
      return change(fact.key, { deadline: fact.deadline, extendedTo: fact.deadline, reminded: false, missed: false })
    case 'ObligationReminderDue':
      return change(fact.key, { reminded: true })
    case 'ObligationMissed':
      return change(fact.key, { missed: true })
    case 'ObligationMet': {
      const { evidenceId, attachments, met: metAt, by, late } = fact
      return change(fact.key, { state: 'met', metAt, by, attachments, missed: late, ...(evidenceId ? { evidenceId } : {}) })
    }
    case 'ObligationDismissed':
      return change(fact.key, { state: 'dismissed', by: fact.by, ...(fact.reasonId ? { reasonId: fact.reasonId } : {}) })
  }
}

const isOpen = (duty: Duty) => duty.state === 'waiting' || duty.state === 'running'
const open = (state: RegulatoryState, key: string) => state.duties.find((duty) => duty.obligation.key === key && isOpen(duty))

function openDuty(state: RegulatoryState, key: string): Duty {
  const duty = open(state, key)
  if (duty) return duty
  const ended = state.duties.findLast((each) => each.obligation.key === key)
  throw ended
    ? new Refused('already-done', `This clock of the law is no longer open: it was ${ended.state}.`)
    : new Refused('not-found', 'No such clock of the law runs in this crisis.')
}

function wakeAt(state: RegulatoryState): Date | undefined {
  return running(state)
    .map(({ duty, deadline }) => (duty.reminded ? deadline : remindAt(duty, deadline)))
    .reduce<Date | undefined>((soonest, at) => (soonest && soonest <= at ? soonest : at), undefined)
}

export const regulatory: Decider<RegulatoryState, RegulatoryCommand, RegulatoryFact> = { initial, decide, evolve, wakeAt }
