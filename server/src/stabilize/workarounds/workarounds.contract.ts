import { z } from 'zod'
import { Id, Instant, Line, Person } from '../../platform/contract.ts'

/** A way around the trouble, in words customers can follow; `forWhom` says who it helps. */
export const WriteWorkaround = z.object({ body: Line(2_000), forWhom: Line(300) })
/** `revision`: which one was read; where it was changed since, publishing is refused. */
export const PublishWorkaround = z.object({ revision: z.number().int().min(1).optional() }).optional()
export const WorkaroundView = z.object({
  id: Id,
  revision: z.number().int().describe('how often it was written'),
  body: z.string(),
  forWhom: z.string(),
  author: Person,
  status: z.enum(['draft', 'published', 'withdrawn']),
  writtenAt: Instant,
  publishedAt: Instant.nullable(),
})
export const WorkaroundsView = z.object({
  workarounds: z.array(WorkaroundView),
  people: z.number().int().describe('how many must agree before customers read one, its author included'),
})
export type WorkaroundView = z.output<typeof WorkaroundView>
export type WorkaroundsView = z.output<typeof WorkaroundsView>
