// The news rows: claimed under a lease, marked as being sent before the call, each with its outcome; the same steps as the deliveries of updates.
import { sql } from 'kysely'
import { prepared } from '../../platform/database/prepared.ts'
import type { Book } from '../deliveries/book.ts'
import { type Claimed, leaseSeconds } from '../deliveries/deliveries.store.ts'
import { suppressed } from '../deliveries/suppressed.ts'

const most = 5_000
const none = { rows: [], ended: 0 }

/** What was being sent when its sender died is unknown and never sent again; what was only claimed is free, and what was to wait has waited. */
const recover: Book['recover'] = async (db, channel, now) => {
  const {
    rows: [counts],
  } = await sql<{ freed: number; unknown: number; due: number }>`
    with run_out as (
      select id from news_deliveries where channel = ${channel} and state in ('queued', 'sending') and leased_until < ${now} order by leased_until limit ${most} for update skip locked),
    lost as (
      update news_deliveries d set state = case d.state when 'sending' then 'unknown' else 'planned' end::delivery_state, leased_by = null, leased_until = null, changed_at = ${now},
             answer = case d.state when 'sending' then 'the sender stopped before an answer was heard' else d.answer end
        from run_out where d.id = run_out.id returning d.state),
    come as (select id from news_deliveries where channel = ${channel} and state = 'deferred' and due_at <= ${now} order by due_at limit ${most} for update skip locked),
    again as (update news_deliveries d set state = 'planned', due_at = null from come where d.id = come.id returning 1)
    select (select count(*) from lost where state = 'planned')::int as freed, (select count(*) from lost where state = 'unknown')::int as unknown, (select count(*) from again)::int as due`.execute(
    db,
  )
  return { freed: 0, unknown: 0, due: 0, ...counts, resent: 0, cancelled: 0 }
}

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

const turn: Book['turn'] = async ({ db, pool }, { provider, owner, outcomes, begin, keep, now }) => {
  const until = sql`${now}::timestamptz + make_interval(secs => ${leaseSeconds})`
  const statement = sql`
    with told as (
      update news_deliveries d set state = o.state::delivery_state, answer = coalesce(o.answer, d.answer), reason = o.reason, reference = coalesce(o.reference, d.reference), due_at = o.due_at, leased_until = null, leased_by = null, changed_at = ${now},
             attempts = case when o.state = 'planned' or o.reason = 'provider-away' then attempts else attempts + 1 end
        from unnest(${outcomes.map(({ id }) => id)}::bigint[], ${outcomes.map(({ state }) => state)}::text[], ${outcomes.map(({ answer }) => answer)}::text[], ${outcomes.map(({ reason }) => reason ?? null)}::text[],
                     ${outcomes.map(({ dueAt }) => dueAt ?? null)}::timestamptz[], ${outcomes.map(({ reference }) => reference ?? null)}::text[]) as o(id, state, answer, reason, due_at, reference)
       where d.id = o.id and ((d.state = 'sending' and (o.state <> 'planned' or d.leased_by = ${owner})) or (o.state <> 'planned' and d.state = 'unknown')) returning 1),
    kept as (update news_deliveries set leased_until = ${until} where id = any (${keep}::bigint[]) and state in ('queued', 'sending') and leased_by = ${owner}),
    begun as (
      update news_deliveries d set state = 'sending', provider = ${provider}, changed_at = ${now}, sent_at = ${now}, leased_until = ${until}
       where d.id = any (${begin}::bigint[]) and d.state in ('queued', 'sending') and d.leased_by = ${owner} returning d.id)
    select id from begun`
  const { rows } = await prepared<{ id: number }>({ db, pool }, 'news-turn', statement)
  return { begun: new Set(rows.map(({ id }) => id)), settled: [] }
}

const release: Book['release'] = (db, owner, ids) =>
  sql`update news_deliveries set state = 'planned', leased_by = null, leased_until = null where id = any (${ids}::bigint[]) and state = 'queued' and leased_by = ${owner}`.execute(
    db,
  )

const hold: Book['hold'] = (db, owner, held, now) =>
  sql`
    update news_deliveries d set state = 'deferred', due_at = h.due_at, reason = h.reason, changed_at = ${now}, leased_by = null, leased_until = null
      from unnest(${held.map(({ id }) => id)}::bigint[], ${held.map(({ dueAt }) => dueAt)}::timestamptz[], ${held.map(({ reason }) => reason)}::text[]) as h(id, due_at, reason)
     where d.id = h.id and d.state = 'queued' and d.leased_by = ${owner}`.execute(db)

export const newsBook: Book = { recover, claim, turn, release, hold, noteSettled: async () => {}, reconcile: async () => 0 }
