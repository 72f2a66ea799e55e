// Answers on their way: some hundred conversations at a time, so that nobody who writes to one of them waits long, each once (a unique message says so), whoever dies in between goes on where it was. Who links later gets the answer in force.
import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { promise, putInOrder } from '../conversations/order.store.ts'
import { othersThan, putCopies, recipientsOf } from '../conversations/recipients.store.ts'
import { putMails } from '../conversations/reply-mails.store.ts'
import { wakeReplies } from '../conversations/reply.store.ts'
import { channelOf, desksOf, wakeDesks } from '../desks/in-desk.store.ts'
import { newestOf, putTargets } from '../social/target.store.ts'
import { neverLetGo } from './answer.ts'
import { answersStream } from './answers.facts.ts'
import { type Answering, howShown } from './answers.store.ts'
import { meantBy, type Reached, reachedBy } from './reached.store.ts'
import { heardRestored } from './untold.store.ts'

const atOnce = 250

type InForce = {
  id: string
  crisisId: string
  kind: 'answer' | 'restored'
  state: 'sending' | 'sent'
  texts: Record<string, string>
  publicTexts: Record<string, string>
  hold: string[]
  late: boolean
  author: string
  agreedBy: string | null
  updateId: string | null
}
type Sending = Answering & Pick<Deps, 'key' | 'engine'>

