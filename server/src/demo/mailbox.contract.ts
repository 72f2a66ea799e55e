import { z } from 'zod'
import { Instant } from '../platform/contract.ts'

export const MailSummary = z.object({ id: z.number().int(), recipient: z.string(), subject: z.string(), receivedAt: Instant })
export const Mail = MailSummary.extend({
  messageId: z.string(),
  from: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  html: z.string().nullable(),
  text: z.string().nullable(),
})
export type MailSummary = z.output<typeof MailSummary>
export type Mail = z.output<typeof Mail>
