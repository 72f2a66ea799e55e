// What would happen: every promise, task, page, message, action and duty of the law that a playbook brings, on one time line, before anything has happened.
import { deadlineOf } from '../../assess/regulatory-clocks/deadline.ts'
import type { Obligation } from '../../assess/regulatory-clocks/regulatory.contract.ts'
import { clocks, type ClocksState, remindAt } from '../../communicate/clocks/clocks.ts'
import { minutesAfter, minutesBetween } from '../../platform/clock.ts'
import { coreRoles } from '../../stabilize/roles/roles.contract.ts'
import type { Playbook } from './playbook.ts'
import type { Rehearsed } from './playbooks.contract.ts'

export type Rehearsal = {
  severity: 1 | 2 | 3 | 4
  startAt: Date
  restoredAfterMinutes?: number
  /** Whom the escalation calls, step by step, while nobody answers. */
  escalation?: { afterMinutes: number; who: string }[]
  obligations?: Obligation[]
}
type Entry = Omit<Rehearsed, 'from' | 'at' | 'minutes'> & { from: Date | null; at: Date | null }

/** In the order of time; what has no time comes last. Every promise is taken to be kept in the last moment. */
export function rehearse(playbook: Playbook, given: Rehearsal): Rehearsed[] {
  const { startAt, restoredAfterMinutes = usualCourse(playbook, given.severity) } = given
  const restoredAt = minutesAfter(startAt, restoredAfterMinutes)
  const entries: Entry[] = [
    ...promises(playbook, given, restoredAt),
    ...messages(playbook, given),
    ...tasks(playbook, given, restoredAt),
    ...pages(playbook, given),
    ...actions(playbook, given),
    ...law(playbook, given),
  ]
  const time = (entry: Entry) => entry.at?.getTime() ?? Number.POSITIVE_INFINITY
  return entries
    .map((entry, order) => ({ entry, order }))
    .toSorted((one, other) => (time(one.entry) === time(other.entry) ? one.order - other.order : time(one.entry) - time(other.entry)))
    .map(({ entry }) => ({
      ...entry,
      from: entry.from?.toISOString() ?? null,
      at: entry.at?.toISOString() ?? null,
      minutes: entry.at ? minutesBetween(startAt, entry.at) : null,
    }))
}

/** Minutes after which we pretend that customers can work again: late enough to see the rhythm of updates twice after the first full one. */
export function usualCourse({ clocks: policy }: Playbook, severity: 1 | 2 | 3 | 4): number {
  const { 'first-full-update': full = 0, 'next-update': next = 0 } = policy[severity]
  return Math.max(240, full + 2 * next)
}

/** The real rule of the clocks, run ahead: promises are kept just in time, then customers can work, then the review is due. */
function promises(playbook: Playbook, { severity, startAt }: Rehearsal, restoredAt: Date): Entry[] {
  let state = tell(clocks.initial, { type: 'StartClocks', policy: playbook.clocks, severity, now: startAt })
  for (let left = mostSteps; left > 0; left--) {
    const [next] = state.clocks
      .filter((clock) => clock.state === 'running' && clock.kind !== 'review')
      .toSorted((one, other) => one.deadline.getTime() - other.deadline.getTime())
    if (!next || next.deadline >= restoredAt) break
    const now = new Date(next.deadline.getTime() - 1)
    if (next.kind === 'communication-plan' || next.kind === 'strategic-review') state = tell(state, { type: 'CompleteByHand', clock: next.id, now })
    else if (next.kind === 'team-assembled' || next.kind === 'impact-and-timeline') state = tell(state, { type: 'Meet', kind: next.kind, now })
    else state = tell(state, { type: 'TellCustomers', full: next.kind !== 'first-message', final: false, nextUpdateAt: null, now })
  }
  state = tell(state, { type: 'TellCustomers', full: true, final: true, nextUpdateAt: null, now: restoredAt })
  state = tell(state, { type: 'CustomersCanWork', now: restoredAt })
  const bars = state.clocks
    // An update that comes sooner keeps the promise of the next one too: that one is then not on the line.
    .filter((clock) => clock.kind === 'review' || (clock.deadline <= restoredAt && clock.deadline.getTime() - (clock.endedAt?.getTime() ?? 0) <= 1))
    .flatMap((clock): Entry[] => {
      const [kind, from, at] = [clock.kind, whole(clock.startedAt, startAt), whole(clock.deadline, startAt)]
      const who = [leads[kind]]
      const messages: Entry[] = telling.includes(kind) && at < restoredAt ? [message(kind, at)] : []
      return [
        {
          lane: 'promises',
          kind,
          from,
          at,
          title: named[kind],
          detail: `Reminder ${Math.round(minutesBetween(remindAt(clock), clock.deadline))} min before.`,
          who,
        },
        ...messages,
      ]
    })
  const over: Entry = {
    lane: 'messages',
    kind: 'final',
    from: null,
    at: restoredAt,
    title: 'Final update',
    detail: 'What happened, why, what we did, how we prevent it.',
    who: ['communication-lead'],
  }
  return [...bars, over]
}

const mostSteps = 400
/** The millisecond by which a promise is kept in time is nobody's business. */
const whole = (at: Date, start: Date) => new Date(start.getTime() + Math.round((at.getTime() - start.getTime()) / 1_000) * 1_000)
const tell = (state: ClocksState, command: Parameters<typeof clocks.decide>[0]): ClocksState => clocks.decide(command, state).reduce(clocks.evolve, state)
const telling: string[] = ['first-message', 'first-full-update', 'next-update']
const named = {
  'team-assembled': 'Team assembled',
  'first-message': 'First message',
  'communication-plan': 'Communication plan',
  'first-full-update': 'First full update',
  'impact-and-timeline': 'Impact and timeline',
  'next-update': 'Next update',
  'strategic-review': 'Strategic review',
  review: 'Review drafted',
} as const
const leads = {
  'team-assembled': 'commander',
  'first-message': 'communication-lead',
  'communication-plan': 'communication-lead',
  'first-full-update': 'communication-lead',
  'impact-and-timeline': 'commander',
  'next-update': 'communication-lead',
  'strategic-review': 'commander',
  review: 'commander',
} as const

