// A playbook is the plan for kinds of crises; a running crisis keeps the one it started with.
import { z } from 'zod'
import { RegulatoryQuestion } from '../../assess/regulatory-clocks/regulatory.contract.ts'
import { SeverityPlan } from '../../assess/severity/severity.contract.ts'
import { clockKinds } from '../../communicate/clocks/clocks.contract.ts'
import { Parts, phases } from '../../communicate/updates/updates.contract.ts'
import { ActionPlan } from '../../stabilize/actions/actions.contract.ts'
import { Kind } from '../../stabilize/crisis/crisis.contract.ts'
import { coreRoles, RoleKey, RolePlan } from '../../stabilize/roles/roles.contract.ts'
import { TaskPlan } from '../../stabilize/tasks/tasks.contract.ts'

const perSeverity = <T extends z.ZodType>(each: T) => z.strictObject({ 1: each, 2: each, 3: each, 4: each })
const Minutes = z
  .number()
  .int()
  .min(1)
  .max(60 * 24 * 90)

/** Minutes until each promise is due; a promise left out is not made at that severity. */
export const ClockPolicy = perSeverity(z.partialRecord(z.enum(clockKinds), Minutes))

/** Who is told what besides the affected customers: staff, executives, partners, regulators… `fromSeverity`: at this severity and stricter ones. */
export const AudiencePlan = z.strictObject({
  audience: z.enum(['customers', 'staff', 'executives', 'investors', 'partners', 'suppliers', 'media', 'regulators']),
  fromSeverity: z.number().int().min(1).max(4).default(4),
  told: z.string().min(1).max(300),
  by: RoleKey,
})

const Shape = z.strictObject({
  playbook: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/),
  version: z.string().min(1),
  title: z.string().min(1),
  about: z.string().max(600).default('').describe('when to use it, in a sentence or two'),
  kinds: z.array(Kind).min(1),
  severity: SeverityPlan.prefault({}),
  roles: z.record(RoleKey, RolePlan).default({}),
  tasks: z.array(TaskPlan).max(80).default([]),
  clocks: ClockPolicy,
  regulatory: z.array(RegulatoryQuestion).max(20).default([]),
  actions: z.array(ActionPlan).max(12).default([]),
  audiences: z.array(AudiencePlan).max(12).default([]),
  approvals: z.strictObject({ updates: perSeverity(z.number().int().min(1).max(3)), remedies: perSeverity(z.number().int().min(1).max(3)) }),
  remedies: z.string(),
  criteria: z.array(z.strictObject({ key: z.string().regex(/^[a-z0-9-]+$/), text: z.string().min(1), each: z.enum(['service']).optional() })).min(1),
  templates: z.record(z.enum(['holding', ...phases]), Parts),
})

/** A whole plan; what its names refer to must be there, and each disagreement is said with its place. What is left out has its default. */
export const Playbook = Shape.superRefine(agree)

export type Playbook = z.output<typeof Playbook>
export type ClockPolicy = z.output<typeof ClockPolicy>

/** The parts of a message with their {{variables}} put in; an unknown variable stays visible, so that nobody publishes it unseen. */
export const filled = (parts: Parts, values: Record<string, string>): Parts =>
  Object.fromEntries(
    Object.entries(parts).map(([part, text]) => [part, text?.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole)]),
  ) as Parts

/** Every seat that this playbook knows: the house's own and its extras. */
export const rolesOf = (playbook: Pick<Playbook, 'roles'>): string[] => [...new Set([...coreRoles, ...Object.keys(playbook.roles)])]

function agree(playbook: z.output<typeof Shape>, context: z.RefinementCtx) {
  const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  const roles = rolesOf(playbook)
  const known = (role: string, path: (string | number)[]) => {
    if (!roles.includes(role)) wrong(path, `there is no role ${role}; there are ${roles.join(', ')}`)
  }
  for (const [role, plan] of Object.entries(playbook.roles))
    if (!coreRoles.some((core) => core === role) && !plan.title) wrong(['roles', role], 'a role of the playbook’s own needs a title')
  const taskKeys = playbook.tasks.map((task) => task.key)
  for (const [at, task] of playbook.tasks.entries()) {
    known(task.accountable, ['tasks', at, 'accountable'])
    for (const list of ['responsible', 'consulted', 'informed'] as const) for (const [nth, role] of task[list].entries()) known(role, ['tasks', at, list, nth])
    if (taskKeys.indexOf(task.key) !== at) wrong(['tasks', at, 'key'], `another task is called ${task.key} already`)
    for (const [nth, key] of task.after.entries()) {
      const before = taskKeys.indexOf(key)
      if (before === -1) wrong(['tasks', at, 'after', nth], `there is no task ${key}`)
      else if (before >= at) wrong(['tasks', at, 'after', nth], `${key} must stand above the task that waits for it`)
    }
  }
  const questions = playbook.severity.questions.map((question) => question.key)
  for (const [at, rule] of playbook.severity.rules.entries())
    for (const key of Object.keys(rule.when.answers ?? {}))
      if (!questions.includes(key))
        wrong(['severity', 'rules', at, 'when', 'answers', key], `there is no question ${key}; there are ${questions.join(', ') || 'none'}`)
  for (const [name, keys] of [
    [['severity', 'questions'], questions],
    [['regulatory'], playbook.regulatory.map((question) => question.key)],
    [['actions'], playbook.actions.map((action) => action.action)],
    [['criteria'], playbook.criteria.map((criterion) => criterion.key)],
  ] as const)
    for (const [at, key] of keys.entries()) if (keys.indexOf(key) !== at) wrong([...name, at], `${key} stands here twice`)
  for (const [at, audience] of playbook.audiences.entries()) known(audience.by, ['audiences', at, 'by'])
}
