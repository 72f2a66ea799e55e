// How a conversation stands follows from all that is known, not from what came last: the newest of what was written and what the desk said of it. What is only our own word coming back moves nothing.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { act } from '../conversations/change.store.ts'
import type { Desk } from './desk.ts'
import { type Calling, isEcho, isNews } from './stand.ts'
import type { Told } from './told.ts'

/** What we told of it last, and when. */
export async function callingOf(tx: Db, id: number): Promise<Calling | null> {
  const { rows } = await sql<{ calling: Calling | null }>`select calling from desk_tellings where conversation_id = ${id}`.execute(tx)
  return rows[0]?.calling ?? null
}

/** Keeps the desk's word. @returns whether it is one that we did not know */
export async function noteState(tx: Db, id: number, { state, until }: Pick<Told, 'state' | 'until'>, at: Date): Promise<boolean> {
  if (!state || isEcho(await callingOf(tx, id), at.getTime(), { state })) return false
  const { rows } = await sql<{ stateAt: string | null }>`
    select external->>'stateAt' as "stateAt" from conversations where id = ${id} and external is not null for update`.execute(tx)
  if (!rows[0] || !isNews(rows[0].stateAt, at.getTime())) return false
  const word = { state, stateAt: at.toISOString(), until: until === undefined ? null : new Date(until).toISOString() }
  await sql`update conversations set external = external || ${JSON.stringify(word)}::jsonb where id = ${id}`.execute(tx)
  return true
}

/**
 * Whose turn it is. Where a customer wrote after the desk's word, the desk opens it by itself, and so does its word here.
 * @param own whether it stands in the desk under this id; a conversation that was put into another one moves that other's place there only by our telling
 * @param said whether the desk said so itself: then it is written down
 */
export async function standAsThere(tx: Db, desk: Pick<Desk, 'name'>, id: number, now: Date, { own, said }: { own: boolean; said: boolean }): Promise<void> {
  const { rows } = await sql<{ before: string; state: string; until: Date | null }>`
    with facts as (
      select c.id, c.state as before, n.out_at, n.newest, n.in_at, (c.external->>'stateAt')::timestamptz as state_at, (c.external->>'until')::timestamptz as until,
             case when c.external->>'state' = 'snoozed' and coalesce((c.external->>'until')::timestamptz, '-infinity') <= ${now} then 'waiting' else c.external->>'state' end as told,
             (select min(m.at) from conversation_messages m where m.conversation_id = c.id and m.kind = 'in' and m.at > coalesce(n.out_at, '-infinity')) as asked
        from conversations c left join lateral (select max(at) filter (where kind = 'out') as out_at, max(at) filter (where kind = 'in') as in_at, max(at) filter (where kind <> 'note') as newest from conversation_messages m where m.conversation_id = c.id) n on true
       where c.id = ${id} for update of c),
    becomes as (
      select f.*, case when f.told is not null and f.state_at >= coalesce(f.newest, '-infinity') then f.told when f.asked is not null then 'open' else 'waiting' end as state,
             case when f.told <> 'open' and f.state_at < f.in_at and f.asked is not null then jsonb_build_object('state', 'open', 'stateAt', f.in_at) else '{}' end as word from facts f)
    update conversations c set state = b.state, last_at = greatest(c.last_at, b.newest), answered_at = coalesce(c.answered_at, b.out_at), snoozed_until = case when b.state = 'snoozed' then b.until end,
           closed_at = case when b.state = 'closed' then coalesce(c.closed_at, ${now}) end,
           waiting_since = case b.state when 'open' then coalesce(b.asked, c.waiting_since, ${now}) when 'snoozed' then c.waiting_since end, turn_at = case b.state when 'open' then coalesce(b.asked, c.waiting_since, ${now}) when 'snoozed' then c.turn_at end,
           promised_at = case when b.state = 'open' then c.promised_at end, promise = case when b.state = 'open' then c.promise end, promise_near = c.promise_near and b.state = 'open', promise_near_at = case when b.state = 'open' then c.promise_near_at end,
           still_broken = c.still_broken and b.state = 'open', external = case when ${own} then c.external || jsonb_build_object('stands', b.state) || b.word else c.external end
      from becomes b where c.id = b.id and c.state <> 'merged' and not (b.state = 'waiting' and c.state in ('closed', 'snoozed'))
    returning b.before, c.state, c.snoozed_until as until`.execute(tx)
  const [done] = rows
  if (!done || !said || done.before === done.state || done.state === 'waiting') return
  const kind = done.state === 'open' ? 'opened' : done.state
  await act(tx, id, kind, `desk:${desk.name}`, now, { from: done.before, ...(done.until ? { until: done.until } : {}) })
}
