import { z } from 'zod'
import { Id, Instant, Line, Person } from '../../platform/contract.ts'

/** A way around the trouble, in words customers can follow; `forWhom` says who it helps. */
export const WriteWorkaround = z.object({ body: Line(2_000), forWhom: Line(300) })
export const WorkaroundView = z.object({
  id: Id,
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
