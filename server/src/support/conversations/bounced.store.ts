// A reply that did not arrive: whoever wrote it must know, so the conversation is ours again.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { act } from './change.store.ts'
import { promise, putInOrder } from './order.store.ts'

/** @param deliveries of replies that came back, of which only what a person wrote counts */
export async function reopenBounced(tx: Db, deliveries: readonly number[], now: Date): Promise<void> {
  if (deliveries.length === 0) return
  const { rows } = await sql<{ id: number; message: number }>`
    with back as (
      select m.conversation_id as id, m.id as message from reply_deliveries d join conversation_messages m on m.id = d.message_id
       where d.id = any (${[...deliveries]}::bigint[]) and d.state in ('bounced', 'failed', 'suppressed') and m.automatic is null)
    update conversations c set state = 'open', waiting_since = coalesce(c.waiting_since, ${now}), turn_at = coalesce(c.turn_at, ${now}), closed_at = null, revision = c.revision + 1
      from back where c.id = back.id and c.state in ('waiting', 'closed') returning c.id, back.message`.execute(tx)
  for (const { id, message } of rows) await act(tx, id, 'bounced', 'leeward', now, { message })
  const ids = rows.map(({ id }) => id)
  await promise(tx, ids, now)
  await putInOrder(tx, sql`c.id = any (${ids}::bigint[])`)
}
