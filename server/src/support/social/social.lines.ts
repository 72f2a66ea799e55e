// Networks as lines of replies: claimed, marked before the call, paced and counted like all others. What nobody heard of is looked up there, and only what is not there goes out again.
import type { BlueskyReply } from '@leeward/bluesky/replies'
import { type Channel, createFake } from '@leeward/channel'
import type { MastodonReply, visibilities } from '@leeward/mastodon/replies'
import { sql } from 'kysely'
import type { Book } from '../../communicate/deliveries/book.ts'
import type { Claimed } from '../../communicate/deliveries/deliveries.store.ts'
import type { Line } from '../../communicate/deliveries/line.ts'
import type { Address } from '../../communicate/endpoints/address.ts'
import { addressesOf } from '../../communicate/endpoints/endpoints.store.ts'
import { chatLine } from '../../communicate/endpoints/lines.ts'
import { languageOf } from '../../communicate/frame/strings.ts'
import type { Deps } from '../../deps.ts'
import { comingBack } from '../conversations/coming-back.ts'
import { repliesBook } from '../conversations/replies.store.ts'

type Network = 'mastodon' | 'bluesky'
type Row = {
  id: number
  message: number
  text: string
  at: Date
  language: string
  endpoint: string
  handle: string
  root: string | null
  reference: string
  visibility: (typeof visibilities)[number]
  earlier: string[]
}

export const mastodonReplies = (live: Channel<MastodonReply>): Line<MastodonReply> => lineOf('mastodon', live, asMastodon)
export const blueskyReplies = (live: Channel<BlueskyReply>): Line<BlueskyReply> => lineOf('bluesky', live, asBluesky)

function lineOf<M extends object>(network: Network, live: Channel<M>, write: (row: Row, address: Address) => M | { wrong: string }): Line<M> {
  const line = chatLine<M>(network, live, createFake<M>(network))
  const messagesOf = async (deps: Deps, batch: Claimed[]) => {
    const rows = new Map((await rowsOf(deps, batch)).map((row) => [row.id, row]))
    const addresses = await addressesOf(
      deps,
      batch.map(({ destination }) => destination),
    )
    return {
      get: (id: number) => {
        const row = rows.get(id)
        const address = row && addresses.get(row.endpoint)
        return address ? write(row, address) : { wrong: 'our account there was taken away' }
      },
    }
  }
  return comingBack({
    ...line,
    // Each is an answer to somebody: none takes the place of another.
    newestOnly: false,
    messagesOf,
    proof: async () => ({ wrong: 'an account is tested among the endpoints' }),
    heard: async (deps, said) => {
      await line.heard(deps, said)
      await noteGone(deps, said)
    },
    book: { ...repliesBook, reconcile: (deps) => lookUp(deps, network, live, messagesOf) },
  })
}

const rowsOf = async ({ db }: Deps, batch: Claimed[]): Promise<Row[]> =>
  (
    await sql<Row>`
      select d.id, m.id as message, m.text, m.at, case when c.language = 'und' then b.locale else c.language end as language, o.endpoint_id as endpoint, a.handle, a.root, a.reference, a.visibility,
             array(select e.reference from reply_deliveries e join conversation_messages x on x.id = e.message_id where x.conversation_id = c.id and e.channel = d.channel and e.reference is not null and e.id <> d.id order by e.id desc limit 100) as earlier
        from reply_deliveries d join conversation_messages m on m.id = d.message_id join conversations c on c.id = m.conversation_id join brands b on b.id = c.brand_id
        join social_messages o on o.message_id = m.id join social_messages a on a.message_id = o.answers
       where d.id = any (${batch.map(({ id }) => id)}::bigint[])`.execute(db)
  ).rows

const common = ({ id, message, text, language, earlier }: Row) => ({
  id: String(id),
  text,
  language: languageOf(language),
  earlier,
  key: `leeward_reply_${message}`,
})

