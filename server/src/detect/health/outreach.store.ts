// Who is called first, before they complain: the list, and what people make of it.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { accountColumns, askedFor } from './at-risk.store.ts'
import { type Facts, healthOf, risks } from './health.ts'
import type { NoteOutreach, OutreachEntry, OutreachQuery } from './health.contract.ts'
import { factColumns } from './health.store.ts'
import { mayHandle, mayPutOff, type Row } from './outreach.ts'
import { outreachColumns, type StoredOutreach, withNames } from './outreach-view.store.ts'
import { dayOf } from './score.store.ts'

type Listed = Facts &
  Omit<OutreachEntry, keyof StoredOutreach | 'holder' | 'why' | 'score' | 'risk' | 'against'> & {
    stored: StoredOutreach
    rank: number
    mrr: number
    decided: string | null
  }
const peopleShown = 5

/** High risk first, then the vulnerable, then by revenue; of what is done, the latest first. */
export async function listOutreach(db: Db, asked: z.output<typeof OutreachQuery> & { mine: string }, now: Date) {
  const { show, silent, cursor, limit } = asked
  const done = show === 'done'
  const rank = sql`(case when h.score < ${risks.high} then 0 else 2 end + case when a.vulnerability is not null then 0 else 1 end)`
  const order = done ? sql`o.decided_at desc, o.id desc` : sql`${rank}, -a.mrr_minor, o.id`
  const { rows } = await sql<Listed>`
    select ${accountColumns}, a.time_zone as "timeZone", ${factColumns}, ${outreachColumns} as stored, ${rank} as rank, to_char(o.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as decided,
           (select coalesce(jsonb_agg(jsonb_build_object('name', k.name, 'position', k.position, 'phone', k.phone, 'email', k.email)), '[]')
              from (select * from contacts where account_id = a.id order by (phone is null), id limit ${peopleShown}) k) as people
      from outreach o join accounts a on a.id = o.account_id join account_health h on h.account_id = o.account_id
     where ${inState(show, now)} and ${askedFor(asked)} and ${silent ? sql`h.conversations = 0` : sql`true`} and ${afterCursor(cursor, done, rank)} order by ${order} limit ${limit + 1}`.execute(
    db,
  )
  const named = await withNames(
    db,
    rows.map(({ stored }) => stored),
    now,
  )
  const page = toPage(rows, limit, ({ stored, rank: of, mrr, decided }) => (done ? [decided ?? '', stored.id] : [of, mrr, stored.id]))
  return {
    ...page,
    items: page.items.map((row, i) => {
      const health = healthOf(row, now)
      const fresh = health.against.filter(({ reason }) => row.stored.reasons.includes(reason)).map(({ sentence }) => sentence)
      return { ...row, ...health, why: fresh, ...(named[i] as NonNullable<(typeof named)[number]>) }
    }),
  }
}

function inState(show: 'now' | 'later' | 'done', now: Date): RawBuilder<unknown> {
  if (show === 'done') return sql`o.state = 'done'`
  if (show === 'later') return sql`o.state = 'later' and o.later_until > ${dayOf(now)}::date`
  return sql`(o.state in ('open', 'taken') or o.state = 'later' and o.later_until <= ${dayOf(now)}::date)`
}

function afterCursor(cursor: string | undefined, done: boolean, rank: RawBuilder<unknown>): RawBuilder<unknown> {
  if (done) {
    const after = fromCursor<[string, number]>(cursor, ['time', 'number'])
    return after ? sql`(o.decided_at, o.id) < (${after[0]}::timestamptz, ${after[1]}::bigint)` : sql`true`
  }
  const after = fromCursor<[number, number, number]>(cursor, ['number', 'number', 'number'])
  return after ? sql`(${rank}, -a.mrr_minor, o.id) > (${after[0]}::int, ${-after[1]}::bigint, ${after[2]}::bigint)` : sql`true`
}

/** Changes an entry that this person may handle; two at the same moment wait for each other, and the second is told who has it. */
async function handle(db: Db, id: number, by: string, now: Date, change: RawBuilder<unknown>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<Row>`select state, taken_by as "takenBy", taken_at as "takenAt" from outreach where id = ${id} for update`.execute(tx)
    const name = await namesOf({ db: tx }, [rows[0]?.takenBy])
    mayHandle(rows[0], by, now, (person) => name(person).name)
    await sql`update outreach set ${change} where id = ${id}`.execute(tx)
  })
}

/** Takes it in hand for a day, so that nobody else calls. */
export const takeOutreach = (db: Db, id: number, by: string, now: Date) =>
  handle(db, id, by, now, sql`state = 'taken', taken_by = ${by}, taken_at = ${now}, later_until = null`)

/** Gives it back to whoever comes next. */
export const giveBackOutreach = (db: Db, id: number, by: string, now: Date) => handle(db, id, by, now, sql`state = 'open', taken_by = null, taken_at = null`)

export async function putOffOutreach(db: Db, id: number, { until, note }: { until: string; note: string | null }, by: string, now: Date): Promise<void> {
  mayPutOff(until, now)
  await handle(
    db,
    id,
    by,
    now,
    sql`state = 'later', later_until = ${until}::date, note = ${note}, taken_by = null, taken_at = null, decided_by = ${by}, decided_at = ${now}`,
  )
}

/** What came of it. From now on the same reasons are quiet for a while. */
export const noteOutreach = (db: Db, id: number, { outcome, note, nextStep, nextOn }: NoteOutreach, by: string, now: Date) =>
  handle(
    db,
    id,
    by,
    now,
    sql`state = 'done', outcome = ${outcome}, note = ${note}, next_step = ${nextStep}, next_on = ${nextOn}::date, taken_by = null, taken_at = null, later_until = null, decided_by = ${by}, decided_at = ${now}`,
  )
