// Mentions and direct messages as conversations: one process asks for an account at a time; what was new, and how far it was read, are stored together, so that a process that dies loses nothing and takes nothing twice.
import { sql } from 'kysely'
import { nextAskIn } from '../../detect/asked/back-off.ts'
import { addressesOf } from '../../communicate/endpoints/endpoints.store.ts'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { linkable } from '../conversations/link.store.ts'
import { supportSettings } from '../conversations/settings.store.ts'
import { type Incoming, takeIn } from '../conversations/take.store.ts'
import { isPublic, type Mention, type Read, subjectOf } from './mention.ts'
import { noteStanding, postsToLookAt } from './standing.store.ts'
import { accountsOf } from './people.store.ts'
import type { Place, Reader } from './reader.ts'

const [atOnce, everySeconds] = [5, 60]
/** Longer than all the pages of one look may take; whoever dies meanwhile is asked for again then. */
const turnSeconds = 300

type Network = 'mastodon' | 'bluesky'
type Inbox = { endpointId: string; brandId: string; network: Network; place: Place; since: Date; failures: number; turn: string }
type Taking = Pick<Deps, 'db' | 'clock' | 'key' | 'log'>

/** A bounded number of accounts at once. @returns how many were asked */
export async function takeSocial(deps: Taking, read: Reader): Promise<number> {
  const inboxes = await claim(deps)
  const addresses = await addressesOf(
    deps,
    inboxes.map(({ endpointId }) => endpointId),
  )
  const ours = inboxes.length > 0 ? await ourNames(deps) : []
  await Promise.all(
    inboxes.map(async (inbox) => {
      const address = addresses.get(inbox.endpointId)
      if (!address) return
      const { place, since } = inbox
      const posts = await postsToLookAt(deps.db, inbox.endpointId, deps.clock())
      const found = await read({ address, place, since, posts, now: deps.clock(), ours, threadsOf: (references) => threadsOf(deps.db, inbox, references) })
      await (found.kind === 'well' ? store(deps, inbox, found) : noteTrouble(deps, inbox, found)).catch((error: Error) => {
        if (!(error instanceof Overtaken)) throw error
        deps.log.info({ endpoint: inbox.endpointId }, 'an account was switched or asked for by another process meanwhile: this answer counts for nothing')
      })
    }),
  )
  return inboxes.length
}

/** Another turn has begun since: nothing of this one is stored. */
class Overtaken extends Error {}

/** One that is turned off, or was taken away, is not read either. */
async function claim({ db, clock }: Taking): Promise<Inbox[]> {
  const [now, turn] = [clock(), newId(clock())]
  const { rows } = await sql<Omit<Inbox, 'turn'>>`
    update social_inboxes i set turn = ${turn}, next_at = ${now}::timestamptz + make_interval(secs => ${turnSeconds}) from endpoints e
     where e.id = i.endpoint_id and i.endpoint_id in (
       select q.endpoint_id from social_inboxes q join endpoints o on o.id = q.endpoint_id
        where o.removed_at is null and q.next_at <= ${now} and not exists (select from suppressions s where s.channel = o.channel and s.destination = o.id::text and s.scope = 'all' and (s.until is null or s.until > ${now}))
        order by q.next_at limit ${atOnce} for update of q skip locked)
    returning i.endpoint_id as "endpointId", e.brand_id as "brandId", e.channel as network, i.place, i.since, i.failures`.execute(db)
  return rows.map((row) => ({ ...row, turn }))
}

