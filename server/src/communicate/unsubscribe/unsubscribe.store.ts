// Who left the updates, and what that does to those that are still to be sent.
import { sql } from 'kysely'
import { mayBeLeft } from '../deliveries/suppressed.ts'
import type { Db } from '../../platform/database/connect.ts'

export type Leaver = { deliveryId: number; destination: string; practice: boolean; locale: string; brand: string; left: boolean }

export async function leaverOf(db: Db, deliveryId: number): Promise<Leaver | undefined> {
  const { rows } = await sql<Leaver>`
    select d.id as "deliveryId", d.destination, d.practice, coalesce(k.locale, a.locale, h.locale, b.locale) as locale, b.name as brand,
           coalesce(s.unsubscribed_at is not null or s.scope = 'updates', false) as left
      from deliveries d join updates u on u.id = d.update_id join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id
      left join contacts k on k.id = d.contact_id left join accounts a on a.id = d.account_id left join stakeholders h on h.id = d.stakeholder_id
      left join suppressions s on s.channel = d.channel and s.destination = d.destination
     where d.id = ${deliveryId} and d.channel = 'email'`.execute(db)
  return rows[0]
}

/** No update that has not been handed over yet reaches this address; what is owed still does. */
export async function leaveUpdates(db: Db, { deliveryId, destination }: Leaver, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`
      insert into suppressions (channel, destination, reason, since, scope, added_by, delivery_id, unsubscribed_at)
      values ('email', ${destination}, 'unsubscribed', ${now}, 'updates', 'customer', ${deliveryId}, ${now})
      on conflict (channel, destination) do update set unsubscribed_at = coalesce(suppressions.unsubscribed_at, excluded.unsubscribed_at)`.execute(tx)
    await sql`
      update deliveries d set state = 'suppressed', reason = 'unsubscribed', due_at = null, leased_by = null, leased_until = null, changed_at = ${now}
        from updates u where ${mayBeLeft} and u.status = 'published' and d.update_id = u.id and d.channel = 'email' and d.destination = ${destination}
         and d.state in ('planned', 'queued', 'deferred')`.execute(tx)
  })
}

/** Updates from now on, and the one that stands now if it is still being sent. */
export async function joinUpdates(db: Db, { destination }: Leaver, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`update suppressions set unsubscribed_at = null where channel = 'email' and destination = ${destination} and scope = 'all'`.execute(tx)
    await sql`delete from suppressions where channel = 'email' and destination = ${destination} and scope = 'updates'`.execute(tx)
    const { numAffectedRows } = await sql`
      update deliveries d set state = 'planned', reason = null, changed_at = ${now}
        from updates u join crises c on c.id = u.crisis_id and c.status <> 'closed' left join dispatches p on p.update_id = u.id and p.channel = 'email'
       where u.class = 'update' and u.status = 'published' and coalesce(p.state, 'running') in ('running', 'paused')
         and not exists (select 1 from updates n where n.crisis_id = u.crisis_id and n.class = 'update' and n.status = 'published' and n.sequence > u.sequence)
         and d.update_id = u.id and d.channel = 'email' and d.destination = ${destination} and d.state = 'suppressed' and d.reason = 'unsubscribed'
         and not exists (select 1 from suppressions s where s.channel = 'email' and s.destination = d.destination and (s.until is null or s.until > ${now}))`.execute(
      tx,
    )
    if (numAffectedRows) await sql`select graphile_worker.add_job('deliver-email', '{}'::json, job_key := 'deliver-email')`.execute(tx)
  })
}

/** The language of everything we write to this address, whichever account it is at; of a stakeholder, in the register. */
export async function setLanguage(db: Db, { destination }: Leaver, locale: string, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`update contacts set locale = ${locale}, updated_at = ${now} where not practice and email = ${destination} and locale is distinct from ${locale}`.execute(
      tx,
    )
    await sql`update stakeholders set locale = ${locale} where removed_at is null and email = ${destination}`.execute(tx)
  })
}
