import { z } from 'zod'
import { Text } from '../../platform/contract.ts'

export const ObligationKey = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, 'must be lower-case letters, digits and dashes')

/** A question of a playbook whose "yes" starts clocks of the law. */
export const RegulatoryQuestion = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, 'must be lower-case letters, digits and dashes'),
  ask: Text(300).min(1),
  help: Text(1_000).optional(),
  starts: z.array(ObligationKey).min(1).max(12),
})
export type RegulatoryQuestion = z.output<typeof RegulatoryQuestion>
