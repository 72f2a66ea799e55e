// Keeps the scores up to date: soon for accounts that something new is known of, within minutes for those that a crisis begins or ceases to hurt, and once a day for all of them. Each batch is one
// transaction with the place that it reached: cut off, it goes on there.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { countActivity, eventDays } from './activity.store.ts'
import { crisisStep, dayOf, openImpact, scoreLooked } from './score.store.ts'

const batch = 10_000
export const trendDays = 90
const outreachDays = 400
/** Banks let their customers dispute for months. */
const paymentDays = 400

/** What is due now: counts, then scores. One process at a time (`healthLock`). @returns how many accounts were looked at */
export async function refreshHealth({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const now = clock()
  await countActivity(db)
  await findHurt(db, now)
  let looked = 0
  for (let more = batch; more === batch; looked += more) more = await scoreSome(db, now, takeDue)
  return looked + (await lookAtAll(db, now))
}
export const healthLock = 7_301_004

/** Every account of which anything is known, once a day: what is past fades. @returns how many */
export async function lookAtAll(db: Db, now: Date): Promise<number> {
  await sql`update health_place set day = ${dayOf(now)}, after = ${String(Number.MIN_SAFE_INTEGER)}::bigint where day is null or day < ${dayOf(now)}::date`.execute(
    db,
  )
  let looked = 0
  for (let more = batch; more > 0; looked += more) more = await scoreSome(db, now, takeNext)
  return looked
}

type Take = (tx: Db, now: Date) => Promise<void>
const scoreSome = (db: Db, now: Date, take: Take): Promise<number> =>
  db.transaction().execute(async (tx) => {
    await take(tx, now)
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from looked`.execute(tx)
    const count = rows[0]?.count ?? 0
    if (count > 0) await scoreLooked(tx, now)
    return count
  })

const takeDue: Take = async (tx) => {
  await sql`create temporary table looked (account_id bigint primary key) on commit drop`.execute(tx)
  await sql`
    with due as (select account_id from health_due order by account_id limit ${batch} for update skip locked),
         gone as (delete from health_due d using due where d.account_id = due.account_id)
    insert into looked select account_id from due`.execute(tx)
  await sql`analyze looked`.execute(tx)
}

const takeNext: Take = async (tx, now) => {
  await sql`create temporary table looked (account_id bigint primary key) on commit drop`.execute(tx)
  const { rows } = await sql<{ after: number | null }>`select after from health_place for update`.execute(tx)
  const after = rows[0]?.after ?? null
  if (after === null) return
  await sql`insert into looked select account_id from account_health where account_id > ${after} order by account_id limit ${batch}`.execute(tx)
  await sql`update health_place set after = (select max(account_id) from looked)`.execute(tx)
  await sql`analyze looked`.execute(tx)
  const { rows: left } = await sql<{ done: boolean }>`select after is null as done from health_place`.execute(tx)
  if (left[0]?.done) await forget(tx, now)
}

/** Whoever an open crisis hurts since the last look, or does not hurt any more, or for so long now that it counts for more. */
async function findHurt(db: Db, now: Date): Promise<void> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from crises where status in ('declared', 'commanded')) or exists (select from account_health where crisis_since is not null) as any`.execute(
    db,
  )
  if (!rows[0]?.any) return
  await sql`
    insert into health_due (account_id)
    select coalesce(i.account_id, h.account_id) from (select account_id, min(since) as since from (${openImpact(now)}) i group by account_id) i
      full join (select account_id, crisis_since, crisis_step from account_health where crisis_since is not null) h on h.account_id = i.account_id
     where (i.since is distinct from h.crisis_since or ${crisisStep(sql`i.since`, now)} is distinct from h.crisis_step)
       and not exists (select from accounts a where a.id = coalesce(i.account_id, h.account_id) and a.merged_into is not null)
     order by 1 on conflict do nothing`.execute(db)
}

/** What is old goes, by the day. */
async function forget(tx: Db, now: Date): Promise<void> {
  await sql`delete from account_events where day <= ${dayOf(now)}::date - ${eventDays}::int`.execute(tx)
  await sql`delete from account_scores where day <= ${dayOf(now)}::date - ${trendDays}::int`.execute(tx)
  await sql`delete from account_usage where through <= ${dayOf(now)}::date - 64`.execute(tx)
  await sql`delete from usage_days where day <= ${dayOf(now)}::date - 64`.execute(tx)
  await sql`delete from subscription_payments where seen_at < ${now}::timestamptz - make_interval(days => ${paymentDays})`.execute(tx)
  await sql`delete from account_strangers where day <= ${dayOf(now)}::date - ${eventDays}::int`.execute(tx)
  await sql`delete from outreach where state in ('done', 'over') and coalesce(decided_at, raised_at) < ${now}::timestamptz - make_interval(days => ${outreachDays})`.execute(
    tx,
  )
}