function asMastodon(row: Row, address: Address): MastodonReply | { wrong: string } {
  if (!('accessToken' in address)) return { wrong: 'this is no account on Mastodon' }
  const { service, handle, accessToken: token } = address
  const [name = '', server] = row.handle.replace(/^@/, '').split('@')
  // Whoever lives on the same server is called by the name alone.
  const mention = server === undefined || server === new URL(service).host ? `@${name}` : `@${name}@${server}`
  return { ...common(row), to: { service, handle, token }, mention, answers: row.reference, visibility: seenBy(row.visibility) }
}

/** What was for the followers of whoever asked would be for ours: it is answered to them alone. */
const seenBy = (visibility: Row['visibility']): Row['visibility'] => (visibility === 'private' ? 'direct' : visibility)

function asBluesky(row: Row, address: Address): BlueskyReply | { wrong: string } {
  if (!('password' in address)) return { wrong: 'this is no account on Bluesky' }
  const { service, handle, password } = address
  const [first = '', second = ''] = row.reference.split(' ')
  const [uri = first, cid = second] = (row.root ?? row.reference).split(' ')
  const answers = row.visibility === 'direct' ? { convo: first } : { root: { uri, cid }, parent: { uri: first, cid: second } }
  return { ...common(row), to: { service, handle, password }, at: row.at, answers }
}

/** What was deleted there is known to be. */
async function noteGone({ db, clock }: Deps, said: { outcome: { id: number; reason?: string } }[]): Promise<void> {
  const gone = said.flatMap(({ outcome }) => (outcome.reason === 'post-gone' ? [outcome.id] : []))
  if (gone.length === 0) return
  await sql`
    update social_messages a set gone_at = ${clock()} from reply_deliveries d join social_messages o on o.message_id = d.message_id
     where d.id = any (${gone}::bigint[]) and a.message_id = o.answers and a.gone_at is null`.execute(db)
}

const [lookAfterSeconds, lookForSeconds, againSeconds, atOnce] = [60, 82_800, 300, 20]

/** What is unknown for a minute is asked for, as long as the network can tell. @returns how many go out again */
async function lookUp<M extends object>(
  deps: Deps,
  network: Network,
  live: Channel<M>,
  messagesOf: (deps: Deps, batch: Claimed[]) => Promise<{ get: (id: number) => M | { wrong: string } }>,
): ReturnType<Book['reconcile']> {
  const { db, clock } = deps
  const now = clock()
  const { rows } = await sql<Claimed>`
    with open as (
      select id from reply_deliveries where channel = ${network} and state = 'unknown' and not practice and (leased_until is null or leased_until < ${now})
         and sent_at between ${now}::timestamptz - make_interval(secs => ${lookForSeconds}) and ${now}::timestamptz - make_interval(secs => ${lookAfterSeconds}) order by changed_at limit ${atOnce} for update skip locked)
    update reply_deliveries d set leased_until = ${now}::timestamptz + make_interval(secs => ${againSeconds}) from open where d.id = open.id
    returning d.id, '00000000-0000-0000-0000-000000000000'::uuid as "updateId", d.practice, null as "accountId", null as "contactId", d.destination, d.attempts, d.reason, false as superseding, d.priority`.execute(
    db,
  )
  if (rows.length === 0) return 0
  const messages = await messagesOf(deps, rows)
  let again = 0
  for (const { id } of rows) {
    const message = messages.get(id)
    if ('wrong' in message) continue
    const found = await live.lookUp?.(message)
    if (found && found.state !== 'accepted') continue
    const [state, answer] = found ? ['accepted', found.answer] : ['planned', 'it is not there: it goes out again']
    if (!found) again += 1
    await sql`
      update reply_deliveries set state = ${state}::delivery_state, answer = ${answer}, reference = coalesce(${found?.reference ?? null}, reference), leased_until = null, changed_at = ${now}
       where id = ${id} and state = 'unknown'`.execute(db)
  }
  return again
}
