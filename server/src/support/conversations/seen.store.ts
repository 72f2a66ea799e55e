// Nobody is answered past what was said since the writer looked: by the customer, or by a colleague who was quicker.
import { sql } from 'kysely'
import { namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'

type Missed = { kind: 'in' | 'out'; author: string | null; text: string }

/** Refused, with who wrote what, where something stands above `seen` that its writer must know; asked while the conversation is held. What went out by itself, or is the writer's own, is no news. */
export async function mustHaveSeen(tx: Db, id: number, seen: number, by: string): Promise<void> {
  const { rows } = await sql<Missed>`
    select m.kind, m.author, left(regexp_replace(m.text, '\\s+', ' ', 'g'), 160) as text from conversation_messages m
     where m.conversation_id = ${id} and m.id > ${seen} and (m.kind = 'in' or m.kind = 'out' and m.automatic is null and m.author is distinct from ${by})
     order by m.kind = 'in' desc, m.id desc limit 1`.execute(tx)
  const [missed] = rows
  if (!missed) return
  if (missed.kind === 'in')
    throw new Refused('changed-meanwhile', 'The customer wrote again while you were writing. Read it, and send yours then: your text is still here.')
  const author = missed.author ?? ''
  // Colleagues in another desk have no account here.
  const name = author.startsWith('desk:') ? author.slice('desk:'.length) : (await namesOf({ db: tx }, [author]))(author).name
  throw new Refused(
    'changed-meanwhile',
    `${name} answered while you were writing: “${missed.text}” Read it, and send yours only if it is still needed: your text is still here.`,
  )
}
