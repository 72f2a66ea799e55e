import { z } from 'zod'
import { Id, Instant, Title } from '../../platform/contract.ts'

export const exportForms = ['zendesk', 'chatwoot'] as const
export const DeskKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be small letters, digits and -, at most 40')
/** `desk`: the key of the desk that this is of; conversations that it sends later are the same ones. Left out: the form's name. */
export const ImportConversations = z.object({
  form: z.enum(exportForms),
  desk: DeskKey.optional(),
  brand: z.string().max(40).optional().describe('the slug of the brand; left out: the first'),
  fileName: Title(200).optional(),
})
export const ConversationImport = z.object({
  id: Id,
  form: z.enum(exportForms),
  system: z.string(),
  fileName: z.string().nullable(),
  status: z.enum(['reading', 'placing', 'done', 'failed']),
  bytesTotal: z.number(),
  bytesRead: z.number(),
  found: z.number().int().describe('conversations in the file'),
  added: z.number().int(),
  same: z.number().int().describe('were here already'),
  messagesAdded: z.number().int(),
  messagesSame: z.number().int(),
  people: z.number().int(),
  bad: z.number().int().describe('items that did not land; each is listed with its line and why, the first thousand'),
  failure: z.string().nullable(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
})
export const ImportProblem = z.object({ line: z.number().int(), item: z.string().nullable(), reason: z.string(), value: z.string().nullable() })
export type ConversationImport = z.output<typeof ConversationImport>
export type ImportConversations = z.output<typeof ImportConversations>
