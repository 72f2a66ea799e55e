import { z } from 'zod'
import { UpdateTo } from '../audiences/audiences.contract.ts'
import { Finding } from '../linter/linter.contract.ts'
import { GivenInstant, Id, Instant, Person, Text, Title } from '../../platform/contract.ts'

export const phases = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export const Phase = z.enum(phases)

/** The parts of a message; an empty part is left out of what customers read. `why` and `prevention` belong to the final update. */
export const Parts = z
  .object({
    title: Title(150),
    happened: Text(2_000),
    affected: Text(2_000),
    known: Text(2_000),
    unknown: Text(2_000),
    doing: Text(2_000),
    can: Text(2_000),
    must: Text(2_000),
    workaround: Text(2_000),
    estimate: Text(500),
    why: Text(4_000),
    prevention: Text(4_000),
  })
  .partial()
  .required({ title: true })

/** Together, of one update; in bytes. */
export const largestFiles = 5_000_000
export const UpdateFile = z.object({ id: Id, name: z.string(), size: z.number().int().describe('bytes') })

const Translations = z
  .record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language such as de or pt-BR'), Parts)
  .refine((texts) => Object.keys(texts).length <= 12, 'must be 12 languages at most')

export const WriteUpdate = z.object({
  to: UpdateTo.optional().describe('whom it is for; left out: customers, and of a draft whoever it was for'),
  phase: Phase,
  holding: z.boolean().default(false).describe('only says that we know and when we speak again'),
  parts: Parts,
  locale: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
    .default('en'),
  translations: Translations.optional().describe(
    'the same in other languages, by language; whoever reads one of them gets it instead; left out, they stay as they are',
  ),
  nextUpdateAt: GivenInstant.nullable().default(null).describe('the promise; null lets the cadence decide (none after the final update)'),
  lateReason: Text(1_000).optional().describe('needed where the promise is later than the rhythm allows'),
  files: z.array(Id).max(10).default([]).describe('files of the crisis that customers get with it, 5 MB together'),
})
export const UpdateDeliveries = z.object({
  planned: z.number().int(),
  sending: z.number().int(),
  accepted: z.number().int(),
  deferred: z.number().int(),
  bounced: z.number().int(),
  complained: z.number().int(),
  failed: z.number().int(),
  suppressed: z.number().int(),
  unknown: z.number().int(),
  cancelled: z.number().int(),
  total: z.number().int(),
})
export const UpdateView = z.object({
  id: Id,
  class: z.enum(['update', 'remedy-notice', 'sign-off-request', 'direct', 'notice', 'stakeholder']),
  to: UpdateTo,
  toName: z.string().nullable().describe('of a saved choice: its name'),
  sequence: z.number().int().nullable(),
  status: z.enum(['draft', 'awaiting-approval', 'published', 'withdrawn']),
  phase: Phase,
  holding: z.boolean(),
  parts: Parts,
  translations: z.record(z.string(), Parts).describe('by language'),
  author: Person,
  approvedBy: z.array(Person),
  approvalsMissing: z.number().int(),
  createdAt: Instant,
  publishedAt: Instant.nullable(),
  nextUpdateAt: Instant.nullable(),
  files: z.array(UpdateFile),
  deliveries: UpdateDeliveries,
})
/** What the message becomes on each channel, before it is published. */
export const Preview = z.object({
  statusPage: z.object({ html: z.string() }),
  email: z.object({ subject: z.string(), html: z.string(), text: z.string() }),
  recipients: z.number().int(),
  approvalsNeeded: z.number().int(),
  promiseBy: Instant.nullable(),
  text: z.object({ text: z.string(), segments: z.number().int() }).describe('as a text message; each segment costs'),
  chat: z.object({ title: z.string(), lines: z.array(z.object({ label: z.string(), text: z.string() })), footer: z.string() }).describe('as a post in a room'),
  findings: z.array(Finding).describe('what the linter has to say, the gravest first'),
  warnings: z.array(z.string()),
})
export type Parts = z.output<typeof Parts>
export type UpdateView = z.output<typeof UpdateView>
export type Preview = z.output<typeof Preview>
export type WriteUpdate = z.output<typeof WriteUpdate>
