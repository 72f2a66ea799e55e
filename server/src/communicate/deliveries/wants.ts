// Of which services a reader wants to hear: an update about others is not written to them. What is owed, and what is about safety or the law, does not ask.
import { type RawBuilder, sql } from 'kysely'

/** Of contact `k` and update `u`. What the crisis is about is read once for all of them; where nothing is said of it, it may be about anything. */
export const wants = (updateId: string, from: RawBuilder<unknown> = sql`updates`) =>
  sql`(k.services is null or u.class not in ('update', 'direct') or coalesce(k.services && (
    select array_agg(w.service_id) from ${from} o join crisis_scope w on w.crisis_id = o.crisis_id where o.id = ${updateId}), true))`
