import { sql } from 'kysely'
import type { Db } from '../database/connect.ts'

export type NewEvent = {
  crisis_id?: string
  stream: string
  version: number
  type: string
  schema_version: number
  data: object
  actor: string
  occurred_at: Date
}
export type NewTimer = { stream: string; crisis_id?: string; due_at: Date | null }
export type NewJob = { task: string; payload: object; key?: string; queue?: string; run_at?: Date }

/** Facts, timers and wake-ups in one round trip and one transaction. A second writer of the same version is refused by the unique key. */
export const append = (db: Db, facts: NewEvent[], timers: NewTimer[], jobs: NewJob[], recordedAt: Date) =>
  sql`select append_facts(${json(facts)}::jsonb, ${json(timers)}::jsonb, ${json(jobs)}::jsonb, ${recordedAt}::timestamptz)`.execute(db)

/**
 * The next moment of streams that woke and had nothing to say. Only where the lease that woke them still stands: whoever moved
 * such a stream meanwhile has set its timer anew, and that one counts.
 */
export const rearm = (db: Db, timers: NewTimer[]) =>
  sql`
    with woken as (select t.stream, t.crisis_id, t.due_at from jsonb_to_recordset(${JSON.stringify(timers)}::jsonb) as t(stream text, crisis_id uuid, due_at timestamptz)),
    over as (delete from timers using woken where timers.stream = woken.stream and woken.due_at is null and timers.leased_until is not null)
    update timers set due_at = woken.due_at, wake_at = real_time(woken.crisis_id, woken.due_at), leased_until = null
      from woken where timers.stream = woken.stream and woken.due_at is not null and timers.leased_until is not null`.execute(db)

const json = (rows: unknown[]) => (rows.length > 0 ? JSON.stringify(rows) : null)

export const isConflict = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  ((error.code === '23505' && 'constraint' in error && error.constraint === 'events_stream_version_key') || error.code === '40001' || error.code === '40P01')

/** The database cannot be reached or is stopping: to try again at once, or in smaller parts, would not help. */
export const isAway = (error: unknown) =>
  error instanceof Error &&
  (/^(08|57P)|^E[A-Z]+$/.test(String((error as { code?: string }).code)) ||
    /timeout exceeded when trying to connect|Connection terminated/i.test(error.message))
