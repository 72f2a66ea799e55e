// The clocks rule: every promise has a deadline; it is met, missed or waived, and the rhythm of updates goes on until the last word.
import { minutesAfter } from '../../platform/clock.ts'
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import { approvalClock, approvalMinutes } from './approval-clock.ts'
import { audienceMinutes, isOfAudience, nextOfAudience, restartAudiences, startAudiences, tellAudience } from './audience-clocks.ts'
import type { Clock, ClocksCommand, ClocksFact, ClocksState, Policy } from './clock.ts'
import type { ClockKind } from './clocks.contract.ts'

export type { Clock, ClocksCommand, ClocksFact, ClocksState, Policy } from './clock.ts'

export const initial: ClocksState = { policy: {}, audiences: {}, severity: 4, clocks: [], customersCanWork: false }

const atDeclaration: ClockKind[] = ['team-assembled', 'first-message', 'communication-plan', 'first-full-update', 'impact-and-timeline', 'strategic-review']
const whileTheyWait: ClockKind[] = ['team-assembled', 'communication-plan', 'impact-and-timeline', 'strategic-review', 'audience-update']
const recurring: ClockKind[] = ['next-update', 'strategic-review']
export const byHand: ClockKind[] = ['communication-plan', 'strategic-review']
const mostFactsAtOnce = 5_000

function decide(command: ClocksCommand, before: ClocksState): ClocksFact[] {
  const due = command.type === 'CheckClocks' ? everythingDue(before, command.now) : missesDue(before, command.now)
  const state = due.reduce(evolve, before)
  // More is due than one command may hold: the timer is still due and goes on with the rest.
  return due.length >= mostFactsAtOnce ? due : [...due, ...decideNow(command, state)]
}

function decideNow(command: ClocksCommand, state: ClocksState): ClocksFact[] {
  const { now } = command
  switch (command.type) {
    case 'StartClocks': {
      const set = settled(command.policy, command.audiences, command.severity, now)
      const policy = command.policy[command.severity] ?? {}
      return [set, ...atDeclaration.flatMap((kind) => start(state, kind, now, minutesFrom(now, policy[kind]))), ...startAudiences(evolve(state, set), now)]
    }
    case 'ChangeSeverity':
      return changeSeverity(state, command.severity, now)
    case 'Meet':
      return meet(state, command.kind, now)
    case 'TellCustomers':
      return tellCustomers(state, command)
    case 'TellAudience':
      return tellAudience(state, command)
    case 'Waive': {
      const clock = runningClock(state, command.clock)
      return [
        { type: 'ClockWaived', clock: clock.id, deadline: clock.deadline, reasonId: command.reasonId, at: now },
        ...again(state, clock, clock.deadline, now),
      ]
    }
    case 'CompleteByHand': {
      const clock = runningClock(state, command.clock)
      if (!byHand.includes(clock.kind)) throw new Refused('out-of-order', 'This promise is kept by what happens, not by saying so.')
      return [{ type: 'ClockMet', clock: clock.id, deadline: clock.deadline, at: now }, ...again(state, clock, now, now)]
    }
    case 'AwaitApproval': {
      const deadline = minutesAfter(now, approvalMinutes(state.policy[state.severity]))
      return [{ type: 'ClockStarted', clock: approvalClock(command.update), kind: 'approval', deadline, at: now }]
    }
    case 'EndApproval':
      return meet(state, approvalClock(command.update), now)
    case 'CustomersCanWork':
      return [...stop(state, whileTheyWait, now), ...start(state, 'review', now, minutesFrom(now, minutesOf(state, 'review')))]
    case 'GoOn':
      return goOn(state, now)
    case 'StopClocks':
      return stop(state, undefined, now)
    case 'CheckClocks':
      return []
  }
}

/** An update keeps the promises that a message can keep, and makes the next one, unless it is the last word. */
function tellCustomers(state: ClocksState, { full, final, nextUpdateAt, lateReasonId, now }: Extract<ClocksCommand, { type: 'TellCustomers' }>): ClocksFact[] {
  const every = minutesOf(state, 'next-update')
  if (every === undefined) return meet(state, 'first-message', now)
  const latest = minutesAfter(now, every)
  if (!final && nextUpdateAt && nextUpdateAt <= now) throw new Refused('not-valid', 'The time of the next update is already past.')
  if (!final && nextUpdateAt && nextUpdateAt > latest && !lateReasonId)
    throw new Refused('not-valid', `At this severity the next update is due within ${every} minutes. Promise it sooner, or say why it must be later.`)
  const kept = [
    ...meet(state, 'first-message', now),
    ...(full ? [...meet(state, 'communication-plan', now), ...meet(state, 'first-full-update', now)] : []),
    ...meet(state, 'next-update', now),
  ]
  return final ? kept : [...kept, ...start(kept.reduce(evolve, state), 'next-update', now, nextUpdateAt ?? latest)]
}

