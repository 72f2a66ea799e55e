// To whom a reply by mail goes: to whoever wrote last, and in copy to whose conversation it is and to who else wrote since the last answer, so that nobody who asked hears nothing.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'

export type Recipients = { to: string; copies: string[] }
const mostCopies = 10

/** Of those that are by mail, as they stand now: before the reply is written. */
export async function recipientsOf(db: Db, conversations: readonly number[]): Promise<Map<number, Recipients>> {
  const { rows } = await sql<Recipients & { id: number }>`
    select c.id, n.to, array(
             select w.address from (
               select c.address union select i.sender from conversation_messages i where i.conversation_id = c.id and i.kind = 'in' and i.automatic is null
                  and i.id > coalesce((select max(o.id) from conversation_messages o where o.conversation_id = c.id and o.kind = 'out' and (o.automatic is null or o.automatic in ('answer', 'restored'))), 0)) w (address)
              where w.address like '%@%' and w.address <> n.to order by w.address limit ${mostCopies}) as copies
      from conversations c cross join lateral (
        select coalesce((select case when i.sender like '%@%' then i.sender end from conversation_messages i where i.conversation_id = c.id and i.kind = 'in' and i.automatic is null order by i.id desc limit 1), c.address) as to) n
     where c.id = any (${[...conversations]}::bigint[]) and c.channel = 'email'`.execute(db)
  return new Map(rows.map(({ id, ...people }) => [Number(id), people]))
}

/** Who hears it beside one whom it names. */
export const othersThan = (address: string, people: Recipients | undefined): string[] =>
  (people ? [people.to, ...people.copies] : []).filter((each) => each !== address)

/** The same message to further people: sent as that to the first one is, at the same time and by the same answer. */
export async function putCopies(tx: Db, given: readonly { message: number; copies: readonly string[] }[]): Promise<void> {
  if (given.every(({ copies }) => copies.length === 0)) return
  await sql`
    insert into reply_deliveries (message_id, practice, channel, destination, priority, planned_at, changed_at, answer_id, copy)
    select d.message_id, d.practice, d.channel, a.address, d.priority, d.planned_at, d.changed_at, d.answer_id, true
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (message bigint, copies text[]) join reply_deliveries d on d.message_id = g.message and not d.copy and d.channel = 'email'
      cross join lateral unnest(g.copies) a (address) where a.address <> d.destination
    on conflict do nothing`.execute(tx)
}
