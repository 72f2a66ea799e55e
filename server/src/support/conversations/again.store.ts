// A reply that goes out once more, because a person says so: over the line that it went over, or where that is gone, over the one that its conversation is answered by now.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { channelOf, deskGone, desksOf, wakeDesks } from '../desks/in-desk.store.ts'
import { act, changing, type Held } from './change.store.ts'
import { threadMessageId } from './mail/message-id.ts'
import { wakeReplies } from './reply.store.ts'

type Again = Pick<Deps, 'db' | 'clock' | 'key'>

/** One whose fate is unknown, or that was not taken. */
export const sendAgain = (deps: Again, id: number, message: number, by: string) =>
  changing(deps, id, async (tx, held, now) => {
    const { rows } = await sql<{ id: number; led: boolean }>`
      select d.id, not ${deskGone(sql`d.channel`)} as led from reply_deliveries d join conversation_messages m on m.id = d.message_id
       where m.conversation_id = ${id} and m.id = ${message} and (d.state in ('unknown', 'failed', 'bounced', 'suppressed') or d.state = 'cancelled' and d.reason = 'desk-gone') for update of d`.execute(
      tx,
    )
    const [delivery] = rows
    if (!delivery) throw new Refused('out-of-order', 'This reply is on its way or has arrived: nothing to send again.')
    if (!delivery.led) await leadAnew(deps, tx, held, { delivery: delivery.id, message })
    await sql`update reply_deliveries set state = 'planned', attempts = 0, resent = true, due_at = null, reason = null, changed_at = ${now} where id = ${delivery.id}`.execute(
      tx,
    )
    await act(tx, id, 'sent-again', by, now, { message })
    await wakeReplies(tx)
    await wakeDesks(tx)
  })

/** The desk that it went to was taken away: nobody serves that line any more. */
async function leadAnew(
  { key }: Again,
  tx: Db,
  { id, channel, address, brandId }: Held,
  { delivery, message }: { delivery: number; message: number },
): Promise<void> {
  const place = (await desksOf(tx, [id])).get(id)
  if (!place && channel !== 'email')
    throw new Refused('out-of-order', 'The desk that it went to was taken away, and no address of this customer is known here: tell them in another way.')
  if (!place) {
    const { rows } = await sql<{ domain: string }>`select split_part(sender, '@', 2) as domain from brands where id = ${brandId}`.execute(tx)
    const token = threadMessageId(key, String(id), message, rows[0]?.domain ?? '')
    await sql`update conversation_messages set message_id = coalesce(message_id, ${token}) where id = ${message}`.execute(tx)
  }
  await sql`
    update reply_deliveries set channel = ${place ? channelOf(place.desk) : 'email'}, destination = ${place?.id ?? address}, reference = null where id = ${delivery}`.execute(
    tx,
  )
}
