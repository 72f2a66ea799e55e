// The delivery rows: claimed in batches under a lease, marked as sending before the call, each with its outcome.
import { sql } from 'kysely'
import type { Connection, Db } from '../../platform/database/connect.ts'
import { prepared } from '../../platform/database/prepared.ts'
import { mayBeLeft, suppressed } from './suppressed.ts'
import { states } from './dispatches.contract.ts'

export type DeliveryState = (typeof states)[number]
export type Claimed = {
  id: number
  updateId: string
  practice: boolean
  /** Null where it goes to a room of ours, or to a visitor. */
  accountId: number | null
  contactId: number | null
  destination: string
  attempts: number
  /** Why it waited before: what has had its moment given to it is not held again. */
  reason: string | null
  /** It belongs to a matter of which a newer update will follow. */
  superseding: boolean
  priority: number
}
/** `planned`: it was not tried after all, and stands where it stood. */
export type Outcome = {
  id: number
  state: Extract<DeliveryState, 'accepted' | 'bounced' | 'deferred' | 'failed' | 'unknown' | 'planned'>
  answer: string
  reason?: string
  dueAt?: Date
  reference?: string
  /** Its destination wants nothing more. */
  gone?: true
}

export const leaseSeconds = 15

/** By update: the last row that was taken. */
export type Places = Map<string, { priority: number; id: number }>

/**
 * Takes up to `limit` planned rows of running dispatches for `owner`; nobody else gets them while the lease lasts. The most urgent first, and of several
 * dispatches each in turn, so that a small one does not stand behind a million. What a newer update has overtaken, or whose address is not written to any
 * more, ends here instead. `places`: where to look on in each dispatch, so that a long queue is not walked through from its beginning each time; what came
 * to stand before that place meanwhile is found by whoever looks without.
 * @returns what is ours to send, and how many ended
 */
export async function claim(
  db: Db,
  {
    channel,
    practice,
    owner,
    now,
    limit,
    places = new Map(),
    newestOnly = true,
  }: { channel: string; practice: boolean; owner: string; now: Date; limit: number; places?: Places; newestOnly?: boolean },
): Promise<{ rows: Claimed[]; ended: number }> {
  const { rows } = await sql<Claimed & { turn: number; state: string }>`
    with running as (
      select r.update_id, u.class = 'update' as superseding, ${mayBeLeft} as may_be_left, coalesce(p.priority, -1)::smallint as after_priority, coalesce(p.id, 0) as after_id,
             case when u.class = 'update' and ${newestOnly} then array(select n.id from updates n where n.crisis_id = u.crisis_id and n.class = 'update' and n.status = 'published' and n.sequence > u.sequence) end as newer
        from dispatches r join updates u on u.id = r.update_id
        left join unnest(${[...places.keys()]}::uuid[], ${[...places.values()].map(({ priority }) => priority)}::smallint[], ${[...places.values()].map(({ id }) => id)}::bigint[]) p (update_id, priority, id) on p.update_id = r.update_id
       where r.channel = ${channel} and r.state = 'running' and r.practice = ${practice}),
    found as (
      select d.*, r.newer, r.superseding, r.may_be_left, row_number() over (partition by d.update_id order by d.priority, d.id) as turn
        from running r cross join lateral (
          select id, update_id, priority, destination, instead_of, planned_at from deliveries where update_id = r.update_id and channel = ${channel} and state = 'planned' and (priority, id) > (r.after_priority, r.after_id)
           order by priority, id limit ${limit} for update skip locked) d),
    mine as (select * from found order by priority, turn, id limit ${limit}),
    becomes as (
      select m.id, m.priority, m.turn, m.superseding,
             -- What stands in is not wanted any more once the mail arrived, something newer was said, or two days have passed.
             case when m.instead_of is not null and (cardinality(m.newer) > 0 or m.planned_at < ${now}::timestamptz - interval '48 hours'
                       or exists (select 1 from deliveries o where o.id = m.instead_of and o.state in ('accepted', 'delivered'))) then 'overtaken'
                  when exists (select 1 from deliveries n where n.update_id = any (m.newer) and n.channel = ${channel} and n.destination = m.destination
                                and n.state not in ('cancelled', 'suppressed', 'bounced', 'failed')) then 'cancelled'
                  when exists (${suppressed({ channel: sql`${channel}`, destination: sql`m.destination`, updates: sql`m.may_be_left`, now: sql`${now}::timestamptz` })}) then 'suppressed'
                  else 'queued' end as state
        from mine m),
    moved as (
      update deliveries d set state = case b.state when 'overtaken' then 'cancelled' else b.state end::delivery_state, changed_at = ${now}, leased_by = case when b.state = 'queued' then ${owner} end,
             leased_until = case when b.state = 'queued' then ${now}::timestamptz + make_interval(secs => ${leaseSeconds}) end,
             answer = case b.state when 'cancelled' then 'a newer update took its place' when 'overtaken' then 'it is not needed any more' else d.answer end,
             reason = case b.state when 'cancelled' then 'superseded' when 'overtaken' then 'not-needed' else d.reason end
        from becomes b where d.id = b.id
      returning d.id, d.update_id, d.practice, d.account_id, d.contact_id, d.destination, d.attempts, d.reason, b.priority, b.turn, b.state, b.superseding),
    minutes as (${inMinutes(channel, sql`select update_id from moved where state <> 'queued'`, now)})
    select id, update_id as "updateId", practice, account_id as "accountId", contact_id as "contactId", destination, attempts, reason, priority, turn, state, superseding from moved`.execute(
    db,
  )
  const ours = rows.filter(({ state }) => state === 'queued')
  return { rows: ours.sort((one, other) => one.priority - other.priority || one.turn - other.turn || one.id - other.id), ended: rows.length - ours.length }
}

