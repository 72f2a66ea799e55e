import { z } from 'zod'
import { Id, Instant, Line, Person, Text, Title } from '../../platform/contract.ts'
import { type Group, groups } from '../../platform/auth/permissions.ts'
import { RoleKey } from '../../stabilize/roles/roles.contract.ts'
import { answerVariables } from '../answers/answer.ts'
import { ConversationView, Tag } from '../conversations/conversations.contract.ts'
import { stepKinds } from './macros.ts'

export const MacroId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be the id of a macro')
const locale = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/
const currency = /^[A-Z]{3}$/
/** Names that are none are said to be so, in a sentence. */
const named = (pattern: RegExp) => (table: object) => Object.keys(table).every((name) => pattern.test(name))
const Amount = z.number().int().min(1).max(1_000_000_000).describe('minor units')
const Tags = z.array(Tag).max(20).default([])

/** What may stand in a text, in braces. */
export const macroVariables = answerVariables

/** Who may answer customers at all. */
export const answeringGroups = (Object.keys(groups) as Group[]).filter((name) => (groups[name] as readonly string[]).includes('converse'))

export const MacroActions = z.strictObject({
  addTags: Tags,
  removeTags: Tags,
  assign: z.string().max(100).nullable().default(null).describe('me, nobody, or the id of a person; null: it stays with whom it is'),
  then: z.enum(['waiting', 'closed', 'open']).default('waiting'),
  snoozeHours: z
    .number()
    .int()
    .min(1)
    .max(24 * 90)
    .nullable()
    .default(null),
  link: z.boolean().default(false).describe('to the crisis that it is suggested for, or that the agent names'),
  task: z
    .strictObject({ text: Line(300), accountable: RoleKey.default('commander') })
    .nullable()
    .default(null)
    .describe('for the team of its crisis'),
  goodwill: z
    .strictObject({
      amounts: z
        .record(z.string(), Amount)
        .refine(named(currency), 'must be by currency, such as EUR')
        .refine((amounts) => Object.keys(amounts).length >= 1 && Object.keys(amounts).length <= 20, 'must hold an amount in at least one currency, at most 20'),
      reason: Line(500),
    })
    .nullable()
    .default(null)
    .describe('from the budget of whoever uses it; beyond it somebody else agrees'),
})
const Texts = z
  .record(z.string(), Line(10_000))
  .refine(named(locale), 'must be by language, such as en or pt-BR')
  .refine((texts) => Object.keys(texts).length <= 20, 'must hold at most 20 languages')
const Body = {
  name: Title(80),
  texts: Texts.describe('by language, with variables; none: nothing is written to the customer'),
  actions: MacroActions,
  groups: z
    .array(z.enum(answeringGroups as [Group, ...Group[]]))
    .max(20)
    .default([])
    .describe('who may use it; none: whoever answers customers'),
}
export const WriteMacro = z.strictObject(Body)
/** `revision`: what it was made from; 0 where it still is as shipped. */
export const ChangeMacro = z.strictObject({ ...Body, revision: z.number().int().min(0) })
export const RemoveMacro = z.strictObject({ revision: z.number().int().min(0) })

const Sum = z.object({ currency: z.string(), amountMinor: z.number().int() })
export const MacroView = z.object({
  id: z.string(),
  revision: z.number().int(),
  name: z.string(),
  texts: z.record(z.string(), z.string()),
  actions: MacroActions,
  groups: z.array(z.string()),
  shipped: z.boolean().describe('as it comes with Leeward'),
  mayUse: z.boolean(),
  changedAt: Instant.nullable(),
  changedBy: Person.nullable(),
  thisMonth: z.object({ uses: z.number().int(), mine: z.number().int(), granted: z.array(Sum), waiting: z.array(Sum) }),
})
export const MacrosView = z.object({ macros: z.array(MacroView) })
export const MacroVersions = z.object({
  versions: z.array(
    z.object({ revision: z.number().int(), name: z.string(), texts: z.record(z.string(), z.string()), removed: z.boolean(), at: Instant, by: Person }),
  ),
})
export const ReadMacro = z.strictObject({ texts: Texts })
/** How the texts read for a customer with everything, and for one of whom nothing is known. */
export const MacroRead = z.object({ read: z.array(z.object({ language: z.string(), full: z.string(), bare: z.string(), wrong: z.string().nullable() })) })

export const Step = z.object({
  kind: z.enum(stepKinds),
  says: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  why: z.string().nullable().describe('why it cannot be done; null: it will be'),
})
const Budget = z.object({ currency: z.string(), onceMinor: z.number().int(), monthMinor: z.number().int(), leftMinor: z.number().int() })
export const PreviewMacro = z.strictObject({ crisisId: Id.optional().describe('which crisis it is linked to, where the macro links and none is suggested') })
export const MacroPreview = z.object({
  revision: z.number().int(),
  text: z.string(),
  language: z.string(),
  steps: z.array(Step),
  budget: Budget.nullable().describe('of whoever looks, in the currency of the account, before it'),
  waits: z.string().nullable().describe('why somebody else must agree to the goodwill'),
  seen: z.number().int().describe('the newest message of either side, notes apart'),
})
/** `text`: as it is sent, edited or not; empty: nothing is. `without`: what is left out. The same `key` of the same person is the same use. */
export const UseMacro = z.strictObject({
  revision: z.number().int().min(0),
  text: Text(20_000),
  seen: z.number().int().min(0),
  key: Line(100),
  crisisId: Id.optional(),
  without: z.array(z.enum(stepKinds)).max(20).default([]),
  knowing: z.boolean().default(false).describe('whoever sends it knows that somebody else must agree to the goodwill first'),
})
export const MacroUsed = z.object({
  conversation: ConversationView,
  done: z.array(Step),
  goodwill: z.object({ id: Id, state: z.string(), why: z.string().nullable() }).nullable(),
  again: z.boolean(),
})

export type MacroActions = z.output<typeof MacroActions>
export type WriteMacro = z.output<typeof WriteMacro>
export type MacroView = z.output<typeof MacroView>
export type MacroPreview = z.output<typeof MacroPreview>
export type UseMacro = z.output<typeof UseMacro>
