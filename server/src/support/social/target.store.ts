// What an answer goes to on a network: the newest that the customer wrote there. A reply is a row beside its message, like every other.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { fits, type Post } from './fits.ts'

/** `message`: what is answered. */
export type Target = Post & { message: number; endpointId: string; person: string; thread: string; root: string | null; visibility: string }

/** The newest message of `c` (conversations) on a network where our account still is, as `p`. */
export const newestPost = (c: RawBuilder<unknown> = sql`c`) => sql`
  left join lateral (
    select m.id as message, s.endpoint_id as "endpointId", s.network, s.person, s.handle, s.thread, s.root, s.public as "isPublic", s.visibility, s.link, e.shown, e.removed_at is null as answers,
           (select i.most from social_inboxes i where i.endpoint_id = e.id) as instance
      from conversation_messages m join social_messages s on s.message_id = m.id join endpoints e on e.id = s.endpoint_id
     where ${c}.channel = 'social' and m.conversation_id = ${c}.id and m.kind = 'in' order by m.id desc limit 1) p on true`

/** By conversation; none where it stands on no network, or our account was taken away. */
export async function newestOf(tx: Db, conversations: readonly number[]): Promise<Map<number, Target>> {
  const { rows } = await sql<Target & { conversation: number }>`
    select c.id as conversation, p.* from conversations c ${newestPost()} where c.id = any (${[...conversations]}::bigint[]) and p.answers`.execute(tx)
  return new Map(rows.map(({ conversation, ...target }) => [conversation, target]))
}

/** Refused where it is longer than the network takes, with by how much. */
export function mustFit(target: Post, text: string): void {
  const wrong = fits(target, text)
  if (wrong) throw new Refused('not-valid', `text: ${wrong}`)
}

type Planned = { message: number; target: Target; at: Date; priority: number; answerId: string | null }
/** The rows that are sent. */
export async function putTargets(tx: Db, planned: readonly Planned[]): Promise<void> {
  if (planned.length === 0) return
  const given = planned.map(({ message, target, at, priority, answerId }) => ({ message, answers: target.message, at, priority, answer: answerId }))
  await sql`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (message bigint, answers bigint, at timestamptz, priority smallint, answer uuid)),
    put as (
      insert into social_messages (message_id, endpoint_id, network, person, handle, thread, root, public, visibility, answers)
      select g.message, s.endpoint_id, s.network, s.person, s.handle, s.thread, s.root, s.public, s.visibility, g.answers from given g join social_messages s on s.message_id = g.answers returning message_id, network, endpoint_id)
    insert into reply_deliveries (message_id, practice, channel, destination, priority, planned_at, changed_at, answer_id)
    select g.message, false, p.network, p.endpoint_id::text, g.priority, g.at, g.at, g.answer from given g join put p on p.message_id = g.message`.execute(tx)
}
