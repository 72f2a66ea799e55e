// What a desk told becomes part of its conversation here: each message once, whatever order they come in, and as it stands there so it stands here.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { linkable } from '../conversations/link.store.ts'
import { settle } from '../conversations/change.store.ts'
import { mailHtml } from '../conversations/mail/mail-html.ts'
import { supportSettings } from '../conversations/settings.store.ts'
import { takeIn } from '../conversations/take.store.ts'
import { plainHtml } from '../../detect/asked/plain-html.ts'
import { externalOf } from '../import/place-rows.ts'
import { type Desk, ownTag } from './desk.ts'
import { noteAgent } from './assigned.store.ts'
import { noteFiles } from './files.store.ts'
import { channelOf } from './in-desk.store.ts'
import { isOurNote } from './note.ts'
import { noteState, standAsThere } from './stand.store.ts'
import { numbered, putPeople, whoTheyAre } from './people.store.ts'
import type { Told, ToldMessage } from './told.ts'

export type TakenTold = { conversation: number; message: number | null; again: boolean }

export const takeTold = ({ db, clock }: Pick<Deps, 'db' | 'clock'>, desk: Desk, said: Told): Promise<TakenTold> =>
  db.transaction().execute(async (tx) => {
    const now = clock()
    await sql`select pg_advisory_xact_lock(hashtextextended(${`desk/${desk.key}/${said.conversation}`}, 0))`.execute(tx)
    const told = await firstOrOwn(tx, desk, said)
    await sql`update desks set heard_at = ${now} where id = ${desk.id} and (heard_at is null or heard_at < ${now}::timestamptz - interval '1 minute')`.execute(
      tx,
    )
    const at = new Date(Math.min(told.at, now.getTime()))
    const { message, files } = told
    const external = message && externalOf(desk.key, told.conversation, message.id)
    const before = external === undefined ? undefined : await known(tx, external)
    if (before) {
      await noteAlias(tx, desk, told)
      if (files) await noteFiles(tx, desk, told.conversation, files.message, files.files, now)
      return { ...before, again: true }
    }
    const id = (await found(tx, desk, told.conversation)) ?? (await begin(tx, desk, told, at, now, external))
    const own = !id.merged
    const echo = message === undefined ? null : message.kind === 'out' ? await isOurs(tx, desk, id.conversation, message) : isOurNote(message) ? 0 : null
    const written =
      message && external && echo === null && id.message === null ? await put(tx, desk, id.conversation, told, message, external, at, now) : id.message
    await noteAlias(tx, desk, told)
    if (files && echo === null) await noteFiles(tx, desk, told.conversation, files.message, files.files, now)
    const moved = own && (await noteState(tx, id.conversation, told, at))
    if (own && told.agent !== undefined && desk.settings.bothWays !== false) await noteAgent(tx, desk, id.conversation, told.agent, at, now)
    if (own) await putTags(tx, id.conversation, told)
    const spoken = message !== undefined && message.kind !== 'note' && echo === null
    if (moved || spoken || id.fresh) await standAsThere(tx, desk, id.conversation, now, { own, said: moved && !id.fresh })
    if (message?.kind === 'out' && written !== null) await answeredThere(tx, desk, id.conversation, now)
    await settle(tx, [id.conversation], now)
    return { conversation: id.conversation, message: echo || written, again: echo !== null }
  })

/** Within this time of the first words, the same words are the first comment of the ticket. */
const firstWithinMs = 60_000

/** Whoever says the first words of a ticket again says something: only the comment that they came with is known by them. */
async function firstOrOwn(tx: Db, { key }: Desk, told: Told): Promise<Told> {
  const { message } = told
  if (!message?.alias) return told
  const { rows } = await sql<{ first: string | null; at: Date | null }>`
    select c.external->>'first' as first, (select m.at from conversation_messages m where m.external_id = ${externalOf(key, told.conversation, message.id)}) as at
      from conversations c where c.external is not null and c.external->>'system' = ${key} and c.external->>'id' = ${told.conversation}`.execute(tx)
  const [there] = rows
  const isFirst = there?.first ? there.first === message.alias : !there?.at || Math.abs(there.at.getTime() - message.at) <= firstWithinMs
  if (isFirst) return told
  const { alias, ...own } = message
  return { ...told, message: { ...own, id: alias } }
}

