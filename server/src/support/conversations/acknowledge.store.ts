// The first word to whoever writes: that it arrived, by when somebody answers, and where it is about a crisis, what is known and when the next word comes. Once a conversation, never to a machine.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { heldBack, type HoldFacts } from '../answers/answer.ts'
import { acknowledgement } from './acknowledgement.ts'
import { lastWord, nextWord } from './order.store.ts'
import { threadMessageId } from './mail/message-id.ts'
import { wakeReplies } from './reply.store.ts'
import type { SupportSettings } from './settings.store.ts'

/** Nobody gets more than this from us by itself in an hour: two machines that write to each other stop here. */
const mostAnHour = 3

type Fresh = {
  id: number
  practice: boolean
  address: string
  language: string
  brand: string
  domain: string
  zone: string
  promisedAt: Date | null
  promise: string | null
  crisis: string | null
  nextWordAt: Date | null
  /** Of the answer for all in force, which it gets within seconds where it is not held back. */
  hold: string[] | null
} & HoldFacts

/** @param ids conversations that just began, by mail */
export async function acknowledge(
  { key }: Pick<Deps, 'key'>,
  tx: Db,
  ids: readonly number[],
  { now, settings }: { now: Date; settings: SupportSettings },
): Promise<void> {
  if (!settings.acknowledge || ids.length === 0) return
  const fresh = await factsOf(tx, ids, now)
  // One mail and not two: the answer says what an acknowledgement would.
  const rows = fresh.filter(({ hold, ...facts }) => hold === null || heldBack(facts, hold).length > 0)
  if (rows.length === 0) return
  await say({ key }, tx, rows, 'acknowledgement', now)
}

/**
 * Whoever wrote before it was known what it is about is told once that it is, and that the next word to everybody is theirs now. Who hears of the crisis by the
 * update itself, or by an answer, is not told twice. A bounded number at once. @returns how many
 */
export async function tellRebased({ key, db }: Pick<Deps, 'key' | 'db'>, crisisId: string, now: Date): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows: newest } = await sql<{ id: string }>`
      select id from updates where crisis_id = ${crisisId} and class = 'update' and status = 'published' and phase <> 'resolved' order by sequence desc limit 1`.execute(
      tx,
    )
    if (!newest[0]) return 0
    const { rows: found } = await sql<{ id: number; told: boolean }>`
      select c.id, exists (select from deliveries d where d.update_id = ${newest[0].id} and d.channel = 'email' and d.destination = c.address) as told
        from conversations c where c.crisis_id = ${crisisId} and c.link = 'linked' and c.channel = 'email' and c.waiting_since is not null and c.told_of is distinct from c.crisis_id
       order by c.id limit ${atOnce} for update of c skip locked`.execute(tx)
    await sql`update conversations set told_of = ${crisisId} where id = any (${found.map(({ id }) => id)}::bigint[])`.execute(tx)
    await say(
      { key },
      tx,
      await factsOf(
        tx,
        found.filter(({ told }) => !told).map(({ id }) => id),
        now,
      ),
      'rebased',
      now,
    )
    return found.length
  })
}
const atOnce = 500

async function say({ key }: Pick<Deps, 'key'>, tx: Db, rows: Fresh[], automatic: 'acknowledgement' | 'rebased', now: Date): Promise<void> {
  if (rows.length === 0) return
  const texts = rows.map((row) => ({ conversation: row.id, text: acknowledgement(row) }))
  const { rows: written } = await sql<{ id: number; conversation: number }>`
    insert into conversation_messages (conversation_id, kind, at, author, text, automatic)
    select g.conversation, 'out', ${now}, 'leeward', g.text, ${automatic} from jsonb_to_recordset(${JSON.stringify(texts)}::jsonb) as g (conversation bigint, text text) returning id, conversation_id as conversation`.execute(
    tx,
  )
  const of = new Map(rows.map((row) => [row.id, row]))
  const named = written.map(({ id, conversation }) => {
    const row = of.get(conversation) as Fresh
    return {
      message: id,
      token: threadMessageId(key, String(conversation), id, row.domain),
      destination: row.address,
      practice: row.practice,
      crisis: row.crisis !== null,
    }
  })
  await sql`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as g (message bigint, token text, destination text, practice boolean, crisis boolean)),
    told as (update conversations c set told_of = c.crisis_id from given g join conversation_messages o on o.id = g.message where c.id = o.conversation_id and c.link = 'linked' and ${automatic} = 'acknowledgement' and g.crisis),
    marked as (update conversation_messages m set message_id = g.token from given g where m.id = g.message)
    insert into reply_deliveries (message_id, practice, channel, destination, priority, planned_at, changed_at) select g.message, g.practice, 'email', g.destination, 6, ${now}, ${now} from given g`.execute(
    tx,
  )
  await wakeReplies(tx)
}

async function factsOf(tx: Db, ids: readonly number[], now: Date): Promise<Fresh[]> {
  const { rows } = await sql<Fresh>`
    select c.id, c.practice, c.address, case when c.language = 'und' then coalesce((select k.locale from contacts k where k.id = c.contact_id), b.locale) else c.language end as language, b.name as brand, split_part(b.sender, '@', 2) as domain,
           coalesce((select a.time_zone from accounts a where a.id = c.account_id), b.time_zone) as zone, c.promised_at as "promisedAt", c.promise,
           case when c.link = 'linked' then ${lastWord(sql`c.crisis_id`, sql`c.language`)} end as crisis,
           case when c.link = 'linked' then ${nextWord(sql`c.crisis_id`, now)} end as "nextWordAt",
           case when c.link = 'linked' then (select n.hold from answers n where n.crisis_id = c.crisis_id and n.kind = 'answer' and n.late and n.state in ('sending', 'sent') limit 1) end as hold,
           c.mood, c.reasons, c.still_broken as "stillBroken", a.vulnerability, a.tier, a.owner_email as owner, false as "inHand"
      from conversations c join brands b on b.id = c.brand_id left join accounts a0 on a0.id = c.account_id left join accounts a on a.id = coalesce(a0.merged_into, a0.id)
     where c.id = any (${[...ids]}::bigint[]) and c.channel = 'email'
       and (select count(*) from conversation_messages m join conversations o on o.id = m.conversation_id where o.address = c.address and m.kind = 'out' and m.automatic is not null and m.at > ${now}::timestamptz - interval '1 hour') < ${mostAnHour}`.execute(
    tx,
  )
  return rows
}