/** Everything that is in force and has somebody who did not get it. Works until nothing is left or it is asked to stop. @returns how many got one */
export async function sendAnswers(deps: Sending, signal: AbortSignal): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select n.id from answers n where n.state in ('sending', 'sent') and (n.state = 'sending' or n.late) and (n.state = 'sending' or exists (select from conversations c where ${without(sql`n.id`, sql`n.crisis_id`, sql`n.kind`)} and ${statesOf(sql`n.kind`)}))
     order by n.written_at`.execute(deps.db)
  let sent = 0
  for (const { id } of rows)
    for (;;) {
      if (signal.aborted) return sent
      const done = await sendSome(deps, id)
      sent += done.sent
      if (!done.more) break
    }
  await tellSent(deps)
  return sent
}

/** The milestone in the timeline, once; whoever dies between the two says it again, and it is said once. */
async function tellSent({ db, engine, clock }: Sending): Promise<void> {
  const { rows } = await sql<{
    id: string
    crisisId: string
    kind: 'answer' | 'restored'
    author: string
    agreedBy: string | null
    conversations: number
    held: number
  }>`
    select n.id, n.crisis_id as "crisisId", n.kind, n.author, n.agreed_by as "agreedBy", (select count(*)::int from conversation_messages m where m.answer_id = n.id) as conversations, (select count(*)::int from answers_held h where h.answer_id = n.id) as held
      from answers n where n.state = 'sent' and not n.told`.execute(db)
  for (const { id, crisisId, ...answer } of rows) {
    const now = await crisisNow({ db, clock }, crisisId)
    await engine.tell(answersStream(crisisId), { type: 'TellSent', answer: id, ...answer, now }, { actor: answer.author, crisisId })
    await sql`update answers set told = true where id = ${id}`.execute(db)
  }
}

/** Who hears that it works again are all who wrote, also those whose conversation is closed. */
const statesOf = (kind: ReturnType<typeof sql>) => sql`(c.state in ('open', 'waiting', 'snoozed') or (${kind} = 'restored' and c.state = 'closed'))`
/** That it works again is heard once, by whichever answer, until it is broken again. */
const without = (id: ReturnType<typeof sql>, crisis: ReturnType<typeof sql>, kind: ReturnType<typeof sql>) => sql`
  c.crisis_id = ${crisis} and c.link = 'linked'
  and not exists (select from conversation_messages m where m.answer_id = ${id} and m.conversation_id = c.id)
  and not exists (select from answers_held h where h.answer_id = ${id} and h.conversation_id = c.id and h.state <> 'sent')
  and not (${kind} = 'restored' and ${heardRestored(crisis)})`

async function sendSome(deps: Sending, id: string): Promise<{ sent: number; more: boolean }> {
  return deps.db.transaction().execute(async (tx) => {
    const now = deps.clock()
    const { rows } = await sql<InForce>`
      select id, crisis_id as "crisisId", kind, state, texts, public_texts as "publicTexts", hold, late, author, agreed_by as "agreedBy", update_id as "updateId" from answers where id = ${id} and state in ('sending', 'sent') for update skip locked`.execute(
      tx,
    )
    const [answer] = rows
    // Somebody else is at it, or it has ended.
    if (!answer) return { sent: 0, more: false }
    const which = without(sql`${id}::uuid`, sql`${answer.crisisId}::uuid`, sql`${answer.kind}::text`)
    const closedToo = answer.kind === 'restored'
    const ids = await meantBy(tx, answer.crisisId, { which, limit: atOnce, closedToo })
    // In one order, as everybody who moves many holds them: two never wait for each other.
    await sql`select 1 from conversations where id = any (${ids}::bigint[]) order by id for update`.execute(tx)
    // Judged once they are ours: somebody may have written in anger, or taken a link back, while we waited for them.
    const found = await reachedBy(tx, answer.crisisId, {
      ...howShown(deps),
      ...{ which: sql`c.id = any (${ids}::bigint[]) and ${which}`, limit: atOnce, now, closedToo },
      ...{ hold: answer.hold, texts: answer.texts, publicTexts: answer.publicTexts },
    })
    // What somebody let go by hand is not held again.
    const { rows: let_ } = await sql<{
      id: number
    }>`select conversation_id as id from answers_held where answer_id = ${id} and state = 'sent' and conversation_id = any (${found.map((each) => each.id)}::bigint[])`.execute(
      tx,
    )
    const free = new Set(let_.map((row) => row.id))
    const stays = (each: Reached) => each.held.length > 0 && (!free.has(each.id) || each.held.some((reason) => neverLetGo.includes(reason)))
    const held = found.filter(stays)
    const reached = found.filter((each) => !stays(each))
    await holdBack(tx, answer, held)
    await put(deps, tx, answer, reached, now)
    const more = ids.length === atOnce
    if (!more && answer.state === 'sending') await sql`update answers set state = 'sent', sent_at = ${now} where id = ${id}`.execute(tx)
    return { sent: reached.length, more }
  })
}

const holdBack = (tx: Db, { id }: InForce, held: Reached[]) =>
  held.length === 0
    ? undefined
    : sql`
    insert into answers_held (answer_id, conversation_id, reasons)
    select ${id}, g.id, g.held from jsonb_to_recordset(${JSON.stringify(held.map((each) => ({ id: each.id, held: each.held })))}::jsonb) as g (id bigint, held text[])
    on conflict (answer_id, conversation_id) do update set state = 'held', reasons = excluded.reasons`.execute(tx)

async function put({ key }: Sending, tx: Db, answer: InForce, reached: Reached[], now: Date): Promise<void> {
  if (reached.length === 0) return
  const people = await recipientsOf(
    tx,
    reached.map(({ id }) => id),
  )
  const texts = reached.map(({ id, text }) => ({ id, text }))
  const { rows: written } = await sql<{ id: number; conversation: number }>`
    insert into conversation_messages (conversation_id, kind, at, author, text, automatic, answer_id)
    select g.id, 'out', ${now}, ${answer.author}, g.text, ${answer.kind}, ${answer.id} from jsonb_to_recordset(${JSON.stringify(texts)}::jsonb) as g (id bigint, text text)
    on conflict (answer_id, conversation_id) where answer_id is not null do nothing returning id, conversation_id as conversation`.execute(tx)
  const of = new Map(reached.map((each) => [each.id, each]))
  const told = await toldByUpdate(tx, answer, reached)
  const desks = await desksOf(
    tx,
    written.map(({ conversation }) => conversation),
  )
  const posts = written.flatMap(({ id, conversation }) => {
    const place = desks.get(conversation)
    return place && !told.has(conversation) ? [{ message: id, channel: channelOf(place.desk), destination: place.id }] : []
  })
  const mails = written.flatMap(({ id, conversation }) => {
    const { channel, practice, mail, domain } = of.get(conversation) as Reached
    return mail !== null && !desks.has(conversation) && !told.has(conversation)
      ? [{ message: id, conversation, domain, destination: mail, practice, inChat: channel === 'chat', copies: othersThan(mail, people.get(conversation)) }]
      : []
  })
  await putMails(tx, mails, { key, at: now, priority: 5, answerId: answer.id })
  await putCopies(tx, mails)
  await sql`
    insert into reply_deliveries (message_id, practice, channel, destination, priority, planned_at, changed_at, answer_id)
    select g.message, false, g.channel, g.destination, 5, ${now}, ${now}, ${answer.id} from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) as g (message bigint, channel text, destination text)`.execute(
    tx,
  )
  const targets = await newestOf(
    tx,
    reached.flatMap(({ id, channel }) => (channel === 'social' ? [id] : [])),
  )
  await putTargets(
    tx,
    written.flatMap(({ id, conversation }) => {
      const target = targets.get(conversation)
      return target ? [{ message: id, target, at: now, priority: 5, answerId: answer.id }] : []
    }),
  )
  await becomeAnswered(
    tx,
    // That it works again answers nobody whom a person still owes an answer: they stay in the queue.
    written.flatMap(({ conversation }) => (answer.kind === 'restored' && of.get(conversation)?.owed ? [] : [conversation])),
    now,
  )
  if (mails.length > 0) await wakeReplies(tx)
  if (posts.length > 0) await wakeDesks(tx)
}

/** The same words once: whoever got the update itself at this address does not get it in the thread as well; it stands there to be read. */
async function toldByUpdate(tx: Db, { kind, updateId }: InForce, reached: Reached[]): Promise<Set<number>> {
  if (kind !== 'restored' || updateId === null) return new Set()
  const { rows } = await sql<{ id: number }>`
    select g.id from jsonb_to_recordset(${JSON.stringify(reached.map(({ id, mail, address }) => ({ id, address: mail ?? address })))}::jsonb) as g (id bigint, address text)
     where exists (select from deliveries d where d.update_id = ${updateId} and d.channel = 'email' and d.destination = g.address and d.state not in ('bounced', 'failed', 'suppressed', 'cancelled'))`.execute(
    tx,
  )
  return new Set(rows.map(({ id }) => id))
}

/** It is the customer's turn, and what was promised is kept. */
async function becomeAnswered(tx: Db, ids: number[], now: Date): Promise<void> {
  await sql`
    update conversations set state = case when state = 'closed' then state else 'waiting' end, snoozed_until = null, answered_at = coalesce(answered_at, ${now}), last_at = ${now}, waiting_since = null, turn_at = null,
           promised_at = null, promise = null, promise_near = false, promise_near_at = null, still_broken = false, told_of = crisis_id, revision = revision + 1
     where id = any (${ids}::bigint[])`.execute(tx)
  await promise(tx, ids, now)
  await putInOrder(tx, sql`c.id = any (${ids}::bigint[])`)
}
