// A million accounts with two months of use: how long until each has its score, until all were looked at the day after, and how many times as long as one plain statement that reads the same rows and works out
// nothing but a few sums? And how long until what signals say of 100,000 accounts is counted and scored?
import { sql } from 'kysely'
import type { Deps } from '../server/src/deps.ts'
import { countActivity } from '../server/src/detect/health/activity.store.ts'
import { lookAtAll, refreshHealth } from '../server/src/detect/health/refresh.store.ts'
import { addSource } from '../server/src/detect/signals/sources.store.ts'
import { createIntake } from '../server/src/detect/signals/take.store.ts'
import { readSignals } from '../server/src/detect/signals/read-signals.ts'
import type { Context, Figure } from './run.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchSystem, residentMegabytes, round, seconds } from './support/system.ts'

export default async function health({ serverUrl, tmp, size = 1_000_000 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const { db } = deps
  await fillRegistry(db, { accounts: size, exposuresPerAccount: 1 })
  const day = Date.parse(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`)
  await fillUse(deps, new Date(day))
  const plain = await seconds(() => plainScan(deps, new Date(day)))
  const first = await seconds(() => lookAtAll(db, new Date(day)))
  await sql`vacuum analyze account_health, account_scores, outreach`.execute(db)
  await sql`checkpoint`.execute(db)
  const again = await seconds(() => lookAtAll(db, new Date(day + 3_600_000 * 24)))
  const { rows } = await sql<{ scored: number; dropped: number; risky: number }>`
    select count(*)::int as scored, count(usage_drop)::int as dropped, count(*) filter (where score < 75)::int as risky from account_health`.execute(db)
  const [found] = rows
  if (found?.scored !== size || !found.dropped || !found.risky) throw new Error(`not all have a score: ${JSON.stringify(found)}`)
  process.stdout.write(`health: ${found.dropped} of ${size} use less than usual, ${found.risky} are at risk; the plain scan took ${round(plain)} s\n`)
  const said = await sayOf(deps, Math.min(100_000, size))
  await deps.close()
  return [
    { name: `${size} accounts scored for the first time`, value: round(first), unit: 's', limit: 3, ratio: round(first / plain), most: 30 },
    { name: 'all of them looked at the day after', value: round(again), unit: 's', limit: 2.5, ratio: round(again / plain), most: 20 },
    { name: `signals that name 100000 accounts, from the log to their scores`, value: round(said), unit: 's', limit: 1, ratio: round(said / 15), most: 15 },
    { name: 'resident memory', value: residentMegabytes(), unit: 'MB', limit: 1, ratio: round(residentMegabytes() / 600) },
  ]
}

/** One in fifty uses less for ten days; one in five wrote or had a payment fail this month. */
async function fillUse({ db }: Deps, now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10)
  await sql`
    insert into account_usage (account_id, since, through, ring)
    select a.id, ${today}::date - 300, ${today}::date,
           array(select case when (a.id * 7 + d) % 7 < 5 then (10 + (a.id * 31 + d * 17) % 6) * (case when a.id % 50 = 0 and age < 10 then 0.2 else 1 end) else 0 end
                   from (select d, (${today}::date - '2000-01-01'::date - d) % 64 as age from generate_series(0, 63) d) each order by d)::real[]
      from accounts a`.execute(db)
  await sql`
    insert into account_events (account_id, day, conversations, angry, leaving, failed, disputes)
    select a.id, ${today}::date - (a.id % 30)::int, (a.id % 3)::int, (a.id % 2)::int, (a.id % 200 = 0)::int, (a.id % 15 = 0)::int, 0 from accounts a where a.id % 5 = 0`.execute(
    db,
  )
  await sql`insert into account_health (account_id, score, conversations, angry, known_since, changed_at) select id, 100, 0, 0, ${today}::date - 300, ${now} from accounts`.execute(
    db,
  )
  await sql`update account_fold set newest = ${today}`.execute(db)
  await sql`insert into usage_days select ${today}::date - n from generate_series(0, 63) n`.execute(db)
  await sql`vacuum analyze account_usage, account_events, account_health`.execute(db)
  await sql`checkpoint`.execute(db)
}

/** The peer: who used how much this week and the weeks before, who wrote, whose payments failed; grouped and joined in one statement by hand. */
const plainScan = ({ db }: Deps, now: Date) =>
  sql`
    create table scanned as
    select a.id, (select sum(v) from unnest(u.ring[1:7]) v) as week, (select sum(v) from unnest(u.ring[8:35]) v) as month, e.conversations, e.failed
      from accounts a join account_usage u on u.account_id = a.id left join account_health h on h.account_id = a.id
      left join (select account_id, sum(conversations) as conversations, max(day) filter (where failed > 0) as failed from account_events where day > ${now.toISOString().slice(0, 10)}::date - 28 group by account_id) e on e.account_id = a.id
     where a.merged_into is null`.execute(db)

/** A signal of use and one of a failed payment each, as requests of 1,000. */
async function sayOf(deps: Deps, accounts: number): Promise<number> {
  const { rows } = await sql<{ slug: string }>`select slug from brands limit 1`.execute(deps.db)
  const given = {
    name: 'bench',
    kind: 'signals' as const,
    brand: rows[0]?.slug ?? '',
    practice: false,
    service: null,
    region: null,
    keptAMinute: 10,
    settings: null,
  }
  const { id } = await addSource(deps, given, 'bench')
  const { rows: sources } = await sql<{ brandId: string }>`select brand_id as "brandId" from signal_sources where id = ${id}`.execute(deps.db)
  const source = { ...given, id, brandId: sources[0]?.brandId ?? '', serviceId: null, secret: null, ours: [] }
  const intake = createIntake(deps)
  for (let first = 0; first < accounts; first += 500) {
    const signals = Array.from({ length: 500 }, (_, n) => [
      { name: 'use', kind: 'usage', value: 3, account: `cust-${first + n}` },
      { name: 'invoice.payment_failed', kind: 'payment', account: `cust-${first + n}` },
    ]).flat()
    await intake.take(source, readSignals(signals, deps.clock()))
  }
  await sql`update signal_fold set position = (select max(position) from signal_log)`.execute(deps.db)
  const took = await seconds(() => refreshHealth(deps))
  if ((await countActivity(deps.db)) > 0) throw new Error('something was left to count')
  return took
}
