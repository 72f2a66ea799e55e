// What people do with conversations beside answering them: who has it, when it comes back, what it is about, and undoing that.
import { sql } from 'kysely'
import { mustExist } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { act, type Changing, changing, hold, settle } from './change.store.ts'
import { becomesTheirs, mustBeOnePerson } from './one-person.store.ts'
import { markAnswers, type Moved, moveMessages } from './moving.store.ts'

export async function assign(deps: Changing, id: number, person: string | null, by: string): Promise<void> {
  if (person !== null) await mustExist(deps, person)
  await changing(deps, id, async (tx, held, now) => {
    if (held.assignee === person) return
    await sql`update conversations set assignee = ${person}, assigned_at = ${person === null ? null : now} where id = ${id}`.execute(tx)
    await act(tx, id, 'assigned', by, now, { to: person, from: held.assignee })
  })
}

export const snooze = (deps: Changing, id: number, until: Date, by: string) =>
  changing(deps, id, async (tx, held, now) => {
    if (until.getTime() <= now.getTime()) throw new Refused('not-valid', 'until: must lie in the future.')
    if (held.state === 'closed') throw new Refused('out-of-order', 'It is closed: open it again first.')
    await sql`update conversations set state = 'snoozed', snoozed_until = ${until} where id = ${id}`.execute(tx)
    await act(tx, id, 'snoozed', by, now, { until, from: held.state })
  })

export const putState = (deps: Changing, id: number, state: 'open' | 'closed' | 'waiting', by: string) =>
  changing(deps, id, async (tx, held, now) => {
    if (held.state === state) return
    await moveTo(tx, id, state, now)
    await act(tx, id, state === 'closed' ? 'closed' : state === 'open' ? 'opened' : 'waits-for-customer', by, now, {
      from: held.state,
      waitingSince: held.waitingSince,
    })
  })

/** Nobody waits for us where it is closed, or the customer's turn. */
export const moveTo = (tx: Db, id: number, state: 'open' | 'closed' | 'waiting', now: Date) =>
  sql`
    update conversations set state = ${state}, snoozed_until = null, closed_at = case when ${state} = 'closed' then ${now}::timestamptz end,
           waiting_since = case when ${state} = 'open' then coalesce(waiting_since, ${now}) end, turn_at = case when ${state} = 'open' then coalesce(turn_at, ${now}) end,
           promised_at = case when ${state} = 'open' then promised_at end, promise = case when ${state} = 'open' then promise end, promise_near = promise_near and ${state} = 'open',
           promise_near_at = case when ${state} = 'open' then promise_near_at end, still_broken = still_broken and ${state} = 'open'
     where id = ${id}`.execute(tx)

export const putTags = (deps: Changing, id: number, tags: string[], by: string) =>
  changing(deps, id, async (tx, held, now) => {
    const wanted = [...new Set(tags)].sort()
    if (wanted.join('\n') === [...held.tags].sort().join('\n')) return
    await sql`update conversations set tags = ${wanted}::text[] where id = ${id}`.execute(tx)
    await act(tx, id, 'tagged', by, now, { tags: wanted, before: held.tags })
  })

/** Puts a conversation into another one of the same customer; its messages move, and can be taken out again. */
export async function merge({ db, clock }: Changing, id: number, into: number, by: string): Promise<void> {
  if (id === into) throw new Refused('not-valid', 'into: must be another conversation.')
  await db.transaction().execute((tx) => mergeHeld(tx, id, into, by, clock()))
}

