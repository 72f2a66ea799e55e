// The place of a conversation in the queue, as it is told to who waits.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { expectedMinutes } from './place.ts'

/** `minutes`: undefined where nothing is known. */
export type Place = { before: number; minutes: number | undefined }

/** @returns undefined: it is not in the queue (somebody has it, or nobody waits for us) */
export async function placeInQueue(db: Db, conversationId: number, now: Date): Promise<Place | undefined> {
  const { rows } = await sql<{ before: number; taken: number }>`
    select (select count(*)::int from conversations o where o.state = 'open' and o.assignee is null and o.turn_at is not null and (o.turn_at, o.id) < (c.turn_at, c.id)) as before,
           (select count(*)::int from conversation_acts a where a.kind = 'assigned' and a.at > ${now}::timestamptz - interval '1 hour' and a.at <= ${now} and a.data->>'from' is null and a.data->>'to' is not null) as taken
      from conversations c where c.id = ${conversationId} and c.state = 'open' and c.assignee is null and c.turn_at is not null`.execute(db)
  const [row] = rows
  return row && { before: row.before, minutes: expectedMinutes(row.before, row.taken) }
}
