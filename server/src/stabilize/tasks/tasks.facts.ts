// How the tasks' facts are read back, and what in the crisis moves them.
import { z } from 'zod'
import { type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { TaskPhase, TaskPlan } from './tasks.contract.ts'
import { type TasksCommand, type TasksFact, type TasksState, tasks } from './tasks.ts'

const at = z.coerce.date()
const text = z.string()
const due = z.array(z.object({ key: text, dueAt: at.optional() }))
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TasksPlanned'), plan: z.array(TaskPlan), severity: z.number(), due, at }),
  z.object({ type: z.literal('TasksJoined'), severity: z.number(), due, at }),
  z.object({ type: z.literal('TasksDated'), due, at }),
  z.object({
    type: z.literal('TaskAdded'),
    task: z.object({
      key: text,
      textId: text,
      phase: TaskPhase,
      accountable: text,
      owner: text.optional(),
      dueAt: at.optional(),
      critical: z.boolean(),
      after: z.array(text),
    }),
    at,
  }),
  z.object({ type: z.literal('TaskAssigned'), key: text, owner: text.nullable(), dueAt: at.nullable().optional(), at }),
  z.object({ type: z.literal('TaskStarted'), key: text, by: text, at }),
  z.object({ type: z.literal('TaskDone'), key: text, by: text, evidenceId: text.optional(), late: z.boolean(), at }),
  z.object({ type: z.literal('TaskSkipped'), key: text, by: text, reasonId: text, at }),
  z.object({ type: z.literal('TaskReopened'), key: text, by: text, reasonId: text.optional(), at }),
  z.object({ type: z.literal('TaskOverdue'), key: text, dueAt: at, critical: z.boolean(), owner: text.optional(), at }),
  z.object({ type: z.literal('TasksStopped'), at }),
])

export const tasksKind = streamKind<TasksState, TasksCommand, TasksFact>({
  name: 'tasks',
  decider: tasks,
  facts: Facts as unknown as z.ZodType<TasksFact>,
  schemaVersion: 1,
  wake: (now) => ({ type: 'CheckTasks', now }),
})
export const tasksOf = (crisisId: string) => `tasks/${crisisId}`

type OfCrisis = { crisisId: string; at: Date }
const tell = (fact: OfCrisis, command: TasksCommand) => [{ tell: tasksOf(fact.crisisId), command }]
export const tasksReactions: Reactions = {
  SeverityChanged: (fact: OfCrisis & { severity: number }) => tell(fact, { type: 'ChangeSeverity', severity: fact.severity, now: fact.at }),
  CrisisRestored: (fact: OfCrisis) => tell(fact, { type: 'CustomersCanWork', now: fact.at }),
  CrisisClosed: (fact: OfCrisis) => tell(fact, { type: 'StopTasks', now: fact.at }),
}
