// The tasks rule: the playbook's tasks of this severity, each with one accountable seat; nothing is done before what it waits for, and lateness is a fact.
import { minutesAfter } from '../../platform/clock.ts'
import type { Decider } from '../../platform/decider.ts'
import { Refused } from '../../platform/refused.ts'
import type { TaskPlan } from './tasks.contract.ts'

type Change = { key: string; by: string; now: Date }
export type TasksCommand =
  | { type: 'PlanTasks'; plan: TaskPlan[]; severity: number; now: Date }
  | { type: 'ChangeSeverity'; severity: number; now: Date }
  | { type: 'CustomersCanWork'; now: Date }
  | { type: 'AddTask'; task: AddedTask; by: string; now: Date }
  | (Change & { type: 'AssignTask'; owner: string | null; dueAt?: Date | null })
  | (Change & { type: 'StartTask' })
  | (Change & { type: 'FinishTask'; evidenceId?: string })
  | (Change & { type: 'SkipTask'; reasonId: string })
  | (Change & { type: 'ReopenTask'; reasonId?: string })
  | { type: 'StopTasks'; now: Date }
  | { type: 'CheckTasks'; now: Date }

/** A task that people add while the crisis runs; its words stand in texts. */
export type AddedTask = {
  key: string
  textId: string
  phase: TaskPlan['phase']
  accountable: string
  owner?: string
  dueAt?: Date
  critical: boolean
  after: string[]
}
type Due = { key: string; dueAt?: Date }

export type TasksFact =
  | { type: 'TasksPlanned'; plan: TaskPlan[]; severity: number; due: Due[]; at: Date }
  | { type: 'TasksJoined'; severity: number; due: Due[]; at: Date }
  | { type: 'TasksDated'; due: Due[]; at: Date }
  | { type: 'TaskAdded'; task: AddedTask; at: Date }
  | { type: 'TaskAssigned'; key: string; owner: string | null; dueAt?: Date | null; at: Date }
  | { type: 'TaskStarted'; key: string; by: string; at: Date }
  | { type: 'TaskDone'; key: string; by: string; evidenceId?: string; late: boolean; at: Date }
  | { type: 'TaskSkipped'; key: string; by: string; reasonId: string; at: Date }
  | { type: 'TaskReopened'; key: string; by: string; reasonId?: string; at: Date }
  | { type: 'TaskOverdue'; key: string; dueAt: Date; critical: boolean; owner?: string; at: Date }
  | { type: 'TasksStopped'; at: Date }

export type Task = {
  key: string
  text?: string
  textId?: string
  help?: string
  phase: TaskPlan['phase']
  accountable: string
  responsible: string[]
  consulted: string[]
  informed: string[]
  critical: boolean
  after: string[]
  evidence: boolean
  state: 'open' | 'doing' | 'done' | 'skipped'
  owner?: string
  dueAt?: Date
  overdue: boolean
  endedAt?: Date
  endedBy?: string
  evidenceId?: string
  reasonId?: string
}
export type TasksState = { plan: TaskPlan[]; severity: number; tasks: Task[]; restored: boolean; stopped: boolean }

const initial: TasksState = { plan: [], severity: 4, tasks: [], restored: false, stopped: false }

function decide(command: TasksCommand, state: TasksState): TasksFact[] {
  const { now } = command
  switch (command.type) {
    case 'PlanTasks':
      return state.plan.length > 0
        ? []
        : [{ type: 'TasksPlanned', plan: command.plan, severity: command.severity, due: dueOf(command.plan, command.severity, state, now), at: now }]
    case 'ChangeSeverity': {
      // A raised severity brings its tasks; a lowered one takes none away: somebody may be at work on them.
      const due = dueOf(state.plan, command.severity, state, now)
      return due.length > 0 && !state.stopped ? [{ type: 'TasksJoined', severity: command.severity, due, at: now }] : []
    }
    case 'CustomersCanWork': {
      return state.restored || state.plan.length === 0 ? [] : [{ type: 'TasksDated', due: datedFromRestoring(state, now), at: now }]
    }
    case 'StopTasks':
      return state.stopped ? [] : [{ type: 'TasksStopped', at: now }]
    case 'CheckTasks':
      return overdue(state, now)
    case 'AddTask':
      return addTask(command, state)
    default:
      return change(command, state)
  }
}

