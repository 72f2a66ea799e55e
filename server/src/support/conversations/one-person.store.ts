// Whose a conversation is. A chat opens by its link alone, and its link says which account it is of, not who of them: it is put together with nothing but what the same person wrote.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import type { Held } from './change.store.ts'

/** Refuses what would put a chat and somebody else's words into one. */
export async function mustBeOnePerson(tx: Db, one: Pick<Held, 'id' | 'channel'>, other: Pick<Held, 'id' | 'channel'>): Promise<void> {
  if (one.channel !== 'chat' && other.channel !== 'chat') return
  const { rows } = await sql`
    select 1 from conversations a join conversations b on b.id = ${other.id} where a.id = ${one.id} and a.contact_id = b.contact_id`.execute(tx)
  if (rows.length === 0)
    throw new Refused(
      'not-allowed',
      'One of them is a chat, of which nobody knows who of the account it is. Answer each where it stands, or link both to the same crisis: both hear then.',
    )
}

/** What was taken out of a colleague's conversation, where one person wrote all of it, is theirs: it stands on their page, and the answer goes to them alone. */
export const becomesTheirs = (tx: Db, id: number) =>
  sql`
    update conversations c set address = w.sender, writer = w.name, contact_id = (select k.id from contacts k where k.account_id = c.account_id and lower(k.email) = w.sender order by k.id limit 1)
      from (select min(m.sender) as sender, max(m.sender_name) as name from conversation_messages m where m.conversation_id = ${id} and m.kind = 'in' having count(*) = count(m.sender) and min(m.sender) = max(m.sender)) w
     where c.id = ${id} and c.channel = 'email' and w.sender like '%@%' and w.sender <> c.address`.execute(tx)
