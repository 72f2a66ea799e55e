// How an update's facts are read back, and what publishing does in the same transaction: its row and its deliveries.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { idOf, type Informed, type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { Refused } from '../../platform/refused.ts'
import { stakeholderAudiences } from '../audiences/audiences.contract.ts'
import { planDeliveries } from '../deliveries/deliveries.plan.ts'
import { askNoMore, askToApprove, whoIsAsked } from './approvers.store.ts'
import { sendBack } from './sent-back.store.ts'
import { type UpdateCommand, type UpdateFact, type UpdateState, peopleAmong, update } from './update.ts'

const at = z.coerce.date()
const promised = {
  direct: z.literal(true).optional(),
  audience: z.enum(stakeholderAudiences).optional(),
  full: z.boolean(),
  final: z.boolean(),
  nextUpdateAt: z.coerce.date().nullable(),
  lateReasonId: z.string().optional(),
}
const Facts = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('UpdateSubmitted'),
    by: z.string(),
    people: z.number(),
    seal: z.string().optional(),
    asked: z.array(z.string()).optional(),
    ...promised,
    at,
  }),
  z.object({ type: z.literal('UpdateApproved'), by: z.string(), at }),
  z.object({ type: z.literal('UpdatePublished'), ...promised, at }),
  z.object({ type: z.literal('UpdateSentBack'), by: z.string(), reasonId: z.string(), draft: z.string(), at }),
  z.object({ type: z.literal('SecondPersonWaived'), by: z.string(), reasonId: z.string(), missing: z.number(), at }),
  z.object({
    type: z.literal('DirectUpdatePublished'),
    audience: promised.audience,
    final: promised.final.optional(),
    nextUpdateAt: promised.nextUpdateAt.optional(),
    lateReasonId: promised.lateReasonId,
    at,
  }),
  z.object({ type: z.literal('UpdateWithdrawn'), at }),
])

export const updateKind = streamKind<UpdateState, UpdateCommand, UpdateFact>({
  name: 'update',
  decider: update,
  facts: Facts as z.ZodType<UpdateFact>,
  schemaVersion: 1,
  inform,
})
export const updateStream = (updateId: string) => `update/${updateId}`

/** Who is asked to approve, where it waits for somebody. */
async function inform(db: Db, asked: Informed<UpdateState, UpdateCommand>[], real: Date): Promise<UpdateCommand[]> {
  return Promise.all(
    asked.map(async ({ command, crisisId }) =>
      command.type === 'Submit' && command.people > 1 && crisisId ? { ...command, asked: await whoIsAsked(db, crisisId, command.by, real) } : command,
    ),
  )
}

type Of<T extends UpdateFact['type']> = Extract<UpdateFact, { type: T }> & { stream: string; crisisId: string }

export const updateProjections: Projections = {
  UpdateSubmitted: async (tx, fact: Of<'UpdateSubmitted'>) => {
    await sql`
      update updates set status = 'awaiting-approval', approved_by = ${peopleAmong(fact.by)}, seal = ${fact.seal ?? null}, asked = ${fact.asked ?? []}
       where id = ${idOf(fact.stream)}`.execute(tx)
    await sql`delete from draft_editors where update_id = ${idOf(fact.stream)}`.execute(tx)
    await askToApprove(tx, idOf(fact.stream), fact)
  },
  UpdateApproved: async (tx, fact: Of<'UpdateApproved'>) => {
    await sql`update updates set approved_by = approved_by || ${fact.by}::text where id = ${idOf(fact.stream)}`.execute(tx)
  },
  UpdateWithdrawn: async (tx, fact: Of<'UpdateWithdrawn'>) => {
    await sql`update updates set status = 'withdrawn' where id = ${idOf(fact.stream)}`.execute(tx)
    await askNoMore(tx, idOf(fact.stream))
  },
  UpdateSentBack: async (tx, fact: Of<'UpdateSentBack'>) => {
    await sendBack(tx, idOf(fact.stream), fact)
    await askNoMore(tx, idOf(fact.stream))
  },
  UpdatePublished: async (tx, fact: Of<'UpdatePublished'>) => {
    const id = idOf(fact.stream)
    // Publishing one update of a crisis after the other: their numbers are counted under a lock on the crisis.
    const {
      rows: [crisis],
    } = await sql<{ status: string }>`select status from crises where id = ${fact.crisisId} for update`.execute(tx)
    if (crisis?.status === 'closed') throw crisisIsClosed()
    await sql`
      update updates set status = 'published', published_at = ${fact.at},
             next_update_at = coalesce(${fact.nextUpdateAt}, (select max((data->>'deadline')::timestamptz) from events where stream = ${`clocks/${fact.crisisId}`} and type = 'ClockStarted'
               and occurred_at = ${fact.at} and data->>'kind' = 'next-update')),
             sequence = 1 + (select coalesce(max(sequence), 0) from updates u where u.crisis_id = ${fact.crisisId} and u.class = 'update')
       where id = ${id}`.execute(tx)
    await planDeliveries(tx, id, fact.at)
    await askNoMore(tx, id)
  },
  // Not numbered among what customers read; whoever is no customer reads when they hear again.
  DirectUpdatePublished: async (tx, fact: Of<'DirectUpdatePublished'>) => {
    const id = idOf(fact.stream)
    const { rows } =
      await sql`update updates u set status = 'published', published_at = ${fact.at}, next_update_at = coalesce(${fact.nextUpdateAt ?? null}, ${promisedTo(fact)}) from crises c where u.id = ${id} and c.id = u.crisis_id and c.status <> 'closed' returning 1`.execute(
        tx,
      )
    if (rows.length === 0) throw crisisIsClosed()
    await planDeliveries(tx, id, fact.at)
    await askNoMore(tx, id)
  },
}

/** The deadline of the clock that this word to an audience began. */
const promisedTo = ({ audience, crisisId, at }: Of<'DirectUpdatePublished'>) => sql`
  (select max((e.data->>'deadline')::timestamptz) from events e where e.stream = ${`clocks/${crisisId}`} and e.type = 'ClockStarted'
      and e.occurred_at = ${at} and e.data->>'clock' like ${`audience-update/${audience ?? '-'}/%`})`

export const crisisIsClosed = () => new Refused('already-done', 'This crisis is closed. Declare a new one to write to customers.')

export const updateReactions: Reactions = {
  DirectUpdatePublished: () => [{ job: 'deliver-email', payload: {}, key: 'deliver-email' }],
  UpdatePublished: () => [{ job: 'deliver-email', payload: {}, key: 'deliver-email' }],
}