/** A stricter severity moves the running promises closer; a milder one leaves them as they were given. */
function changeSeverity(state: ClocksState, severity: number, now: Date): ClocksFact[] {
  if (severity === state.severity) return []
  const set = settled(state.policy, state.audiences, severity, now)
  const moved = running(state).flatMap((clock): ClocksFact[] => {
    const minutes = isOfAudience(clock) ? audienceMinutes({ ...state, severity }, clock) : minutesOf({ ...state, severity }, clock.kind)
    const deadline = minutes === undefined || clock.kind === 'review' ? clock.deadline : minutesAfter(now, minutes)
    return deadline < clock.deadline ? [{ type: 'ClockMoved', clock: clock.id, deadline, at: now }] : []
  })
  const missing = atDeclaration.filter((kind) => !state.clocks.some((clock) => clock.kind === kind) && !state.customersCanWork)
  return [
    set,
    ...moved,
    ...missing.flatMap((kind) => start(state, kind, now, minutesFrom(now, state.policy[severity]?.[kind]))),
    ...startAudiences({ ...state, severity }, now),
  ]
}

/** The promises of an open crisis run again, from now; the review waits until it is over. */
function goOn(state: ClocksState, now: Date): ClocksFact[] {
  const open = evolve(state, { type: 'ClocksWentOn', at: now })
  return [
    { type: 'ClocksWentOn', at: now },
    ...stop(state, ['review'], now),
    ...recurring.flatMap((kind) => start(open, kind, now, minutesFrom(now, minutesOf(state, kind)))),
    ...restartAudiences(open, now),
  ]
}

/** Where no audience has a rhythm, the fact is as it always was. */
const settled = (policy: Policy, audiences: ClocksState['audiences'] = {}, severity: number, at: Date): ClocksFact => ({
  type: 'ClocksSet',
  policy,
  ...(Object.keys(audiences).length > 0 ? { audiences } : {}),
  severity,
  at,
})

function evolve(state: ClocksState, fact: ClocksFact): ClocksState {
  const change = (id: string, changes: Partial<Clock>) => ({
    ...state,
    clocks: state.clocks.map((clock) => (clock.id === id ? { ...clock, ...changes } : clock)),
  })
  const begin = (from: ClocksState, id: string, kind: ClockKind, startedAt: Date, deadline: Date): ClocksState => ({
    ...from,
    clocks: [...from.clocks, { id, kind, state: 'running', startedAt, deadline, reminded: false }],
  })
  switch (fact.type) {
    case 'ClocksSet':
      return { ...state, policy: fact.policy, audiences: fact.audiences ?? {}, severity: fact.severity }
    case 'ClockStarted':
      return begin(fact.kind === 'review' ? { ...state, customersCanWork: true } : state, fact.clock, fact.kind, fact.at, fact.deadline)
    case 'ClocksWentOn':
      return { ...state, customersCanWork: false }
    case 'ClockMoved':
      return change(fact.clock, { deadline: fact.deadline, reminded: false })
    case 'ClockReminderDue':
      return change(fact.clock, { reminded: true })
    case 'ClockMet':
      return change(fact.clock, { state: 'met', endedAt: fact.at })
    case 'ClockWaived':
      return change(fact.clock, { state: 'waived', endedAt: fact.at })
    case 'ClockStopped':
      return change(fact.clock, { state: 'stopped', endedAt: fact.at })
    case 'ClockMissed': {
      const missed = change(fact.clock, { state: 'missed', endedAt: fact.deadline })
      return fact.next ? begin(missed, fact.next.clock, kindOfClock(fact.next.clock), fact.deadline, fact.next.deadline) : missed
    }
  }
}

/** The next moment at which time alone changes anything. */
export function wakeAt(state: ClocksState): Date | undefined {
  return running(state)
    .map(nextMoment)
    .reduce<Date | undefined>((soonest, at) => (soonest && soonest <= at ? soonest : at), undefined)
}

/** What a command finds missed before it takes effect; a reminder in the same moment would tell nobody anything. */
const missesDue = (state: ClocksState, now: Date) => everythingDue(state, now, (clock) => clock.deadline)

