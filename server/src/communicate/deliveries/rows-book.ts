// The steps that every book of rows shares: leases that ran out, outcomes, marks before the call. What is claimed, and in which order, each book says itself.
import { sql } from 'kysely'
import { prepared } from '../../platform/database/prepared.ts'
import type { Book } from './book.ts'
import { leaseSeconds } from './deliveries.store.ts'

const most = 5_000

/** A book over a table with the columns of `news_deliveries`: state, attempts, provider, reference, answer, reason, due_at, leased_until, leased_by, sent_at, changed_at. */
export function bookOf(name: 'news_deliveries' | 'reply_deliveries', claim: Book['claim']): Book {
  const table = sql.table(name)
  const idle: Book['idle'] = async (db, channel, now) => {
    const { rows } = await sql`
      select where exists (select from ${table} where channel = ${channel} and state = 'planned')
        or exists (select from ${table} where channel = ${channel} and state in ('queued', 'sending') and leased_until < ${now})
        or exists (select from ${table} where channel = ${channel} and state = 'deferred' and due_at <= ${now})
        or exists (select from ${table} where channel = ${channel} and channel <> 'email' and state = 'unknown')`.execute(db)
    return rows.length === 0
  }

  /** What was being sent when its sender died is unknown and never sent again; what was only claimed is free, and what was to wait has waited. */
  const recover: Book['recover'] = async (db, channel, now) => {
    const {
      rows: [counts],
    } = await sql<{ freed: number; unknown: number; due: number }>`
      with run_out as (
        select id from ${table} where channel = ${channel} and state in ('queued', 'sending') and leased_until < ${now} order by leased_until limit ${most} for update skip locked),
      lost as (
        update ${table} d set state = case d.state when 'sending' then 'unknown' else 'planned' end::delivery_state, leased_by = null, leased_until = null, changed_at = ${now},
               answer = case d.state when 'sending' then 'the sender stopped before an answer was heard' else d.answer end
          from run_out where d.id = run_out.id returning d.state),
      come as (select id from ${table} where channel = ${channel} and state = 'deferred' and due_at <= ${now} order by due_at limit ${most} for update skip locked),
      again as (update ${table} d set state = 'planned', due_at = null from come where d.id = come.id returning 1)
      select (select count(*) from lost where state = 'planned')::int as freed, (select count(*) from lost where state = 'unknown')::int as unknown, (select count(*) from again)::int as due`.execute(
      db,
    )
    return { freed: 0, unknown: 0, due: 0, ...counts, resent: 0, cancelled: 0 }
  }

  const turn: Book['turn'] = async ({ db, pool }, { provider, owner, outcomes, begin, keep, now }) => {
    const until = sql`${now}::timestamptz + make_interval(secs => ${leaseSeconds})`
    const statement = sql`
      with told as (
        update ${table} d set state = o.state::delivery_state, answer = coalesce(o.answer, d.answer), reason = o.reason, reference = coalesce(o.reference, d.reference), due_at = o.due_at, leased_until = null, leased_by = null, changed_at = ${now},
               attempts = case when o.state = 'planned' or o.reason = 'provider-away' then attempts else attempts + 1 end
          from unnest(${outcomes.map(({ id }) => id)}::bigint[], ${outcomes.map(({ state }) => state)}::text[], ${outcomes.map(({ answer }) => answer)}::text[], ${outcomes.map(({ reason }) => reason ?? null)}::text[],
                       ${outcomes.map(({ dueAt }) => dueAt ?? null)}::timestamptz[], ${outcomes.map(({ reference }) => reference ?? null)}::text[]) as o(id, state, answer, reason, due_at, reference)
         where d.id = o.id and ((d.state = 'sending' and (o.state <> 'planned' or d.leased_by = ${owner})) or (o.state <> 'planned' and d.state = 'unknown')) returning 1),
      kept as (update ${table} set leased_until = ${until} where id = any (${keep}::bigint[]) and state in ('queued', 'sending') and leased_by = ${owner}),
      begun as (
        update ${table} d set state = 'sending', provider = ${provider}, changed_at = ${now}, sent_at = ${now}, leased_until = ${until}
         where d.id = any (${begin}::bigint[]) and d.state in ('queued', 'sending') and d.leased_by = ${owner} returning d.id)
      select id from begun`
    const { rows } = await prepared<{ id: number }>({ db, pool }, `${name}-turn`, statement)
    return { begun: new Set(rows.map(({ id }) => id)), settled: [] }
  }

  const release: Book['release'] = (db, owner, ids) =>
    sql`update ${table} set state = 'planned', leased_by = null, leased_until = null where id = any (${ids}::bigint[]) and state = 'queued' and leased_by = ${owner}`.execute(
      db,
    )

  const hold: Book['hold'] = (db, owner, held, now) =>
    sql`
      update ${table} d set state = 'deferred', due_at = h.due_at, reason = h.reason, changed_at = ${now}, leased_by = null, leased_until = null
        from unnest(${held.map(({ id }) => id)}::bigint[], ${held.map(({ dueAt }) => dueAt)}::timestamptz[], ${held.map(({ reason }) => reason)}::text[]) as h(id, due_at, reason)
       where d.id = h.id and d.state = 'queued' and d.leased_by = ${owner}`.execute(db)

  return { idle, recover, claim, turn, release, hold, noteSettled: async () => {}, reconcile: async () => 0 }
}
