// Whom a crisis hurts, as people define it: scope rows with windows, conditions, lists.
import { z } from 'zod'
import { GivenInstant, Id, Instant, Line, Person } from '../../platform/contract.ts'
import { ImpactQuery, StoredQuery } from './query.contract.ts'

export const Degree = z.enum(['down', 'degraded', 'at-risk'])
export const ListName = z.enum(['include', 'exclude'])
const since = GivenInstant.nullable().default(null).describe('null: since the onset of the crisis')
const until = GivenInstant.nullable().default(null).describe('null: until the crisis is restored')

/** A service that is affected, in which regions, how badly, and when. One service may have several rows. */
export const ScopeRow = z.object({
  serviceId: Id,
  regions: z.array(Line(80)).min(1).max(100).nullable().default(null).describe('null: every region'),
  degree: Degree.default('down'),
  since,
  until,
})
/** `revision`: the one that was read before; where somebody changed the definition since, the change is refused. */
export const ChangeScope = z.object({ scope: z.array(ScopeRow).min(1).max(200), revision: z.number().int().min(0).optional() })

/** A further group of accounts. */
export const Condition = z.object({ degree: Degree.default('down'), since, until, query: ImpactQuery })
const Conditions = z.object({
  everyoneInScope: z.boolean().default(true).describe('false: the scope says what is affected, but only the conditions say who'),
  conditions: z.array(Condition).max(20).default([]),
})
/** `scope` is changed together with the conditions where it is sent. */
export const ChangeConditions = Conditions.extend({
  revision: z.number().int().min(0).describe('the one that was read before'),
  scope: z.array(ScopeRow).max(200).optional(),
})
/** What is left out stands as it is stored. Nothing of it is kept. */
export const PreviewImpact = z.object({
  everyoneInScope: z.boolean().optional(),
  conditions: z.array(Condition).max(20).optional(),
  scope: z.array(ScopeRow).max(200).optional(),
})

export const ScopeView = z.object({
  serviceId: Id,
  service: z.string(),
  regions: z.array(z.string()).nullable(),
  degree: Degree,
  since: Instant.nullable(),
  until: Instant.nullable(),
})
const Problem = z.object({ line: z.number().int(), reason: z.string(), value: z.string().nullable() })
export const ListView = z.object({
  list: ListName,
  degree: Degree,
  fileName: z.string().nullable(),
  accounts: z.number().int(),
  bad: z.number().int().describe('rows that named no account'),
  problems: z.array(Problem).describe('the first 200 of them'),
  changedAt: Instant,
  changedBy: Person,
})
export const ImpactDefinition = z.object({
  revision: z.number().int(),
  everyoneInScope: z.boolean(),
  scope: z.array(ScopeView),
  conditions: z.array(z.object({ degree: Degree, since: Instant.nullable(), until: Instant.nullable(), query: StoredQuery, inWords: z.string() })),
  lists: z.array(ListView),
  inWords: z.array(z.string()).describe('the whole of it, a sentence a line'),
})
export const Changed = z.object({ revision: z.number().int() })
export const PutList = z.object({
  degree: Degree.default('down').describe('how badly those are hurt who are included'),
  fileName: z.string().trim().max(255).optional(),
  revision: z.coerce.number().int().min(0).optional(),
})

export const ImpactPreview = z.object({
  accounts: z.number().int(),
  added: z.number().int().describe('compared with the last assessment'),
  removed: z.number().int(),
  vulnerable: z.number().int(),
  byDegree: z.array(z.object({ degree: Degree, accounts: z.number().int() })),
  sample: z.array(
    z.object({
      accountId: z.number().int(),
      key: z.string(),
      name: z.string(),
      tier: z.string(),
      vulnerability: z.string().nullable(),
      degree: Degree,
      since: Instant,
    }),
  ),
  inWords: z.array(z.string()),
})
export const Assessment = z.object({
  number: z.number().int(),
  at: Instant,
  cause: z.enum(['declared', 'scope', 'conditions', 'list', 'registry', 'by-hand', 'unknown']),
  by: Person,
  accounts: z.number().int(),
  added: z.number().int(),
  removed: z.number().int(),
  changed: z.number().int(),
  vulnerable: z.number().int(),
  detailed: z.boolean().describe('whether its difference can be downloaded'),
})

export type Degree = z.output<typeof Degree>
export type ListName = z.output<typeof ListName>
export type ScopeRow = z.output<typeof ScopeRow>
/** A row from within: where no window is named, the crisis itself is the window. */
export type GivenScopeRow = Omit<ScopeRow, 'since' | 'until'> & Partial<Pick<ScopeRow, 'since' | 'until'>>
export type Condition = z.output<typeof Condition>
export type ChangeConditions = z.output<typeof ChangeConditions>
export type PreviewImpact = z.output<typeof PreviewImpact>
export type ImpactDefinition = z.output<typeof ImpactDefinition>
export type ImpactPreview = z.output<typeof ImpactPreview>
export type Assessment = z.output<typeof Assessment>
export type ListView = z.output<typeof ListView>
