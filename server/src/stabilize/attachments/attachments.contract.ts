import { z } from 'zod'
import { Id, Instant, Person } from '../../platform/contract.ts'

export const largestAttachment = 10_000_000
export const AttachmentView = z.object({
  id: Id,
  name: z.string(),
  size: z.number().int().describe('bytes'),
  sha256: z.string().describe('hex; proves later that it is the same file'),
  author: Person,
  attachedAt: Instant,
})
export type AttachmentView = z.output<typeof AttachmentView>
