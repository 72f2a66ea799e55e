// The delivery rows: claimed in batches under a lease, marked as sending before the call, each with its outcome.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

export const states = ['planned', 'queued', 'sending', 'accepted', 'delivered', 'deferred', 'bounced', 'failed', 'suppressed', 'cancelled', 'unknown'] as const
export type DeliveryState = (typeof states)[number]
export type Claimed = { id: number; updateId: string; practice: boolean; accountId: number; contactId: number; destination: string; attempts: number }
export type Outcome = { id: number; state: Extract<DeliveryState, 'accepted' | 'bounced' | 'deferred' | 'failed' | 'unknown'>; answer: string; dueAt?: Date }

export const leaseSeconds = 15

/** Takes up to `limit` planned rows for `owner`; nobody else gets them while the lease lasts. */
export async function claim(db: Db, channel: string, owner: string, now: Date, limit: number): Promise<Claimed[]> {
  const { rows } = await sql<Claimed & { priority: number }>`
    with mine as (
      select id from deliveries where state = 'planned' and channel = ${channel} order by priority, id limit ${limit} for update skip locked)
    update deliveries d set state = 'queued', leased_by = ${owner}, leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds})
      from mine where d.id = mine.id
    returning d.id, d.update_id as "updateId", d.practice, d.account_id as "accountId", d.contact_id as "contactId", d.destination, d.attempts, d.priority`.execute(
    db,
  )
  return rows.sort((one, other) => one.priority - other.priority || one.id - other.id)
}

/**
 * One round trip between two waves: stores what the provider said of the last one, and marks the next as being sent.
 * @returns the ids of `next` that are still ours; one whose lease was lost must not be sent.
 */
export async function turn(db: Db, owner: string, outcomes: Outcome[], next: number[], stillClaimed: number[], now: Date): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    with told as (
      update deliveries d set state = o.state::delivery_state, answer = o.answer, due_at = o.due_at, attempts = attempts + 1, leased_until = null, leased_by = null, changed_at = ${now}
        from jsonb_to_recordset(${JSON.stringify(outcomes.map((o) => ({ ...o, due_at: o.dueAt })))}::jsonb) as o(id bigint, state text, answer text, due_at timestamptz)
       where d.id = o.id and d.state in ('sending', 'unknown')),
    kept as (
      update deliveries set leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds})
       where id = any (${stillClaimed}::bigint[]) and state = 'queued' and leased_by = ${owner}),
    begun as (
      update deliveries set state = 'sending', changed_at = ${now}, leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds})
       where id = any (${next}::bigint[]) and state = 'queued' and leased_by = ${owner} returning id)
    select id from begun`.execute(db)
  return new Set(rows.map((row) => row.id))
}

export const release = (db: Db, owner: string, ids: number[]) =>
  sql`update deliveries set state = 'planned', leased_by = null, leased_until = null where id = any (${ids}::bigint[]) and state = 'queued' and leased_by = ${owner}`.execute(
    db,
  )

/** Leases that ran out: what was only claimed is free again; what was being sent is unknown, and is never blindly repeated. Deferred rows whose time has come are planned again. */
export async function recover(db: Db, now: Date): Promise<{ freed: number; unknown: number; due: number }> {
  const {
    rows: [counts],
  } = await sql<{ freed: number; unknown: number; due: number }>`
    with lost as (
      update deliveries set state = case state when 'sending' then 'unknown' else 'planned' end::delivery_state, leased_by = null, leased_until = null, changed_at = ${now},
             answer = case state when 'sending' then 'the sender stopped before an answer was heard' else answer end
       where state in ('queued', 'sending') and leased_until < ${now} returning state),
    again as (update deliveries set state = 'planned', due_at = null where state = 'deferred' and due_at <= ${now} returning 1)
    select (select count(*) from lost where state = 'planned')::int as freed, (select count(*) from lost where state = 'unknown')::int as unknown, (select count(*) from again)::int as due`.execute(
    db,
  )
  return counts as { freed: number; unknown: number; due: number }
}

/** How many deliveries of each update stand in each state. */
export async function countsOf(db: Db, updateIds: string[]): Promise<Map<string, Record<DeliveryState | 'total', number>>> {
  const { rows } = await sql<{ updateId: string; state: DeliveryState; count: number }>`
    select update_id as "updateId", state, count(*)::int as count from deliveries where update_id = any (${updateIds}::uuid[]) group by 1, 2`.execute(db)
  const counts = new Map(
    updateIds.map((id) => [id, Object.fromEntries([...states, 'total'].map((state) => [state, 0])) as Record<DeliveryState | 'total', number>]),
  )
  for (const row of rows) {
    const of = counts.get(row.updateId)
    if (of) {
      of[row.state] = row.count
      of.total += row.count
    }
  }
  return counts
}
