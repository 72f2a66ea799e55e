// Replies and notes. A reply is refused where the customer wrote since it was begun, or a colleague answered; nothing of it is lost, and nobody is answered past what they said.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import type { Reply } from './conversations.contract.ts'
import { act, type Held, changing } from './change.store.ts'
import { moveTo } from './acts.store.ts'
import { channelOf, desksOf, wakeDesks } from '../desks/in-desk.store.ts'
import { mustFit, newestOf, putTargets } from '../social/target.store.ts'
import { putCopies, recipientsOf } from './recipients.store.ts'
import { putMails } from './reply-mails.store.ts'
import { mustHaveSeen } from './seen.store.ts'
import { notToDesk, notToNetwork } from '../files/files.ts'
import { attachUploads } from '../files/uploads.store.ts'

type Replying = Pick<Deps, 'db' | 'clock' | 'key'>

/** @returns the message's number; the same key of the same person is the same reply */
export const reply = (deps: Replying, id: number, { text, seen, then, key, files }: Reply, by: string): Promise<number> =>
  changing(deps, id, async (tx, held, now) => {
    const externalId = key === undefined ? null : `reply/${by}/${key}`
    const before = externalId === null ? undefined : await sentBefore(tx, externalId, id)
    if (before !== undefined) return before
    await mustHaveSeen(tx, id, seen, by)
    const message = await putOut(deps, tx, held, { text, by, at: now, externalId, ...(files ? { files } : {}) })
    await answered(tx, id, now)
    if (then !== 'open') await moveTo(tx, id, then, now)
    // Whoever answers has it.
    if (held.assignee === null) {
      await sql`update conversations set assignee = ${by}, assigned_at = ${now} where id = ${id}`.execute(tx)
      await act(tx, id, 'assigned', by, now, { to: by, from: null })
    }
    await sql`update answers_held set state = 'answered', decided_by = ${by}, decided_at = ${now} where conversation_id = ${id} and state = 'held'`.execute(tx)
    return message
  })

async function sentBefore(tx: Db, externalId: string, id: number): Promise<number | undefined> {
  const { rows } = await sql<{
    id: number
    conversation: number
  }>`select id, conversation_id as conversation from conversation_messages where external_id = ${externalId}`.execute(tx)
  if (rows[0] && rows[0].conversation !== id) throw new Refused('changed-meanwhile', 'Something else was sent under this key.')
  return rows[0]?.id
}

/** It is answered: what was promised is kept, and it is nobody's word that it is still broken any more. */
export const answered = (tx: Db, id: number, now: Date) =>
  sql`
    update conversations set answered_at = coalesce(answered_at, ${now}), last_at = ${now}, waiting_since = null, turn_at = null, promised_at = null, promise = null, promise_near = false, promise_near_at = null, still_broken = false where id = ${id}`.execute(
    tx,
  )

export type Out = {
  text: string
  by: string
  at: Date
  externalId?: string | null
  automatic?: 'acknowledgement' | 'assistant'
  priority?: number
  files?: readonly string[]
}

/** A message to the customer, and where it goes out by mail, the row that is sent. The sender is woken. */
export async function putOut(
  { key }: Pick<Deps, 'key'>,
  tx: Db,
  held: Pick<Held, 'id' | 'practice' | 'channel' | 'address' | 'brandId'>,
  out: Out,
): Promise<number> {
  const people = held.channel === 'email' ? (await recipientsOf(tx, [held.id])).get(held.id) : undefined
  const target = held.channel === 'social' ? (await newestOf(tx, [held.id])).get(held.id) : undefined
  if (target) mustFit(target, out.text)
  if (target && out.files?.length) throw new Refused('out-of-order', notToNetwork)
  const { rows } = await sql<{ id: number; domain: string }>`
    insert into conversation_messages (conversation_id, kind, at, author, text, automatic, external_id)
    values (${held.id}, 'out', ${out.at}, ${out.by}, ${out.text}, ${out.automatic ?? null}, ${out.externalId ?? null})
    returning id, (select split_part(b.sender, '@', 2) from brands b where b.id = ${held.brandId}) as domain`.execute(tx)
  const { id, domain } = rows[0] as { id: number; domain: string }
  if (target) {
    await putTargets(tx, [{ message: id, target, at: out.at, priority: out.priority ?? 1, answerId: null }])
    return id
  }
  // What stands in a desk is answered there, and not by our mail as well.
  const desk = (await desksOf(tx, [held.id])).get(held.id)
  if (desk && out.files?.length) throw new Refused('out-of-order', notToDesk)
  await attachUploads(tx, { conversation: held.id, message: id, person: out.by }, out.files ?? [])
  if (desk) {
    await sql`
      insert into reply_deliveries (message_id, practice, channel, destination, priority, planned_at, changed_at) values (${id}, ${held.practice}, ${channelOf(desk.desk)}, ${desk.id}, ${out.priority ?? 1}, ${out.at}, ${out.at})`.execute(
      tx,
    )
    await wakeDesks(tx)
    return id
  }
  const to = held.channel === 'email' ? (people?.to ?? held.address) : held.channel === 'chat' && !out.automatic ? await addressLeft(tx, held.id) : undefined
  if (to) {
    const mail = { message: id, conversation: held.id, domain, destination: to, practice: held.practice, inChat: held.channel === 'chat' }
    await putMails(tx, [mail], { key, at: out.at, priority: out.priority ?? 1, answerId: null })
    await putCopies(tx, [{ message: id, copies: people?.copies ?? [] }])
    await wakeReplies(tx)
  }
  return id
}

/** Where whoever chats is reached once they have gone, if they said so. */
async function addressLeft(tx: Db, conversation: number): Promise<string | undefined> {
  const { rows } = await sql<{ email: string }>`select email from chats where conversation_id = ${conversation} and email is not null`.execute(tx)
  return rows[0]?.email
}

export const wakeReplies = (tx: Db) => sql`select graphile_worker.add_job('deliver-replies', '{}'::json, job_key := 'deliver-replies')`.execute(tx)

export const note = (
  deps: Replying,
  id: number,
  { text, mentions, files = [] }: { text: string; mentions: string[]; files?: string[] | undefined },
  by: string,
): Promise<number> =>
  changing(deps, id, async (tx, _, now) => {
    const { rows: there } = await sql<{ id: string }>`select id from auth_user where id = any (${mentions}::text[])`.execute(tx)
    if (there.length !== new Set(mentions).size) throw new Refused('not-valid', 'mentions: somebody of these is not here.')
    const { rows } = await sql<{ id: number }>`
      insert into conversation_messages (conversation_id, kind, at, author, text, mentions) values (${id}, 'note', ${now}, ${by}, ${text}, ${[...new Set(mentions)]}::text[]) returning id`.execute(
      tx,
    )
    const message = rows[0]?.id as number
    await attachUploads(tx, { conversation: id, message, person: by }, files)
    return message
  })