const message = (kind: string, at: Date): Entry => ({
  lane: 'messages',
  kind: kind === 'first-message' ? 'holding' : 'update',
  from: null,
  at,
  title: kind === 'first-message' ? 'Holding update' : kind === 'first-full-update' ? 'First full update' : 'Update',
  detail: kind === 'first-message' ? 'We know, whom it hurts, when we speak again.' : 'To everybody affected, on every channel.',
  who: ['communication-lead'],
})

/** The others who are told, with the first full update. */
function messages({ audiences, clocks: policy }: Playbook, { severity, startAt }: Rehearsal): Entry[] {
  const first = policy[severity]['first-full-update'] ?? policy[severity]['first-message']
  return audiences
    .filter((each) => each.fromSeverity >= severity && each.audience !== 'customers')
    .map((each) => ({
      lane: 'messages',
      kind: 'audience',
      from: null,
      at: first === undefined ? null : minutesAfter(startAt, first),
      title: `Told: ${each.audience}`,
      detail: each.told,
      who: [each.by],
    }))
}

function tasks(playbook: Playbook, { severity, startAt }: Rehearsal, restoredAt: Date): Entry[] {
  return playbook.tasks
    .filter((task) => task.severities.includes(severity))
    .map((task) => {
      const from = task.from === 'restored' ? restoredAt : startAt
      const waits = task.after.length > 0 ? `After ${task.after.join(', ')}. ` : ''
      return {
        lane: 'tasks',
        kind: task.critical ? 'critical' : task.phase,
        from: task.dueMinutes === undefined ? null : from,
        at: task.dueMinutes === undefined ? null : minutesAfter(from, task.dueMinutes),
        title: task.text,
        detail: `${waits}${task.help ?? ''}`.trim(),
        who: [task.accountable, ...task.responsible.filter((role) => role !== task.accountable)],
      }
    })
}

/** Who is called, and which seats must then be filled. */
function pages(playbook: Playbook, { severity, startAt, escalation = [] }: Rehearsal): Entry[] {
  const needed = Object.entries(playbook.roles)
    .filter(([, role]) => role.neededFrom !== undefined && role.neededFrom >= severity)
    .map(([role]) => role)
    .toSorted((one, other) => order(one) - order(other))
  const by = playbook.clocks[severity]['team-assembled']
  const seats: Entry[] =
    needed.length > 0
      ? [
          {
            lane: 'pages',
            kind: 'seats',
            from: by === undefined ? null : startAt,
            at: by === undefined ? null : minutesAfter(startAt, by),
            title: `${needed.length === 1 ? 'One seat' : `${needed.length} seats`} to fill`,
            detail: '',
            who: needed,
          },
        ]
      : []
  return [
    ...escalation.map(
      (step, nth): Entry => ({
        lane: 'pages',
        kind: 'page',
        from: null,
        at: minutesAfter(startAt, step.afterMinutes),
        title: nth === 0 ? `Called: ${step.who}` : `If nobody has answered: ${step.who}`,
        detail: '',
        who: [],
      }),
    ),
    ...seats,
  ]
}
const order = (role: string) => (coreRoles as readonly string[]).indexOf(role) + (coreRoles.some((each) => each === role) ? 0 : 100)

function actions(playbook: Playbook, { severity, startAt }: Rehearsal): Entry[] {
  return playbook.actions.map(({ action, text, automatically }) => {
    const runs = automatically?.severities.includes(severity) ? automatically.on : undefined
    return {
      lane: 'actions',
      kind: runs ? 'automatic' : 'by-hand',
      from: null,
      at: runs === 'declared' ? startAt : null,
      title: action,
      detail: `${text}. ${runs === 'declared' ? 'By itself, when the crisis is declared.' : runs ? 'By itself, when the severity is raised to this level.' : 'By button.'}`,
      who: [],
    }
  })
}

/** What a yes to each question would start; the start is taken to be the declaration, and a notice to be sent in its last hour. */
function law(playbook: Playbook, { startAt, obligations = [] }: Rehearsal): Entry[] {
  const known = new Map(obligations.map((each) => [each.key, each]))
  const startOf = (obligation: Obligation): Date => {
    const before = obligation.startsAfter === undefined ? undefined : known.get(obligation.startsAfter)
    return before ? (dueOf(before) ?? startAt) : startAt
  }
  const dueOf = (obligation: Obligation): Date | null => {
    const from = startOf(obligation)
    return deadlineOf(obligation, from, obligation.alsoWithin ? startAt : null)
  }
  return playbook.regulatory.flatMap((question) =>
    question.starts.flatMap((key): Entry[] => {
      const obligation = known.get(key)
      if (!obligation) return []
      const at = dueOf(obligation)
      return [
        {
          lane: 'law',
          kind: at ? obligation.evidence : 'promptly',
          from: at ? startOf(obligation) : null,
          at,
          title: `${obligation.regime}: ${obligation.title}`,
          detail: `If yes: ${question.ask}${at ? '' : ' Without undue delay; the law names no number.'} Counted from ${obligation.startsFrom.replaceAll('-', ' ')}.`,
          who: ['legal-privacy'],
        },
      ]
    }),
  )
}
