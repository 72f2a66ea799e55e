// What customers write, on whatever channel: put into its conversation or a new one, read, linked to what it is about, promised an answer, and put in order. Many at once.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { factsOfText } from './facts-of-text.ts'
import { type LinkableCrisis, linkThem } from './link.store.ts'
import { promise, putInOrder } from './order.store.ts'
import type { SupportSettings } from './settings.store.ts'
import { saysStillBroken } from './still-broken.ts'

export type IncomingFile = {
  name: string
  type: string
  bytes: number
  sha256: Buffer
  contentId: string | null
  verdict: 'kept' | 'refused'
  why: string | null
  content: Buffer | null
}
/** `conversation`: where it belongs; null: a new one. `address`, `writer`: who wrote this, which may be a colleague of who began it. `answers`: the crisis of the update that it answers. */
export type Incoming = {
  conversation: number | null
  practice: boolean
  channel: 'email' | 'chat' | 'social' | 'phone' | 'api'
  brandId: string
  accountId: number | null
  contactId: number | null
  address: string
  writer: string | null
  subject: string
  at: Date
  text: string
  quoted?: string
  html?: string | null
  messageId?: string | null
  refs?: readonly string[]
  mailId?: number | null
  externalId?: string | null
  senderNote?: string | null
  stillBroken?: boolean
  answers?: string | null
  /** It answers the word that it works again. */
  afterRestored?: boolean
  external?: object | null
  /** Where it was written, where that was put into another one. */
  writtenIn?: number | null
  files?: readonly IncomingFile[]
}
export type TakenIn = { conversation: number; message: number; fresh: boolean; linked: boolean }

/** @returns for each, where it stands now; in the same order */
export async function takeIn(
  tx: Db,
  incoming: readonly Incoming[],
  { now, settings, crises }: { now: Date; settings: SupportSettings; crises: readonly LinkableCrisis[] },
): Promise<TakenIn[]> {
  if (incoming.length === 0) return []
  const restored = await toldRestored(tx, incoming)
  const read = incoming.map((each) => {
    const facts = factsOfText(each.subject, each.text)
    const told = each.afterRestored || (each.conversation !== null && restored.has(each.conversation))
    const again = told && saysStillBroken({ ...facts, text: each.text })
    return { ...each, ...facts, stillBroken: each.stillBroken || again }
  })
  const numbered = await numbersFor(tx, read)
  await insertNew(
    tx,
    numbered.filter(({ fresh }) => fresh),
  )
  await wakeOld(
    tx,
    numbered.filter(({ fresh }) => !fresh),
  )
  const messages = await insertMessages(tx, numbered)
  await insertFiles(tx, numbered, messages)
  const ids = [...new Set(numbered.map(({ id }) => id))]
  const answering = new Map(numbered.flatMap(({ id, answers }) => (answers ? [[id, answers] as const] : [])))
  const linked = new Set(await linkThem(tx, ids, { now, settings, crises, answering }))
  await markStillBroken(
    tx,
    numbered.flatMap((each) => (each.fresh && saysStillBroken({ ...each, text: each.text }) ? [each.id] : [])),
  )
  await promise(tx, ids, now, settings)
  await putInOrder(tx, sql`c.id = any (${ids}::bigint[])`, settings)
  return numbered.map(({ id, fresh }, nth) => ({ conversation: id, message: messages[nth] as number, fresh, linked: linked.has(id) }))
}

/** Who writes first once everybody was told that it works again, and says that it does not: a person answers, and never that same word. */
const markStillBroken = (tx: Db, ids: number[]) =>
  ids.length === 0
    ? undefined
    : sql`
    update conversations c set still_broken = true where c.id = any (${ids}::bigint[]) and c.link = 'linked'
       and exists (select from answers n where n.crisis_id = c.crisis_id and n.kind = 'restored' and n.state in ('sending', 'sent'))`.execute(tx)

/** The conversations whose last word from us was that it works again. */
async function toldRestored(tx: Db, incoming: readonly Incoming[]): Promise<Set<number>> {
  const ids = incoming.flatMap(({ conversation }) => conversation ?? [])
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: number }>`
    select c.id from unnest(${ids}::bigint[]) c (id)
     where (select m.automatic from conversation_messages m where m.conversation_id = c.id and m.kind = 'out' and m.automatic is distinct from 'acknowledgement' order by m.id desc limit 1) = 'restored'`.execute(
    tx,
  )
  return new Set(rows.map(({ id }) => Number(id)))
}

type Read = Incoming & ReturnType<typeof factsOfText>
type Numbered = Read & { id: number; fresh: boolean }

async function numbersFor(tx: Db, read: Read[]): Promise<Numbered[]> {
  const wanted = read.filter(({ conversation }) => conversation === null).length
  const { rows } = await sql<{ id: number }>`select nextval('conversation_ids') as id from generate_series(1, ${wanted})`.execute(tx)
  const ids = rows.map(({ id }) => Number(id))
  return read.map((each) =>
    each.conversation === null
      ? { ...each, id: (each.practice ? -1 : 1) * (ids.shift() as number), fresh: true }
      : { ...each, id: each.conversation, fresh: false },
  )
}

const clean = (text: string, most: number) => text.replaceAll('\0', '').toWellFormed().slice(0, most)