/** Catches up deadline by deadline, so that a server asleep for an hour still counts every miss. */
function everythingDue(state: ClocksState, now: Date, moment = nextMoment): ClocksFact[] {
  const due: ClocksFact[] = []
  let current = state
  const soonest = () =>
    running(current)
      .filter((clock) => moment(clock) <= now)
      .sort((one, other) => moment(one).getTime() - moment(other).getTime())[0]
  for (let clock = soonest(); clock && due.length < mostFactsAtOnce; clock = soonest()) {
    const fact: ClocksFact =
      now < clock.deadline
        ? { type: 'ClockReminderDue', clock: clock.id, deadline: clock.deadline, at: now }
        : { type: 'ClockMissed', clock: clock.id, deadline: clock.deadline, ...following(current, clock), at: now }
    due.push(fact)
    current = evolve(current, fact)
  }
  return due
}

function following(state: ClocksState, clock: Clock): { next?: { clock: string; deadline: Date } } {
  const next = nextOf(state, clock)
  return next ? { next: { clock: next.name, deadline: minutesAfter(clock.deadline, next.minutes) } } : {}
}

/** The promise that comes after this one, where it recurs. */
function nextOf(state: ClocksState, clock: Clock): { name: string; minutes: number } | undefined {
  if (isOfAudience(clock)) return nextOfAudience(state, clock)
  const minutes = recurring.includes(clock.kind) ? minutesOf(state, clock.kind) : undefined
  return minutes === undefined ? undefined : { name: nextName(state, clock.kind), minutes }
}

/** Two thirds of the way, but at most 10 minutes before the deadline. */
export const remindAt = (clock: Pick<Clock, 'startedAt' | 'deadline'>): Date => {
  const whole = clock.deadline.getTime() - clock.startedAt.getTime()
  return new Date(clock.deadline.getTime() - Math.min(10 * 60_000, whole / 3))
}
const nextMoment = (clock: Clock) => (clock.reminded ? clock.deadline : remindAt(clock))

const running = (state: ClocksState) => state.clocks.filter((clock) => clock.state === 'running')
const minutesOf = ({ policy, severity }: Pick<ClocksState, 'policy' | 'severity'>, kind: ClockKind) =>
  kind === 'approval' ? approvalMinutes(policy[severity]) : policy[severity]?.[kind]
const minutesFrom = (now: Date, minutes: number | undefined) => (minutes === undefined ? undefined : minutesAfter(now, minutes))
const kindOfClock = (id: string) => id.split('/')[0] as ClockKind
const nextName = (state: ClocksState, kind: ClockKind) =>
  recurring.includes(kind) ? `${kind}/${state.clocks.filter((clock) => clock.kind === kind).length + 1}` : kind

function start(state: ClocksState, kind: ClockKind, now: Date, deadline: Date | undefined): ClocksFact[] {
  if (!deadline || running(state).some((clock) => clock.kind === kind)) return []
  const name = nextName(state, kind)
  // The same promise a second time (a crisis that was reopened) gets a name of its own.
  const clock = state.clocks.some(({ id }) => id === name) ? `${name}/${state.clocks.filter((each) => each.kind === kind).length + 1}` : name
  return [{ type: 'ClockStarted', clock, kind, deadline, at: now }]
}

/** A promise that recurs begins anew after it was kept by hand or waived. */
const again = (state: ClocksState, clock: Clock, from: Date, now: Date): ClocksFact[] => {
  const next = nextOf(state, clock)
  return next ? [{ type: 'ClockStarted', clock: next.name, kind: clock.kind, deadline: minutesAfter(from, next.minutes), at: now }] : []
}

/** `which`: of a kind, or one clock by its name. */
const meet = (state: ClocksState, which: string, now: Date): ClocksFact[] =>
  running(state)
    .filter((clock) => clock.kind === which || clock.id === which)
    .map((clock) => ({ type: 'ClockMet', clock: clock.id, deadline: clock.deadline, at: now }))

const stop = (state: ClocksState, kinds: ClockKind[] | undefined, now: Date): ClocksFact[] =>
  running(state)
    .filter((clock) => !kinds || kinds.includes(clock.kind))
    .map((clock) => ({ type: 'ClockStopped', clock: clock.id, at: now }))

function runningClock(state: ClocksState, id: string): Clock {
  const clock = state.clocks.find((each) => each.id === id)
  if (!clock) throw new Refused('not-found', 'There is no such clock in this crisis.')
  if (clock.state !== 'running') throw new Refused('already-done', `This clock is no longer running: it was ${clock.state}.`)
  return clock
}

export const clocks: Decider<ClocksState, ClocksCommand, ClocksFact> = { initial, decide, evolve, wakeAt }