/** The most that people (or a program in a loop) add to the playbook's tasks. */
const mostAdded = 300

function addTask({ task, now }: Extract<TasksCommand, { type: 'AddTask' }>, state: TasksState): TasksFact[] {
  if (state.stopped) throw new Refused('already-done', 'This crisis is closed; what is still to be done belongs to its review.')
  if (state.tasks.some((each) => each.key === task.key)) return []
  if (state.tasks.filter(({ textId }) => textId !== undefined).length >= mostAdded)
    throw new Refused('too-large', `${mostAdded} tasks were added to this crisis; nobody oversees more. Put what belongs together into one.`)
  const unknown = task.after.find((key) => !state.tasks.some((each) => each.key === key))
  if (unknown) throw new Refused('not-valid', `There is no task ${unknown} to wait for.`)
  if (task.dueAt && task.dueAt <= now) throw new Refused('not-valid', 'The due time is already past. Choose a later one, or none.')
  return [{ type: 'TaskAdded', task, at: now }]
}

function change(command: Extract<TasksCommand, Change>, state: TasksState): TasksFact[] {
  const task = state.tasks.find((each) => each.key === command.key)
  if (!task) throw new Refused('not-found', 'This crisis has no such task.')
  if (state.stopped) throw new Refused('already-done', 'This crisis is closed; its tasks stand as they are.')
  const { key, by, now: at } = command
  const ended = task.state === 'done' || task.state === 'skipped'
  switch (command.type) {
    case 'AssignTask': {
      if (ended) throw new Refused('already-done', `This task is ${task.state} already. Reopen it first.`)
      if (command.dueAt && command.dueAt <= at) throw new Refused('not-valid', 'The due time is already past. Choose a later one, or none.')
      const sameDue = command.dueAt === undefined || command.dueAt?.getTime() === task.dueAt?.getTime()
      if ((command.owner ?? undefined) === task.owner && sameDue) return []
      return [{ type: 'TaskAssigned', key, owner: command.owner, ...(command.dueAt !== undefined ? { dueAt: command.dueAt } : {}), at }]
    }
    case 'StartTask':
      if (ended) throw new Refused('already-done', `This task is ${task.state} already. Reopen it first.`)
      if (task.state === 'doing' && task.owner === by) return []
      mustBeFree(task, state)
      return [{ type: 'TaskStarted', key, by, at }]
    case 'FinishTask':
      if (task.state === 'done') return []
      if (task.state === 'skipped') throw new Refused('already-done', 'This task was skipped. Reopen it first.')
      mustBeFree(task, state)
      if (task.evidence && !command.evidenceId) throw new Refused('not-valid', 'This task needs evidence: say what proves that it is done.')
      return [
        { type: 'TaskDone', key, by, ...(command.evidenceId ? { evidenceId: command.evidenceId } : {}), late: task.dueAt !== undefined && task.dueAt < at, at },
      ]
    case 'SkipTask':
      if (task.state === 'skipped') return []
      if (task.state === 'done') throw new Refused('already-done', 'This task is done already.')
      return [{ type: 'TaskSkipped', key, by, reasonId: command.reasonId, at }]
    case 'ReopenTask':
      return ended ? [{ type: 'TaskReopened', key, by, ...(command.reasonId ? { reasonId: command.reasonId } : {}), at }] : []
  }
}

/** What a task waits for, and is not done or skipped yet. */
export const blockersOf = (task: Pick<Task, 'after'>, tasks: Task[]): Task[] =>
  tasks.filter((each) => task.after.includes(each.key) && each.state !== 'done' && each.state !== 'skipped')

function mustBeFree(task: Task, state: TasksState) {
  const blockers = blockersOf(task, state.tasks)
  if (blockers.length > 0) throw new Refused('out-of-order', `This task waits for ${blockers.map((each) => each.key).join(', ')}. Finish or skip that first.`)
}

/** The tasks of a severity that are not there yet, with their due times. */
const dueOf = (plan: TaskPlan[], severity: number, state: TasksState, now: Date): Due[] =>
  plan
    .filter((task) => task.severities.includes(severity) && !state.tasks.some((each) => each.key === task.key))
    .map(({ key, from, dueMinutes }) => ({
      key,
      ...(dueMinutes !== undefined && (from === 'declared' || state.restored) ? { dueAt: minutesAfter(now, dueMinutes) } : {}),
    }))

