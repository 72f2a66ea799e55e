// What time and crashes leave behind: leases that ran out, mails whose moment has come, last words nobody knows of, dispatches that were stopped. In bounded steps.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

/** How long it may take until somebody tells (a bounce, a receipt) what became of a mail whose sender died. */
const graceSeconds = 60
const most = 5_000

export type Recovered = { freed: number; unknown: number; due: number; resent: number; cancelled: number }

/**
 * Leases that ran out: what was only claimed is free again; what was being sent is unknown, and never blindly repeated. A last word that is still unknown
 * after a minute is sent once more, with the same Message-ID (a mail: nothing else is folded by its reader); where a newer update will follow, that one takes its place. Of one channel; at most 5,000 rows of each kind a call.
 */
export async function recover(db: Db, channel: string, now: Date): Promise<Recovered> {
  const {
    rows: [counts],
  } = await sql<Recovered>`
    with run_out as (
      select id from deliveries where channel = ${channel} and state in ('queued', 'sending') and leased_until < ${now} order by leased_until limit ${most} for update skip locked),
    lost as (
      update deliveries d set state = case d.state when 'sending' then 'unknown' else 'planned' end::delivery_state, leased_by = null, leased_until = null, changed_at = ${now},
             answer = case d.state when 'sending' then 'the sender stopped before an answer was heard' else d.answer end
        from run_out where d.id = run_out.id returning d.state),
    come as (
      select id from deliveries where channel = ${channel} and state = 'deferred' and due_at <= ${now} order by due_at limit ${most} for update skip locked),
    again as (update deliveries d set state = 'planned', due_at = null, planned_at = case d.reason when 'quiet-hours' then ${now}::timestamptz else d.planned_at end from come where d.id = come.id returning 1),
    open as (
      select d.id, d.update_id, d.channel from deliveries d join dispatches r on r.update_id = d.update_id and r.channel = d.channel
       where d.channel = ${channel} and d.channel = 'email' and d.state = 'unknown' and not d.resent and r.last_word and r.state in ('running', 'finished') and d.changed_at < ${now}::timestamptz - make_interval(secs => ${graceSeconds})
       limit ${most} for update of d skip locked),
    resent as (update deliveries d set state = 'planned', resent = true from open where d.id = open.id returning 1),
    reopened as (update dispatches r set state = 'running' where r.state = 'finished' and exists (select 1 from open where open.update_id = r.update_id and open.channel = r.channel)),
    stopped as (
      select d.id from dispatches r cross join lateral (
        select id from deliveries d where d.update_id = r.update_id and d.channel = r.channel and d.state = 'planned' limit ${most} for update skip locked) d
       where r.channel = ${channel} and r.state = 'cancelled' limit ${most}),
    waiting as (
      select d.id from deliveries d join dispatches r on r.update_id = d.update_id and r.channel = d.channel where d.channel = ${channel} and d.state = 'deferred' and r.state = 'cancelled' limit ${most} for update of d skip locked),
    cancelled as (
      update deliveries d set state = 'cancelled', answer = 'stopped by hand', reason = 'stopped', due_at = null, changed_at = ${now}
       where d.id in (select id from stopped union select id from waiting) returning 1)
    select (select count(*) from lost where state = 'planned')::int as freed, (select count(*) from lost where state = 'unknown')::int as unknown, (select count(*) from again)::int as due,
           (select count(*) from resent)::int as resent, (select count(*) from cancelled)::int as cancelled`.execute(db)
  return counts as Recovered
}
