import { z } from 'zod'
import { Id, Instant, Line, Person, Text } from '../../platform/contract.ts'
import { Finding } from '../linter/linter.contract.ts'

const Language = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language such as de or pt-BR')
/** Markdown by language. */
const Bodies = z
  .record(Language, Text(20_000))
  .refine((bodies) => Object.keys(bodies).length <= 12, 'must be 12 languages at most')
  .refine((bodies) => Object.values(bodies).some((body) => body !== ''), 'must say something in one language at least')

export const WritePostmortem = z.object({
  bodies: Bodies.describe('Markdown, by language; whoever reads one of them gets it'),
  revision: z.number().int().min(0).optional().describe('that it was made from: refused where there is a newer one'),
})
export const PreviewPostmortem = z.object({ bodies: Bodies, locale: Language.default('en').describe('of the reader') })
export const ApprovePostmortem = z.object({ seal: z.string().max(100).describe('of the words that you have read') })
export const WhyPostmortem = z.object({ reason: Line(1_000).min(3, 'must say why, in three characters or more') })
export const PostmortemView = z.object({
  crisisId: Id,
  status: z.enum(['none', 'draft', 'awaiting-approval', 'published']),
  bodies: z.record(z.string(), z.string()).describe('as it is being written; where nobody wrote yet, first words from what customers were told'),
  revision: z.number().int().describe('0 where nobody wrote yet'),
  seal: z.string().nullable().describe('of the words that wait'),
  author: Person.nullable().describe('who submitted it'),
  approvedBy: z.array(Person),
  approvalsMissing: z.number().int(),
  changedBy: Person.nullable(),
  changedAt: Instant.nullable(),
  sentBack: z.object({ by: Person, at: Instant, reason: z.string() }).nullable(),
  publishedAt: Instant.nullable().describe('when customers first read one; null: they read none'),
  shownAt: Instant.nullable().describe('when what they read now was published'),
  url: z.string().nullable().describe('where they read it'),
  refused: z.string().nullable().describe('why none can be published now'),
})
export const PostmortemPreview = z.object({ html: z.string(), findings: z.array(Finding), approvalsNeeded: z.number().int() })
export type PostmortemView = z.output<typeof PostmortemView>
export type PostmortemPreview = z.output<typeof PostmortemPreview>
export type WritePostmortem = z.output<typeof WritePostmortem>
