// Whether a destination is not written to, as a condition of a statement.
import { type RawBuilder, sql } from 'kysely'

/** Whether nothing is sent to a destination now; `updates`: it is an update, which somebody may have left. As a query that finds a row. */
export const suppressed = ({ channel, destination, updates, now }: Record<'channel' | 'destination' | 'updates' | 'now', RawBuilder<unknown>>) => sql`
  select 1 from suppressions s where s.channel = ${channel} and s.destination = ${destination} and ${stops(updates, now)}`

/** What stops everything, or updates only; whoever left the updates gets none, also after a rest of everything has ended. */
export const stops = (updates: RawBuilder<unknown>, now: RawBuilder<unknown>) => sql`(
  ((s.scope = 'all' or ${updates}) and (s.until is null or s.until > ${now})) or (${updates} and s.unsubscribed_at is not null))`

/** Of an update `u`: one that whoever reads it may leave. What is owed, and what is about safety or the law, cannot be left. */
export const mayBeLeft = sql`u.class in ('update', 'direct', 'stakeholder')`
