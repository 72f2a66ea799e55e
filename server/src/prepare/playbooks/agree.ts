// What the names in a playbook refer to must be there; each disagreement is said with its place and with what is allowed.
import { coreRoles } from '../../stabilize/roles/roles.contract.ts'
import { noSuch } from './nearest.ts'
import type { Playbook } from './playbook.ts'

export type Disagreement = { path: (string | number)[]; message: string }
type Agreeing = Pick<Playbook, 'roles' | 'tasks' | 'severity' | 'regulatory' | 'actions' | 'criteria' | 'audiences'>

/** Every seat that this playbook knows: the house's own and its extras. */
export const rolesOf = (playbook: Pick<Playbook, 'roles'>): string[] => [...new Set([...coreRoles, ...Object.keys(playbook.roles)])]

export function disagreements(playbook: Agreeing): Disagreement[] {
  const found: Disagreement[] = []
  const wrong = (path: (string | number)[], message: string) => found.push({ path, message })
  const roles = rolesOf(playbook)
  const known = (role: string | undefined, path: (string | number)[]) => {
    if (role !== undefined && !roles.includes(role)) wrong(path, noSuch('role', role, roles))
  }
  for (const [role, plan] of Object.entries(playbook.roles))
    if (!coreRoles.some((core) => core === role) && !plan?.title) wrong(['roles', role], 'a role of the playbook’s own needs a title')
  const taskKeys = playbook.tasks.map((task) => task.key)
  for (const [at, task] of playbook.tasks.entries()) {
    known(task.accountable, ['tasks', at, 'accountable'])
    for (const list of ['responsible', 'consulted', 'informed'] as const) for (const [nth, role] of task[list].entries()) known(role, ['tasks', at, list, nth])
    for (const [nth, key] of task.after.entries()) {
      const before = taskKeys.indexOf(key)
      if (before === -1) wrong(['tasks', at, 'after', nth], noSuch('task', key, taskKeys.slice(0, at)))
      else if (before >= at) wrong(['tasks', at, 'after', nth], `${key} must stand above the task that waits for it`)
    }
  }
  const questions = playbook.severity.questions.map((question) => question.key)
  for (const [at, rule] of playbook.severity.rules.entries())
    for (const key of Object.keys(rule.when?.answers ?? {}))
      if (!questions.includes(key)) wrong(['severity', 'rules', at, 'when', 'answers', key], noSuch('question', key, questions))
  for (const [name, keyName, keys] of [
    [['tasks'], 'key', taskKeys],
    [['severity', 'questions'], 'key', questions],
    [['regulatory'], 'key', playbook.regulatory.map((question) => question.key)],
    [['actions'], 'action', playbook.actions.map((action) => action.action)],
    [['criteria'], 'key', playbook.criteria.map((criterion) => criterion.key)],
  ] as const)
    for (const [at, key] of keys.entries()) if (key !== undefined && keys.indexOf(key) !== at) wrong([...name, at, keyName], `${key} stands here twice`)
  for (const [at, { each, measure }] of playbook.criteria.entries())
    if (measure?.kind === 'check' && measure.check === undefined && each === undefined)
      wrong(['criteria', at, 'measure'], 'a check is of a service: add each: service, or name one check by its id')
  for (const [at, audience] of playbook.audiences.entries()) {
    known(audience.by, ['audiences', at, 'by'])
    for (const message of rhythmWrong(playbook.audiences, at)) wrong(['audiences', at, 'rhythm', ...message.path], message.message)
  }
  return found
}

/** A rhythm is of one audience that is no customer, at severities at which it is told. */
function rhythmWrong(audiences: Playbook['audiences'], at: number): Disagreement[] {
  const { audience, fromSeverity, rhythm } = audiences[at] as Playbook['audiences'][number]
  if (rhythm === undefined) return []
  if (audience === 'customers') return [{ path: [], message: 'customers have their promises under clocks (next-update)' }]
  if (audiences.slice(0, at).some((each) => each.audience === audience && each.rhythm))
    return [{ path: [], message: `${audience} have a rhythm above already` }]
  return Object.keys(rhythm).flatMap((severity) =>
    Number(severity) > fromSeverity
      ? [{ path: [severity], message: `${audience} are told from severity ${fromSeverity} on, not at ${severity}; change fromSeverity, or take this out` }]
      : [],
  )
}

/** What can be looked at of a playbook whose shape is wrong somewhere, so that all problems are said at once: places stay, what is not right is left out. */
export function loosely(raw: unknown): Agreeing {
  const whole = record(raw)
  const severity = record(whole.severity)
  return {
    roles: record(whole.roles) as Playbook['roles'],
    tasks: list(whole.tasks).map((each) => {
      const task = record(each)
      return { ...task, key: text(task.key), accountable: text(task.accountable), ...Object.fromEntries(listsOfTask.map((name) => [name, texts(task[name])])) }
    }) as unknown as Playbook['tasks'],
    severity: {
      questions: keyed(severity.questions, 'key'),
      rules: list(severity.rules).map((each) => ({ when: { answers: record(record(record(each).when).answers) } })),
    } as unknown as Playbook['severity'],
    regulatory: keyed(whole.regulatory, 'key') as unknown as Playbook['regulatory'],
    actions: keyed(whole.actions, 'action') as unknown as Playbook['actions'],
    criteria: keyed(whole.criteria, 'key') as unknown as Playbook['criteria'],
    audiences: list(whole.audiences).map((each) => {
      const { audience, by, fromSeverity, rhythm } = record(each)
      return {
        audience: text(audience),
        by: text(by),
        fromSeverity: typeof fromSeverity === 'number' ? fromSeverity : 4,
        ...(rhythm === undefined ? {} : { rhythm: record(rhythm) }),
      }
    }) as unknown as Playbook['audiences'],
  }
}

const listsOfTask = ['responsible', 'consulted', 'informed', 'after']
const record = (value: unknown) => (value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {}) as Record<string, unknown>
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const texts = (value: unknown) => list(value).map((each) => text(each) ?? '')
const keyed = (value: unknown, name: string) => list(value).map((each) => ({ [name]: text(record(each)[name]) }))