/** As above, within a transaction. What was offered of the one that goes is answered by it. */
export async function mergeHeld(tx: Db, id: number, into: number, by: string, now: Date): Promise<void> {
  // In one order, so that two who merge the other way round do not wait for each other.
  const [first, second] = [await hold(tx, Math.min(id, into)), await hold(tx, Math.max(id, into))]
  const [from, to] = first.id === id ? [first, second] : [second, first]
  for (const each of [from, to])
    if (each.state === 'merged') throw new Refused('already-done', `#${each.id} was put together with #${each.mergedInto} already.`)
  const same = from.address === to.address || (from.accountId !== null && from.accountId === to.accountId)
  if (!same || from.practice !== to.practice)
    throw new Refused('not-allowed', 'They are of different customers: what one wrote must never be seen by the other. Link them to the same crisis instead.')
  await mustBeOnePerson(tx, from, to)
  const { messages, twice } = await moveMessages(tx, id, into)
  // What was put into it before comes along.
  const { rows: carried } = await sql<{ id: number }>`update conversations set merged_into = ${into} where merged_into = ${id} returning id`.execute(tx)
  await act(tx, into, 'merged', by, now, {
    carried: carried.map((row) => row.id),
    from: id,
    messages,
    ...(twice.length > 0 ? { twice } : {}),
    state: from.state,
    waitingSince: from.waitingSince,
    own: to.waitingSince,
    ownState: to.state,
  })
  await sql`update conversations set state = 'merged', merged_into = ${into}, waiting_since = null, turn_at = null, promised_at = null, promise = null, promise_near = false, promise_near_at = null where id = ${id}`.execute(
    tx,
  )
  if (from.waitingSince)
    await sql`update conversations set state = 'open', waiting_since = least(waiting_since, ${from.waitingSince}), turn_at = least(waiting_since, ${from.waitingSince}) where id = ${into}`.execute(
      tx,
    )
  await sql`update conversations c set last_at = greatest(last_at, coalesce((select max(at) from conversation_messages m where m.conversation_id = c.id), last_at)) where id = ${into}`.execute(
    tx,
  )
  await sql`update conversation_acts set undone_at = ${now}, undone_by = ${by} where kind = 'one-matter' and undone_at is null and (conversation_id = ${id} or (data->>'other')::bigint = ${id})`.execute(
    tx,
  )
  await settle(tx, [id, into], now)
}

/** Takes a message, and what was written after it, out into a conversation of its own. @returns its number */
export const split = (deps: Changing, id: number, message: number, subject: string | undefined, by: string) =>
  changing(deps, id, async (tx, held, now) => {
    const { rows: moving } = await sql<{ id: number; first: number }>`
      select m.id, (select min(f.id) from conversation_messages f where f.conversation_id = ${id}) as first from conversation_messages m where m.conversation_id = ${id} and m.id >= ${message} order by m.id`.execute(
      tx,
    )
    if (moving[0]?.id !== message) throw new Refused('not-valid', 'message: is none of this conversation.')
    if (moving[0].first === message) throw new Refused('not-valid', 'message: is the first one; nothing would stay.')
    const ids = moving.map((row) => row.id)
    const { rows } = await sql<{ id: number }>`
      insert into conversations (practice, brand_id, channel, account_id, contact_id, address, writer, subject, language, state, opened_at, last_at, closed_at, snoozed_until, answered_at, told_of, waiting_since, turn_at, mood, reasons, crisis_id, link, link_by, link_at, link_confidence, link_why)
      select practice, brand_id, channel, account_id, contact_id, address, writer, ${subject ?? held.subject}, language, state, ${now}, last_at, closed_at, snoozed_until, answered_at, told_of, waiting_since, turn_at, mood, reasons, crisis_id, link, link_by, link_at, link_confidence, link_why
        from conversations where id = ${id} returning id`.execute(tx)
    const other = rows[0]?.id as number
    await sql`update conversation_messages set conversation_id = ${other} where id = any (${ids}::bigint[])`.execute(tx)
    await becomesTheirs(tx, other)
    await act(tx, other, 'split', by, now, { from: id, messages: ids })
    await act(tx, id, 'split-off', by, now, { to: other })
    await settle(tx, [other], now)
    return other
  })

