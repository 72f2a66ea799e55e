// What conversations a mail may belong to, looked up for many mails by three statements, each by an index.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { printsOf } from './mail/quotes.ts'
import { inDesk } from '../desks/in-desk.store.ts'
import { type Candidate, type Lookups, windowDays } from './mail/threading.ts'

const [mostOfSender, mostMessages, mostText] = [10, 40, 20_000]

/** For each of these, its candidates; in the same order. */
export async function candidatesFor(tx: Db, lookups: readonly Lookups[], now: Date): Promise<Candidate[][]> {
  if (lookups.length === 0) return []
  const given = lookups.map(({ conversations, messageIds, own, sender }, nth) => ({ nth, conversations: conversations.map(Number), messageIds, own, sender }))
  const { rows: found } = await sql<{ nth: number; id: number }>`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (nth int, conversations bigint[], "messageIds" text[], own text, sender text))
    select distinct nth, coalesce(c.merged_into, c.id) as id from (
      select g.nth, unnest(g.conversations) as id from given g
      union select g.nth, m.conversation_id from given g cross join lateral unnest(g."messageIds") r join conversation_messages m on m.message_id = r
      union select g.nth, m.conversation_id from given g join conversation_messages m on m.refs <> '{}' and m.refs && (g."messageIds" || case when g.own is null then '{}' else array[g.own] end)
      union select g.nth, c.id from given g cross join lateral (
        select id from conversations c where c.address = g.sender and c.last_at > ${now}::timestamptz - make_interval(days => ${windowDays}) and c.state <> 'merged' order by c.last_at desc limit ${mostOfSender}) c) f
      join conversations c on c.id = f.id where c.channel = 'email' and not ${inDesk()}`.execute(tx)
  const known = await conversationsOf(tx, [...new Set(found.map(({ id }) => id))])
  return lookups.map((_, nth) => found.filter((row) => row.nth === nth).flatMap(({ id }) => known.get(id) ?? []))
}

type Row = {
  id: number
  address: string
  subject: string
  lastAt: Date
  people: string[] | null
  messages: { messageId: string | null; refs: string[]; at: string; kind: string; text: string }[]
}

async function conversationsOf(tx: Db, ids: number[]): Promise<Map<number, Candidate>> {
  const { rows } = await sql<Row>`
    select c.id, c.address, c.subject, c.last_at as "lastAt",
           (select array_agg(k.email) from (select k.email from contacts k where k.account_id = c.account_id order by k.id limit 200) k) as people,
           (select jsonb_agg(jsonb_build_object('messageId', m.message_id, 'refs', m.refs, 'at', m.at, 'kind', m.kind, 'text', left(m.text, ${mostText})) order by m.id)
              from (select * from conversation_messages m where m.conversation_id = c.id and m.kind <> 'note' order by m.id desc limit ${mostMessages}) m) as messages
      from conversations c where c.id = any (${ids}::bigint[])`.execute(tx)
  return new Map(
    rows.map(({ id, address, subject, lastAt, people, messages }) => [
      id,
      {
        conversation: String(id),
        contact: [address],
        // Colleagues of the same account are the same customer.
        participants: people ?? [],
        subject,
        lastAt,
        messages: (messages ?? []).map(({ messageId, refs, at, kind, text }) => ({
          messageId,
          mentions: refs,
          at: new Date(at),
          ours: kind === 'out',
          prints: printsOf(text),
        })),
      },
    ]),
  )
}
