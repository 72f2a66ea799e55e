// What is watched is looked at more closely: so much less is enough to raise a suspicion of a service that a crisis hurt, for as long as the watch runs.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { isPracticeId } from '../../platform/ids.ts'

/** Of the weight that is needed else. */
export const closely = 0.5

/** Less weight is needed for a suspicion, and the detector of each series of these services is at its most sensitive. */
export async function watchClosely(tx: Db, crisisId: string, from: Date, until: Date) {
  await sql`
    insert into watches (crisis_id, practice, began_at, until) values (${crisisId}, ${isPracticeId(crisisId)}, ${from}, ${until})
    on conflict (crisis_id) do update set began_at = excluded.began_at, until = excluded.until`.execute(tx)
  await sql`
    insert into close_watches (id, service_id, practice, from_at, until_at, crisis_id, reason, by)
    select gen_random_uuid(), s.service_id, ${isPracticeId(crisisId)}::boolean, ${from}::timestamptz, ${until}::timestamptz, ${crisisId}::uuid, 'Watched after it was restored', 'leeward'
      from (select distinct service_id from crisis_scope where crisis_id = ${crisisId}) s`.execute(tx)
}

/** What was judged meanwhile stays so. */
export async function watchNoMore(tx: Db, crisisId: string, at: Date) {
  await sql`delete from watches where crisis_id = ${crisisId}`.execute(tx)
  await sql`update close_watches set until_at = greatest(from_at, ${at}), ended_by = 'leeward' where crisis_id = ${crisisId} and until_at > ${at} and by = 'leeward'`.execute(
    tx,
  )
}

/** How much of the usual weight is needed for a suspicion of a service at this moment. */
export async function weightNeeded(db: Db, { service, practice, at }: { service: string | null; practice: boolean; at: Date }): Promise<number> {
  if (service === null) return 1
  const { rows } = await sql`
    select from watches w join crisis_scope s on s.crisis_id = w.crisis_id where s.service_id = ${service} and w.practice = ${practice} and w.until > ${at} limit 1`.execute(
    db,
  )
  return rows.length > 0 ? closely : 1
}