/** What we are called on the networks, as persons. */
async function ourNames(deps: Pick<Deps, 'db' | 'key'>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from endpoints where channel in ('mastodon', 'bluesky') and removed_at is null`.execute(deps.db)
  const found = await addressesOf(
    deps,
    rows.map(({ id }) => id),
  )
  return [...found.values()].flatMap((address) => {
    if (!('service' in address)) return []
    const name = address.handle.replace(/^@/, '').toLowerCase()
    return 'accessToken' in address ? [`${name}@${new URL(address.service).host}`] : [name]
  })
}

/** By what was said to us, what we answered, and what we posted of a crisis. */
async function threadsOf(db: Db, { endpointId, network }: Inbox, references: string[]): Promise<ReadonlyMap<string, string>> {
  if (references.length === 0) return new Map()
  const { rows } = await sql<{ reference: string; thread: string }>`
    select s.reference, s.thread from social_messages s where s.endpoint_id = ${endpointId} and s.reference = any (${references}::text[]) and s.public
    union all
    select d.reference, s.thread from reply_deliveries d join social_messages s on s.message_id = d.message_id
     where d.channel = ${network} and d.reference = any (${references}::text[]) and s.endpoint_id = ${endpointId} and s.public`.execute(db)
  return new Map(rows.map(({ reference, thread }) => [reference, thread]))
}

type Well = Extract<Read<Place>, { kind: 'well' }>

async function store({ db, clock }: Taking, inbox: Inbox, { mentions, gone = [], standing = [], place, more, waitSeconds, direct, most }: Well): Promise<void> {
  const now = clock()
  const next = nextAskIn({ everySeconds, failures: 0, more: more ?? false, waitSeconds })
  await db.transaction().execute(async (tx) => {
    // One at a time: two accounts may be told of the same post.
    await sql`select pg_advisory_xact_lock(hashtextextended('take-social', 0))`.execute(tx)
    const fresh = await unknown(tx, mentions)
    const { numAffectedRows } = await sql`
      update social_inboxes set turn = null, place = ${JSON.stringify(place)}::jsonb, next_at = ${now}::timestamptz + make_interval(secs => ${next}), asked_at = ${now}, well_at = ${now}, failing_since = null,
             failures = 0, refused = false, sentence = null, news = ${fresh.length}, direct = ${direct === undefined || direct === null ? null : clean(direct)}, most = coalesce(${most ?? null}, most)
       where endpoint_id = ${inbox.endpointId} and turn = ${inbox.turn}`.execute(tx)
    if (!numAffectedRows) throw new Overtaken()
    await takeAll(tx, inbox, fresh, now)
    await noteStanding(tx, inbox.endpointId, { gone, standing }, now)
  })
}

async function noteTrouble(
  { db, clock }: Taking,
  { endpointId, turn, failures }: Inbox,
  { kind, sentence, waitSeconds }: Exclude<Read<Place>, Well>,
): Promise<void> {
  const [now, refused] = [clock(), kind === 'refused']
  const next = nextAskIn({ everySeconds, failures: failures + 1, refused, waitSeconds })
  await sql`
    update social_inboxes set turn = null, next_at = ${now}::timestamptz + make_interval(secs => ${next}), asked_at = ${now}, failing_since = coalesce(failing_since, ${now}), failures = failures + 1,
           refused = ${refused}, sentence = ${clean(sentence)} where endpoint_id = ${endpointId} and turn = ${turn}`.execute(db)
}
const clean = (sentence: string): string => sentence.replaceAll('\0', '').toWellFormed().slice(0, 500)

/** Each once, by what the network calls it. */
async function unknown(tx: Db, mentions: readonly Mention[]): Promise<Mention[]> {
  const once = [...new Map(mentions.map((each) => [each.id, each])).values()]
  const { rows } = await sql<{
    id: string
  }>`select external_id as id from conversation_messages where external_id = any (${once.map(({ id }) => id)}::text[])`.execute(tx)
  const known = new Set(rows.map(({ id }) => id))
  return once.filter(({ id }) => !known.has(id))
}

const keyOf = ({ thread, person }: Mention): string => `${thread}\n${person}`

/** Round by round: the first of each person in each thread, so that the next one finds the conversation that it began. */
async function takeAll(tx: Db, inbox: Inbox, fresh: readonly Mention[], now: Date): Promise<void> {
  if (fresh.length === 0) return
  const house = { now, settings: await supportSettings(tx), crises: await linkable(tx, now) }
  for (let left = [...fresh]; left.length > 0; ) {
    const begun = new Set<string>()
    const round = left.filter((each) => !begun.has(keyOf(each)) && begun.add(keyOf(each)))
    left = left.filter((each) => !round.includes(each))
    const [conversations, accounts] = [
      await conversationsOf(tx, inbox, round),
      await accountsOf(
        tx,
        inbox.network,
        round.map(({ person }) => person),
      ),
    ]
    const taken = await takeIn(
      tx,
      round.map((each) => incomingOf(inbox, each, conversations.get(keyOf(each)) ?? null, accounts.get(each.person) ?? null, now)),
      house,
    )
    await putDown(
      tx,
      inbox,
      round,
      taken.map(({ message }) => message),
    )
  }
}

/** Who wrote in this thread before goes on there; wherever their newest message of it stands now. */
async function conversationsOf(tx: Db, { endpointId }: Inbox, round: readonly Mention[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ thread: string; person: string; conversation: number }>`
    select distinct on (g.thread, g.person) g.thread, g.person, m.conversation_id as conversation
      from jsonb_to_recordset(${JSON.stringify(round.map(({ thread, person }) => ({ thread, person })))}::jsonb) as g (thread text, person text)
      join social_messages s on s.endpoint_id = ${endpointId} and s.thread = g.thread and s.person = g.person join conversation_messages m on m.id = s.message_id
      join conversations c on c.id = m.conversation_id and c.state <> 'merged' order by g.thread, g.person, m.id desc`.execute(tx)
  return new Map(rows.map(({ thread, person, conversation }) => [`${thread}\n${person}`, conversation]))
}

function incomingOf({ brandId }: Inbox, { id, handle, name, text, at }: Mention, conversation: number | null, accountId: number | null, now: Date): Incoming {
  return {
    ...{ conversation, practice: false, channel: 'social', brandId, accountId, contactId: null, address: handle, writer: name },
    ...{ subject: subjectOf(text), at: at.getTime() < now.getTime() ? at : now, text, externalId: id },
  }
}

async function putDown(tx: Db, { endpointId, network }: Inbox, round: readonly Mention[], messages: readonly number[]): Promise<void> {
  const given = round.map(({ person, handle, thread, root, visibility, reference, link, ...each }, nth) => ({
    ...{ message: messages[nth], person, handle, thread, root, visibility, reference, link, public: isPublic({ ...each, visibility }) },
  }))
  await sql`
    insert into social_messages (message_id, endpoint_id, network, person, handle, thread, root, public, visibility, reference, link)
    select g.message, ${endpointId}, ${network}, g.person, g.handle, g.thread, g.root, g.public, g.visibility, g.reference, g.link
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (message bigint, person text, handle text, thread text, root text, public boolean, visibility text, reference text, link text)
    on conflict (endpoint_id, reference) where reference is not null do nothing`.execute(tx)
}
