import { z } from 'zod'
import { Instant, Line, Person, Text } from '../../platform/contract.ts'

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

/** An action of this installation: a signed webhook (Standard Webhooks). Its secret is answered once, when it is made or renewed. */
export const ActionView = z.object({
  key: ActionKey,
  name: z.string(),
  about: z.string(),
  url: z.string(),
  enabled: z.boolean(),
  changedBy: Person,
  changedAt: Instant,
})
export const PutAction = z.object({
  name: Line(80),
  about: Line(500).describe('what it does, for whoever presses the button'),
  url: Line(2_000).describe('https; an internal address only where the operator allows its range'),
  enabled: z.boolean().default(true),
})
export const ActionSecret = z.object({ secret: z.string().nullable().describe('shown this once; null where it stays as it was') })
export const ActionRunView = z.object({
  run: z.number().int(),
  action: z.string(),
  name: z.string(),
  by: Person,
  automatic: z.boolean(),
  state: z.enum(['asked', 'calling', 'succeeded', 'failed', 'unknown', 'rehearsed']),
  answer: z.string().nullable().describe('what the receiver said'),
  attempts: z.number().int(),
  askedAt: Instant,
  endedAt: Instant.nullable(),
})
/** What can be done here: those of the playbook first, then whatever else is set up. */
export const CrisisActionsView = z.object({
  actions: z.array(
    z.object({
      action: ActionKey,
      name: z.string(),
      text: z.string().describe('asked before it runs'),
      ofPlaybook: z.boolean(),
      installed: z.boolean(),
      running: z.boolean(),
      automatically: z.string().nullable().describe('when it runs by itself, in words'),
    }),
  ),
  runs: z.array(ActionRunView).describe('newest first'),
})
export type ActionView = z.output<typeof ActionView>
export type ActionRunView = z.output<typeof ActionRunView>
export type CrisisActionsView = z.output<typeof CrisisActionsView>
