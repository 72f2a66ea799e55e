import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import type { TaskPlan } from './tasks.contract.ts'
import { type TasksCommand, type TasksFact, tasks } from './tasks.ts'

describe('The tasks of a playbook', () => {
  test('those of the severity are planned, with their due times', () =>
    specification(tasks)
      .given()
      .when({ type: 'PlanTasks', plan, severity: 2, now: at('09:00') })
      .then(planned(2, [{ key: 'find', dueAt: at('09:20') }, { key: 'mend', dueAt: at('10:00') }, { key: 'thank' }])))
  test('a raised severity brings its own, due from then', () =>
    running()
      .when({ type: 'ChangeSeverity', severity: 1, now: at('09:30') })
      .then({ type: 'TasksJoined', severity: 1, due: [{ key: 'board', dueAt: at('09:40') }], at: at('09:30') }))
  test('a lowered severity takes none away', () =>
    running()
      .when({ type: 'ChangeSeverity', severity: 4, now: at('09:30') })
      .thenNothing())
  test('what counts from restoring is dated then', () =>
    running()
      .when({ type: 'CustomersCanWork', now: at('11:00') })
      .then({ type: 'TasksDated', due: [{ key: 'thank', dueAt: at('12:00') }], at: at('11:00') }))
})

describe('Adding a task', () => {
  const add = (key: string) => ({ key, textId: `t-${key}`, phase: 'stabilize' as const, accountable: 'technical-lead', critical: false, after: [] })
  const many = Array.from({ length: 300 }, (_, n): TasksFact => ({ type: 'TaskAdded', task: add(`a${n}`), at: at('09:01') }))
  test('three hundred may be added, not one more', () => {
    running(...many.slice(1))
      .when({ type: 'AddTask', task: add('last'), by: 'bo', now: at('09:05') })
      .then({ type: 'TaskAdded', task: add('last'), at: at('09:05') })
    running(...many)
      .when({ type: 'AddTask', task: add('last'), by: 'bo', now: at('09:05') })
      .thenRefused('too-large')
  })
})

describe('Doing a task', () => {
  test('whoever starts it owns it', () =>
    running()
      .when(start('find', 'bo', '09:05'))
      .then({ type: 'TaskStarted', key: 'find', by: 'bo', at: at('09:05') }))
  test('one that waits for another is refused, and says for which', () =>
    running()
      .when(start('mend', 'bo', '09:05'))
      .thenRefused('out-of-order'))
  test('once that is done it is free', () =>
    running(done('find', '09:10'))
      .when(finish('mend', 'bo', '09:30', 'e'))
      .then({ ...done('mend', '09:30'), evidenceId: 'e' } as TasksFact))
  test('a skipped task holds nobody up', () =>
    running({ type: 'TaskSkipped', key: 'find', by: 'bo', reasonId: 'r', at: at('09:10') })
      .when(start('mend', 'cy', '09:11'))
      .then({ type: 'TaskStarted', key: 'mend', by: 'cy', at: at('09:11') }))
  test('one that needs evidence is not done without it', () =>
    running(done('find', '09:10'))
      .when(finish('mend', 'bo', '09:30'))
      .thenRefused('not-valid'))
  test('done late is done, and says so', () =>
    running()
      .when(finish('find', 'bo', '09:21'))
      .then({ ...done('find', '09:21'), late: true } as TasksFact))
  test('done twice says nothing new', () =>
    running(done('find', '09:10'))
      .when(finish('find', 'cy', '09:11'))
      .thenNothing())
  test('it can be reopened when it turns out not to be done', () =>
    running(done('find', '09:10'))
      .when({ type: 'ReopenTask', key: 'find', by: 'cy', now: at('09:15') })
      .then({ type: 'TaskReopened', key: 'find', by: 'cy', at: at('09:15') }))
  test('an unknown task is refused', () =>
    running()
      .when(start('tea', 'bo', '09:05'))
      .thenRefused('not-found'))
  test('a closed crisis leaves its tasks as they are', () =>
    running({ type: 'TasksStopped', at: at('12:00') })
      .when(start('find', 'bo', '12:05'))
      .thenRefused('already-done'))
})

describe('Lateness of tasks', () => {
  test('is a fact at the due time, once', () =>
    running()
      .when({ type: 'CheckTasks', now: at('09:20') })
      .then({ type: 'TaskOverdue', key: 'find', dueAt: at('09:20'), critical: true, at: at('09:20') }))
  test('after an hour asleep every late task is named', () =>
    running()
      .when({ type: 'CheckTasks', now: at('10:30') })
      .then(
        { type: 'TaskOverdue', key: 'find', dueAt: at('09:20'), critical: true, at: at('10:30') },
        { type: 'TaskOverdue', key: 'mend', dueAt: at('10:00'), critical: false, at: at('10:30') },
      ))
  test('the next due task wakes them', () => running(done('find', '09:10')).wakesAt(at('10:00')))
  test('a new due time gives a new chance', () =>
    running(
      { type: 'TaskOverdue', key: 'find', dueAt: at('09:20'), critical: true, at: at('09:20') },
      { type: 'TaskAssigned', key: 'find', owner: 'bo', dueAt: at('09:50'), at: at('09:25') },
    ).wakesAt(at('09:50')))
  test('a due time already past is refused', () =>
    running()
      .when({ type: 'AssignTask', key: 'find', owner: 'bo', dueAt: at('09:01'), by: 'ann', now: at('09:25') })
      .thenRefused('not-valid'))
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const task = (key: string, more: Partial<TaskPlan> = {}): TaskPlan => ({
  key,
  text: key,
  phase: 'stabilize',
  accountable: 'commander',
  responsible: [],
  consulted: [],
  informed: [],
  from: 'declared',
  severities: [1, 2, 3, 4],
  critical: false,
  after: [],
  evidence: false,
  ...more,
})
const plan = [
  task('find', { dueMinutes: 20, critical: true }),
  task('mend', { dueMinutes: 60, after: ['find'], evidence: true }),
  task('board', { dueMinutes: 10, severities: [1] }),
  task('thank', { dueMinutes: 60, from: 'restored' }),
]
const planned = (severity: number, due: { key: string; dueAt?: Date }[]): TasksFact => ({ type: 'TasksPlanned', plan, severity, due, at: at('09:00') })
const running = (...then: TasksFact[]) =>
  specification(tasks).given(planned(2, [{ key: 'find', dueAt: at('09:20') }, { key: 'mend', dueAt: at('10:00') }, { key: 'thank' }]), ...then)
const start = (key: string, by: string, time: string): TasksCommand => ({ type: 'StartTask', key, by, now: at(time) })
const finish = (key: string, by: string, time: string, evidenceId?: string): TasksCommand => ({
  type: 'FinishTask',
  key,
  by,
  ...(evidenceId ? { evidenceId } : {}),
  now: at(time),
})
const done = (key: string, time: string): TasksFact => ({ type: 'TaskDone', key, by: 'bo', late: false, at: at(time) })
