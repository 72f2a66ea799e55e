// How Tidewater's larger customers used it for two months: most as always, some less and less; a few wrote, some payments failed. The same every time.
import { sql } from 'kysely'
import { noteOutreach, putOffOutreach, takeOutreach } from '../detect/health/outreach.store.ts'
import { refreshHealth } from '../detect/health/refresh.store.ts'
import type { Deps } from '../deps.ts'
import type { Db } from '../platform/database/connect.ts'

const larger = sql`a.tier in ('enterprise', 'business') and not a.practice`

/** After the crisis has begun, so that it counts for those whom it hurts. @param callers who called some of them already */
export async function fillHealth(deps: Deps, callers: { mara: string; ines: string }, now: Date): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await fillUse(tx, now)
    await fillEvents(tx, now)
    await sql`insert into health_due (account_id) select a.id from accounts a where ${larger} on conflict do nothing`.execute(tx)
  })
  await refreshHealth({ db: deps.db, clock: () => now })
  await fillTrend(deps.db, now)
  await callSome(deps.db, callers, now)
}

/** Working days more than weekends; one enterprise in six uses a third since nine days, a few businesses less since a week, or nothing since four days. */
async function fillUse(tx: Db, now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10)
  await sql`insert into usage_days (day) select ${today}::date - n from generate_series(0, 63) n on conflict do nothing`.execute(tx)
  await sql`update account_fold set newest = ${today}`.execute(tx)
  await sql`
    insert into account_usage (account_id, since, through, ring)
    select a.id, ${today}::date - 200, ${today}::date, array(
             select round(case a.tier when 'enterprise' then 420 else 60 end * case when extract(isodow from ${today}::date - age) > 5 then 0.3 else 1 end * (0.88 + (a.id * 31 + age * 17) % 25 / 100.0)
                      * case when a.tier = 'enterprise' and a.id % 6 = 1 and age <= 9 then 0.34 when a.tier = 'business' and a.id % 200 = 8 and age <= 4 then 0 when a.tier = 'business' and a.id % 200 = 104 and age <= 7 then 0.4 when age = 0 then 0.4 else 1 end)
               from (select d, (${today}::date - '2000-01-01'::date - d) % 64 as age from generate_series(0, 63) d) each order by d)::real[]
      from accounts a where ${larger}`.execute(tx)
}

async function fillEvents(tx: Db, now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10)
  await sql`
    insert into account_events (account_id, day, conversations, angry, leaving, failed, disputes)
    select a.id, ${today}::date - e.ago, e.conversations, e.angry, e.leaving, e.failed, 0 from accounts a,
           (values ('enterprise', 5, 2, 2, 3, 2, 0, 0), ('enterprise', 13, 3, 3, 0, 0, 0, 1), ('enterprise', 31, 4, 1, 1, 1, 1, 0), ('business', 160, 24, 5, 3, 2, 0, 1)) e (tier, every, rest, ago, conversations, angry, leaving, failed)
     where ${larger} and a.tier = e.tier and a.id % e.every = e.rest
    on conflict do nothing`.execute(tx)
}

/** They did not become so overnight. */
async function fillTrend(db: Db, now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10)
  await sql`update account_health set known_since = ${today}::date - 60`.execute(db)
  await sql`
    insert into account_scores (account_id, day, score, before)
    select account_id, ${today}::date - 8, least(95, score + 40), 100 from account_health where score < 75
    union all select account_id, ${today}::date - 3, least(90, score + 15), least(95, score + 40) from account_health where score < 75`.execute(db)
  await sql`update account_scores s set before = least(90, h.score + 15) from account_health h where h.account_id = s.account_id and s.day = ${today} and h.score < 75`.execute(
    db,
  )
}

async function callSome(db: Db, { mara, ines }: { mara: string; ines: string }, now: Date): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select o.id from outreach o join accounts a on a.id = o.account_id where o.state = 'open' order by -a.mrr_minor, o.id limit 4`.execute(db)
  const [, second, third, fourth] = rows
  const until = new Date(now.getTime() + 3 * 86_400_000).toISOString().slice(0, 10)
  if (second)
    await noteOutreach(
      db,
      second.id,
      {
        outcome: 'unhappy',
        note: 'They moved two of their shows elsewhere after the last outage.',
        nextStep: 'Send them the plan for the second location',
        nextOn: until,
      },
      ines,
      now,
    )
  if (third) await putOffOutreach(db, third.id, { until, note: 'Their team is at a trade fair.' }, ines, now)
  if (fourth) await takeOutreach(db, fourth.id, mara, now)
}
