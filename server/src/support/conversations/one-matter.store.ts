// What mails prove to be one matter is written down in both conversations with the mail that proves it; what is certain is put together after that, each pair by itself, so that whoever dies in between goes on.
import { type RawBuilder, sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { isAway } from '../../platform/events/append.ts'
import { inDesk } from '../desks/in-desk.store.ts'
import { mergeHeld } from './acts.store.ts'
import { act, type Changing } from './change.store.ts'
import { oneMatter, type Side } from './one-matter.ts'

const [atOnce, writingSeconds] = [50, 60]
/** `also`: further conversations that the mail answers. */
export type Proof = { conversation: number; also: readonly number[]; message: number; sender: string }

/** Once for each two: what somebody left apart, or took apart again, is not said again. */
export async function noteOneMatter(tx: Db, proofs: readonly Proof[], now: Date): Promise<void> {
  for (const { conversation, also, message, sender } of proofs)
    for (const other of also) {
      if (other === conversation || (await saidBefore(tx, conversation, other))) continue
      const [one, two] = await sidesOf(tx, [conversation, other], now)
      const verdict = one && two ? oneMatter(one, two, sender) : 'apart'
      if (verdict === 'apart') continue
      await act(tx, conversation, 'one-matter', 'leeward', now, { other, message, sender, certain: verdict === 'certain' })
      await act(tx, other, 'one-matter', 'leeward', now, { other: conversation, message, sender, certain: false })
    }
}

const saidBefore = async (tx: Db, one: number, other: number): Promise<boolean> => {
  const between = (kind: string, key: RawBuilder<unknown>) =>
    sql`(a.kind = ${kind} and ((a.conversation_id = ${one} and (a.data->>${key})::bigint = ${other}) or (a.conversation_id = ${other} and (a.data->>${key})::bigint = ${one})))`
  const { rows } = await sql`
    select 1 from conversation_acts a where a.conversation_id in (${one}, ${other}) and (${between('one-matter', sql`'other'`)} or ${between('merged', sql`'from'`)}) limit 1`.execute(
    tx,
  )
  return rows.length > 0
}

async function sidesOf(tx: Db, ids: readonly number[], now: Date): Promise<(Side | undefined)[]> {
  const { rows } = await sql<Side & { id: number }>`
    select c.id, c.address, c.account_id as "accountId", c.practice, c.state, c.crisis_id as "crisisId", c.link, c.assignee, ${inDesk()} as "inDesk",
           exists (select from conversation_editors e where e.conversation_id = c.id and e.writing and e.seen_at > ${now}::timestamptz - make_interval(secs => ${writingSeconds})) as writing
      from conversations c where c.id = any (${[...ids]}::bigint[])`.execute(tx)
  return ids.map((id) => rows.find((row) => row.id === id))
}

/** Puts together what is certain, if it still is; else, or where that fails, it stays an offer and holds up no other. @returns how many were put together */
export async function mergeProven({ db, clock, log }: Changing & Pick<Deps, 'log'>): Promise<number> {
  const { rows } = await sql<{ act: number; id: number; other: number; sender: string }>`
    select id as act, conversation_id as id, (data->>'other')::bigint as other, data->>'sender' as sender from conversation_acts
     where kind = 'one-matter' and undone_at is null and (data->>'certain')::boolean order by id limit ${atOnce}`.execute(db)
  let together = 0
  for (const { act: proof, id, other, sender } of rows) {
    const done = await db
      .transaction()
      .execute((tx) => mergePair(tx, { proof, id, other, sender }, clock()))
      .catch(async (error: unknown) => {
        if (isAway(error)) throw error
        log.warn({ err: error, conversation: id, other }, 'two conversations could not be put together; it stays an offer')
        await onlyOffered(db, proof)
        return false
      })
    together += done ? 1 : 0
  }
  return together
}

type Pair = { proof: number; id: number; other: number; sender: string }
async function mergePair(tx: Db, { proof, id, other, sender }: Pair, now: Date): Promise<boolean> {
  await sql`select 1 from conversations where id in (${id}, ${other}) order by id for update`.execute(tx)
  const { rows: still } =
    await sql`select 1 from conversation_acts where id = ${proof} and undone_at is null and (data->>'certain')::boolean for update`.execute(tx)
  if (still.length === 0) return false
  const [one, two] = await sidesOf(tx, [id, other], now)
  if (one && two && oneMatter(one, two, sender) === 'certain') {
    await mergeHeld(tx, other, id, 'leeward', now)
    return true
  }
  await onlyOffered(tx, proof)
  return false
}

const onlyOffered = (db: Db, proof: number) => sql`update conversation_acts set data = data || '{"certain": false}' where id = ${proof}`.execute(db)
