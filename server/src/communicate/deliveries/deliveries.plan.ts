// Who is told: planned by one statement when an update is published; nobody twice, whatever the number.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

/**
 * One row per e-mail address of the accounts that the crisis hurts (or hurt), vulnerable and enterprise first.
 * Safe to run again: an address that has its row is left alone, so those who joined the impact later are added.
 * @returns how many rows were added
 */
export async function planDeliveries(db: Db, updateId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into deliveries (update_id, practice, account_id, contact_id, channel, destination, priority, state)
    ${audience(updateId)}
    on conflict (update_id, channel, destination) do nothing`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** The audience of an update, as rows for `deliveries`. */
export const audience = (updateId: string) => sql`
  select u.id, u.practice, i.account_id, k.id, 'email', k.email,
         case when a.vulnerability is not null then 1 when a.tier = 'enterprise' then 2 else 5 end,
         (case when s.destination is null then 'planned' else 'suppressed' end)::delivery_state
    from updates u
    join impact i on i.crisis_id = u.crisis_id
    join accounts a on a.id = i.account_id
    join contacts k on k.account_id = coalesce(a.merged_into, a.id) and k.practice = u.practice and k.receives_updates
    left join suppressions s on s.channel = 'email' and s.destination = k.email
   where u.id = ${updateId}`

/** Those who joined the impact after publication get the current update once, of each open crisis. */
export async function planLateJoiners(db: Db, crisisId: string): Promise<number> {
  const {
    rows: [current],
  } = await sql<{ id: string }>`
    select id from updates where crisis_id = ${crisisId} and class = 'update' and status = 'published' order by sequence desc limit 1`.execute(db)
  return current ? planDeliveries(db, current.id) : 0
}
