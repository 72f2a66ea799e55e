import { z } from 'zod'
import { GivenInstant, Id, Instant, Line, Person } from '../../platform/contract.ts'
import { RoleKey } from '../roles/roles.contract.ts'
import { TaskKey, TaskPhase } from './tasks.contract.ts'

/** A task as the room shows it: who is accountable, who holds that seat, what it waits for, and how it ended. */
export const TaskView = z.object({
  key: z.string(),
  text: z.string(),
  help: z.string().nullable(),
  phase: TaskPhase,
  critical: z.boolean(),
  evidence: z.boolean().describe('cannot be done without saying what proves it'),
  accountable: RoleKey,
  responsible: z.array(RoleKey),
  consulted: z.array(RoleKey),
  informed: z.array(RoleKey),
  owner: Person.nullable().describe('who is at work on it; else whoever holds the accountable seat answers for it'),
  state: z.enum(['open', 'doing', 'done', 'skipped']),
  dueAt: Instant.nullable(),
  overdue: z.boolean(),
  waitsFor: z.array(z.object({ key: z.string(), text: z.string() })),
  endedAt: Instant.nullable(),
  endedBy: Person.nullable(),
  note: z.string().nullable().describe('the evidence, or why it was skipped'),
})
export const TasksView = z.object({ tasks: z.array(TaskView) })
export const AddTask = z.object({
  text: Line(300),
  phase: TaskPhase.default('stabilize'),
  accountable: RoleKey,
  owner: Line(100).optional().describe('id of the person'),
  dueAt: GivenInstant.optional(),
  critical: z.boolean().default(false),
  after: z.array(z.string().max(80)).max(10).default([]),
})
export const AssignTask = z.object({
  owner: Line(100).nullable().describe('id of the person; null: nobody in particular'),
  dueAt: GivenInstant.nullable().optional(),
})
export const FinishTask = z.object({ evidence: Line(5_000).optional() }).optional()
export const SkipTask = z.object({ reason: Line(1_000) })
export const ReopenTask = z.object({ reason: Line(1_000).optional() }).optional()
export const OfTask = z.object({ id: Id, key: z.union([TaskKey, Id]) })
export type TaskView = z.output<typeof TaskView>
export type TasksView = z.output<typeof TasksView>
