import { z } from 'zod'
import { Text } from '../../platform/contract.ts'

export const ActionKey = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, 'must be lower-case letters, digits and dashes')

/**
 * An action a playbook offers: a signed webhook that the installation has set up under this key (roll back, rate-limit, flip a flag).
 * `automatically`: it runs by itself when the crisis is declared or its severity is raised to one of these, within `atMost` runs and not sooner than `everyMinutes` after the last.
 */
export const ActionPlan = z.strictObject({
  action: ActionKey,
  text: Text(300).min(1).describe('what it does, asked before it runs'),
  automatically: z
    .strictObject({
      on: z.enum(['declared', 'severity-raised']).default('declared'),
      severities: z.array(z.number().int().min(1).max(4)).min(1),
      atMost: z.number().int().min(1).max(10).default(1),
      everyMinutes: z.number().int().min(1).max(1_440).default(30),
    })
    .optional(),
})
export type ActionPlan = z.output<typeof ActionPlan>
