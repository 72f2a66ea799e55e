// The mails of an update that did not arrive: gathered once for each look, so that what stands in for them is planned from a small table whose size is known.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

/** A line that came to an end with something in these minutes is moving: what waits behind it is in good hands. */
const movingMinutes = 5

/**
 * Fills the temporary table `missing` with those that failed, whose address is known not to work, and that are late. Each kind is found by an index of its own,
 * so that a million that did arrive are never looked at. Whoever chose not to be written to has not failed. An exercise has a clock of its own: there only
 * failures count. @returns how many there are
 */
export async function gatherMissing(tx: Db, updateId: string, now: Date): Promise<number> {
  const at = sql`${now}::timestamptz`
  // Its time runs from when it was planned, and anew after a pause.
  const late = (times: number) =>
    sql`(not u.practice and greatest(d.planned_at, r.changed_at) + make_interval(mins => ${times} * b.next_channel_minutes) < ${at})`
  const open = (states: string, more = sql`true`) => sql`
    union all
    select d.id, d.account_id, d.contact_id, d.destination, d.priority, d.state, false, coalesce(${late(2)}, false) from about u, brand b, mails r, deliveries d
     where d.update_id = u.id and d.channel = 'email' and ${sql.raw(states)} and ${late(1)} and ${more}`
  await sql`
    create temporary table missing on commit drop as
    with about as materialized (select id, crisis_id, practice, class, published_at from updates where id = ${updateId}),
    brand as materialized (select b.* from about u join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id),
    mails as materialized (select r.changed_at, exists (
        select from dispatch_minutes m where m.update_id = r.update_id and m.channel = r.channel and m.minute > ${at} - make_interval(mins => ${movingMinutes})) as moving
      from dispatches r where r.update_id = ${updateId} and r.channel = 'email'),
    found (id, account_id, contact_id, destination, priority, state, failed, very_late) as (
      select d.id, d.account_id, d.contact_id, d.destination, d.priority, d.state, true, coalesce(${late(2)}, false) from about u, brand b, mails r, deliveries d
       where d.update_id = u.id and d.channel = 'email' and d.state in ('bounced', 'failed', 'suppressed')
      ${open(`d.state = 'planned'`, sql`not r.moving`)}
      ${open(`d.state in ('queued', 'sending')`)}
      ${open(`d.state = 'unknown'`)}
      ${open(`d.state = 'deferred'`, sql`d.reason is distinct from 'quiet-hours'`)})
    select d.* from found d cross join about u join contacts k on k.id = d.contact_id
      left join suppressions s on s.channel = 'email' and s.destination = d.destination
     where (s.destination is null or (s.reason <> 'by-hand' and not (u.class = 'update' and (s.scope = 'updates' or s.unsubscribed_at is not null))))
       and (d.state <> 'suppressed' or k.readers is not distinct from 'nobody' or s.scope = 'all')`.execute(tx)
  await sql`analyze missing`.execute(tx)
  const {
    rows: [row],
  } = await sql<{ count: number }>`select count(*)::int as count from missing`.execute(tx)
  if (!row?.count) await sql`drop table missing`.execute(tx)
  return row?.count ?? 0
}
