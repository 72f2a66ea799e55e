// When nobody listened: as long as minutes are kept.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { type Gap, type Hearing, hearingOf } from './gaps.ts'
import { keptDays } from './series.contract.ts'

/** Noted in the transaction that closes its minutes, so that nobody looks at them without knowing. */
export async function noteGap(tx: Db, { begins, through }: Gap): Promise<void> {
  await sql`delete from signal_gaps where through < ${new Date(begins)}::timestamptz - make_interval(days => ${keptDays + 1})`.execute(tx)
  await sql`insert into signal_gaps (begins, through) values (${new Date(begins)}, ${new Date(through)}) on conflict do nothing`.execute(tx)
}

export async function hearingIn(db: Db): Promise<Hearing> {
  const { rows } = await sql<{ begins: Date; through: Date }>`select begins, through from signal_gaps`.execute(db)
  return hearingOf(rows.map(({ begins, through }) => ({ begins: begins.getTime(), through: through.getTime() })))
}
