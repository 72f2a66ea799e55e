import { z } from 'zod'
import { Text } from '../../platform/contract.ts'
import { RoleKey } from '../roles/roles.contract.ts'

export const taskPhases = ['assess', 'stabilize', 'communicate', 'support', 'remediate', 'restore', 'learn'] as const
export const TaskPhase = z.enum(taskPhases)
export const TaskKey = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, 'must be lower-case letters, digits and dashes')

/**
 * A task of a playbook. Exactly one role is accountable; `responsible` do the work (the accountable one where left out).
 * `dueMinutes` count from declaration, or from restoring where `from: restored`. `critical`: part of the flow that must work again first.
 * `after`: tasks that must be done before. `evidence`: cannot be done without saying what proves it.
 */
export const TaskPlan = z.strictObject({
  key: TaskKey,
  text: Text(300).min(1),
  help: Text(1_000).optional(),
  phase: TaskPhase,
  accountable: RoleKey,
  responsible: z.array(RoleKey).max(6).default([]),
  consulted: z.array(RoleKey).max(8).default([]),
  informed: z.array(RoleKey).max(8).default([]),
  dueMinutes: z
    .number()
    .int()
    .min(1)
    .max(60 * 24 * 90)
    .optional(),
  from: z.enum(['declared', 'restored']).default('declared'),
  severities: z.array(z.number().int().min(1).max(4)).min(1).default([1, 2, 3, 4]),
  critical: z.boolean().default(false),
  after: z.array(TaskKey).max(10).default([]),
  evidence: z.boolean().default(false),
})
export type TaskPlan = z.output<typeof TaskPlan>