const datedFromRestoring = (state: TasksState, now: Date): Due[] =>
  state.tasks.flatMap((task) => {
    const planned = state.plan.find((each) => each.key === task.key)
    return planned?.from === 'restored' && planned.dueMinutes !== undefined && !task.dueAt && (task.state === 'open' || task.state === 'doing')
      ? [{ key: task.key, dueAt: minutesAfter(now, planned.dueMinutes) }]
      : []
  })

const waiting = (state: TasksState) =>
  state.stopped ? [] : state.tasks.filter((task) => (task.state === 'open' || task.state === 'doing') && task.dueAt && !task.overdue)

const overdue = (state: TasksState, now: Date): TasksFact[] =>
  waiting(state)
    .filter((task) => (task.dueAt as Date) <= now)
    .map(({ key, dueAt, critical, owner }) => ({ type: 'TaskOverdue', key, dueAt: dueAt as Date, critical, ...(owner ? { owner } : {}), at: now }))

function evolve(state: TasksState, fact: TasksFact): TasksState {
  const change = (key: string, changes: Partial<Task>) => ({ ...state, tasks: state.tasks.map((task) => (task.key === key ? { ...task, ...changes } : task)) })
  switch (fact.type) {
    case 'TasksPlanned':
      return { ...state, plan: fact.plan, severity: fact.severity, tasks: joined(fact.plan, state.tasks, fact.due) }
    case 'TasksJoined':
      return { ...state, severity: fact.severity, tasks: joined(state.plan, state.tasks, fact.due) }
    case 'TasksDated': {
      const due = new Map(fact.due.map((each) => [each.key, each.dueAt]))
      return { ...state, restored: true, tasks: state.tasks.map((task) => (due.has(task.key) ? { ...task, dueAt: due.get(task.key) } : task)) }
    }
    case 'TaskAdded':
      return {
        ...state,
        tasks: [...state.tasks, { ...fact.task, responsible: [], consulted: [], informed: [], evidence: false, state: 'open', overdue: false }],
      }
    case 'TaskAssigned':
      return change(fact.key, { owner: fact.owner ?? undefined, ...(fact.dueAt !== undefined ? { dueAt: fact.dueAt ?? undefined, overdue: false } : {}) })
    case 'TaskStarted':
      return change(fact.key, { state: 'doing', owner: fact.by })
    case 'TaskDone':
      return change(fact.key, { state: 'done', endedAt: fact.at, endedBy: fact.by, evidenceId: fact.evidenceId })
    case 'TaskSkipped':
      return change(fact.key, { state: 'skipped', endedAt: fact.at, endedBy: fact.by, reasonId: fact.reasonId })
    case 'TaskReopened':
      return change(fact.key, { state: 'open', endedAt: undefined, endedBy: undefined, evidenceId: undefined, reasonId: undefined })
    case 'TaskOverdue':
      return change(fact.key, { overdue: true })
    case 'TasksStopped':
      return { ...state, stopped: true }
  }
}

/** In the playbook's order, whenever they joined; what people added comes after. */
function joined(plan: TaskPlan[], tasks: Task[], due: Due[]): Task[] {
  const fresh = due.flatMap(({ key, dueAt }): Task[] => {
    const planned = plan.find((task) => task.key === key)
    if (!planned) return []
    const { dueMinutes: _, from: __, severities: ___, ...rest } = planned
    return [{ ...rest, state: 'open', overdue: false, ...(dueAt ? { dueAt } : {}) }]
  })
  const place = (task: Task) => {
    const at = plan.findIndex((each) => each.key === task.key)
    return at === -1 ? plan.length : at
  }
  return [...tasks, ...fresh].sort((one, other) => place(one) - place(other))
}

function wakeAt(state: TasksState): Date | undefined {
  return waiting(state).reduce<Date | undefined>((soonest, { dueAt }) => (soonest && dueAt && soonest <= dueAt ? soonest : dueAt), undefined)
}

export const tasks: Decider<TasksState, TasksCommand, TasksFact> = { initial, decide, evolve, wakeAt }