type Turn = { provider: string; owner: string; outcomes: Outcome[]; begin: number[]; keep: number[]; now: Date }

/**
 * One round trip: stores what the provider said, marks the next rows as being sent (where their dispatch still runs), and keeps the leases of the others.
 * @returns the ids of `begin` that may be sent now (one whose lease was lost, or whose dispatch was held or stopped, must not be), and the update of each row that came to an end
 */
export async function turn(
  { db, pool }: Pick<Connection, 'db' | 'pool'>,
  { provider, owner, outcomes, begin, keep, now }: Turn,
): Promise<{ begun: Set<number>; settled: string[] }> {
  const until = sql`${now}::timestamptz + make_interval(secs => ${leaseSeconds})`
  const statement = sql`
    with told as (
      update deliveries d set state = o.state::delivery_state, answer = coalesce(o.answer, d.answer), reason = o.reason, reference = coalesce(o.reference, d.reference), due_at = o.due_at, leased_until = null, leased_by = null, changed_at = ${now},
             attempts = case when o.state = 'planned' or o.reason = 'provider-away' then attempts else attempts + 1 end
        from unnest(${outcomes.map(({ id }) => id)}::bigint[], ${outcomes.map(({ state }) => state)}::text[], ${outcomes.map(({ answer }) => answer)}::text[], ${outcomes.map(({ reason }) => reason ?? null)}::text[],
                     ${outcomes.map(({ dueAt }) => dueAt ?? null)}::timestamptz[], ${outcomes.map(({ reference }) => reference ?? null)}::text[]) as o(id, state, answer, reason, due_at, reference)
       where d.id = o.id and ((d.state = 'sending' and (o.state <> 'planned' or d.leased_by = ${owner})) or (o.state <> 'planned' and (d.state = 'unknown' or (d.state = 'planned' and d.resent)))) returning d.update_id, d.state),
    kept as (
      update deliveries set leased_until = ${until} where id = any (${keep}::bigint[]) and state in ('queued', 'sending') and leased_by = ${owner}),
    begun as (
      update deliveries d set state = 'sending', provider = ${provider}, changed_at = ${now}, sent_at = ${now}, leased_until = ${until}
       where d.id = any (${begin}::bigint[]) and d.state in ('queued', 'sending') and d.leased_by = ${owner}
         -- Asked row by row, so that no statistics ever make it look through a whole dispatch.
         and (select r.state from dispatches r where r.update_id = d.update_id and r.channel = d.channel) = 'running'
      returning d.id)
    select id, null::uuid as "updateId" from begun union all select null, update_id from told where state not in ('deferred', 'planned')`
  const { rows } = await prepared<{ id: number | null; updateId: string | null }>({ db, pool }, 'deliveries-turn', statement)
  return {
    begun: new Set(rows.flatMap(({ id }) => (id === null ? [] : [id]))),
    settled: rows.flatMap(({ updateId }) => (updateId === null ? [] : [updateId])),
  }
}

