// The milestone of a whole dispatch: how many were accepted, bounced, unknown; said once all are in a final state, and again if that changes.
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps } from '../../deps.ts'
import type { Decider } from '../../platform/decider.ts'
import { streamKind } from '../../platform/events/kinds.ts'

type Counts = { accepted: number; bounced: number; failed: number; suppressed: number; unknown: number; total: number }
type Finish = Counts & { type: 'Finish'; now: Date }
type Finished = Counts & { type: 'DeliveriesFinished'; at: Date }

const decider: Decider<{ said?: string }, Finish, Finished> = {
  initial: {},
  decide: ({ type: _, now, ...counts }, state) => (state.said === key(counts) ? [] : [{ type: 'DeliveriesFinished', ...counts, at: now }]),
  evolve: (_, { type: __, at: ___, ...counts }) => ({ said: key(counts) }),
}
const key = ({ accepted, bounced, failed, suppressed, unknown, total }: Counts) => [accepted, bounced, failed, suppressed, unknown, total].join('/')

const number = z.number()
export const dispatchKind = streamKind({
  name: 'dispatch',
  decider,
  schemaVersion: 1,
  facts: z.object({
    type: z.literal('DeliveriesFinished'),
    accepted: number,
    bounced: number,
    failed: number,
    suppressed: number,
    unknown: number,
    total: number,
    at: z.coerce.date(),
  }),
})

/** Records the milestone of every update whose deliveries have all come to an end. */
export async function recordFinished(deps: Deps): Promise<void> {
  const { rows } = await sql<Counts & { id: string; crisisId: string }>`
    select u.id, u.crisis_id as "crisisId", count(*)::int as total, count(*) filter (where d.state in ('accepted', 'delivered'))::int as accepted, count(*) filter (where d.state = 'bounced')::int as bounced,
           count(*) filter (where d.state = 'failed')::int as failed, count(*) filter (where d.state = 'suppressed')::int as suppressed, count(*) filter (where d.state = 'unknown')::int as unknown
      from updates u join deliveries d on d.update_id = u.id
     where u.status = 'published' and u.published_at > (select max(published_at) from updates) - interval '1 day'
     group by u.id having count(*) filter (where d.state in ('planned', 'queued', 'sending', 'deferred')) = 0`.execute(deps.db)
  for (const { id, crisisId, ...counts } of rows)
    await deps.engine.tell(`dispatch/${id}`, { type: 'Finish', ...counts, now: await crisisNow(deps, crisisId) }, { actor: 'leeward', crisisId })
}
