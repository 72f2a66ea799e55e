// What time, crashes and reversals leave behind; in bounded steps, so that nobody waits behind a million rows.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { type Payout, lost, takingBack } from './payout.ts'
import { payoutColumns } from './payouts.store.ts'

const most = 2_000

/** Whoever was calling and has not said for a while that they live may have called: unknown. @returns how many */
export async function recoverLost(db: Db, now: Date): Promise<number> {
  // As `lost` says, for all that ran out.
  const { state, doubt, dueAt, answer } = lost({} as Payout, now)
  const { numAffectedRows = 0n } = await sql`
    with gone as (select grant_id from payouts where state = 'executing' and leased_until < ${now} order by leased_until limit ${most} for update skip locked)
    update payouts p set state = ${state}, doubt = ${doubt}, due_at = ${dueAt}, answer = ${answer}, leased_by = null, leased_until = null, changed_at = ${now} from gone where p.grant_id = gone.grant_id`.execute(
    db,
  )
  return Number(numAffectedRows)
}

/** Practice leads nowhere: its lines are done by themselves. @returns how many */
export async function settlePractice(db: Db, now: Date): Promise<number> {
  const { rows } = await sql`
    with next as (
      select p.grant_id, g.reverses from payouts p join grants g on g.id = p.grant_id left join payouts o on o.grant_id = g.reverses
       where p.state = 'approved' and p.means = 'practice' and (g.reverses is null or o.state = 'applied') order by p.grant_id limit ${most} for update of p skip locked),
    taken_back as (update payouts o set state = 'reversed', changed_at = ${now} from next where o.grant_id = next.reverses)
    update payouts p set state = 'applied', answer = 'practice: nothing was called', changed_at = ${now} from next where p.grant_id = next.grant_id returning 1`.execute(
    db,
  )
  return rows.length
}

type Pair = Payout & { grantId: number; reversal: number }

/** Lines that take back what was never done: nothing is called, and both have ended. @returns how many ended */
export async function endNeedless(db: Db, now: Date): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<Pair>`
      select ${payoutColumns}, r.grant_id as reversal
        from payouts r join grants g on g.id = r.grant_id join payouts p on p.grant_id = g.reverses
       where g.reverses is not null and r.state = 'approved' and r.means <> 'practice' and p.state in ('approved', 'failed', 'expired', 'reversed')
         and (r.means not in ('file', 'task') or p.state <> 'approved')
         and (r.leased_until is null or r.leased_until < ${now}) and (p.leased_until is null or p.leased_until < ${now})
       order by g.id limit ${most} for update of r, p skip locked`.execute(tx)
    const ends = rows.flatMap((pair) => {
      const means = takingBack(pair)
      return means === 'end-both' || (means === 'end' && pair.state === 'failed') ? [pair.reversal, pair.grantId] : means === 'end' ? [pair.reversal] : []
    })
    if (ends.length > 0)
      await sql`update payouts set state = 'expired', due_at = null, leased_by = null, leased_until = null, changed_at = ${now}, answer = coalesce(answer || '; ', '') || 'taken back before anything was done'
                 where grant_id = any (${ends}::bigint[])`.execute(tx)
    return ends.length
  })
}
