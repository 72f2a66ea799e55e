import { z } from 'zod'
import { Finding } from '../../communicate/linter/linter.contract.ts'
import { Parts, phases } from '../../communicate/updates/updates.contract.ts'
import { Id, Instant, Line, Person } from '../../platform/contract.ts'

export const templatePhases = ['holding', ...phases] as const
export const audiences = ['customers', 'staff', 'executives', 'investors', 'partners', 'suppliers', 'media', 'regulators'] as const
export const Audience = z.enum(audiences)
export const Locale = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language such as de or pt-BR')
/** Words for every playbook that has none of its own. */
export const everyPlaybook = '_all'

/** Which template: for a playbook (`_all`: every one), a phase, an audience, a language, and one brand or all of them (null). */
export const TemplateKey = z.object({
  playbook: z.string().regex(/^(?:_all|[a-z][a-z0-9-]{1,60})$/, 'must be the key of a playbook, or _all'),
  phase: z.enum(templatePhases),
  audience: Audience.default('customers'),
  locale: Locale.default('en'),
  brand: z.string().min(1).max(40).nullable().default(null).describe('slug; null: all brands'),
})
/** A place in a part of a template; lines and columns count from 1. */
export const TemplateProblem = z.object({ part: z.string(), line: z.number().int(), column: z.number().int(), message: z.string() })

/** Where the words come from. `revision` 0: as shipped. */
export const TemplateOrigin = TemplateKey.extend({
  revision: z.number().int(),
  writtenBy: Person.nullable().describe('null: it ships with Leeward, and counts as approved by the release'),
  approvedBy: Person.nullable(),
  approvedAt: Instant.nullable(),
  waiting: z.boolean().describe('a newer version waits for approval, and is not used'),
})

export const TemplateSummary = TemplateKey.extend({
  title: z.string(),
  state: z.enum(['shipped', 'edited']).nullable().describe('what is in force; null: nothing yet'),
  revision: z.number().int().describe('the newest version, whether approved or not'),
  waiting: z.object({ revision: z.number().int(), by: Person, at: Instant, note: z.string() }).nullable(),
  approved: z.object({ revision: z.number().int(), by: Person, at: Instant }).nullable(),
})

export const TemplateVersion = z.object({
  revision: z.number().int(),
  parts: Parts.nullable().describe('null: back to what ships'),
  note: z.string(),
  by: Person,
  at: Instant,
  approvedBy: Person.nullable(),
  approvedAt: Instant.nullable(),
  inForce: z.boolean(),
})
export const VariableView = z.object({ name: z.string(), type: z.enum(['text', 'number', 'list']), example: z.string(), meaning: z.string() })
export const ShownTemplate = z.object({
  summary: TemplateSummary,
  inForce: Parts.nullable(),
  shipped: Parts.nullable(),
  general: Parts.nullable().describe('what counts where this one says nothing'),
  versions: z.array(TemplateVersion),
  variables: z.array(VariableView),
})

/** Longer than what it makes: conditions take room. */
const Raw = z
  .string()
  .max(8_000)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed text')
export const RawParts = z
  .strictObject(Object.fromEntries(Object.keys(Parts.shape).map((part) => [part, Raw.optional()])) as Record<keyof Parts, z.ZodOptional<z.ZodString>>)
  .extend({ title: Raw })
export const CheckTemplate = TemplateKey.extend({ parts: RawParts })
export const CheckedTemplate = z.object({
  problems: z.array(TemplateProblem),
  preview: z.object({ known: Parts, early: Parts }).nullable().describe('with everything known, and as early as it can be; null while there is a problem'),
  findings: z.array(Finding).describe('what the linter says of it, once what is for a person to fill in is filled in'),
})
export const PutTemplate = CheckTemplate.extend({
  note: Line(500).describe('why it changes'),
  revision: z.number().int().min(0).max(1_000_000).describe('the newest version that you have seen; 0: none'),
})
export const OneVersion = TemplateKey.extend({ revision: z.number().int().min(1).max(1_000_000) })
export const ResetTemplate = PutTemplate.omit({ parts: true })
export const SavedTemplate = z.object({ revision: z.number().int(), inForce: z.boolean() })

export type TemplateKey = z.output<typeof TemplateKey>
export type TemplateProblem = z.output<typeof TemplateProblem>
export type TemplateOrigin = z.input<typeof TemplateOrigin>
export type TemplateSummary = z.output<typeof TemplateSummary>
export type TemplateVersion = z.output<typeof TemplateVersion>
export type ShownTemplate = z.output<typeof ShownTemplate>
export type CheckedTemplate = z.output<typeof CheckedTemplate>
