// Lines that their payer has not been asked for become people's, with a file: where it is gone, or will not come back soon. What may have been called stays where it can be looked up.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'

type Why = { reason: string; by: string }
const answer = 'Handed over to people.'

/** One line that waits for its turn. */
export async function handOverLine(deps: Deps, grantId: number, why: Why): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await sql`select from payouts where grant_id = ${grantId} for update`.execute(tx)
    if ((await handOver(tx, sql`p.grant_id = ${grantId}`, why, deps.clock())) > 0) return
    const { rows } = await sql<{ state: string; mayHaveMoved: boolean; byPeople: boolean }>`
      select state::text, doubt is not null or state in ('executing', 'unknown') as "mayHaveMoved", payer_id is null as "byPeople" from payouts where grant_id = ${grantId}`.execute(
      tx,
    )
    const [line] = rows
    if (!line) throw new Refused('not-found', 'There is no such line in the ledger.')
    if (line.byPeople) throw new Refused('already-done', 'No payer has this line: it is with people, or is an exercise.')
    if (line.mayHaveMoved) throw new Refused('out-of-order', 'It may have been carried out already. Wait until that is looked up, or say what became of it.')
    if (line.state !== 'approved') throw new Refused('out-of-order', `This line is ${line.state}: only one that waits for its payer is handed over.`)
    throw new Refused('changed-meanwhile', 'This line is being called, or is taken back, at this moment. Look again.')
  })
}

/** All that wait for a payer. @returns how many were handed over, and how many it still has: those that may have been called, and those in hand at this moment */
export async function handOverAll({ db, clock }: Deps, payerId: string, why: Why): Promise<{ lines: number; left: number }> {
  return db.transaction().execute(async (tx) => {
    const lines = await handOver(tx, sql`p.payer_id = ${payerId}`, why, clock())
    const { rows } = await sql<{ left: number }>`
      select count(*)::int as left from payouts where payer_id = ${payerId} and state in ('approved', 'executing', 'unknown')`.execute(tx)
    return { lines, left: rows[0]?.left ?? 0 }
  })
}

/** A pair of which nothing was done ends by itself, and is nobody's work. */
async function handOver(tx: Db, which: ReturnType<typeof sql>, { reason, by }: Why, now: Date): Promise<number> {
  const { rows } = await sql<{ lines: number }>`
    with mine as materialized (
      select p.grant_id from payouts p join grants g on g.id = p.grant_id left join payouts o on o.grant_id = g.reverses
       where ${which} and p.payer_id is not null and p.state = 'approved' and p.doubt is null and (p.leased_until is null or p.leased_until < ${now})
         and not exists (select from grants r where r.reverses = g.id) and (g.reverses is null or o.state = 'applied')
       order by p.grant_id for update of p skip locked),
    moved as (
      update payouts p set payer_id = null, means = 'file', due_at = null, answer = ${answer}, leased_by = null, leased_until = null, changed_at = ${now} from mine where p.grant_id = mine.grant_id returning p.grant_id),
    noted as (
      insert into payout_decisions (grant_id, what, evidence, was, decided_by, decided_at) select grant_id, 'handed-over', ${reason}, 'approved', ${by}, ${now} from moved returning 1)
    select count(*)::int as lines from noted`.execute(tx)
  return rows[0]?.lines ?? 0
}
