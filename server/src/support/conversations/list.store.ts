// Lists of conversations: the queue in its order, others the newest first, a search over what was written.
import { type RawBuilder, sql } from 'kysely'
import { namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import type { ConversationQuery, ConversationRow, Counts } from './conversations.contract.ts'

export type StoredRow = Omit<ConversationRow, 'assignee'> & { assignee: string | null; place: string; turnPlace: string | null }

const utc = (what: RawBuilder<unknown>) => sql`to_char(${what} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** The columns of a row; over `c`. */
export const rowColumns = sql`
  c.id, c.practice, c.channel, c.subject, c.writer, c.address, c.state, c.assignee, c.tags, c.language, c.opened_at as "openedAt", c.last_at as "lastAt", c.waiting_since as "waitingSince",
  c.promised_at as "promisedAt", c.promise, c.promise_near as "promiseNear", c.snoozed_until as "snoozedUntil", c.mood, c.reasons, c.still_broken as "stillBroken", c.parts,
  (select jsonb_build_object('id', a.id, 'key', a.key, 'name', a.name, 'tier', a.tier, 'vulnerability', a.vulnerability, 'ownerEmail', a.owner_email)
     from accounts a0 join accounts a on a.id = coalesce(a0.merged_into, a0.id) where a0.id = c.account_id) as account,
  (select jsonb_build_object('id', x.id, 'number', x.number, 'title', x.title, 'severity', x.severity, 'status', x.status, 'link', c.link, 'by', c.link_by, 'confidence', c.link_confidence, 'why', c.link_why)
     from crises x where x.id = c.crisis_id) as crisis,
  coalesce((select left(regexp_replace(m.text, '\\s+', ' ', 'g'), 160) from conversation_messages m where m.conversation_id = c.id and m.kind <> 'note' order by m.id desc limit 1), '') as excerpt,
  (select count(*)::int from conversation_messages m where m.conversation_id = c.id and m.kind <> 'note') as messages,
  case when c.channel = 'social' then (select jsonb_build_object('network', s.network, 'public', s.public) from conversation_messages m join social_messages s on s.message_id = m.id where m.conversation_id = c.id and m.kind = 'in' order by m.id desc limit 1) end as social,
  ${utc(sql`c.last_at`)} as place, ${utc(sql`c.turn_at`)} as "turnPlace"`

/** A page of a view. The queue is in the order of turns; what is looked for, and the rest, the newest first. */
export async function listConversations(db: Db, query: ConversationQuery, me: string) {
  const inTurn = ['queue', 'open'].includes(query.view) && query.search === ''
  const after = fromCursor<[string, number]>(query.cursor, ['time', 'number'])
  const place = inTurn
    ? after
      ? sql`(c.turn_at, c.id) > (${after[0]}::timestamptz, ${after[1]}::bigint)`
      : sql`c.turn_at is not null`
    : after
      ? sql`(c.last_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::bigint)`
      : sql`true`
  const { rows } = await sql<StoredRow>`
    select ${rowColumns} from conversations c
     where ${inView(query.view, me)} and ${place} and ${searched(query.search)}
       and ${query.crisis ? sql`c.crisis_id = ${query.crisis}` : sql`true`} and ${query.link ? sql`c.link = ${query.link}` : sql`true`}
       and ${query.tag ? sql`c.tags @> ${[query.tag]}::text[]` : sql`true`} and ${query.account ? sql`c.account_id = ${query.account}` : sql`true`}
     order by ${inTurn ? sql`c.turn_at, c.id` : sql`c.last_at desc, c.id desc`} limit ${query.limit + 1}`.execute(db)
  const page = toPage(rows, query.limit, (row) => [(inTurn ? row.turnPlace : row.place) ?? '', row.id])
  return { ...page, items: await shown(db, page.items) }
}

export async function shown<Row extends StoredRow>(db: Db, rows: Row[]) {
  const person = await namesOf(
    { db },
    rows.map(({ assignee }) => assignee),
  )
  return rows.map(({ place: _, turnPlace: __, assignee, ...row }) => ({ ...row, assignee: assignee === null ? null : person(assignee) }))
}

function inView(view: ConversationQuery['view'], me: string): RawBuilder<unknown> {
  switch (view) {
    case 'queue':
      return sql`c.state = 'open' and c.assignee is null`
    case 'mine':
      return sql`c.assignee = ${me} and c.state in ('open', 'waiting', 'snoozed')`
    case 'mentions':
      return sql`c.state <> 'merged' and c.id in (select m.conversation_id from conversation_messages m where m.mentions @> ${[me]}::text[] and m.mentions <> '{}')`
    case 'all':
      return sql`c.state <> 'merged'`
    default:
      return sql`c.state = ${view}`
  }
}

/** A number, an address, a name, or words that somebody wrote; each word as it begins. */
function searched(search: string): RawBuilder<unknown> {
  if (search === '') return sql`true`
  if (/^#?\d{1,15}$/.test(search)) return sql`(c.id = ${Number(search.replace('#', ''))} or ${inWords(search)})`
  const like = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return sql`(lower(c.subject) like ${like} or c.address like ${like} or lower(c.writer) like ${like} or c.account_id in (select id from accounts where lower(name) like ${like} limit 500) or ${inWords(search)})`
}
function inWords(search: string): RawBuilder<unknown> {
  const words = search.match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return sql`false`
  const query = words.map((word) => `'${word}':*`).join(' & ')
  return sql`c.id in (select m.conversation_id from conversation_messages m where m.words @@ to_tsquery('simple', ${query}) order by m.id desc limit ${mostMatches})`
}
/** So many messages with the words count, the newest: what is looked for is seldom old, and a word that stands everywhere must not read everything. */
const mostMatches = 2_000

/** How many wait, for the tabs. */
export async function countConversations(db: Db, me: string): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select count(*) filter (where state = 'open' and assignee is null)::int as queue, count(*) filter (where assignee = ${me})::int as mine, count(*) filter (where state = 'open')::int as open,
           count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'snoozed')::int as snoozed,
           count(*) filter (where state = 'open' and promise_near)::int as near, min(waiting_since) filter (where state = 'open') as "longestSince",
           (select count(distinct m.conversation_id)::int from conversation_messages m join conversations d on d.id = m.conversation_id where m.mentions @> ${[me]}::text[] and m.mentions <> '{}' and d.state <> 'closed') as mentions
      from conversations where state in ('open', 'waiting', 'snoozed')`.execute(db)
  return rows[0] as Counts
}
