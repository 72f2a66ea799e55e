// A playbook is the plan for kinds of crises; a running crisis keeps the one it started with.
import type { z } from 'zod'
import { disagreements } from './agree.ts'
import { PlaybookShape } from './playbook.contract.ts'

/** A whole plan; what its names refer to must be there, and each disagreement is said with its place. What is left out has its default. */
export const Playbook = PlaybookShape.superRefine((playbook, context) => {
  for (const { path, message } of disagreements(playbook)) context.addIssue({ code: 'custom', path, message })
})

export type Playbook = z.output<typeof Playbook>
