// Puts accounts at risk on the list of those to be called, and takes off those that fare well again; of as many as were just scored.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { risks } from './health.ts'
import { heldHours, quietDays } from './outreach.ts'

/** From the temporary table `fares`. What was dealt with a while ago is no reason to call again; anything else is. */
export async function raiseOutreach(tx: Db, now: Date): Promise<void> {
  await sql`
    insert into outreach as o (account_id, reasons, raised_at)
    select f.account_id, f.fresh, ${now} from (
      select f.account_id, array(select r.reason from unnest(f.reasons) r (reason) where not exists (
               select from outreach d where d.account_id = f.account_id and d.state = 'done' and d.decided_at > ${now}::timestamptz - make_interval(days => ${quietDays}) and r.reason = any (d.reasons))) as fresh
        from fares f where f.score < ${risks.medium}) f
     where cardinality(f.fresh) > 0 order by f.account_id
    on conflict (account_id) where state in ('open', 'taken', 'later') do update set reasons = excluded.reasons where o.reasons is distinct from excluded.reasons`.execute(
    tx,
  )
  // Whoever has it in hand says what came of it.
  await sql`
    update outreach o set state = 'over', decided_at = ${now} from fares f
     where f.account_id = o.account_id and f.score >= ${risks.medium} and (o.state in ('open', 'later') or o.state = 'taken' and o.taken_at <= ${now}::timestamptz - make_interval(hours => ${heldHours}))`.execute(
    tx,
  )
}
