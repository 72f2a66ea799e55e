// Every change of a conversation: its row is held, what was done is written down with what undoes it, and it finds its place in the queue anew.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { promise, putInOrder } from './order.store.ts'

export type Held = {
  id: number
  practice: boolean
  brandId: string
  channel: string
  state: 'open' | 'waiting' | 'snoozed' | 'closed' | 'merged'
  address: string
  subject: string
  accountId: number | null
  assignee: string | null
  tags: string[]
  crisisId: string | null
  link: 'suggested' | 'linked' | 'refused' | null
  waitingSince: Date | null
  answeredAt: Date | null
  mergedInto: number | null
  newest: number
}

export type Changing = Pick<Deps, 'db' | 'clock'>

/** Holds one conversation, changes it, and puts it in order; `work` says what becomes of it. */
export const changing = <T>({ db, clock }: Changing, id: number, work: (tx: Db, held: Held, now: Date) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (tx) => {
    const now = clock()
    const held = await hold(tx, id)
    if (held.state === 'merged') throw new Refused('already-done', `This conversation was put together with #${held.mergedInto}: go on there.`)
    const done = await work(tx, held, now)
    await settle(tx, [id], now)
    return done
  })

/** The row, held until the transaction ends. */
export async function hold(tx: Db, id: number): Promise<Held> {
  const { rows } = await sql<Omit<Held, 'newest'>>`
    select c.id, c.practice, c.brand_id as "brandId", c.channel, c.state, c.address, c.subject, c.account_id as "accountId", c.assignee, c.tags, c.crisis_id as "crisisId", c.link,
           c.waiting_since as "waitingSince", c.answered_at as "answeredAt", c.merged_into as "mergedInto"
      from conversations c where c.id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new Refused('not-found', 'There is no such conversation.')
  // Looked at once it is ours: a statement that waits for its row sees the row anew, and of the messages only what was there when it began to wait.
  const { rows: written } = await sql<{ newest: number }>`
    select coalesce(max(id), 0) as newest from conversation_messages where conversation_id = ${id} and kind = 'in'`.execute(tx)
  return { ...rows[0], newest: written[0]?.newest ?? 0 }
}

/** After changes: a new revision, promises and places. */
export async function settle(tx: Db, ids: readonly number[], now: Date): Promise<void> {
  await sql`update conversations set revision = revision + 1 where id = any (${[...ids]}::bigint[])`.execute(tx)
  await promise(tx, ids, now)
  await putInOrder(tx, sql`c.id = any (${[...ids]}::bigint[])`)
}

export async function act(tx: Db, conversation: number, kind: string, by: string, at: Date, data: object = {}): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into conversation_acts (conversation_id, kind, at, by, data) values (${conversation}, ${kind}, ${at}, ${by}, ${JSON.stringify(data)}::jsonb) returning id`.execute(
    tx,
  )
  return rows[0]?.id as number
}
