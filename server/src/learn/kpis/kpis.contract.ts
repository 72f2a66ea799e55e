import { z } from 'zod'
import { stakeholderAudiences } from '../../communicate/audiences/audiences.contract.ts'

/** Times in minutes; null where the facts do not say yet. Definitions: docs/kpis.md. */
export const Kpis = z.object({
  timeToDetect: z.number().nullable(),
  timeToAcknowledge: z.number().nullable(),
  timeToFirstMessage: z.number().nullable(),
  timeToRestore: z.number().nullable(),
  timesReopened: z.number().int().describe('how often it was said to be over and was not'),
  clocksDue: z.number().int(),
  clocksMet: z.number().int(),
  clocksMissed: z.number().int(),
  clocksWaived: z.number().int(),
  commsSlaHit: z.number().nullable().describe('percent'),
  approvalsDue: z.number().int().describe('updates that waited for a second person and were settled, or waited too long; no promise to customers'),
  approvalsInTime: z.number().int(),
  audiences: z
    .array(z.object({ audience: z.enum(stakeholderAudiences), inTime: z.number().int(), due: z.number().int() }))
    .describe('others than customers, each with its own rhythm: how often they were told in time; no promise to customers'),
  signOffAsked: z.number().int(),
  signOffWorks: z.number().int(),
  signOffBroken: z.number().int(),
  signOffRate: z.number().nullable().describe('percent'),
  updateHelpful: z.number().int().describe('clicks of readers who found an update helpful'),
  updateNot: z.number().int(),
  updateSatisfaction: z.number().nullable().describe('percent; null where nobody clicked'),
})
export const ReviewView = z.object({
  markdown: z.string(),
  html: z.string(),
  draftedAt: z.string(),
  editedAt: z.string().nullable(),
  publishedAt: z.string().nullable(),
  kpis: Kpis,
})
export const EditReview = z.object({ markdown: z.string().min(1).max(500_000) })
export type Kpis = z.output<typeof Kpis>
export type ReviewView = z.output<typeof ReviewView>
