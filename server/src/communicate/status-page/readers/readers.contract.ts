import { z } from 'zod'
import { Id, Instant, Line, Person } from '../../../platform/contract.ts'

const What = {
  audience: Id.describe('a saved audience; how badly an account is hurt is not asked'),
  services: z.array(Id).min(1, 'must name a service at least').max(200).nullable().default(null).describe('what it shows; null: all of the brand'),
}
/** A page for a part of the customers. The name is for the team. */
export const PutReaderPage = z.object({ name: Line(100), ...What })
export const PreviewReaderPage = z.object(What)

export const ReaderPageView = z.object({
  id: Id,
  name: z.string(),
  audience: z.object({ id: Id, name: z.string() }),
  services: z.array(Id).nullable(),
  accounts: z.int().describe('how many get its link now: whom several pages choose counts for the first by name'),
  changedBy: Person,
  changedAt: Instant,
})
export const ReaderPagePreview = z.object({
  html: z.string().describe('the front page as it would stand now'),
  accounts: z.int().describe('how many the audience chooses now'),
})
export const LinkReaderPage = z.object({ account: Line(200).describe('its key'), email: z.email().max(320).describe('of a contact of it') })
export const ReaderLink = z.object({ page: z.string().describe('its name'), url: z.string(), expiresAt: z.date() })

export type PutReaderPage = z.output<typeof PutReaderPage>
export type PreviewReaderPage = z.output<typeof PreviewReaderPage>
export type ReaderPageView = z.output<typeof ReaderPageView>
export type ReaderPagePreview = z.output<typeof ReaderPagePreview>
