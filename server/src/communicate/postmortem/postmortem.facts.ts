// How the facts of a review for customers are read back, and the row they move; the status page follows in the same transaction (see system.ts).
import { sql } from 'kysely'
import { z } from 'zod'
import type { Projections } from '../../platform/events/engine.ts'
import { streamKind } from '../../platform/events/kinds.ts'
import { peopleAmong } from '../updates/update.ts'
import { type PostmortemCommand, type PostmortemFact, type PostmortemState, postmortem } from './postmortem.ts'

const at = z.coerce.date()
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PostmortemSubmitted'), by: z.string(), people: z.number(), seal: z.string(), at }),
  z.object({ type: z.literal('PostmortemApproved'), by: z.string(), at }),
  z.object({ type: z.literal('PostmortemPublished'), at }),
  z.object({ type: z.literal('PostmortemSentBack'), by: z.string(), reasonId: z.string(), at }),
  z.object({ type: z.literal('PostmortemWithdrawn'), by: z.string(), at }),
  z.object({ type: z.literal('PostmortemTakenDown'), by: z.string(), reasonId: z.string(), at }),
])

export const postmortemKind = streamKind<PostmortemState, PostmortemCommand, PostmortemFact>({
  name: 'postmortem',
  decider: postmortem,
  facts: Facts,
  schemaVersion: 1,
})
export const postmortemOf = (crisisId: string) => `postmortem/${crisisId}`

type Of<T extends PostmortemFact['type']> = Extract<PostmortemFact, { type: T }> & { crisisId: string }

export const postmortemProjections: Projections = {
  PostmortemSubmitted: async (tx, { crisisId, by, seal }: Of<'PostmortemSubmitted'>) => {
    await sql`
      update postmortems set status = 'awaiting-approval', author = ${by}, approved_by = ${peopleAmong(by)}, seal = ${seal},
             sent_back_by = null, sent_back_at = null, sent_back_reason = null where crisis_id = ${crisisId}`.execute(tx)
  },
  PostmortemApproved: async (tx, { crisisId, by }: Of<'PostmortemApproved'>) => {
    await sql`update postmortems set approved_by = approved_by || ${by}::text where crisis_id = ${crisisId}`.execute(tx)
  },
  PostmortemPublished: async (tx, { crisisId, at: now }: Of<'PostmortemPublished'>) => {
    await sql`
      update postmortems set status = 'published', shown = bodies, shown_at = ${now}, published_at = coalesce(published_at, ${now}) where crisis_id = ${crisisId}`.execute(
      tx,
    )
  },
  PostmortemSentBack: async (tx, { crisisId, by, reasonId, at: now }: Of<'PostmortemSentBack'>) => {
    await sql`
      update postmortems set status = 'draft', sent_back_by = ${by}, sent_back_at = ${now}, sent_back_reason = ${reasonId} where crisis_id = ${crisisId}`.execute(
      tx,
    )
  },
  PostmortemWithdrawn: async (tx, { crisisId }: Of<'PostmortemWithdrawn'>) => {
    await sql`update postmortems set status = 'draft' where crisis_id = ${crisisId}`.execute(tx)
  },
  PostmortemTakenDown: async (tx, { crisisId }: Of<'PostmortemTakenDown'>) => {
    await sql`
      update postmortems set status = case when status = 'published' then 'draft' else status end, shown = null, shown_at = null, published_at = null
       where crisis_id = ${crisisId}`.execute(tx)
  },
}
