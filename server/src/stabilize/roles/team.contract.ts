import { z } from 'zod'
import { Id, Instant, Line, Person } from '../../platform/contract.ts'
import { RoleKey } from './roles.contract.ts'

/** A seat of the crisis team. `needed`: at the severity in force it must be filled. `title` is null for the house's own roles, whose names the reader's language has. */
export const SeatView = z.object({
  role: RoleKey,
  title: z.string().nullable(),
  about: z.string().nullable(),
  decides: z.array(z.string()),
  needed: z.boolean(),
  holder: Person.nullable(),
  since: Instant.nullable(),
  relieveAt: Instant.nullable().describe('when its holder is asked to hand over'),
})
export const OfferView = z.object({
  id: Id,
  role: RoleKey,
  from: Person.nullable(),
  to: Person,
  note: z.string().nullable(),
  offeredAt: Instant,
  answerBy: Instant,
})
export const TeamView = z.object({ seats: z.array(SeatView), offers: z.array(OfferView) })
export const OfferHandOver = z.object({ to: Line(100).describe('id of the person'), note: Line(1_000).optional().describe('what they must know') })
export const DeclineHandOver = z.object({ reason: Line(1_000).optional() }).optional()
export type TeamView = z.output<typeof TeamView>
export type SeatView = z.output<typeof SeatView>
export type OfferView = z.output<typeof OfferView>
