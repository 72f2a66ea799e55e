// What people decide of a line: that an unknown one is done or not, that a failed one is tried again. Stored with their evidence in the transaction that moves the line.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import type { SettlePayout } from './execution.contract.ts'
import type { Means } from './payer.ts'
import { type Payout, retried, saidByPerson } from './payout.ts'
import { endPairs } from '../people/sheet.store.ts'
import { leaseMs, payoutColumns } from './payouts.store.ts'

type Row = Payout & {
  grantId: number
  means: Means
  payerId: string | null
  leasedUntil: Date | null
  reverses: number | null
  takenBack: boolean
  /** Its payer was removed: nobody can call or look up anything there. */
  payerGone: boolean
}

/** A person saw whether it was done. */
export async function settleByPerson(
  { db, clock }: Deps,
  grantId: number,
  { outcome, evidence, providerId }: z.output<typeof SettlePayout>,
  by: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await locked(tx, grantId, clock())
    const byPeople = row.state === 'approved' && (row.means === 'file' || row.means === 'task')
    if (row.state !== 'unknown' && !byPeople) throw new Refused('out-of-order', `This line is ${row.state}: nobody needs to say what became of it.`)
    if (row.reverses !== null && outcome === 'applied') await mustBeDone(tx, row.reverses)
    await store(tx, row, saidByPerson(row, outcome === 'applied', providerId), clock())
    if (outcome === 'applied' && row.reverses !== null)
      await sql`update payouts set state = 'reversed', changed_at = ${clock()} where grant_id = ${row.reverses} and state = 'applied'`.execute(tx)
    await note(tx, row, outcome, evidence, by, clock())
    if (outcome === 'not-applied' && row.takenBack) await endPairs(tx, sql`(${grantId}::bigint)`, clock())
  })
}

/** A person wants another try; `canLookUp`: its payer is asked first. */
export async function retryByPerson(
  { db, clock }: Deps,
  grantId: number,
  reason: string,
  by: string,
  canLookUp: (payerId: string | null) => Promise<boolean>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await locked(tx, grantId, clock())
    if (row.state !== 'failed' && !(row.state === 'unknown' && !row.dueAt))
      throw new Refused('out-of-order', `This line is ${row.state}: only one that failed, or that waits for a person, is tried again.`)
    if (row.takenBack) throw new Refused('already-done', 'This line was taken back: it is not tried again.')
    if (row.state === 'unknown' && !(await canLookUp(row.payerId)))
      throw new Refused('out-of-order', 'Nobody can look up whether this was done. Say first whether it was; what was not done can be tried again.')
    await store(tx, row, retried(row, row.calledAt !== null && (await canLookUp(row.payerId)), clock()), clock())
    if (row.payerGone) await givePeople(tx, row)
    await note(tx, row, 'retry', reason, by, clock())
  })
}

async function locked(tx: Db, grantId: number, now: Date): Promise<Row> {
  const { rows } = await sql<Row>`
    select ${payoutColumns}, p.means, p.payer_id as "payerId", p.leased_until as "leasedUntil", g.reverses,
           exists (select 1 from grants r where r.reverses = g.id) as "takenBack",
           p.payer_id is not null and not exists (select from payers w where w.id = p.payer_id and w.removed_at is null) as "payerGone"
      from payouts p join grants g on g.id = p.grant_id where p.grant_id = ${grantId} for update of p`.execute(tx)
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such line in the ledger.')
  if (row.leasedUntil && row.leasedUntil > now)
    throw new Refused('changed-meanwhile', `This line is being looked up or called at this moment. Try again in ${leaseMs / 1_000} seconds.`)
  return row
}

async function mustBeDone(tx: Db, reverses: number) {
  const { rows } = await sql`select 1 from payouts where grant_id = ${reverses} and state = 'applied' for update`.execute(tx)
  if (rows.length === 0) throw new Refused('out-of-order', 'The line that this one takes back is not done. Settle that one first.')
}

const store = (tx: Db, { grantId }: Row, next: Payout, now: Date) =>
  sql`update payouts set state = ${next.state}, attempt = ${next.attempt}, tries = ${next.tries}, doubt = ${next.doubt}, first_called_at = ${next.firstCalledAt}, called_at = ${next.calledAt}, due_at = ${next.dueAt},
        provider_id = ${next.providerId}, answer = ${next.answer}, customer = case when attempt = ${next.attempt} then customer end, leased_by = null, leased_until = null, changed_at = ${now} where grant_id = ${grantId}`.execute(
    tx,
  )

/** Nobody can be called any more; what may have been carried out there is for people to see. */
const givePeople = (tx: Db, { grantId, doubt }: Row) =>
  sql`update payouts set payer_id = null, means = 'file', answer = ${`Its payer was removed: people carry it out.${doubt ? ' Look there first whether it was done.' : ''}`} where grant_id = ${grantId}`.execute(
    tx,
  )

const note = (tx: Db, { grantId, state }: Row, what: string, evidence: string, by: string, now: Date) =>
  sql`insert into payout_decisions (grant_id, what, evidence, was, decided_by, decided_at) values (${grantId}, ${what}, ${evidence}, ${state}, ${by}, ${now})`.execute(
    tx,
  )
