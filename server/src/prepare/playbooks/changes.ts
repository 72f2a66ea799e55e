// What changed between two versions of a playbook, in sentences: what a reader of the diff wants to know first.
import type { Playbook } from './playbook.ts'

export function changesBetween(before: Playbook, after: Playbook): string[] {
  const value = (what: string, one: unknown, other: unknown) => (same(one, other) ? [] : [`${what}: ${told(other)} (was ${told(one)})`])
  const changed = (what: string, one: unknown, other: unknown) => (same(one, other) ? [] : [`${what} changed`])
  return [
    ...value('Title', before.title, after.title),
    ...value('Version', before.version, after.version),
    ...changed('When to use it', before.about, after.about),
    ...changed('Declares by itself', before.detection?.declaresByItself ? 'yes' : 'no', after.detection?.declaresByItself ? 'yes' : 'no'),
    ...value('Kinds', before.kinds, after.kinds),
    ...value('The house’s rules of severity', before.severity.standardRules, after.severity.standardRules),
    ...value('Severity where no rule holds', before.severity.otherwise, after.severity.otherwise),
    ...changed('Rules of severity', before.severity.rules, after.severity.rules),
    ...entries('Question', byKey(before.severity.questions, 'key'), byKey(after.severity.questions, 'key')),
    ...entries('Role', before.roles, after.roles),
    ...entries('Task', byKey(before.tasks, 'key'), byKey(after.tasks, 'key')),
    ...(same(orderOf(before, after), orderOf(after, before)) ? [] : ['Tasks stand in another order']),
    ...severities.flatMap((severity) => clockChanges(severity, before.clocks[severity], after.clocks[severity])),
    ...entries('Question of the law', byKey(before.regulatory, 'key'), byKey(after.regulatory, 'key')),
    ...entries('Action', byKey(before.actions, 'action'), byKey(after.actions, 'action')),
    ...changed('Who else is told', before.audiences, after.audiences),
    ...severities.flatMap((severity) =>
      value(`People who must agree to updates at severity ${severity}`, before.approvals.updates[severity], after.approvals.updates[severity]),
    ),
    ...severities.flatMap((severity) =>
      value(`People who must agree to remedies at severity ${severity}`, before.approvals.remedies[severity], after.approvals.remedies[severity]),
    ),
    ...value('Remedy policy', before.remedies, after.remedies),
    ...entries('Criterion', byKey(before.criteria, 'key'), byKey(after.criteria, 'key')),
    ...value('Steps by which a service comes back', before.restoration?.steps, after.restoration?.steps),
    ...severities.flatMap((severity) => value(`Minutes for which it is watched at severity ${severity}`, before.watch?.[severity], after.watch?.[severity])),
    ...value('Target of the sign-off rate', before.signOff?.targetPercent, after.signOff?.targetPercent),
    ...changed('Which customers are asked to sign off', asked(before), asked(after)),
    ...entries('Template', before.templates, after.templates),
  ]
}

const asked = ({ signOff }: Playbook) => signOff && { ...signOff, targetPercent: 0 }
const severities = [1, 2, 3, 4] as const

function clockChanges(severity: number, before: Record<string, number | undefined>, after: Record<string, number | undefined>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((clock) => {
    const [one, other] = [before[clock], after[clock]]
    if (one === other) return []
    const name = `Severity ${severity}, ${clock}`
    if (other === undefined) return [`${name}: no longer promised (was ${minutes(one)})`]
    return [`${name}: ${minutes(other)} (${one === undefined ? 'was not promised' : `was ${minutes(one)}`})`]
  })
}

function entries(what: string, before: Record<string, object | undefined>, after: Record<string, object | undefined>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [one, other] = [before[key], after[key]]
    if (one && !other) return [`${what} ${key} taken out`]
    if (!one && other) return [`${what} ${key} added`]
    if (!one || !other || same(one, other)) return []
    const [then, now] = [one as Record<string, unknown>, other as Record<string, unknown>]
    const fields = [...new Set([...Object.keys(then), ...Object.keys(now)])].filter((field) => !same(then[field], now[field]))
    return [
      `${what} ${key}: ${fields.map((field) => (short(now[field]) && short(then[field]) ? `${field} ${told(now[field])} (was ${told(then[field])})` : field)).join(', ')}`,
    ]
  })
}

const byKey = <T extends object>(list: T[], name: keyof T): Record<string, T> => Object.fromEntries(list.map((each) => [String(each[name]), each]))
/** The tasks that both have, in the order of the first. */
const orderOf = (one: Playbook, other: Playbook) => one.tasks.map((task) => task.key).filter((key) => other.tasks.some((task) => task.key === key))
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
const short = (value: unknown) => told(value).length <= 40
const told = (value: unknown): string =>
  value === undefined
    ? 'nothing'
    : Array.isArray(value)
      ? value.map(told).join(', ') || 'nobody'
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
const minutes = (count: number | undefined) =>
  count === undefined ? 'nothing' : count % 1_440 === 0 ? `${count / 1_440} d` : count % 60 === 0 ? `${count / 60} h` : `${count} min`
