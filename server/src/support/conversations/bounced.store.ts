// A reply that did not arrive, or never left: whoever wrote it must know, so the conversation is ours again.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { promise, putInOrder } from './order.store.ts'

/** @param deliveries of replies that came back, of which only what a person wrote counts */
export async function reopenBounced(tx: Db, deliveries: readonly number[], now: Date): Promise<void> {
  if (deliveries.length === 0) return
  const { rows } = await sql<{ id: number; message: number }>`
    with back as (
      select m.conversation_id as id, m.id as message from reply_deliveries d join conversation_messages m on m.id = d.message_id
       where d.id = any (${[...deliveries]}::bigint[]) and (d.state in ('bounced', 'failed', 'suppressed') or d.reason = 'desk-gone') and m.automatic is null)
    update conversations c set state = 'open', waiting_since = coalesce(c.waiting_since, ${now}), turn_at = coalesce(c.turn_at, ${now}), closed_at = null, revision = c.revision + 1
      from back where c.id = back.id and (c.state in ('waiting', 'closed') or c.state = 'open' and c.waiting_since is null) returning c.id, back.message`.execute(
    tx,
  )
  const ids = rows.map(({ id }) => id)
  await sql`
    insert into conversation_acts (conversation_id, kind, at, by, data)
    select g.id, 'bounced', ${now}, 'leeward', jsonb_build_object('message', g.message) from unnest(${ids}::bigint[], ${rows.map(({ message }) => message)}::bigint[]) g (id, message)`.execute(
    tx,
  )
  await promise(tx, ids, now)
  await putInOrder(tx, sql`c.id = any (${ids}::bigint[])`)
}
