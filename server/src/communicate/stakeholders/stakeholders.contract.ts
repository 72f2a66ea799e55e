import { z } from 'zod'
import { Id, Instant, Line, Person, Text } from '../../platform/contract.ts'
import { crisisKinds } from '../../stabilize/crisis/crisis.contract.ts'
import type { StakeholderAudience } from '../audiences/audiences.contract.ts'

export const stakeholderKinds = ['staff', 'executive', 'board', 'investor', 'partner', 'supplier', 'media', 'regulator'] as const
export type StakeholderKind = (typeof stakeholderKinds)[number]
/** Who belongs to an audience: executives and the board read the same brief. */
export const kindsOf: Record<StakeholderAudience, readonly StakeholderKind[]> = {
  staff: ['staff'],
  executives: ['executive', 'board'],
  investors: ['investor'],
  partners: ['partner'],
  suppliers: ['supplier'],
  media: ['media'],
  regulators: ['regulator'],
}

export const PutStakeholder = z.object({
  kind: z.enum(stakeholderKinds),
  name: Line(200),
  organisation: Text(200).nullable().default(null),
  email: z.email('must be an e-mail address').max(320).toLowerCase(),
  locale: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language such as de or pt-BR')
    .default('en'),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin').default('Etc/UTC'),
  brand: z.string().min(1).max(40).nullable().default(null).describe('slug; null: every brand'),
  leastSeverity: z.number().int().min(1).max(4).default(4).describe('told of crises of this severity and graver'),
  crisisKinds: z.array(z.enum(crisisKinds)).min(1).max(crisisKinds.length).nullable().default(null).describe('null: of all kinds'),
  owner: Line(200).nullable().default(null).describe('the person of ours who keeps the relation, by id'),
  note: Text(1_000).nullable().default(null),
})
export const StakeholderView = PutStakeholder.omit({ owner: true }).extend({ id: Id, owner: Person.nullable(), changedBy: Person, changedAt: Instant })
export type PutStakeholder = z.output<typeof PutStakeholder>
export type StakeholderView = z.output<typeof StakeholderView>

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
