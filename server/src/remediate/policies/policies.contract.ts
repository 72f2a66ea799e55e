import { z } from 'zod'
import { Instant, Line, Person } from '../../platform/contract.ts'
import { Problem } from '../../prepare/playbooks/playbooks.contract.ts'

const Yaml = z.string().max(400_000)
const Written = Yaml.min(1, 'must not be empty').refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed text')
const Revision = z.number().int().min(0).max(1_000_000)

export const ShownPolicies = z.object({
  yaml: z.string(),
  revision: Revision.describe('0: as shipped, nothing was saved here'),
  origin: z.enum(['shipped', 'edited']),
  shippedChanged: z.boolean().describe('an upgrade brought another file than the one ours was written over'),
  setAside: z.boolean().describe('what was saved no longer fits this version; the shipped file counts meanwhile'),
  shippedYaml: z.string(),
  policies: z.array(z.object({ name: z.string(), rules: z.number().int(), usedBy: z.array(z.string()).describe('titles of playbooks') })),
  slas: z.array(z.object({ name: z.string(), accounts: z.number().int().describe('whose contract names it') })),
  versions: z.array(z.object({ revision: Revision, at: Instant, by: Person, note: z.string(), followsShipped: z.boolean() })),
})
export const CheckPolicies = z.object({ yaml: Yaml })
export const CheckedPolicies = z.object({ problems: z.array(Problem) })
export const PutPolicies = z.object({
  yaml: Written,
  note: Line(500).describe('why it changes'),
  revision: Revision.describe('the revision this one is made from; 0 where nothing was saved yet'),
})
export const ResetPolicies = PutPolicies.omit({ yaml: true })
export const SavedPolicies = z.object({ revision: Revision })
export type ShownPolicies = z.output<typeof ShownPolicies>
