import { z } from 'zod'
import { Text } from '../../platform/contract.ts'

/** The seats that every crisis may fill; a playbook adds its own. Exactly one person holds `commander`, always. */
export const coreRoles = [
  'commander',
  'communication-lead',
  'technical-lead',
  'operations-coordinator',
  'executive-sponsor',
  'legal-privacy',
  'finance-approver',
  'scribe',
] as const
export const RoleKey = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be lower-case letters, digits and dashes')

/** A seat in a playbook. `neededFrom`: at this severity and stricter ones the seat must be filled; left out: as wished. `decides`: what its holder decides alone. */
export const RolePlan = z.strictObject({
  title: Text(80).optional().describe('for a seat of the playbook’s own'),
  about: Text(300).optional(),
  neededFrom: z.number().int().min(1).max(4).optional(),
  decides: z.array(Text(200).min(1)).max(12).default([]),
})
export type RolePlan = z.output<typeof RolePlan>