/** Undoes a merge, or a split: the messages that moved go back, where they still are where they went. Or a link: it is about something else then, and is not linked by itself again. Or leaves apart what was offered to be put together. */
export async function undo({ db, clock }: Changing, id: number, actId: number, by: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const now = clock()
    const { rows } = await sql<{
      kind: string
      data: {
        crisisId: string
        from: number
        messages: number[]
        twice?: Moved['twice']
        carried?: number[]
        state: string
        waitingSince: string | null
        own: string | null
        ownState: string
      }
      undone: boolean
    }>`
      select kind, data, undone_at is not null as undone from conversation_acts where id = ${actId} and conversation_id = ${id} for update`.execute(tx)
    const [done] = rows
    if (!done) throw new Refused('not-found', 'Nothing of this number was done with this conversation.')
    if (done.undone) throw new Refused('already-done', 'This was undone already.')
    if (done.kind === 'one-matter') return leaveApart(tx, id, actId, by, now)
    if (done.kind === 'linked') return undoLink(tx, id, { act: actId, crisisId: done.data.crisisId, by, now })
    if (!['merged', 'split'].includes(done.kind)) throw new Refused('not-valid', 'This cannot be undone: do the opposite.')
    const { from, messages } = done.data
    const [one, other] = [await hold(tx, Math.min(id, from)), await hold(tx, Math.max(id, from))]
    const here = one.id === id ? one : other
    if (here.state === 'merged') throw new Refused('out-of-order', `It was put together with #${here.mergedInto} meanwhile: undo that first.`)
    await moveMessages(tx, id, from, messages)
    await markAnswers(tx, from, done.data.twice ?? [])
    await sql`update conversation_acts set undone_at = ${now}, undone_by = ${by} where id = ${actId}`.execute(tx)
    if (done.kind === 'merged') {
      await sql`
        update conversations set state = ${done.data.state}, merged_into = null, waiting_since = ${done.data.waitingSince}::timestamptz, turn_at = ${done.data.waitingSince}::timestamptz where id = ${from}`.execute(
        tx,
      )
      await sql`update conversations set merged_into = ${from} where merged_into = ${id} and id = any (${done.data.carried ?? []}::bigint[])`.execute(tx)
      // What was the customer's turn before is it again, where nobody wrote in between.
      await sql`update conversations set state = ${done.data.ownState}, waiting_since = ${done.data.own}::timestamptz, turn_at = ${done.data.own}::timestamptz where id = ${id} and state = 'open' and ${here.waitingSince}::timestamptz is not distinct from least(${done.data.own}::timestamptz, ${done.data.waitingSince}::timestamptz)`.execute(
        tx,
      )
    } else {
      const left = await sql`select 1 from conversation_messages where conversation_id = ${id} limit 1`.execute(tx)
      if (left.rows.length === 0)
        await sql`update conversations set state = 'merged', merged_into = ${from}, waiting_since = null, turn_at = null, promised_at = null, promise = null, promise_near = false, promise_near_at = null where id = ${id}`.execute(
          tx,
        )
    }
    await settle(tx, [id, from], now)
  })
}

/** They are two: said in both, and not offered again. */
async function leaveApart(tx: Db, id: number, actId: number, by: string, now: Date): Promise<void> {
  await hold(tx, id)
  await sql`
    update conversation_acts a set undone_at = ${now}, undone_by = ${by} from conversation_acts o
     where o.id = ${actId} and a.kind = 'one-matter' and a.undone_at is null and (a.id = o.id or a.conversation_id = (o.data->>'other')::bigint and (a.data->>'other')::bigint = ${id})`.execute(
    tx,
  )
  await settle(tx, [id], now)
}

async function undoLink(tx: Db, id: number, { act: actId, crisisId, by, now }: { act: number; crisisId: string; by: string; now: Date }): Promise<void> {
  const held = await hold(tx, id)
  if (held.link !== 'linked' || held.crisisId !== crisisId) throw new Refused('out-of-order', 'It is not linked to this crisis any more.')
  await sql`update conversations set link = 'refused', link_by = ${by}, link_at = ${now}, link_confidence = null, link_why = '{}', promised_at = null, promise = null where id = ${id}`.execute(
    tx,
  )
  await sql`update conversation_acts set undone_at = ${now}, undone_by = ${by} where id = ${actId}`.execute(tx)
  await settle(tx, [id], now)
}
