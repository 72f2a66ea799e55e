// What only one process at a time may do.
import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Does `act` where no other process is at it; the others go away at once. A process that dies gives the place back. */
export const aloneAt = (db: Db, lock: number, act: () => Promise<unknown>): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${lock}) as mine`.execute(tx)
    if (rows[0]?.mine) await act()
  })

/** The same, for what cannot be left to the others: it waits for its turn. */
export const inTurn = (db: Db, lock: number, act: () => Promise<unknown>): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${lock})`.execute(tx)
    await act()
  })
