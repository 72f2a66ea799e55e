// The news rows: which are sent, and in which order; the other steps are those of every book.
import { sql } from 'kysely'
import type { Book } from '../deliveries/book.ts'
import { type Claimed, leaseSeconds } from '../deliveries/deliveries.store.ts'
import { bookOf } from '../deliveries/rows-book.ts'
import { suppressed } from '../deliveries/suppressed.ts'

const none = { rows: [], ended: 0 }

/** In the order in which they were said. To a person only the newest word on a work is still news; a system gets each. An exercise has no news. */
const claim: Book['claim'] = async (db, { channel, practice, owner, now, limit, newestOnly = true }) => {
  if (practice) return none
  const { rows } = await sql<Claimed & { state: string }>`
    with mine as (select id, news_id, destination from news_deliveries where channel = ${channel} and state = 'planned' order by id limit ${limit} for update skip locked),
    becomes as (
      select m.id, case
          when ${newestOnly} and exists (
            select from page_news n join page_news o on o.maintenance_id = n.maintenance_id and o.position > n.position
              join news_deliveries d on d.news_id = o.id and d.channel = ${channel} and d.destination = m.destination and d.state in ('planned', 'deferred', 'queued', 'sending', 'accepted', 'delivered')
             where n.id = m.news_id) then 'cancelled'
          when exists (${suppressed({ channel: sql`${channel}`, destination: sql`m.destination`, updates: sql`true`, now: sql`${now}::timestamptz` })}) then 'suppressed'
          else 'queued' end as state
        from mine m)
    update news_deliveries d set state = b.state::delivery_state, changed_at = ${now}, leased_by = case when b.state = 'queued' then ${owner} end,
           leased_until = case when b.state = 'queued' then ${now}::timestamptz + make_interval(secs => ${leaseSeconds}) end,
           answer = case b.state when 'cancelled' then 'newer news took its place' else d.answer end, reason = case b.state when 'cancelled' then 'superseded' else d.reason end
      from becomes b where d.id = b.id
    returning d.id, d.news_id as "updateId", false as practice, null as "accountId", null as "contactId", d.destination, d.attempts, d.reason, false as superseding, 6 as priority, b.state`.execute(
    db,
  )
  const ours = rows.filter(({ state }) => state === 'queued').sort((one, other) => one.id - other.id)
  return { rows: ours, ended: rows.length - ours.length }
}

export const newsBook: Book = bookOf('news_deliveries', claim)
