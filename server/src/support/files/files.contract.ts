import { z } from 'zod'
import { largestAttachment } from '../../stabilize/attachments/attachments.contract.ts'
import { Id, Line } from '../../platform/contract.ts'

/** Files of one message of ours: how many, the bytes of each, and of all together. In a mail they grow by a third, and many mail servers take no more than 25 MB. */
export const ofOneReply = { most: 10, each: largestAttachment, together: 15_000_000 }

/** A file's name and what its browser takes it for; what it is, is found in its bytes. */
export const UploadQuery = z.object({
  name: Line(255).regex(/^[^\x00-\x1f\x7f/\\]*$/, 'must be a file’s name, without folders'),
  type: z.string().max(150).default('application/octet-stream'),
})
export const UploadView = z.object({
  id: Id,
  name: z.string().describe('as it is sent'),
  bytes: z.number().int(),
  why: z.string().nullable().describe('what is odd about it'),
})
export type UploadView = z.output<typeof UploadView>