/** Adds to what came to an end in this minute: an estimate rests on it, nothing else. */
export const noteSettled = (db: Db, channel: string, settled: Map<string, number>, now: Date) =>
  sql`
    insert into dispatch_minutes (update_id, channel, minute, settled)
    select s.id, ${channel}, date_trunc('minute', ${now}::timestamptz), s.settled from unnest(${[...settled.keys()]}::uuid[], ${[...settled.values()]}::int[]) s (id, settled)
    on conflict (update_id, channel, minute) do update set settled = dispatch_minutes.settled + excluded.settled`.execute(db)

/** Gives back what was claimed and not begun. */
export const release = (db: Db, owner: string, ids: number[]) =>
  sql`update deliveries set state = 'planned', leased_by = null, leased_until = null where id = any (${ids}::bigint[]) and state = 'queued' and leased_by = ${owner}`.execute(
    db,
  )

/** Rows of ours that wait for their moment: their domain asked for less, or their reader got much already. */
export const hold = (db: Db, owner: string, held: { id: number; dueAt: Date; reason: string }[], now: Date) =>
  sql`
    update deliveries d set state = 'deferred', due_at = h.due_at, reason = h.reason, changed_at = ${now}, leased_by = null, leased_until = null
      from unnest(${held.map(({ id }) => id)}::bigint[], ${held.map(({ dueAt }) => dueAt)}::timestamptz[], ${held.map(({ reason }) => reason)}::text[]) as h(id, due_at, reason)
     where d.id = h.id and d.state = 'queued' and d.leased_by = ${owner}`.execute(db)

export const inMinutes = (channel: string, settled: ReturnType<typeof sql>, now: Date) => sql`
  insert into dispatch_minutes (update_id, channel, minute, settled)
  select update_id, ${channel}, date_trunc('minute', ${now}::timestamptz), count(*) from (${settled}) s group by update_id
  on conflict (update_id, channel, minute) do update set settled = dispatch_minutes.settled + excluded.settled`

export type Counts = Record<DeliveryState | 'total', number>
const none = (): Counts => Object.fromEntries([...states, 'total'].map((state) => [state, 0])) as Counts
type Counted = { updateId: string; channel: string; state: DeliveryState; count: number }

/** How many deliveries of each update stand in each state: on each channel, as `channel`, and on all of them together. */
export async function countsOf(db: Db, updateIds: string[]): Promise<{ of: (updateId: string, channel?: string) => Counts }> {
  const { rows } = await sql<Counted>`
    select update_id as "updateId", channel, state, count(*)::int as count from deliveries where update_id = any (${updateIds}::uuid[]) group by 1, 2, 3`.execute(
    db,
  )
  return {
    of: (updateId, channel) => {
      const counts = none()
      for (const row of rows)
        if (row.updateId === updateId && (channel === undefined || row.channel === channel)) {
          counts[row.state] += row.count
          counts.total += row.count
        }
      return counts
    },
  }
}