async function insertNew(tx: Db, fresh: Numbered[]): Promise<void> {
  if (fresh.length === 0) return
  const given = fresh.map((each) => ({
    ...{ id: each.id, practice: each.practice, brand: each.brandId, channel: each.channel, account: each.accountId, contact: each.contactId },
    ...{ address: clean(each.address, 320), writer: each.writer === null ? null : clean(each.writer, 200), subject: clean(each.subject, 300) || '–' },
    ...{ language: each.language, mood: each.mood, reasons: each.reasons, broken: each.stillBroken ?? false, at: each.at, external: each.external ?? null },
  }))
  await sql`
    insert into conversations (id, practice, brand_id, channel, account_id, contact_id, address, writer, subject, language, state, opened_at, last_at, waiting_since, turn_at, mood, reasons, still_broken, external)
    select g.id, g.practice, g.brand, g.channel, g.account, g.contact, g.address, g.writer, g.subject, g.language, 'open', g.at, g.at, g.at, g.at, g.mood, g.reasons, g.broken, g.external
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as g (id bigint, practice boolean, brand uuid, channel text, account bigint, contact bigint, address text, writer text, subject text, language text, mood text, reasons text[], broken boolean, at timestamptz, external jsonb)`.execute(
    tx,
  )
}

/** A customer who writes again: it is our turn, also where it was closed or put off; the gravest of what was read stays. */
async function wakeOld(tx: Db, old: Numbered[]): Promise<void> {
  if (old.length === 0) return
  const given = old.map(({ id, at, mood, reasons, stillBroken }) => ({ id, at, mood, reasons, broken: stillBroken ?? false }))
  await sql`
    with given as (
      select id, min(at) as first, max(at) as last, (array_agg(mood order by case mood when 'angry' then 0 when 'negative' then 1 else 2 end))[1] as mood,
             coalesce((select array_agg(distinct r) from jsonb_array_elements(jsonb_agg(to_jsonb(reasons))) e cross join lateral jsonb_array_elements_text(e) r), '{}') as reasons, bool_or(broken) as broken
        from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id bigint, at timestamptz, mood text, reasons text[], broken boolean) group by id)
    update conversations c set state = 'open', snoozed_until = null, closed_at = null, last_at = greatest(c.last_at, g.last), waiting_since = coalesce(c.waiting_since, g.first), turn_at = coalesce(c.turn_at, g.first),
           mood = case when g.mood in ('angry', 'negative') or c.waiting_since is null then g.mood else c.mood end,
           reasons = case when c.waiting_since is null then g.reasons else (select array(select distinct unnest(c.reasons || g.reasons) order by 1)) end,
           still_broken = c.still_broken or g.broken, revision = c.revision + 1
      from given g where c.id = g.id`.execute(tx)
}

async function insertMessages(tx: Db, all: Numbered[]): Promise<number[]> {
  const given = all.map((each, nth) => ({
    ...{
      nth,
      conversation: each.id,
      at: each.at,
      text: clean(each.text, 200_000),
      quoted: clean(each.quoted ?? '', 200_000),
      html: each.html ? clean(each.html, 1_000_000) : null,
    },
    ...{ message: each.messageId ? clean(each.messageId, 300) : null, refs: (each.refs ?? []).slice(0, 20).map((ref) => clean(ref, 300)) },
    ...{ mail: each.mailId ?? null, external: each.externalId ?? null, note: each.senderNote ?? null, within: each.writtenIn ?? null },
    ...{ sender: clean(each.address, 320), name: each.writer === null ? null : clean(each.writer, 200) },
  }))
  const { rows } = await sql<{ id: number }>`
    insert into conversation_messages (conversation_id, kind, at, text, quoted, html, message_id, refs, inbound_mail_id, external_id, sender_note, sender, sender_name, written_in)
    select g.conversation, 'in', g.at, g.text, g.quoted, g.html, g.message, coalesce(g.refs, '{}'), g.mail, g.external, g.note, g.sender, g.name, g.within
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as g (nth int, conversation bigint, at timestamptz, text text, quoted text, html text, message text, refs text[], mail bigint, external text, note text, sender text, name text, within bigint) order by g.nth
    returning id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** So many bytes of files go with one statement. */
const filesAtOnce = 8 * 1024 ** 2

async function insertFiles(tx: Db, all: Numbered[], messages: number[]): Promise<void> {
  const files = all.flatMap(({ files: own = [] }, nth) => own.map((file) => ({ ...file, message: messages[nth] as number })))
  for (let from = 0; from < files.length; ) {
    let [until, bytes] = [from, 0]
    while (until < files.length && (until === from || bytes < filesAtOnce)) bytes += files[until++]?.bytes ?? 0
    const some = files.slice(from, until)
    from = until
    // Each as a value of its own: a list of files would be sent as text, twice as long.
    const values = some.map(
      (file) =>
        sql`(${file.message}::bigint, ${clean(file.name, 200)}, ${clean(file.type, 100)}, ${file.bytes}::int, ${file.sha256}::bytea, ${file.contentId}, ${file.verdict}, ${file.why}, ${file.verdict === 'kept' ? file.content : null}::bytea)`,
    )
    await sql`insert into conversation_files (message_id, name, type, bytes, sha256, content_id, verdict, why, content) values ${sql.join(values)}`.execute(tx)
  }
}
