// Which transaction at a shop is whose. A credit carries nothing of ours, so each is given to one line, once.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { Claim } from './shopify-payer.ts'

/** The same claim again is true again; a line has one transaction, and a transaction one line. */
export const claims =
  (db: Db): Claim =>
  async (transactionId, reference) => {
    await sql`insert into store_credits_claimed (transaction_id, reference) values (${transactionId}, ${reference}) on conflict do nothing`.execute(db)
    const { rows } = await sql`select 1 from store_credits_claimed where transaction_id = ${transactionId} and reference = ${reference}`.execute(db)
    return rows.length > 0
  }