async function known(tx: Db, external: string): Promise<{ conversation: number; message: number } | undefined> {
  const { rows } = await sql<{
    conversation: number
    message: number
  }>`select conversation_id as conversation, id as message from conversation_messages where external_id = ${external}`.execute(tx)
  return rows[0]
}

type Standing = { conversation: number; message: number | null; fresh: boolean; merged: boolean }
async function found(tx: Db, { key }: Desk, conversation: string): Promise<Standing | undefined> {
  const { rows } = await sql<{ id: number; merged: boolean }>`
    select coalesce(merged_into, id) as id, merged_into is not null as merged from conversations where external is not null and external->>'system' = ${key} and external->>'id' = ${conversation}`.execute(
    tx,
  )
  return rows[0] && { conversation: rows[0].id, message: null, fresh: false, merged: rows[0].merged }
}

/** One that is new here; where no customer's word is there yet, it stands without one. */
async function begin(tx: Db, desk: Desk, told: Told, at: Date, now: Date, external: string | undefined): Promise<Standing> {
  const { requester, email, name, organization, message } = told
  if (requester) await putPeople(tx, desk.key, [{ id: requester, name, email, organization }])
  const [who] = await whoTheyAre(tx, desk.key, [desk.key, desk.kind], [{ person: requester, email, organization }])
  const stands = { system: desk.key, id: told.conversation, stands: 'open', ...(told.link ? { link: told.link } : {}) }
  const common = {
    ...{ practice: false, channel: 'api' as const, brandId: desk.brandId, accountId: who?.accountId ?? null, contactId: who?.contactId ?? null },
    address: email ?? who?.email ?? (requester ? numbered(desk.key, requester) : numbered(desk.key, `#${told.conversation}`)),
    ...{ writer: name ?? who?.name ?? null, subject: told.subject ?? firstWords(message) ?? `#${told.conversation}`, at },
  }
  if (message?.kind === 'in') {
    const [taken] = await takeIn(
      tx,
      [{ ...common, conversation: null, text: textOf(message), html: htmlOf(message), externalId: external ?? null, external: stands }],
      {
        ...{ now, settings: await supportSettings(tx), crises: await linkable(tx, now) },
      },
    )
    return { ...(taken as NonNullable<typeof taken>), fresh: true, merged: false }
  }
  const { rows } = await sql<{ id: number }>`
    insert into conversations (id, practice, brand_id, channel, account_id, contact_id, address, writer, subject, state, opened_at, last_at, external)
    values (nextval('conversation_ids'), false, ${common.brandId}, 'api', ${common.accountId}, ${common.contactId}, ${common.address}, ${common.writer}, ${common.subject}, 'waiting', ${at}, ${at}, ${JSON.stringify(stands)}::jsonb) returning id`.execute(
    tx,
  )
  return { conversation: rows[0]?.id as number, message: null, fresh: true, merged: false }
}

async function put(tx: Db, desk: Desk, conversation: number, told: Told, message: ToldMessage, external: string, at: Date, now: Date): Promise<number> {
  if (message.kind === 'in') {
    const { rows } = await sql<{ address: string; subject: string; writer: string | null; accountId: number | null; contactId: number | null }>`
      select address, subject, writer, account_id as "accountId", contact_id as "contactId" from conversations where id = ${conversation} for update`.execute(
      tx,
    )
    const [row] = rows
    const [taken] = await takeIn(
      tx,
      [
        {
          ...(row as NonNullable<typeof row>),
          conversation,
          practice: false,
          channel: 'api',
          brandId: desk.brandId,
          at,
          text: textOf(message),
          html: htmlOf(message),
          externalId: external,
        },
      ],
      { now, settings: await supportSettings(tx), crises: await linkable(tx, now) },
    )
    return (taken as NonNullable<typeof taken>).message
  }
  const { rows } = await sql<{ id: number }>`
    insert into conversation_messages (conversation_id, kind, at, author, text, html, external_id)
    values (${conversation}, ${message.kind}, ${at}, ${`desk:${message.author ?? told.name ?? '–'}`.slice(0, 200)}, ${textOf(message)}, ${htmlOf(message)}, ${external}) returning id`.execute(
    tx,
  )
  return rows[0]?.id as number
}

