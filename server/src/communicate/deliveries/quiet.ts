// Quiet hours, as a condition of a statement.
import { type RawBuilder, sql } from 'kysely'

/**
 * What can wait does not wake anybody: until when it waits, by the account's own clock; null where it does not. Severity 1 and 2 never wait, nor do exercises,
 * which wake nobody. For statements in which u, c, b and a are the update, its crisis, brand and account.
 */
export const quietEnd = (
  moment: RawBuilder<unknown>,
) => sql`(case when b.quiet_from is not null and not u.practice and (c.severity >= 3 or u.class in ('remedy-notice', 'sign-off-request'))
  then quiet_end(${moment}, a.time_zone, b.quiet_from, b.quiet_until) end)`
