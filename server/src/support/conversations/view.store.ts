// One conversation with all that an agent needs beside it: what was written and done, what the customer was told and given, how many are before it.
import { sql } from 'kysely'
import { namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import type { ActView, ConversationView, MessageView } from './conversations.contract.ts'
import { rowColumns, shown, type StoredRow } from './list.store.ts'
import { socialOf } from '../social/view.store.ts'
import { nextWord } from './order.store.ts'
import { recipientsOf } from './recipients.store.ts'

const mostShown = 500
type Stored = StoredRow &
  Pick<ConversationView, 'revision' | 'brand' | 'mergedInto' | 'desk' | 'told' | 'granted' | 'others' | 'waitsInTurn'> & { nextWordAt: Date | null }

export async function conversationView(db: Db, id: number, now: Date): Promise<ConversationView> {
  const { rows } = await sql<Stored>`
    select ${rowColumns}, c.revision, c.merged_into as "mergedInto", (select jsonb_build_object('id', b.id, 'name', b.name) from brands b where b.id = c.brand_id) as brand,
           (select jsonb_build_object('name', k.name, 'kind', k.kind, 'id', c.external->>'id', 'agent', c.external->>'agent', 'link', coalesce(c.external->>'link', case k.kind when 'zendesk' then rtrim(k.settings->>'url', '/') || '/agent/tickets/' || (c.external->>'id')
              when 'chatwoot' then rtrim(k.settings->>'url', '/') || '/app/accounts/' || (k.settings->>'account') || '/conversations/' || (c.external->>'id') end))
              from desks k where k.key = c.external->>'system' and k.removed_at is null) as desk,
           case when c.link = 'linked' then ${nextWord(sql`c.crisis_id`, now)} end as "nextWordAt",
           case when c.state = 'open' and c.assignee is null and c.turn_at is not null then (select count(*)::int from conversations o where o.state = 'open' and o.assignee is null and (o.turn_at, o.id) < (c.turn_at, c.id)) end as "waitsInTurn",
           coalesce((select jsonb_agg(jsonb_build_object('at', t.at, 'title', t.title, 'state', t.state, 'channel', t.channel) order by t.at) from (
             select u.published_at as at, coalesce(said_in(u.id, 'en')->>'title', '') as title, d.state::text, d.channel from deliveries d join updates u on u.id = d.update_id
              where c.crisis_id is not null and u.crisis_id = c.crisis_id and d.account_id = c.account_id and u.published_at is not null order by u.published_at desc limit 20) t), '[]') as told,
           coalesce((select jsonb_agg(jsonb_build_object('remedy', g.remedy, 'amountMinor', g.amount_minor, 'currency', g.currency, 'state', p.state) order by g.id) from grants g join payouts p on p.grant_id = g.id
              where g.account_id = c.account_id and (c.crisis_id is null or g.crisis_id = c.crisis_id or g.crisis_id is null)), '[]') as granted,
           coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'subject', o.subject, 'state', o.state, 'lastAt', o.last_at) order by o.last_at desc) from (
             select id, subject, state, last_at from conversations o where o.id <> c.id and o.state <> 'merged' and (o.address = c.address and o.channel = c.channel or o.account_id = c.account_id) order by o.last_at desc limit 10) o), '[]') as others
      from conversations c where c.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such conversation.')
  const [messages, acts] = [await messagesOf(db, id), await actsOf(db, id)]
  const named = await namesOf({ db }, [
    ...messages.flatMap(({ author, mentions }) => [author, ...mentions]),
    ...acts.map(({ by }) => by),
    ...acts.map((done) => personOf(done) ?? ''),
  ])
  // Colleagues in another desk have no account here: their name stands where the id would.
  const person = (id: string) => (id.startsWith('desk:') ? { id, name: id.slice('desk:'.length) } : named(id))
  const [shownRow] = await shown(db, [row])
  return {
    ...(shownRow as unknown as ConversationView),
    social: await socialOf(db, id),
    replyTo: row.desk ? null : ((await recipientsOf(db, [id])).get(id) ?? null),
    thread: messages.map(({ author, mentions, ...message }) => ({
      ...message,
      author: author === null ? null : person(author),
      mentions: mentions.map(person),
    })),
    acts: acts.map(({ by, data, ...done }) => ({
      ...done,
      by: person(by),
      data: withName(data, personOf({ ...done, data }), person),
    })),
  }
}

type StoredMessage = Omit<MessageView, 'author' | 'mentions'> & { author: string | null; mentions: string[] }
const messagesOf = async (db: Db, id: number): Promise<StoredMessage[]> =>
  (
    await sql<StoredMessage>`
      select * from (
        select m.id, m.kind, m.at, m.author, case when m.kind = 'in' and m.sender <> c.address and m.sender not like 'chat:%' then jsonb_build_object('name', m.sender_name, 'address', m.sender) end as writer, m.text, m.quoted, m.html, m.automatic, m.mentions, m.sender_note as "senderNote",
               case when d.id is not null then jsonb_build_object('state', d.state, 'reason', d.reason, 'answer', d.answer, 'changedAt', d.changed_at, 'to', case when d.channel = 'email' then d.destination end,
                 'copies', coalesce((select jsonb_agg(jsonb_build_object('to', o.destination, 'state', o.state) order by o.id) from reply_deliveries o where o.message_id = m.id and o.copy), '[]')) end as delivery,
               case when s.message_id is not null then jsonb_build_object('link', s.link, 'goneAt', s.gone_at) end as post,
               coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'type', f.type, 'bytes', f.bytes, 'verdict', f.verdict, 'why', f.why) order by f.id) from conversation_files f where f.message_id = m.id), '[]') as files
          from conversation_messages m join conversations c on c.id = m.conversation_id left join reply_deliveries d on d.message_id = m.id and not d.copy left join social_messages s on s.message_id = m.id where m.conversation_id = ${id} order by m.id desc limit ${mostShown}) m order by at, id`.execute(
      db,
    )
  ).rows

type StoredAct = Omit<ActView, 'by'> & { by: string }
/** Who else has a part in it: to whom it was given, or from whom it was taken. */
const personOf = ({ kind, data }: Pick<StoredAct, 'kind' | 'data'>): string | undefined =>
  typeof data.to === 'string' ? data.to : kind === 'given-back' ? String(data.from) : undefined
const withName = (data: ActView['data'], id: string | undefined, person: (id: string) => { name: string }) => (id ? { ...data, name: person(id).name } : data)
const actsOf = async (db: Db, id: number): Promise<StoredAct[]> =>
  (
    await sql<StoredAct>`
      select * from (
        select id, kind, at, by, data, undone_at as "undoneAt", (kind in ('merged', 'split') or kind = 'linked' and exists (select from conversations c where c.id = ${id} and c.link = 'linked' and c.crisis_id::text = a.data->>'crisisId')) and undone_at is null as undoable
          from conversation_acts a where conversation_id = ${id} order by id desc limit ${mostShown}) a order by id`.execute(db)
  ).rows

/** A file of a conversation, where it was kept. */
export async function fileOf(db: Db, conversation: number, file: number): Promise<{ name: string; type: string; content: Buffer }> {
  const { rows } = await sql<{ name: string; type: string; content: Buffer | null; why: string | null }>`
    select f.name, f.type, f.content, f.why from conversation_files f join conversation_messages m on m.id = f.message_id where f.id = ${file} and m.conversation_id = ${conversation}`.execute(
    db,
  )
  const [found] = rows
  if (!found) throw new Refused('not-found', 'There is no such file.')
  if (!found.content) throw new Refused('gone', `This file was not kept: ${found.why ?? 'it may be dangerous'}.`)
  return { name: found.name, type: found.type, content: found.content }
}