/** Our own reply, as the desk tells of it: told apart by its number there, by our mark, or, where its number is not known yet, by its words. @returns our message */
async function isOurs(tx: Db, desk: Desk, conversation: number, message: ToldMessage): Promise<number | null> {
  const { rows } = await sql<{ id: number; message: number }>`
    select d.id, m.id as message from conversation_messages m join reply_deliveries d on d.message_id = m.id
     where m.conversation_id = ${conversation} and d.channel = ${channelOf(desk.id)}
       and (d.reference = ${message.id} or 'r' || m.id = ${message.reply ?? ''} or (d.reference is null and d.state in ('sending', 'unknown', 'accepted') and regexp_replace(m.text, '\\s+', '', 'g') = regexp_replace(${textOf(message)}, '\\s+', '', 'g')))
     order by (d.reference = ${message.id}) desc nulls last, d.id limit 1`.execute(tx)
  const [ours] = rows
  if (!ours) return null
  await sql`update reply_deliveries set reference = ${message.id}, state = case when state = 'unknown' then 'accepted'::delivery_state else state end where id = ${ours.id} and reference is null`.execute(
    tx,
  )
  return ours.message
}

/** The first words of a ticket have a number there as well; its files go by that. */
async function noteAlias(tx: Db, { key }: Desk, { conversation, message }: Told): Promise<void> {
  if (!message?.alias) return
  await sql`
    update conversations set external = external || jsonb_build_object('first', ${message.alias}::text)
     where external is not null and external->>'system' = ${key} and external->>'id' = ${conversation} and external->>'first' is distinct from ${message.alias}`.execute(
    tx,
  )
}

/** Whom an answer to all was held back from is answered, also where that was done there. */
const answeredThere = (tx: Db, desk: Desk, id: number, now: Date) =>
  sql`update answers_held set state = 'answered', decided_by = ${`desk:${desk.name}`}, decided_at = ${now} where conversation_id = ${id} and state = 'held'`.execute(
    tx,
  )

/** Ours that stand there are none of theirs. */
async function putTags(tx: Db, id: number, { tags, tagsAdded = [], tagsRemoved = [] }: Told): Promise<void> {
  const theirs = (given: readonly string[]) => given.filter((each) => !each.startsWith(ownTag))
  if (tags)
    await sql`update conversations set tags = (select array(select distinct t from unnest(tags || ${theirs(tags)}::text[]) t order by 1 limit 20)) where id = ${id}`.execute(
      tx,
    )
  if (tagsAdded.length + tagsRemoved.length > 0)
    await sql`
      update conversations set tags = (select array(select distinct t from unnest(tags || ${theirs(tagsAdded)}::text[]) t where t <> all (${theirs(tagsRemoved)}::text[]) order by 1 limit 20)) where id = ${id}`.execute(
      tx,
    )
}

const textOf = ({ text, html }: ToldMessage): string => text ?? (html === undefined ? '' : plainHtml(html))
const htmlOf = ({ html }: ToldMessage): string | null => {
  const clean = html === undefined ? undefined : mailHtml(html)
  return clean ? clean.written + clean.quoted : null
}
const firstWords = (message: ToldMessage | undefined) => (message ? textOf(message).replace(/\s+/g, ' ').trim().slice(0, 80) || undefined : undefined)
