// What would happen: every promise, task, page, message, action and duty of the law that a playbook brings, on one time line, before anything has happened.
import type { Obligation } from '../../assess/regulatory-clocks/regulatory.contract.ts'
import { minutesAfter, minutesBetween } from '../../platform/clock.ts'
import { coreRoles } from '../../stabilize/roles/roles.contract.ts'
import type { Playbook } from './playbook.ts'
import type { Rehearsed } from './playbooks.contract.ts'
import { law } from './rehearse-law.ts'
import { promises } from './rehearse-promises.ts'

export type Rehearsal = {
  severity: 1 | 2 | 3 | 4
  startAt: Date
  restoredAfterMinutes?: number
  /** Whom the escalation calls, step by step, while nobody answers. */
  escalation?: { afterMinutes: number; who: string }[]
  obligations?: Obligation[]
}
/** An entry while it is worked out, its times still dates. */
export type Entry = Omit<Rehearsed, 'from' | 'at' | 'minutes'> & { from: Date | null; at: Date | null }

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

/** The others who are told, with the first full update; those with a rhythm of their own are told by it. */
function messages({ audiences, clocks: policy }: Playbook, { severity, startAt }: Rehearsal): Entry[] {
  const first = policy[severity]['first-full-update'] ?? policy[severity]['first-message']
  return audiences
    .filter((each) => each.fromSeverity >= severity && each.audience !== 'customers' && !each.rhythm?.[severity])
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
