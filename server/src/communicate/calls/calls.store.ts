// The call list: deliveries that a person makes. Nobody calls what somebody else is calling; each try is noted.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { Refused } from '../../platform/refused.ts'
import { afterCall } from './call.ts'
import type { CallView, NoteCall } from './calls.contract.ts'

type Row = Omit<CallView, 'caller' | 'tries' | 'dueAt'> & {
  priority: number
  dueAt: Date | null
  caller: string | null
  tries: { outcome: CallView['tries'][number]['outcome']; note: string | null; by: string; at: string }[]
}
/** A caller who does nothing for so long has given it back. */
const callMinutes = 15

const stateWord = sql`case d.state when 'planned' then 'to-call' when 'deferred' then 'later' when 'delivered' then 'reached' when 'cancelled' then 'overtaken' else 'not-reached' end`

/** The most important first; those that are done only where `all` is asked for. */
export async function listCalls(db: Db, crisisId: string, { all, cursor, limit }: { all: boolean; cursor?: string | undefined; limit: number }, now: Date) {
  const after = fromCursor<[number, number]>(cursor, ['number', 'number'])
  const of = sql`deliveries d join updates u on u.id = d.update_id where u.crisis_id = ${crisisId} and d.channel = 'call'`
  const { rows } = await sql<Row>`
    select d.id, d.update_id as "updateId", d.priority, ${stateWord} as state, d.due_at as "dueAt", case when d.leased_until > ${now} then d.leased_by end as caller,
           jsonb_build_object('accountId', a.id, 'key', a.key, 'name', a.name, 'tier', a.tier, 'vulnerability', a.vulnerability, 'ownerEmail', a.owner_email, 'timeZone', a.time_zone) as account,
           (select coalesce(jsonb_agg(jsonb_build_object('name', k.name, 'position', k.position, 'phone', k.phone, 'locale', coalesce(k.locale, a.locale)) order by (k.phone is null), (k.id <> d.contact_id), k.id), '[]')
              from (select * from contacts where account_id = coalesce(a.merged_into, a.id) order by (phone is null), id limit 10) k) as people,
           (select coalesce(m.answer, m.reason) from deliveries m where m.id = d.instead_of) as why,
           (select coalesce(jsonb_agg(jsonb_build_object('outcome', t.outcome, 'note', t.note, 'by', t.called_by, 'at', t.called_at) order by t.nth), '[]') from call_tries t where t.delivery_id = d.id) as tries
      from (select d.* from ${of} ${all ? sql`` : sql`and d.state in ('planned', 'deferred')`} ${after ? sql`and (d.priority, d.id) > (${after[0]}::smallint, ${after[1]}::bigint)` : sql``}
             order by d.priority, d.id limit ${limit + 1}) d join accounts a on a.id = d.account_id
     order by d.priority, d.id`.execute(db)
  const {
    rows: [counts],
  } = await sql<{ toCall: number; reached: number; notReached: number }>`
    select count(*) filter (where d.state in ('planned', 'deferred'))::int as "toCall", count(*) filter (where d.state = 'delivered')::int as reached,
           count(*) filter (where d.state in ('bounced', 'failed'))::int as "notReached" from ${of}`.execute(db)
  return { ...toPage(rows, limit, ({ priority, id }) => [priority, id]), ...(counts as { toCall: number; reached: number; notReached: number }) }
}

const isCall = (crisisId: string, id: number) =>
  sql`d.id = ${id} and d.channel = 'call' and exists (select from updates u where u.id = d.update_id and u.crisis_id = ${crisisId})`

/** Takes it in hand, so that nobody else calls meanwhile. */
export async function startCall(db: Db, crisisId: string, id: number, by: string, now: Date): Promise<void> {
  const { rows } = await sql`
    update deliveries d set leased_by = ${by}, leased_until = ${now}::timestamptz + make_interval(mins => ${callMinutes})
     where ${isCall(crisisId, id)} and d.state in ('planned', 'deferred') and (d.leased_by is null or d.leased_by = ${by} or d.leased_until <= ${now})
       and not exists (select from dispatches r where r.update_id = d.update_id and r.state in ('paused', 'cancelled')) returning 1`.execute(db)
  if (rows.length === 0) throw await whyNot(db, crisisId, id)
}

/** Notes what came of it. */
export async function noteCall(db: Db, crisisId: string, id: number, { outcome, note }: NoteCall, by: string, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ before: number }>`
      select (select count(*) from call_tries t where t.delivery_id = d.id)::int as before from deliveries d
       where ${isCall(crisisId, id)} and d.state in ('planned', 'deferred') and (d.leased_by is null or d.leased_by = ${by} or d.leased_until <= ${now}) for update`.execute(
      tx,
    )
    const [row] = rows
    if (!row) throw await whyNot(tx, crisisId, id)
    const { state, reason, dueAt } = afterCall(outcome, row.before, now)
    await sql`insert into call_tries (delivery_id, nth, outcome, note, called_by, called_at) values (${id}, ${row.before + 1}, ${outcome}, ${note}, ${by}, ${now})`.execute(
      tx,
    )
    await sql`
      update deliveries set state = ${state}::delivery_state, reason = ${reason}, due_at = ${dueAt}, attempts = attempts + 1, changed_at = ${now}, leased_by = null, leased_until = null,
             answer = ${outcome} where id = ${id}`.execute(tx)
    await sql`select graphile_worker.add_job('deliver-email', '{}'::json, job_key := 'deliver-email')`.execute(tx)
  })
}

async function whyNot(db: Db, crisisId: string, id: number): Promise<Refused> {
  const { rows } = await sql<{ state: string }>`select d.state from deliveries d where ${isCall(crisisId, id)}`.execute(db)
  if (!rows[0]) return new Refused('not-found', 'There is no such call in this crisis.')
  const held =
    await sql`select from dispatches r join deliveries d on d.update_id = r.update_id where d.id = ${id} and r.state in ('paused', 'cancelled')`.execute(db)
  if (held.rows.length > 0) return new Refused('out-of-order', 'This update is held or stopped: nobody is called for it. Let it go on first.')
  return rows[0].state === 'planned' || rows[0].state === 'deferred'
    ? new Refused('already-done', 'Somebody else is calling them right now. Take the next one.')
    : new Refused('already-done', 'This call is done, or a newer update took its place. Look at the list again.')
}

/** A newer update looks for everybody anew: the calls of the one before are not made any more. */
export const endOldCalls = (db: Db, now: Date) =>
  sql`
    update deliveries d set state = 'cancelled', reason = 'superseded', answer = 'it is not needed any more', leased_by = null, leased_until = null, due_at = null, changed_at = ${now}
      from dispatches r join updates u on u.id = r.update_id
     where r.channel = 'call' and r.state = 'running' and d.update_id = r.update_id and d.channel = 'call' and d.state in ('planned', 'deferred') and u.class = 'update'
       and (exists (select from updates n where n.crisis_id = u.crisis_id and n.class = 'update' and n.status = 'published' and n.sequence > u.sequence)
            or (not r.last_word and exists (select from crises c where c.id = u.crisis_id and c.status = 'closed'))
            or exists (select from deliveries o where o.id = d.instead_of and o.state in ('accepted', 'delivered')))`.execute(db)
