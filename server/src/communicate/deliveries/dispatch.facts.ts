// How a dispatch's facts are read back, what they do to its row in the same transaction, and the milestone at its end.
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { type DispatchCommand, type DispatchFact, type DispatchState, dispatch, type Sums } from './dispatch.ts'

const at = z.coerce.date()
const number = z.number()
const Facts = z.discriminatedUnion('type', [
  ...(['DispatchPaused', 'DispatchResumed', 'DispatchStopped'] as const).map((type) => z.object({ type: z.literal(type), by: z.string(), at })),
  z.object({
    type: z.literal('DeliveriesFinished'),
    // Facts of earlier versions name no channel: there was one.
    channel: z.string().default('email'),
    accepted: number,
    bounced: number,
    // Nor these two.
    complained: number.default(0),
    cancelled: number.default(0),
    failed: number,
    suppressed: number,
    unknown: number,
    total: number,
    at,
  }),
] as never)

export const dispatchKind = streamKind<DispatchState, DispatchCommand, DispatchFact>({
  name: 'dispatch',
  decider: dispatch,
  schemaVersion: 1,
  facts: Facts as z.ZodType<DispatchFact>,
})
export const dispatchStream = (updateId: string) => `dispatch/${updateId}`
const idOf = (stream: string) => stream.slice('dispatch/'.length)

type Told = { stream: string; at: Date; by: string }
const becomes = (state: string) => async (tx: Db, fact: Told) => {
  // Whoever plans rows of this update takes turns with us: a channel that is opened at this moment is held or stopped as well.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`plan/${idOf(fact.stream)}`}, 0))`.execute(tx)
  await sql`update dispatches set state = ${state}, changed_at = ${fact.at}, changed_by = ${fact.by} where update_id = ${idOf(fact.stream)}`.execute(tx)
}
/** What was held goes on, also where by now nothing is left to send: the next look finds that it is finished. */
export const dispatchProjections: Projections = {
  DispatchPaused: becomes('paused'),
  DispatchResumed: becomes('running'),
  DispatchStopped: becomes('cancelled'),
}
const wake = () => [{ job: 'deliver-email', payload: {}, key: 'deliver-email' }]
export const dispatchReactions: Reactions = { DispatchResumed: wake, DispatchStopped: wake }

const open = sql`
  exists (select 1 from deliveries d where d.update_id = r.update_id and d.channel = r.channel and d.state = 'planned')
  or exists (select 1 from deliveries d where d.update_id = r.update_id and d.channel = r.channel and d.state in ('queued', 'sending'))
  or exists (select 1 from deliveries d where d.update_id = r.update_id and d.channel = r.channel and d.state = 'deferred')
  or exists (select 1 from deliveries d where r.last_word and r.channel = 'email' and r.state <> 'cancelled' and d.update_id = r.update_id and d.channel = r.channel and d.state = 'unknown' and not d.resent)`

const mayEnd = sql`
  (r.state = 'running' or (r.state = 'cancelled' and not exists (select 1 from events e where e.stream = 'dispatch/' || r.update_id and e.type = 'DeliveriesFinished' and coalesce(e.data->>'channel', 'email') = r.channel and e.occurred_at >= r.changed_at)))`

/**
 * Records the end of every dispatch none of whose rows waits any more, with its sums; a stopped one keeps its state. The fact comes first: whoever dies
 * between the two says it again, and the same sums are said once.
 */
export async function recordFinished(deps: Deps): Promise<void> {
  if ((await sql`select where exists (select from dispatches r where ${mayEnd})`.execute(deps.db)).rows.length === 0) return
  const { rows } = await sql<Sums & { id: string; channel: string; crisisId: string }>`
    with ended as (
      select r.update_id, r.crisis_id, r.channel from dispatches r
       where ${mayEnd} and not (${open}))
    select e.update_id as id, e.channel, e.crisis_id as "crisisId", count(d.id)::int as total, count(*) filter (where d.state in ('accepted', 'delivered'))::int as accepted,
           count(*) filter (where d.state = 'bounced')::int as bounced, count(*) filter (where d.state = 'complained')::int as complained,
           count(*) filter (where d.state = 'failed')::int as failed, count(*) filter (where d.state = 'suppressed')::int as suppressed,
           count(*) filter (where d.state = 'cancelled')::int as cancelled, count(*) filter (where d.state = 'unknown')::int as unknown
      from ended e left join deliveries d on d.update_id = e.update_id and d.channel = e.channel group by 1, 2, 3`.execute(deps.db)
  for (const { id, crisisId, ...sums } of rows)
    if (sums.total > 0)
      await deps.engine.tell(dispatchStream(id), { type: 'Finish', ...sums, now: await crisisNow(deps, crisisId) }, { actor: 'leeward', crisisId })
  if (rows.length === 0) return
  // Asked once more: somebody may have joined meanwhile.
  await sql`
    update dispatches r set state = 'finished'
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ channel }) => channel)}::text[]) e (update_id, channel)
     where r.update_id = e.update_id and r.channel = e.channel and r.state = 'running' and not (${open})`.execute(deps.db)
}
