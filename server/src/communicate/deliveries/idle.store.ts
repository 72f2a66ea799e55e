// Whether there can be anything to do: each channel looks every second, and to plan the statements that do it costs more than to find that nothing is there.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { asksWithin } from './reconcile.store.ts'

/** True only where claiming, recovering and asking providers would all find nothing. */
export async function idle(db: Db, channel: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select where exists (select from dispatches where channel = ${channel} and state = 'running')
      or exists (select from deliveries where state in ('queued', 'sending') and leased_until < ${now} and channel = ${channel})
      or exists (select from deliveries where state = 'deferred' and due_at <= ${now} and channel = ${channel})
      or exists (select from deliveries d join dispatches r on r.update_id = d.update_id and r.channel = d.channel
                  where d.state = 'unknown' and d.channel = ${channel} and ((r.last_word and not d.resent) or d.sent_at > ${now}::timestamptz - make_interval(secs => ${asksWithin})))
      or exists (select from dispatches r where r.channel = ${channel} and r.state = 'cancelled'
                    and exists (select from deliveries d where d.update_id = r.update_id and d.channel = r.channel and d.state in ('planned', 'deferred')))`.execute(
    db,
  )
  return rows.length === 0
}
