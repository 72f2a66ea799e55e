// The proof: every dispatch counted anew from its rows, and what must not be: somebody forgotten, told twice, a row lost or stuck.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { audience, forAudience } from './deliveries.plan.ts'
import { countsOf, leaseSeconds } from './deliveries.store.ts'
import { type DeliveriesAudit, states } from './dispatches.contract.ts'

type Audit = z.input<typeof DeliveriesAudit>
type Row = Omit<Audit['dispatches'][number], 'counts' | 'rows'>

/** Everything is read at one moment. */
export const auditDeliveries = (db: Db, crisisId: string, now: Date): Promise<Audit> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => audit(tx, crisisId, now))

async function audit(db: Db, crisisId: string, now: Date): Promise<Audit> {
  const {
    rows: [crisis],
  } = await sql<{ number: string; current: string | null }>`
    select c.number, (select u.id from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1) as current from crises c where c.id = ${crisisId}`.execute(
    db,
  )
  if (!crisis) throw new Refused('not-found', 'There is no such crisis.')
  const late = sql`${now}::timestamptz - make_interval(secs => ${4 * leaseSeconds})`
  const { rows } = await sql<Row>`
    select r.update_id as "updateId", r.channel, coalesce(said_in(r.update_id, 'en')->>'title', u.class) as title, r.state, r.rows as planned,
           (select count(*) from (select 1 from deliveries d where d.update_id = r.update_id and d.channel = r.channel group by lower(d.destination) having count(*) > 1) t)::int as twice,
           (select count(*) from deliveries d where d.update_id = r.update_id and d.channel = r.channel and r.state = 'running'
              and ((d.state in ('queued', 'sending') and d.leased_until < ${late}) or (d.state = 'deferred' and d.due_at < ${late})))::int as stuck,
           (select count(*) from deliveries d where d.update_id = r.update_id and d.channel = r.channel and d.resent)::int as resent
      from dispatches r join updates u on u.id = r.update_id where r.crisis_id = ${crisisId} order by r.planned_at`.execute(db)
  const counts = await countsOf(
    db,
    rows.map(({ updateId }) => updateId),
  )
  const dispatches = rows.map((row) => {
    const of = counts.of(row.updateId, row.channel)
    return {
      ...row,
      rows: of.total,
      counts: Object.fromEntries(states.map((state) => [state, of[state]])) as Audit['dispatches'][number]['counts'],
    }
  })
  const forgotten = crisis.current ? await withoutRow(db, crisis.current) : 0
  const problems = [
    ...dispatches.flatMap(({ title, planned, rows, twice, stuck }) => [
      ...(planned === rows ? [] : [`“${title}”: ${planned} were planned, and ${rows} are there.`]),
      ...(twice === 0 ? [] : [`“${title}”: ${twice} addresses have more than one row.`]),
      ...(stuck === 0 ? [] : [`“${title}”: ${stuck} rows are stuck. Does a worker run?`]),
    ]),
    ...(forgotten === 0 ? [] : [`${forgotten} addresses of those who are hurt have no row for the current update.`]),
  ]
  return { crisis: crisis.number, countedAt: now, right: problems.length === 0, dispatches, forgotten, problems }
}

/** A dispatch that was stopped plans nobody who came later. */
async function withoutRow(db: Db, updateId: string): Promise<number> {
  await forAudience(db, updateId)
  const {
    rows: [row],
  } = await sql<{ count: number }>`
    select count(*)::int as count from (${audience(updateId)}) a where exists (select 1 from dispatches r where r.update_id = ${updateId} and r.state <> 'cancelled')`.execute(
    db,
  )
  return row?.count ?? 0
}
