// What was read of exports becomes conversations: some hundred in one transaction that takes them out of what waits, so that whoever dies in between places none twice and loses none.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { putInOrder } from '../conversations/order.store.ts'
import { nameThem, whoTheyAre } from '../desks/people.store.ts'
import type { ImportedConversation, ImportedMessage } from './imported.ts'
import { keepProblems } from './imports.store.ts'
import { messageRows, type Placed, rowOf, subjectsOf } from './place-rows.ts'

const [atOnce, bytesAtOnce] = [300, 8 * 1024 ** 2]
type Placing = Pick<Deps, 'db' | 'clock'>
type Import = { id: string; system: string; form: string; brandId: string }
type Item<T> = { id: number; line: number; item: T }

/** Works until nothing waits or it is asked to stop. @returns how many items were placed */
export async function placeImports({ db, clock }: Placing, signal: AbortSignal): Promise<number> {
  let placed = 0
  while (!signal.aborted) {
    const done = await db.transaction().execute((tx) => placeSome(tx, clock()))
    if (done === undefined) return placed
    placed += done
  }
  return placed
}

/** @returns how many items; undefined: nothing waits, or somebody else is at it */
async function placeSome(tx: Db, now: Date): Promise<number | undefined> {
  const { rows: turn } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtextextended('place-conversations', 0)) as mine`.execute(tx)
  if (!turn[0]?.mine) return undefined
  const { rows } =
    await sql<Import>`select id, system, form, brand_id as "brandId" from conversation_imports where status = 'placing' order by id limit 1`.execute(tx)
  const [one] = rows
  if (!one) return undefined
  const conversations = await next<ImportedConversation>(tx, one.id, 'conversation')
  if (conversations.length > 0) {
    await placeConversations(tx, one, conversations, now)
    await forget(tx, conversations)
    return conversations.length
  }
  const messages = await next<ImportedMessage>(tx, one.id, 'message')
  if (messages.length > 0) {
    await placeMessages(tx, one, messages, now)
    await forget(tx, messages)
    return messages.length
  }
  const named = await nameThem(tx, one.system, [one.system, one.form])
  if (named === 0) await sql`update conversation_imports set status = 'done', finished_at = ${now} where id = ${one.id}`.execute(tx)
  return named
}

async function next<T>(tx: Db, id: string, kind: 'conversation' | 'message'): Promise<Item<T>[]> {
  const { rows } = await sql<Item<T>>`
    select id, line, item from (
      select id, line, item, sum(pg_column_size(item)) over (order by id) as size from (
        select id, line, item from conversation_import_items where import_id = ${id} and kind = ${kind} order by id limit ${kind === 'conversation' ? atOnce : atOnce * 5}) n) s
     where size <= ${bytesAtOnce} or id = (select min(id) from conversation_import_items where import_id = ${id} and kind = ${kind}) order by id`.execute(tx)
  return rows
}
const forget = (tx: Db, items: readonly { id: number }[]) =>
  sql`delete from conversation_import_items where id = any (${items.map(({ id }) => id)}::bigint[])`.execute(tx)

async function placeConversations(tx: Db, { id, system, form, brandId }: Import, items: Item<ImportedConversation>[], now: Date): Promise<void> {
  // The same ticket twice in one file: the later one says how it stands, the messages of both are kept.
  const newest = [...new Map(items.map(({ item }) => [item.id, item])).values()]
  const who = await whoTheyAre(
    tx,
    system,
    [system, form],
    newest.map(({ requester, email, organization }) => ({ person: requester, email, organization })),
  )
  const staff = await staffOf(
    tx,
    system,
    items.flatMap(({ item }) => subjectsOf(item)),
  )
  const placed = newest.map((item, nth) => rowOf(system, item, who[nth] as (typeof who)[number], staff, now))
  const { rows: added } = await sql<{ id: number; external: string }>`
    insert into conversations (id, practice, brand_id, channel, account_id, contact_id, address, writer, subject, language, state, tags, opened_at, last_at, waiting_since, turn_at, answered_at, closed_at, snoozed_until, mood, reasons, external, imported_at)
    select nextval('conversation_ids'), false, ${brandId}, g.channel, g."accountId", g."contactId", g.address, g.writer, g.subject, g.language, g.state, g.tags, g."openedAt", g."lastAt", g."waitingSince", g."waitingSince", g."answeredAt", g."closedAt",
           g."snoozedUntil", g.mood, g.reasons, jsonb_build_object('system', ${system}::text, 'id', g.external, 'stands', g.state), ${now}
      from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb) as g (channel text, "accountId" bigint, "contactId" bigint, address text, writer text, subject text, language text, state text, tags text[], "openedAt" timestamptz,
           "lastAt" timestamptz, "waitingSince" timestamptz, "answeredAt" timestamptz, "closedAt" timestamptz, "snoozedUntil" timestamptz, mood text, reasons text[], external text)
    on conflict ((external->>'system'), (external->>'id')) where external is not null do nothing returning id, external->>'id' as external`.execute(tx)
  const fresh = new Set(added.map(({ external }) => external))
  await sql`update conversation_imports set added = added + ${added.length}, same = same + ${items.length - added.length} where id = ${id}`.execute(tx)
  await standAsIn(
    tx,
    system,
    placed.filter(({ external }) => !fresh.has(external)),
  )
  await putMessages(
    tx,
    id,
    system,
    items.flatMap(({ item }) => messageRows(system, item, staff)),
  )
  await putInOrder(tx, sql`c.id = any (${added.map((row) => row.id)}::bigint[]) and c.waiting_since is not null`)
}

/** A later export of what was brought before: where nobody here has done anything with it, it stands as it stands there. */
async function standAsIn(tx: Db, system: string, placed: readonly Placed[]): Promise<void> {
  if (placed.length === 0) return
  await sql`
    update conversations c set state = g.state, tags = g.tags, last_at = g."lastAt", waiting_since = g."waitingSince", turn_at = g."waitingSince", closed_at = g."closedAt", snoozed_until = g."snoozedUntil", revision = revision + 1
      from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb) as g (external text, state text, tags text[], "lastAt" timestamptz, "waitingSince" timestamptz, "closedAt" timestamptz, "snoozedUntil" timestamptz)
     where c.external->>'system' = ${system} and c.external->>'id' = g.external and c.imported_at is not null and c.state <> 'merged' and c.assignee is null and g."lastAt" >= c.last_at
       and (c.state, c.tags, c.last_at) is distinct from (g.state, g.tags, g."lastAt")
       and not exists (select from conversation_acts a where a.conversation_id = c.id and a.by <> 'leeward') and not exists (select from desks d where d.key = ${system} and d.removed_at is null)`.execute(
    tx,
  )
}

/** Comments that came apart from their ticket. */
async function placeMessages(tx: Db, { id, system }: Import, items: Item<ImportedMessage>[], now: Date): Promise<void> {
  const { rows: there } = await sql<{ external: string; requester: string | null }>`
    select c.external->>'id' as external, c.external->>'requester' as requester from conversations c
     where c.external is not null and c.external->>'system' = ${system} and c.external->>'id' = any (${[...new Set(items.map(({ item }) => item.conversation))]}::text[])`.execute(
    tx,
  )
  const known = new Set(there.map(({ external }) => external))
  const strangers = items.filter(({ item }) => !known.has(item.conversation))
  await keepProblems(
    tx,
    id,
    strangers.map(({ line, item }) => ({
      line,
      item: item.id,
      reason: `Its conversation ${item.conversation} is not here. Import the tickets first, then this file again.`,
      value: item.text ?? null,
    })),
  )
  const staff = await staffOf(
    tx,
    system,
    items.flatMap(({ item }) => item.author ?? []),
  )
  const rows = items.filter(({ item }) => known.has(item.conversation)).flatMap(({ item }) => messageRows(system, { messages: [item] }, staff))
  const touched = await putMessages(tx, id, system, rows)
  // An open one waits since the newest word of its customer.
  await sql`
    update conversations c set last_at = greatest(c.last_at, n.last), waiting_since = case when c.waiting_since is null then null else greatest(c.waiting_since, n.asked) end,
           turn_at = case when c.waiting_since is null then null else greatest(c.waiting_since, n.asked) end
      from (select conversation_id, max(at) filter (where kind = 'in') as asked, max(at) as last from conversation_messages where conversation_id = any (${touched}::bigint[]) group by 1) n
     where c.id = n.conversation_id and c.imported_at is not null and n.last <= ${now}`.execute(tx)
  await putInOrder(tx, sql`c.id = any (${touched}::bigint[]) and c.waiting_since is not null`)
}

type Row = ReturnType<typeof messageRows>[number]
/** @returns the conversations that got one */
async function putMessages(tx: Db, id: string, system: string, rows: readonly Row[]): Promise<number[]> {
  if (rows.length === 0) return []
  const { rows: added } = await sql<{ conversation: number }>`
    insert into conversation_messages (conversation_id, kind, at, author, text, html, external_id)
    select coalesce(c.merged_into, c.id), g.kind, g.at, case when g.kind = 'in' then null else 'desk:' || coalesce(g.author, '–') end, g.text, g.html, g.external
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (conversation text, kind text, at timestamptz, author text, text text, html text, external text)
      join conversations c on c.external is not null and c.external->>'system' = ${system} and c.external->>'id' = g.conversation order by g.at
    on conflict (external_id) where external_id is not null do nothing returning conversation_id as conversation`.execute(tx)
  await sql`update conversation_imports set messages_added = messages_added + ${added.length}, messages_same = messages_same + ${rows.length - added.length} where id = ${id}`.execute(
    tx,
  )
  return [...new Set(added.map(({ conversation }) => conversation))]
}

/** What the desk said of those who wrote: whether they are colleagues, and what they are called. */
async function staffOf(tx: Db, system: string, people: readonly string[]): Promise<Map<string, { staff: boolean | null; name: string | null }>> {
  const { rows } = await sql<{ person: string; staff: boolean | null; name: string | null }>`
    select person, staff, name from desk_people where system = ${system} and person = any (${[...new Set(people)]}::text[])`.execute(tx)
  return new Map(rows.map(({ person, staff, name }) => [person, { staff, name }]))
}
